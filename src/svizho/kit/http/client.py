"""One journey through the door: ask, follow redirects with every hop checked, read no more than agreed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

import aiohttp
from yarl import URL

from svizho.kit import clock
from svizho.kit.http.addresses import AddressGuard, GuardedResolver, Lookup, shown
from svizho.kit.http.batches import Done, Numbered, stopped
from svizho.kit.http.bodies import read_body, too_large
from svizho.kit.http.headers import kept_headers, request_headers
from svizho.kit.http.limits import UNSAID_WAIT, HostGate, StayAway, parse_retry_after
from svizho.kit.http.refusals import BAD_SERVER, refused_by
from svizho.kit.http.robots import RobotsBook
from svizho.kit.http.values import Refusal, Refused, Request, Response

LOG = logging.getLogger(__name__)

# aiohttp's own default; RFC 9309 asks for at least five.
MOST_REDIRECTS = 10
PERMANENT = frozenset({301, 308})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
# Redirects that keep the method and the body, the only ones a POST follows (RFC 9110 section 15.4).
SAME_METHOD = frozenset({307, 308})
# An error page is read only for a word of explanation.
ERROR_BYTES = 65_536
# Content-Security-Policy headers of large sites pass aiohttp's usual 8,190.
HEADER_LINE = 16_384
# Kept short so that a round over thousands of hosts does not hold thousands of idle sockets.
KEEP_ALIVE = 2.0


@dataclass(slots=True)
class Errand:
    """One request on its way: what to send, and until when (loop time; None before the first hop starts)."""

    request: Request
    method: str = "GET"
    body: bytes | None = None
    content_type: str = ""
    cut: bool = False
    deadline: float | None = None
    started: float = 0.0
    last_host: str = field(default="the server")


@dataclass(frozen=True, slots=True)
class Hop:
    """What one exchange brought: a redirect's target, or the body."""

    status: int
    headers: dict[str, str]
    target: str | None
    body: bytes


