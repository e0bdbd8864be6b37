"""The replay server: starts and stops, knows its address and how far it is."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from types import TracebackType

from aiohttp import web

from svizho.cli.replay.clock import moments
from svizho.cli.replay.faults import FAULTS, FaultPlan
from svizho.cli.replay.hub import ReplayHub
from svizho.cli.replay.outlets import Outlet, make_outlets
from svizho.cli.replay.recorded import Recorded
from svizho.cli.replay.sites import Sites
from svizho.errors import ReplayError
from svizho.kit import clock
from svizho.kit.http import LoopThread

# Recorded texts belong to others: they are served to this machine only.
HOST = "127.0.0.1"
# Enough for a poller that opens hundreds of connections at once.
QUEUE = 1_024
# How long answers under way may take when the server stops (seconds).
CLOSING = 1.0


@dataclass(frozen=True, slots=True)
class ReplaySource:
    """One publisher as a reader would add it."""

    name: str
    slug: str
    language: str
    home_url: str
    feed_url: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a replay is: articles out of all, sources, and what has been served.

    `feeds` and `pages` are honest answers with a body, `unchanged` are 304s, `troubles` are bad deeds;
    `articles_read` counts articles whose page has been served at least once, `pushed` what the hub delivered.
    """

    appeared: int
    total: int
    sources: int
    feeds: int
    unchanged: int
    pages: int
    articles_read: int
    troubles: int
    pushed: int
    seconds_left: float

    @property
    def words(self) -> str:
        """One line for a terminal."""
        left = f", the last in {timedelta(seconds=round(self.seconds_left))}" if self.seconds_left > 0 else ""
        return (
            f"{self.appeared} of {self.total} articles out{left}; served {self.feeds} feeds "
            f"({self.unchanged} unchanged), {self.articles_read} articles; "
            f"{self.pushed} pushes, {self.troubles} troubles"
        )


class ReplayServer:
    """Serves recorded news on loopback, in a thread of its own, as one live site per publisher.

    `speed` is how many times faster than it happened (0: everything at once); the first `backlog` of
    recorded time is out from the start. `faults` is true for all kinds of trouble, or a list of kinds;
    `seed` makes them repeatable. `push` gives the feeds a WebSub hub, all or those of the named slugs; the hub
    of a publisher with the fault "lying" confirms and never delivers. `port` 0 takes a free one. `newest` is
    how many entries a feed holds at least. `slowness` (seconds) and `now` exist for tests. Use as a context or
    with `start` and `stop`.
    """

    def __init__(
        self,
        records: Sequence[Recorded],
        *,
        speed: float = 60.0,
        backlog: timedelta = timedelta(0),
        port: int = 0,
        faults: bool | Sequence[str] = False,
        seed: int = 0,
        push: bool | Collection[str] = True,
        newest: int = 50,
        slowness: float = 3.0,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        if not records:
            raise ReplayError("there is nothing to replay")
        self._records = sorted(records, key=lambda record: record.time)
        self._speed = speed
        self._backlog = backlog
        self._port = port
        self._kinds = (FAULTS if faults else ()) if isinstance(faults, bool) else tuple(faults)
        self._seed = seed
        self._push = push
        self._newest = newest
        self._slowness = slowness
        self._now = now
        self._outlets: tuple[Outlet, ...]
        self._sites: Sites
        self._hub: ReplayHub
        self._lay_out()
        self._thread: LoopThread | None = None
        self._runner: web.AppRunner | None = None

    def start(self) -> None:
        """Start serving: this is the moment that all times count from. Raises ReplayError if it cannot."""
        if self._thread is not None:
            raise ReplayError("this replay is running already")
        self._lay_out()
        self._thread = LoopThread("svizho-replay")
        try:
            self._thread.run(self._open())
        except OSError as error:
            self.stop()
            taken = error.errno in {errno.EADDRINUSE, errno.EACCES}
            why = "is taken or not allowed" if taken else f"cannot be opened: {error}"
            raise ReplayError(f"port {self._port} {why}; choose another with --port") from error

    def stop(self) -> None:
        """Stop serving; safe to call twice."""
        if self._thread is not None:
            self._thread.stop(self._close)
            self._thread = None

    def run_forever(self, tell: Callable[[Progress], None] | None = None, *, every: float = 1.0) -> None:
        """Serve (starting if need be) until interrupted; `tell` hears the progress now and then.

        KeyboardInterrupt is let through, after the server has stopped.
        """
        if self._thread is None:
            self.start()
        try:
            while True:
                if tell is not None:
                    tell(self.progress())
                time.sleep(every)
        finally:
            self.stop()

    def __enter__(self) -> ReplayServer:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def address(self) -> str:
        """The "host:port" it serves on: what has to be opened in the settings. Known once started."""
        return f"{HOST}:{self._port}"

    @property
    def base_url(self) -> str:
        """The address of the status page, without the closing slash."""
        return f"http://{self.address}"

    def sources(self) -> tuple[ReplaySource, ...]:
        """List the publishers with their addresses. Known once started."""
        return tuple(
            ReplaySource(outlet.name, outlet.slug, outlet.language, place.home_url, place.feed_url)
            for outlet in self._outlets
            for place in [self._sites.place_of(outlet)]
        )

    def appearances(self) -> dict[str, datetime]:
        """Say when each record, by its id, appears. Known once started."""
        return {shown.record.id: shown.appears for outlet in self._outlets for shown in outlet.line}

    def progress(self) -> Progress:
        """Say how far the replay is."""
        now = self._now()
        last = max(outlet.line[-1].appears for outlet in self._outlets)
        counts = self._sites.counts
        return Progress(
            appeared=sum(outlet.appeared(now) for outlet in self._outlets),
            total=len(self._records),
            sources=len(self._outlets),
            feeds=counts["feeds"],
            unchanged=counts["unchanged"],
            pages=counts["pages"],
            articles_read=len(self._sites.pages_read),
            troubles=counts["troubles"],
            pushed=self._hub.counts["delivered"],
            seconds_left=max((last - now).total_seconds(), 0.0),
        )

    def _lay_out(self) -> None:
        """Say when everything appears, counted from now."""
        times = [record.time for record in self._records]
        when = moments(times, started=self._now(), speed=self._speed, backlog=self._backlog)
        self._outlets = make_outlets(self._records, when)
        slugs = [outlet.slug for outlet in self._outlets]
        plan = FaultPlan(slugs, kinds=self._kinds, seed=self._seed)
        self._hub = ReplayHub(
            self._outlets,
            slugs=(slugs if self._push else ()) if isinstance(self._push, bool) else self._push,
            silent=[slug for slug in slugs if plan.kind_of(slug) == "lying"],
            place_of=lambda outlet: self._sites.place_of(outlet),
            base_url=lambda: self.base_url,
            now=self._now,
        )
        self._sites = Sites(
            self._outlets,
            plan,
            base_url=lambda: self.base_url,
            now=self._now,
            newest=self._newest,
            slowness=self._slowness,
            hub_of=self._hub.url_for,
        )

    async def _open(self) -> None:
        application = web.Application()
        application.add_routes([*self._sites.routes(), *self._hub.routes(), web.get("/progress.json", self._progress)])
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=CLOSING)
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, self._port, backlog=QUEUE)
        await site.start()
        self._port = int(self._runner.addresses[0][1])
        await self._hub.start()

    async def _close(self) -> None:
        await self._hub.stop()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _progress(self, request: web.Request) -> web.Response:
        return web.json_response(asdict(self.progress()))
