"""What every step does that reads the bytes of a feed, polled or pushed: describe the parsing, reduce its entries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

from svizho.articles.storing import SeenEntry
from svizho.diagnosing import Diagnosis, of_reading, of_refusal, of_status
from svizho.errors import CageCrash, CageTimeout, FeedTooLarge, NotAFeed
from svizho.kit.http import Refusal, Request, Response
from svizho.kit.links import host_of, is_home_page
from svizho.parsing import MOST_ENTRIES, Listing, ParsedEntry, ParsedFeed, headline_of, is_post, parse_feed
from svizho.sources.models import Feed, FeedKind, Source
from svizho.steps.workbench import Workbench

# Sitemaps of an index are asked for while a lane of feeds waits, so they get less time than a feed of its own.
CHILD_SECONDS = 10.0
_NOTHING_LISTED = Diagnosis("not_a_feed", "soft", "they list no articles")
_PROBLEMS = ((NotAFeed, "not_a_feed"), (FeedTooLarge, "too_large"))


# Called inside the transaction that stored new articles, with the shards in which they wait.
OnStored = Callable[[frozenset[int]], None]


class Unreadable(NotAFeed):
    """An answer came, but no feed can be read from it; a result, not a bug. `diagnosis` says what is wrong."""

    def __init__(self, diagnosis: Diagnosis) -> None:
        super().__init__(diagnosis.words)
        self.diagnosis = diagnosis


def read_answer(feed: Feed, answer: Response, bench: Workbench) -> ParsedFeed:
    """Parse what a feed answered, in a killable process; raises Unreadable, which says what is wrong."""
    read = read_answers([(feed, answer)], bench)[0]
    if isinstance(read, Unreadable):
        raise read
    return read


def read_answers(came: Sequence[tuple[Feed, Response]], bench: Workbench) -> list[ParsedFeed | Unreadable]:
    """Parse what feeds answered, in killable processes; of what cannot be read, say what is wrong."""
    read = _parsed([(answer, _listing(feed)) for feed, answer in came], bench)
    return [_whole(feed, each, bench) for (feed, _), each in zip(came, read, strict=True)]


def _listing(feed: Feed) -> Listing | None:
    return Listing(feed.selector, by_hand=feed.selector_set) if feed.kind == FeedKind.LISTING else None


def _whole(feed: Feed, read: ParsedFeed | Unreadable, bench: Workbench) -> ParsedFeed | Unreadable:
    """Join an index with the sitemaps it names."""
    if isinstance(read, Unreadable) or not read.children:
        return read
    try:
        return with_children(read, read_children(read, bench, headers=feed.source.sent_headers()))
    except Unreadable as error:
        return error


def _parsed(answers: Sequence[tuple[Response, Listing | None]], bench: Workbench) -> list[ParsedFeed | Unreadable]:
    results = bench.cage.run_all([(parsing_of(answer, bench, listing), (answer.body,)) for answer, listing in answers])
    return [_judged(answer, result) for (answer, _), result in zip(answers, results, strict=True)]


def _judged(answer: Response, result: ParsedFeed | Exception) -> ParsedFeed | Unreadable:
    """Pass on what was parsed; tell what is wrong with an answer in which the trouble lies, raise what is our bug."""
    if isinstance(result, ParsedFeed):
        return result
    if not isinstance(result, NotAFeed | FeedTooLarge | CageTimeout | CageCrash):
        raise result
    problem = next((name for kind, name in _PROBLEMS if isinstance(result, kind)), "hostile")
    found = of_reading(problem, str(result), headers=answer.headers, body=answer.body, status=answer.status)
    unreadable = Unreadable(found)
    unreadable.__cause__ = result
    return unreadable


def parsing_of(answer: Response, bench: Workbench, listing: Listing | None = None) -> Callable[[bytes], ParsedFeed]:
    """Describe the parsing of an answer; the room's own function, since a cage must not load Django."""
    return partial(parse_feed, url=answer.url, headers=dict(answer.headers), now=bench.now(), listing=listing)


def read_children(
    index: ParsedFeed, bench: Workbench, *, headers: tuple[tuple[str, str], ...] = ()
) -> list[ParsedFeed | Diagnosis]:
    """Fetch the sitemaps that an index names, through the door, and read them: each a feed or what is wrong with it."""
    fetching = bench.settings.fetching
    seconds = min(fetching.page_seconds, CHILD_SECONDS)
    requests = [
        Request(url, max_bytes=int(fetching.feed_max_mb * 1_000_000), seconds=seconds, headers=headers, tag=place)
        for place, url in enumerate(index.children)
    ]
    found = {answer.request.tag: _child(answer, bench) for answer in bench.door.fetch_all(requests)}
    return [found[place] for place in sorted(found)]


def _child(answer: Response | Refusal, bench: Workbench) -> ParsedFeed | Diagnosis:
    if isinstance(answer, Refusal):
        return of_refusal(answer.kind, answer.words, lasting=answer.lasting)
    if not 200 <= answer.status < 300:
        return of_status(answer.status, answer.headers, answer.body, wait=timedelta(0))
    read = _parsed([(answer, None)], bench)[0]
    return read.diagnosis if isinstance(read, Unreadable) else read


def with_children(index: ParsedFeed, found: Sequence[ParsedFeed | Diagnosis]) -> ParsedFeed:
    """Join an index with its sitemaps; raises Unreadable when not one of them could be read.

    Indexes inside an index are not followed: one step is enough for every honest site.
    """
    read = [each for each in found if isinstance(each, ParsedFeed) and each.entries]
    wrong = [each for each in found if isinstance(each, Diagnosis)]
    if not read:
        first = wrong[0] if wrong else _NOTHING_LISTED
        raise Unreadable(replace(first, words=f"of the sitemaps that the index names none can be read: {first.words}"))
    words = tuple(f"a sitemap of the index cannot be read: {each.words}" for each in wrong)
    return replace(
        index,
        title=index.title or read[0].title,
        language=index.language or read[0].language,
        entries=tuple(entry for each in read for entry in each.entries)[:MOST_ENTRIES],
        warnings=index.warnings + words,
    )


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