class Client:
    """Does the asking, inside one event loop. Made in that loop; `close` ends its connections."""

    def __init__(
        self, *, agent: str, guard: AddressGuard, lookup: Lookup, per_host: int, host_pause: float, total: int
    ) -> None:
        self._agent = agent
        self._guard = guard
        self._now = asyncio.get_running_loop().time
        self._gate = HostGate(per_host=per_host, pause=host_pause, total=total, clock=self._now)
        self._away = StayAway()
        self._robots = RobotsBook(self._fetch_robots, agent=agent.split("/")[0], clock=self._now)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                resolver=GuardedResolver(guard, lookup),
                use_dns_cache=False,
                limit=0,
                keepalive_timeout=KEEP_ALIVE,
                socket_factory=guard.socket_for,
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),
            max_field_size=HEADER_LINE,
            max_line_size=HEADER_LINE,
        )

    async def close(self) -> None:
        """End all connections."""
        await self._session.close()

    async def answer(self, errand: Errand) -> Response | Refusal:
        """Run an errand to its end; whatever the server does, the result is a response or a refusal."""
        request = errand.request
        try:
            return await self._follow(errand)
        except Refused as refused:
            return refused.of(request)
        except BAD_SERVER as error:
            return refused_by(error, host=errand.last_host, seconds=request.seconds).of(request)
        except Exception:
            # The one place for what nobody foresaw: one server must not take a whole batch down with it.
            LOG.exception("unforeseen error while asking %s", shown(request.url))
            words = f"{errand.last_host} answered in a way nobody foresaw; the log has the details."
            return Refusal(request, "protocol", words, lasting=False)

    async def _fetch_robots(self, request: Request) -> Response | Refusal:
        return await self.answer(Errand(request, cut=True))

    async def _follow(self, errand: Errand) -> Response:
        url = first = self._guard.url(errand.request.url)
        seen, permanent = {url}, True
        while True:
            errand.last_host = shown(url.host or "")
            hop = await self._exchange(errand, url, same_site=url.origin() == first.origin())
            if hop.target is None:
                break
            permanent = permanent and hop.status in PERMANENT
            url = self._next(url, hop.target)
            if url in seen or len(seen) > MOST_REDIRECTS:
                words = f"{errand.last_host} sends us from address to address without end."
                raise Refused("redirects", words, lasting=True)
            seen.add(url)
        moved_to = str(url) if permanent and url != first else None
        spent = self._now() - errand.started
        return Response(errand.request, str(url), moved_to, hop.status, hop.headers, hop.body, spent)

    def _next(self, url: URL, target: str) -> URL:
        """Resolve a Location header and check where it leads; raises Refused."""
        try:
            joined = url.join(URL(target))
            # A name and password in a Location header would be sent to whomever the server likes.
            joined = joined.with_user(None) if joined.raw_user or joined.raw_password else joined
        except ValueError as error:
            raise Refused(
                "redirects", f"{shown(url.host or '')} sends us to no proper address.", lasting=True
            ) from error
        try:
            return self._guard.url(str(joined))
        except Refused as refused:
            words = f"{shown(url.host or '')} sends us on, but: {refused.words}"
            raise Refused(refused.kind, words, lasting=refused.lasting) from refused

    async def _exchange(self, errand: Errand, url: URL, *, same_site: bool) -> Hop:
        """One request and its answer, in turn and in time.

        Waiting for a turn is free before the first hop; after it, all waiting counts, so that nobody can
        park requests in a far host's queue by redirecting to it.
        """
        headers = request_headers(errand.request, agent=self._agent, same_site=same_site)
        if errand.content_type:
            headers["Content-Type"] = errand.content_type
        open_host = self._guard.is_open(url.raw_host or "", url.port or 0)
        host = None if open_host else url.raw_host
        async with asyncio.timeout_at(errand.deadline):
            self._check_away(host)
            pause = await self._robots.check(url) if errand.request.obey_robots else 0.0
            async with self._gate.turn(host, pause=pause):
                self._check_away(host)
                if errand.deadline is None:
                    errand.started = self._now()
                    errand.deadline = errand.started + errand.request.seconds
                async with asyncio.timeout_at(errand.deadline):
                    hop = await self._ask(errand, url, headers)
        self._note_wait(host, hop)
        return hop

    def _check_away(self, host: str | None) -> None:
        left = self._away.left(host, now=self._now()) if host else 0.0
        if left > 0:
            raise Refused("wait", f"{host} asked us to wait {left:.0f} more seconds.", lasting=False, wait=left)

    def _note_wait(self, host: str | None, hop: Hop) -> None:
        if host is None or hop.status not in {429, 503}:
            return
        asked = parse_retry_after(hop.headers.get("retry-after", ""), now=clock.now())
        wait = asked if asked is not None else UNSAID_WAIT * (hop.status == 429)
        if wait:
            self._away.note(host, wait, now=self._now())

    async def _ask(self, errand: Errand, url: URL, headers: dict[str, str]) -> Hop:
        async with self._session.request(
            errand.method, url, headers=headers, data=errand.body, allow_redirects=False
        ) as answer:
            kept = dict(kept_headers(answer.headers.items()))
            target = self._target(errand, answer.status, kept)
            if answer.status < 200:
                words = f"{shown(url.host or '')} answered with status {answer.status}, which ends nothing."
                raise Refused("protocol", words, lasting=False)
            if target is not None or answer.status == 304:
                return Hop(answer.status, kept, target, b"")
            return Hop(answer.status, kept, None, await self._body(errand, answer, kept))

    @staticmethod
    def _target(errand: Errand, status: int, headers: dict[str, str]) -> str | None:
        followed = REDIRECTS if errand.method == "GET" else SAME_METHOD
        return (headers.get("location") or None) if status in followed else None

    @staticmethod
    async def _body(errand: Errand, answer: aiohttp.ClientResponse, headers: dict[str, str]) -> bytes:
        coding, limit = headers.get("content-encoding", ""), errand.request.max_bytes
        chunks = answer.content.iter_any()
        if answer.status >= 400:
            try:
                return await read_body(chunks, coding, limit=min(limit, ERROR_BYTES), cut=True)
            except (Refused, aiohttp.ClientPayloadError):
                return b""  # the status has been said; a broken error page adds nothing
        if not errand.cut and answer.content_length is not None and answer.content_length > limit:
            raise too_large(limit, answer.content_length)
        return await read_body(chunks, coding, limit=limit, cut=errand.cut)


class Crew:
    """Requests of a batch on their way, all in the event loop: started together, each answer put into `done`."""

    def __init__(self, client: Client, done: Done) -> None:
        self._client = client
        self._done = done
        self._tasks: set[asyncio.Task[Response | Refusal]] = set()

    def start(self, requests: Sequence[Numbered]) -> None:
        """Send requests on their way."""
        for number, request in requests:
            task = asyncio.get_running_loop().create_task(self._client.answer(Errand(request)))
            self._tasks.add(task)
            task.add_done_callback(partial(self._ended, number, request))

    def cancel(self) -> None:
        """Call back what is still on its way."""
        for task in self._tasks:
            task.cancel()

    def _ended(self, number: int, request: Request, task: asyncio.Task[Response | Refusal]) -> None:
        self._tasks.discard(task)
        self._done.put((number, stopped(request) if task.cancelled() else task.result()))
