"""robots.txt (RFC 9309): read once a day per site, obeyed, and patient with sites that cannot show theirs."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from protego import Protego
from yarl import URL

from svizho.kit.http.values import Refusal, Refused, Request, Response

# RFC 9309 section 2.5: parsers must take at least 500 KiB; protego needs a third of a second for that much.
ROBOTS_BYTES = 500_000
# A rules file is small and near; a site that needs longer than this for it is unwell.
ROBOTS_SECONDS = 10.0
# RFC 9309 section 2.4: a cached copy should not be used for more than 24 hours.
GOOD_FOR = 86_400.0
# How soon an unreachable robots.txt is asked for again.
RETRY_AFTER = 600.0
# RFC 9309 section 2.3.1.4 lets an unreachable file count as absent after "a reasonably long period of time";
# it names 30 days for crawlers of the whole web. We read single articles, named in the site's own feed.
PATIENCE = 86_400.0
# Sites remembered at most, the longest unused forgotten first. Most files are a few KB parsed.
MOST_SITES = 2_000
# A Crawl-delay is no part of the RFC; it is honoured as a pause, but not so far that a site starves itself.
LONGEST_DELAY = 10.0

# A robots.txt that redirects without end, or to where we may not go, counts as absent (RFC 9309 section
# 2.3.1.2). The page's own address is checked in any case.
ASTRAY = frozenset({"redirects", "url", "address"})

Fetch = Callable[[Request], Awaitable[Response | Refusal]]


@dataclass(frozen=True, slots=True)
class Rules:
    """What a site allows: `parsed` None means everything, unless `refusal` says why nothing for now."""

    good_until: float
    parsed: Protego | None = None
    refusal: Refusal | None = None
    unreachable_since: float | None = None


class RobotsBook:
    """Knows the rules of every site met. Lives in one event loop; `clock` is its monotonic time, in seconds.

    `fetch` asks for the file itself, through the same door; `agent` is the product token to look for.
    """

    def __init__(self, fetch: Fetch, *, agent: str, clock: Callable[[], float]) -> None:
        self._fetch = fetch
        self._agent = agent
        self._clock = clock
        self._rules: OrderedDict[str, Rules] = OrderedDict()
        self._asking: dict[str, asyncio.Task[Rules]] = {}

    async def check(self, url: URL) -> float:
        """Give the pause (seconds) asked for between requests; raises Refused if `url` is disallowed."""
        rules = await self._rules_of(str(url.origin()))
        if rules.refusal is not None:
            refusal = rules.refusal
            raise Refused(refusal.kind, refusal.words, lasting=refusal.lasting, wait=refusal.wait)
        if rules.parsed is None:
            return 0.0
        if not rules.parsed.can_fetch(str(url), self._agent):
            raise Refused("robots", f"The robots.txt of {url.host} asks us not to read this page.", lasting=True)
        return min(rules.parsed.crawl_delay(self._agent) or 0.0, LONGEST_DELAY)

    async def _rules_of(self, site: str) -> Rules:
        known = self._rules.get(site)
        if known is not None and known.good_until > self._clock():
            self._rules.move_to_end(site)
            return known
        asking = self._asking.get(site)
        if asking is None:
            asking = self._asking[site] = asyncio.ensure_future(self._ask(site, known))
            asking.add_done_callback(lambda _: self._asking.pop(site, None))
        # Shielded: many pages wait for one file, and one of them giving up must not take it from the others.
        return await asyncio.shield(asking)

    async def _ask(self, site: str, known: Rules | None) -> Rules:
        request = Request(f"{site}/robots.txt", max_bytes=ROBOTS_BYTES, seconds=ROBOTS_SECONDS)
        rules = await self._read(await self._fetch(request), known)
        self._rules[site] = rules
        self._rules.move_to_end(site)
        while len(self._rules) > MOST_SITES:
            self._rules.popitem(last=False)
        return rules

    async def _read(self, answer: Response | Refusal, known: Rules | None) -> Rules:
        now = self._clock()
        if isinstance(answer, Response) and answer.status < 300:
            text = answer.body.decode("utf-8", "replace")
            return Rules(now + GOOD_FOR, await asyncio.to_thread(Protego.parse, text))
        if isinstance(answer, Response) and answer.status < 500 and answer.status != 429:
            return Rules(now + GOOD_FOR)
        if isinstance(answer, Refusal) and answer.kind in ASTRAY:
            return Rules(now + GOOD_FOR)
        return self._unreachable(answer, known, now)

    @staticmethod
    def _unreachable(answer: Response | Refusal, known: Rules | None, now: float) -> Rules:
        since = known.unreachable_since if known and known.unreachable_since is not None else now
        parsed = known.parsed if known else None
        if parsed is not None or now - since >= PATIENCE:
            return Rules(now + RETRY_AFTER, parsed, None, since)
        if isinstance(answer, Refusal):
            words = f"Its robots.txt could not be read: {answer.words}"
            refusal = replace(answer, words=words)
        else:
            words = f"Its robots.txt cannot be read just now (status {answer.status}), so its pages wait."
            refusal = Refusal(answer.request, "robots", words, lasting=False)
        return Rules(now + RETRY_AFTER, None, refusal, since)
