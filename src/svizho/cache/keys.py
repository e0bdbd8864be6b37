"""Which requests ask for the same page: path and query in one form, without what only tells who sent the reader."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

# Beyond these a request is answered, but what it asked for is not kept.
LONGEST_PATH, LONGEST_QUERY, MOST_PARTS = 300, 300, 8

# What newsletters and social sites hang on to links. No page of ours reads them, so they make no page of their own.
TRACKERS = frozenset(
    (b"fbclid", b"gclid", b"yclid", b"dclid", b"msclkid", b"twclid", b"igshid", b"mc_cid", b"mc_eid", b"_ga", b"_gl")
)


class Key(NamedTuple):
    """A page's name among the kept ones; the language stands in the path."""

    path: str
    query: bytes


@lru_cache(maxsize=8192)
def key_of(path: str, query: bytes) -> Key | None:
    """Give the key of a request; None where the page is not to be kept under any.

    Parameters are put in order, those of one name in the order they came; their values are left as they are.
    """
    if len(path) > LONGEST_PATH or len(query) > LONGEST_QUERY:
        return None
    parts: list[bytes] = [part for part in query.split(b"&") if part and not is_tracker(name_of(part))]
    if len(parts) > MOST_PARTS:
        return None
    parts.sort(key=name_of)
    return Key(path, b"&".join(parts))


def name_of(part: bytes) -> bytes:
    """Give the name of one parameter."""
    return part.partition(b"=")[0]


def is_tracker(name: bytes) -> bool:
    """Say whether a parameter only tells whence a reader came."""
    return name in TRACKERS or name.startswith(b"utm_")
