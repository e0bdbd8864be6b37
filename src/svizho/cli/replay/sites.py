"""What each address of the replay answers: feeds, pages, robots.txt, OPML, status."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime

from aiohttp import web

from svizho.cli.replay.documents import Document, Place, write_feed
from svizho.cli.replay.faults import FaultPlan
from svizho.cli.replay.outlets import Outlet, Shown
from svizho.cli.replay.pages import ON_HOME_PAGE, write_article, write_home, write_status
from svizho.cli.replay.troubles import Bad, misbehave
from svizho.parsing import OpmlOutline, write_opml

ROBOTS = "User-agent: *\nDisallow: /login\nDisallow: /s/*/login\n"
RELATED = 3


class Sites:
    """Answers requests for all publishers of one recording. Lives in one event loop.

    `newest` is how many entries a feed holds at least; `slowness` is how long a slow answer takes (seconds);
    `hub_of` names the hub of a publisher, "" for none. `counts` tells what was served: feeds, unchanged,
    pages, troubles.
    """

    def __init__(
        self,
        outlets: Sequence[Outlet],
        plan: FaultPlan,
        *,
        base_url: Callable[[], str],
        now: Callable[[], datetime],
        newest: int,
        slowness: float,
        hub_of: Callable[[str], str] = lambda slug: "",
    ) -> None:
        self._outlets = {outlet.slug: outlet for outlet in outlets}
        self._plan = plan
        self._base_url = base_url
        self._now = now
        self._newest = newest
        self._slowness = slowness
        self._hub_of = hub_of
        self._feeds: dict[str, tuple[tuple[int, int], Document]] = {}
        self.counts: Counter[str] = Counter()
        self.pages_read: set[int] = set()

    def routes(self) -> list[web.RouteDef]:
        """List the addresses and who answers them."""
        return [
            web.get("/", self._status),
            web.get("/opml.xml", self._opml),
            web.get("/robots.txt", self._robots),
            web.get("/s/{slug}/", self._home),
            web.get("/s/{slug}/feed.xml", self._feed),
            web.get("/s/{slug}/moved/feed.xml", self._moved_feed),
            web.get(r"/s/{slug}/a/{number:\d{1,9}}", self._page),
            web.get(r"/s/{slug}/m/{number:\d{1,9}}", self._moved_page),
        ]

    def place_of(self, outlet: Outlet) -> Place:
        """Say where a publisher stands."""
        return Place(f"{self._base_url()}/s/{outlet.slug}/", self._hub_of(outlet.slug))

    def _outlet(self, request: web.Request) -> Outlet:
        outlet = self._outlets.get(request.match_info["slug"])
        if outlet is None:
            raise web.HTTPNotFound(text="no such source")
        return outlet

    async def _status(self, request: web.Request) -> web.StreamResponse:
        now = self._now()
        rows = [(outlet, self.place_of(outlet), outlet.appeared(now)) for outlet in self._outlets.values()]
        total = sum(len(outlet.line) for outlet in self._outlets.values())
        return _answer(request, write_status(rows, appeared=sum(row[2] for row in rows), total=total, now=now))

    async def _opml(self, request: web.Request) -> web.StreamResponse:
        outlines = [
            OpmlOutline(outlet.name, place.feed_url, place.home_url, outlet.language)
            for outlet in self._outlets.values()
            for place in [self.place_of(outlet)]
        ]
        return _answer(request, Document(write_opml("Svizho replay", outlines).encode(), "text/x-opml", "utf-8"))

    async def _robots(self, request: web.Request) -> web.StreamResponse:
        return web.Response(text=ROBOTS)

    async def _home(self, request: web.Request) -> web.StreamResponse:
        outlet = self._outlet(request)
        out = outlet.line[: outlet.appeared(self._now())]
        return _answer(request, write_home(outlet, out[: -ON_HOME_PAGE - 1 : -1], self.place_of(outlet)))

    async def _feed(self, request: web.Request) -> web.StreamResponse:
        return await self._serve_feed(request, may_fail=True)

    async def _moved_feed(self, request: web.Request) -> web.StreamResponse:
        return await self._serve_feed(request, may_fail=False)

    async def _serve_feed(self, request: web.Request, *, may_fail: bool) -> web.StreamResponse:
        outlet, now = self._outlet(request), self._now()
        window = outlet.window(now, newest=self._newest)
        document = self._feed_document(outlet, window)
        deed = self._plan.feed_deed(outlet.slug, now) if may_fail else ""
        if deed:
            return await self._misbehave(deed, request, document, "moved/feed.xml", outlet)
        changed = outlet.line[window[1] - 1].appears if window[1] else None
        response = _answer(request, document, changed=changed, now=now, packed=outlet.habit % 2 == 0)
        place = self.place_of(outlet)
        if place.hub_url:
            response.headers["Link"] = f'<{place.hub_url}>; rel="hub", <{place.feed_url}>; rel="self"'
        self.counts["unchanged" if response.status == 304 else "feeds"] += 1
        if request.method == "GET" and response.status == 200:
            outlet.served = max(outlet.served, window[1])
        return response

    def _feed_document(self, outlet: Outlet, window: tuple[int, int]) -> Document:
        known = self._feeds.get(outlet.slug)
        if known is not None and known[0] == window:
            return known[1]
        document = write_feed(outlet, outlet.line[slice(*window)], self.place_of(outlet))
        self._feeds[outlet.slug] = window, document
        return document

    async def _page(self, request: web.Request) -> web.StreamResponse:
        return await self._serve_page(request, may_fail=True)

    async def _moved_page(self, request: web.Request) -> web.StreamResponse:
        return await self._serve_page(request, may_fail=False)

    async def _serve_page(self, request: web.Request, *, may_fail: bool) -> web.StreamResponse:
        outlet, now, number = self._outlet(request), self._now(), int(request.match_info["number"])
        shown, related = self._shown(outlet, number, now)
        document = write_article(outlet, shown, related, self.place_of(outlet))
        deed = self._plan.page_deed(outlet.slug, number) if may_fail else ""
        if deed:
            return await self._misbehave(deed, request, document, f"m/{number}", outlet)
        self.counts["pages"] += 1
        self.pages_read.add(number)
        packed = outlet.habit % 2 == 0
        return _answer(request, document, changed=shown.appears, now=now, packed=packed)

    @staticmethod
    def _shown(outlet: Outlet, number: int, now: datetime) -> tuple[Shown, Sequence[Shown]]:
        """Find an article that is out, and those before it; raises 404."""
        index = bisect_left(outlet.line, number, key=lambda shown: shown.number)
        if index >= outlet.appeared(now) or outlet.line[index].number != number:
            raise web.HTTPNotFound(text="no such article (yet)")
        return outlet.line[index], outlet.line[max(index - RELATED, 0) : index]

    async def _misbehave(
        self, deed: str, request: web.Request, document: Document, moved: str, outlet: Outlet
    ) -> web.StreamResponse:
        self.counts["troubles"] += 1
        moved_url = self.place_of(outlet).home_url + moved
        return await misbehave(deed, Bad(request, document, moved_url, self._slowness))


def _answer(
    request: web.Request,
    document: Document,
    *,
    changed: datetime | None = None,
    now: datetime | None = None,
    packed: bool = False,
) -> web.Response:
    """Answer with a document, or 304 when the reader has it; `changed` is when it last did."""
    etag = f'"{hashlib.sha256(document.body).hexdigest()[:20]}"'
    headers = {"ETag": etag}
    # HTTP dates are whole seconds: one that may still change within its second is not sent.
    if changed is not None and now is not None and now - changed > timedelta(seconds=1):
        headers["Last-Modified"] = format_datetime(changed.replace(microsecond=0), usegmt=True)
    if _has_it(request, etag, headers.get("Last-Modified")):
        return web.Response(status=304, headers=headers)
    response = web.Response(body=document.body, headers={**headers, "Content-Type": document.content_type})
    if packed:
        response.enable_compression()
    return response


def _has_it(request: web.Request, etag: str, last_modified: str | None) -> bool:
    known = request.headers.get("If-None-Match")
    if known is not None:
        tags = {tag.strip().removeprefix("W/") for tag in known.split(",")}
        return etag in tags or "*" in tags
    since = request.headers.get("If-Modified-Since")
    if since is None or last_modified is None:
        return False
    try:
        return parsedate_to_datetime(since) >= parsedate_to_datetime(last_modified)
    except (ValueError, TypeError):
        return False
