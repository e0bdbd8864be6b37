"""What every step does that reads the bytes of a feed, polled or pushed: describe the parsing, reduce its entries."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from svizho.articles.storing import SeenEntry
from svizho.diagnosing import Diagnosis, of_reading
from svizho.errors import CageCrash, CageTimeout, FeedTooLarge, NotAFeed
from svizho.kit.http import Response
from svizho.kit.links import host_of, is_home_page
from svizho.parsing import ParsedEntry, ParsedFeed, headline_of, is_post, parse_feed
from svizho.sources.models import Feed, Source
from svizho.steps.workbench import Workbench

_PROBLEMS = ((NotAFeed, "not_a_feed"), (FeedTooLarge, "too_large"))


class Unreadable(Exception):
    """An answer came, but no feed can be read from it; a result, not a bug."""

    def __init__(self, diagnosis: Diagnosis) -> None:
        super().__init__(diagnosis.words)
        self.diagnosis = diagnosis


def read_answer(feed: Feed, answer: Response, bench: Workbench) -> ParsedFeed:
    """Parse what a feed answered, in a killable process; raises Unreadable, which says what is wrong."""
    try:
        return bench.cage.run(parsing_of(answer, bench), answer.body)
    except (NotAFeed, FeedTooLarge, CageTimeout, CageCrash) as error:
        problem = next((name for kind, name in _PROBLEMS if isinstance(error, kind)), "hostile")
        found = of_reading(problem, str(error), headers=answer.headers, body=answer.body, status=answer.status)
        raise Unreadable(found) from error


def parsing_of(answer: Response, bench: Workbench) -> Callable[[bytes], ParsedFeed]:
    """Describe the parsing of an answer; the room's own function, since a cage must not load Django."""
    return partial(parse_feed, url=answer.url, headers=dict(answer.headers), now=bench.now())


def seen_entry(entry: ParsedEntry, source: Source) -> SeenEntry:
    """Reduce a parsed entry to what is stored.

    A short post that points to an article of its own publisher is a sighting of that article; what it says of the
    pages of others is its own word, so it stays a post.
    """
    picture = next((e.url for e in entry.enclosures if e.type.startswith("image/")), "")
    return SeenEntry(
        guid=entry.guid,
        link=_own_article(entry, source) or entry.url,
        title=entry.title or headline_of(entry.summary or entry.content),
        summary=entry.summary,
        content=entry.content,
        author=entry.author,
        language=entry.language,
        categories=entry.categories,
        image=entry.image or picture,
        published=entry.published,
        updated=entry.updated,
    )


def _own_article(entry: ParsedEntry, source: Source) -> str:
    home = host_of(source.home_url).removeprefix("www.")
    own = (link for link in entry.links if home and host_of(link).removeprefix("www.") == home)
    return next((link for link in own if not is_home_page(link) and not is_post(link)), "")
