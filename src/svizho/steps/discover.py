"""Beside the journey: find the feeds of a site, its name and its language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlsplit

from svizho.diagnosing import Diagnosis, of_refusal, of_status
from svizho.errors import CageCrash, CageTimeout, FeedTooLarge, NotAFeed, SourceError
from svizho.kit.http import Refusal, Request, Response
from svizho.kit.text import shorten, tidy
from svizho.pacing import asked_wait
from svizho.parsing import (
    Listing,
    ParsedFeed,
    account_feed,
    check_selector,
    find_feeds,
    guess_feed_addresses,
    guess_sitemaps,
    sitemaps_of_robots,
)
from svizho.sorting import identify_language
from svizho.steps.poll import ACCEPT
from svizho.steps.reading import parsing_of, read_children, with_children
from svizho.steps.workbench import Workbench

# A site may announce dozens of feeds (one for each tag); the first ones are the general ones.
MOST_FEEDS_TRIED = 6

# Headlines given along, so that a person sees whether the right list was found.
SHOWN_TITLES = 3

# A sitemap in which nothing changed for so long is no list of news; a quiet paper of a village writes once a month.
SITEMAP_SLEEPS = timedelta(days=45)

# Words of feeds that hold readers' comments, not news.
COMMENT_FEEDS = ("comments", "коментар")


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that was read and can be polled."""

    url: str
    title: str
    language: str
    entries: int
    kind: str = ""
    selector: str = ""
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundSource:
    """What a site or feed address turned out to be."""

    name: str
    home_url: str
    language: str
    feeds: tuple[FoundFeed, ...]


def discover(url: str, bench: Workbench) -> FoundSource:
    """Read an address of a site, feed or account and say what source it is; raises SourceError in words.

    In this order: an account's own feed (t.me/name, host/@name, bsky.app/profile/name), a feed at the address itself,
    feeds that the page names, feeds at the usual addresses, a sitemap of news, a list of articles on the page.
    """
    url = url if "://" in url else f"https://{url}"
    if (account := account_feed(url)) and (found := _read_all([account], bench)):
        return _source(found, home=found[0][1].home_url or url, bench=bench)
    answer = _get(url, bench)
    parsed = _parsed(answer, bench)
    if parsed is not None:
        return _source([(answer.url, parsed)], home=parsed.home_url or _root(answer.url), bench=bench)
    announced = [feed.url for feed in find_feeds(answer.body, url=answer.url) if not _is_comments(feed.url, feed.title)]
    found = (
        _read_all(announced[:MOST_FEEDS_TRIED], bench)
        or _read_all(_guesses(answer.url), bench, enough=1)
        or [each for each in _read_all(_sitemaps(answer.url, bench), bench, enough=2) if _is_alive(each[1], bench)][:1]
        or _listed(answer, bench)
    )
    if not found:
        raise SourceError(
            f"nothing to read was found at {url}: the page names no feed, none is at the usual addresses, there is no "
            "sitemap of news, and the page holds no list of articles"
        )
    return _source(_without_parts(found), home=answer.url, bench=bench)


def read_listing(url: str, selector: str, bench: Workbench) -> FoundSource:
    """Read a page as a list of articles, by a selector or by learning one; raises SourceError in words."""
    url = url if "://" in url else f"https://{url}"
    listing = Listing(check_selector(selector), by_hand=True) if selector else Listing()
    answer = _get(url, bench)
    try:
        parsed = bench.cage.run(parsing_of(answer, bench, listing), answer.body)
    except (NotAFeed, FeedTooLarge, CageTimeout, CageCrash) as error:
        raise SourceError(f"{url}: {error}") from error
    return _source([(answer.url, parsed)], home=_root(answer.url), bench=bench)


def _sitemaps(url: str, bench: Workbench) -> Iterator[str]:
    """Say where the site's sitemaps are: where robots.txt says, then at the usual addresses."""
    robots = f"{_root(url)}robots.txt"
    answer = bench.door.fetch(_request(robots, bench))
    named: tuple[str, ...] = ()
    if isinstance(answer, Response) and answer.status == 200:
        named = sitemaps_of_robots(answer.body, url=robots)
        yield from named
    yield from (guess for guess in guess_sitemaps(url) if guess not in named)


def _is_alive(sitemap: ParsedFeed, bench: Workbench) -> bool:
    """Tell whether a sitemap is kept: many sites have one that a program of theirs wrote once."""
    told = [moment for entry in sitemap.entries if (moment := entry.published or entry.updated)]
    return bool(told) and max(told) > bench.now() - SITEMAP_SLEEPS


