"""What every step does that reads the bytes of a feed, polled or pushed: describe the parsing, reduce its entries."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from svizho.articles.actions import SeenEntry
from svizho.kit.http import Response
from svizho.parsing import ParsedEntry, ParsedFeed, parse_feed
from svizho.steps.workbench import Workbench


def parsing_of(answer: Response, bench: Workbench) -> Callable[[bytes], ParsedFeed]:
    """Describe the parsing of an answer; the room's own function, since a cage must not load Django."""
    return partial(parse_feed, url=answer.url, headers=dict(answer.headers), now=bench.now())


def seen_entry(entry: ParsedEntry) -> SeenEntry:
    """Reduce a parsed entry to what is stored."""
    picture = next((e.url for e in entry.enclosures if e.type.startswith("image/")), "")
    return SeenEntry(
        guid=entry.guid,
        link=entry.url,
        title=entry.title,
        summary=entry.summary,
        content=entry.content,
        author=entry.author,
        language=entry.language,
        categories=entry.categories,
        image=entry.image or picture,
        published=entry.published,
        updated=entry.updated,
    )
