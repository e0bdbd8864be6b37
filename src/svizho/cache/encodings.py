"""Compressing pages, and choosing what a reader's program can read (RFC 9110, section 12.5.3)."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from functools import lru_cache

import brotli

# On the front page (33 KB): quality 5 took 1.1 ms for 7.6 KB, 9 took 4 ms for 7.4 KB, 11 took 70 ms for 6.8 KB;
# gzip 6 took 1.1 ms for 8.3 KB (docs/decisions/site.md). Done once for each change of a page.
BROTLI_QUALITY, GZIP_LEVEL = 5, 6

# A page smaller than a packet travels no faster when compressed.
LEAST = 500

COMPRESSIBLE = ("text/", "application/json", "application/feed+json", "application/manifest+json", "application/xml")
COMPRESSIBLE_ENDS = ("+xml", "javascript")

# What we write, the best first.
CODINGS = ("br", "gzip")


def packed(body: bytes, coding: str) -> bytes:
    """Compress a body."""
    if coding == "br":
        made: bytes = brotli.compress(body, quality=BROTLI_QUALITY)
        return made
    # Without a time in it, so that one page is one row of bytes.
    return gzip.compress(body, GZIP_LEVEL, mtime=0)


UNPACK: dict[str, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": gzip.decompress}


def worth_packing(content_type: str, size: int) -> bool:
    """Say whether a body gets smaller by compressing it: text does, pictures and fonts are compressed already."""
    kind = content_type.partition(";")[0].strip().lower()
    return size >= LEAST and (kind.startswith(COMPRESSIBLE) or kind.endswith(COMPRESSIBLE_ENDS))


@lru_cache(maxsize=512)
def coding_for(accepted: bytes) -> str:
    """Choose for an Accept-Encoding header: "br", "gzip", or "" for the bytes as they are.

    Between equals the smaller wins. Whoever refuses everything gets the bytes as they are.
    """
    weights = {}
    for part in accepted.decode("latin-1").lower().split(","):
        name, *options = (piece.strip() for piece in part.split(";"))
        weights["gzip" if name == "x-gzip" else name] = weight_of(options)
    others = weights.get("*", 0.0)
    best = max(CODINGS, key=lambda coding: weights.get(coding, others))
    weight = weights.get(best, others)
    return best if weight > 0 and weight >= weights.get("identity", 0.0) else ""


def weight_of(options: list[str]) -> float:
    """Read the q of one coding; what makes no sense counts as a refusal."""
    for option in options:
        name, _, value = option.partition("=")
        if name.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0