def _listed(answer: Response, bench: Workbench) -> list[tuple[str, ParsedFeed]]:
    """Read the page itself as a list of articles, where it is one."""
    parsed = _parsed(answer, bench, Listing())
    return [(answer.url, parsed)] if parsed is not None and parsed.entries else []


def _get(url: str, bench: Workbench) -> Response:
    """Fetch an address the person gave; raises SourceError with what is wrong and what can be done."""
    answer = bench.door.fetch(_request(url, bench))
    if isinstance(answer, Refusal):
        raise _cannot_be_read(url, of_refusal(answer.kind, answer.words, lasting=answer.lasting))
    if not 200 <= answer.status < 300:
        wait = asked_wait(answer.headers, now=bench.now())
        raise _cannot_be_read(url, of_status(answer.status, answer.headers, answer.body, wait=wait))
    return answer


def _cannot_be_read(url: str, found: Diagnosis) -> SourceError:
    return SourceError(f"{url} cannot be read: {found.words.rstrip('.')}. {found.advice}".rstrip())


def _request(url: str, bench: Workbench) -> Request:
    fetching = bench.settings.fetching
    return Request(url, accept=ACCEPT, max_bytes=fetching.feed_max_mb * 1_000_000, seconds=fetching.page_seconds)


def _parsed(answer: Response, bench: Workbench, listing: Listing | None = None) -> ParsedFeed | None:
    """Parse an answer as a feed, an index of sitemaps with what it names; None where it is none."""
    try:
        parsed = bench.cage.run(parsing_of(answer, bench, listing), answer.body)
        return with_children(parsed, read_children(parsed, bench)) if parsed.children else parsed
    except (NotAFeed, FeedTooLarge, CageTimeout, CageCrash):
        return None


def _is_comments(url: str, title: str) -> bool:
    return any(word in f"{url} {title}".lower() for word in COMMENT_FEEDS)


def _guesses(url: str) -> Iterable[str]:
    return guess_feed_addresses(url)


def _read_all(urls: Iterable[str], bench: Workbench, *, enough: int = MOST_FEEDS_TRIED) -> list[tuple[str, ParsedFeed]]:
    """Read addresses in order until `enough` of them turned out to be feeds."""
    found: list[tuple[str, ParsedFeed]] = []
    for url in urls:
        answer = bench.door.fetch(_request(url, bench))
        if isinstance(answer, Refusal) or not 200 <= answer.status < 300:
            continue
        parsed = _parsed(answer, bench)
        if parsed is not None:
            found.append((answer.url, parsed))
        if len(found) >= enough:
            break
    return found


def _without_parts(found: Sequence[tuple[str, ParsedFeed]]) -> list[tuple[str, ParsedFeed]]:
    """Drop feeds that list nothing which an earlier one does not list already (the same news as RSS and as Atom)."""
    kept: list[tuple[str, ParsedFeed]] = []
    seen: set[str] = set()
    for url, parsed in found:
        links = {entry.url for entry in parsed.entries if entry.url}
        if kept and links <= seen:
            continue
        seen |= links
        kept.append((url, parsed))
    return kept


def _source(found: Sequence[tuple[str, ParsedFeed]], *, home: str, bench: Workbench) -> FoundSource:
    feeds = tuple(
        FoundFeed(
            url,
            parsed.title,
            parsed.language or _language_of(parsed, bench),
            len(parsed.entries),
            kind=parsed.kind,
            selector=parsed.selector,
            titles=tuple(entry.title for entry in parsed.entries[:SHOWN_TITLES] if entry.title),
        )
        for url, parsed in found
    )
    language = Counter(feed.language for feed in feeds if feed.language).most_common(1)
    source = FoundSource("", home, language[0][0] if language else "", feeds)
    return replace(source, name=_name(found[0][1], home))


def _name(parsed: ParsedFeed, home: str) -> str:
    """Name a source by its feed's title, without what follows a dash or bar; else by its host."""
    title = tidy(parsed.title)
    for parting in (" | ", " — ", " – ", " - ", " :: ", " » "):
        title = title.split(parting)[0]
    host = (urlsplit(home).hostname or home).removeprefix("www.")
    return shorten(title.strip(" .,-–—|"), 120) or host


def _language_of(parsed: ParsedFeed, bench: Workbench) -> str:
    """Tell a feed's language from its headlines where it declares none."""
    headlines = "\n".join(entry.title for entry in parsed.entries[:20])
    return identify_language(headlines, languages=bench.settings.site.read_languages).language if headlines else ""


def _root(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"
