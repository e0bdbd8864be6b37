"""A WebSub hub for recorded news: verifies, signs, delivers each article the moment it appears; on request, lies."""

from __future__ import annotations

import asyncio
import ipaddress
import secrets
from collections import Counter
from collections.abc import Callable, Collection, Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import aiohttp
from aiohttp import web

from svizho.cli.replay.documents import Place, write_feed
from svizho.cli.replay.outlets import Outlet
from svizho.errors import ReplayError
from svizho.kit.signing import signature_of

# Seconds between looks for what has appeared: as soon as a publisher who tells his hub by himself.
LOOK_EVERY = 0.05
# The lease that is given unless a shorter one is asked for, in seconds.
LEASE = 86_400
# Seconds before a delivery that was not acknowledged is made again; then the subscriber has to poll.
AGAIN = (0.5, 2.0, 8.0)
SECONDS = 10.0
PATH = "/hub"


@dataclass
class Subscriber:
    """Who is told of one feed: where, with which secret, until when, and how much of the line it has had."""

    callback: str
    secret: str
    until: datetime
    had: int


class ReplayHub:
    """Distributes the feeds of `slugs`; of those in `silent` it confirms subscriptions and delivers nothing.

    Lives in one event loop, between `start` and `stop`. `counts` tells what it did: verified, refused, delivered,
    undelivered. Only callbacks on this machine are taken.
    """

    def __init__(
        self,
        outlets: Sequence[Outlet],
        *,
        slugs: Collection[str],
        silent: Collection[str],
        place_of: Callable[[Outlet], Place],
        base_url: Callable[[], str],
        now: Callable[[], datetime],
    ) -> None:
        self._outlets = {outlet.slug: outlet for outlet in outlets if outlet.slug in slugs}
        self._silent = frozenset(silent)
        self._place_of = place_of
        self._base_url = base_url
        self._now = now
        self._subscribers: dict[str, dict[str, Subscriber]] = {slug: {} for slug in self._outlets}
        self._tasks: set[asyncio.Task[None]] = set()
        self._busy: set[tuple[str, str]] = set()
        self._session: aiohttp.ClientSession | None = None
        self.counts: Counter[str] = Counter()

    def url_for(self, slug: str) -> str:
        """Give the hub's address where the feed of a publisher names it, else ""."""
        return f"{self._base_url()}{PATH}" if slug in self._outlets else ""

    def routes(self) -> list[web.RouteDef]:
        """List the addresses and who answers them."""
        return [web.post(PATH, self._subscribe)]

    async def start(self) -> None:
        """Begin to look for what appears."""
        timeout = aiohttp.ClientTimeout(total=SECONDS)
        self._session = aiohttp.ClientSession(timeout=timeout, trust_env=False)
        self._spawn(self._look())

    async def stop(self) -> None:
        """End what is under way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise ReplayError("the hub was not started")
        return self._session

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _subscribe(self, request: web.Request) -> web.Response:
        told = {name: str(value) for name, value in (await request.post()).items()}
        slug, callback, mode = self._slug_of(told.get("hub.topic", "")), told.get("hub.callback", ""), told["hub.mode"]
        if mode == "publish":
            return web.Response(status=204)
        if slug is None or mode not in ("subscribe", "unsubscribe") or not on_this_machine(callback):
            self.counts["refused"] += 1
            return web.Response(status=400, text="no such feed here, or no callback on this machine")
        self._spawn(self._verify(slug, callback, mode, told))
        return web.Response(status=202)

    def _slug_of(self, topic: str) -> str | None:
        found = (slug for slug, outlet in self._outlets.items() if self._place_of(outlet).feed_url == topic)
        return next(found, None)

    async def _verify(self, slug: str, callback: str, mode: str, told: Mapping[str, str]) -> None:
        """Ask the subscriber whether it was really he (W3C WebSub, section 5.3)."""
        asked = told.get("hub.lease_seconds", "")
        lease = min(int(asked), LEASE) if asked.isascii() and asked.isdigit() else LEASE
        challenge = secrets.token_urlsafe(24)
        query = {"hub.mode": mode, "hub.topic": told["hub.topic"], "hub.challenge": challenge}
        if mode == "subscribe":
            query["hub.lease_seconds"] = str(lease)
        with suppress(aiohttp.ClientError, TimeoutError, OSError):
            async with self._open().get(callback, params=query, allow_redirects=False) as answer:
                if answer.status // 100 != 2 or await answer.text() != challenge:
                    self.counts["refused"] += 1
                    return
            self.counts["verified"] += 1
            self._subscribers[slug].pop(callback, None)
            if mode == "subscribe":
                until, had = self._now() + timedelta(seconds=lease), self._outlets[slug].appeared(self._now())
                self._subscribers[slug][callback] = Subscriber(callback, told.get("hub.secret", ""), until, had)

    async def _look(self) -> None:
        while True:
            now = self._now()
            for slug, subscribers in self._subscribers.items():
                for subscriber in subscribers.values():
                    self._tell(slug, subscriber, now)
            await asyncio.sleep(LOOK_EVERY)

    def _tell(self, slug: str, subscriber: Subscriber, now: datetime) -> None:
        """Deliver what has appeared, one delivery to a subscriber at a time."""
        outlet, key = self._outlets[slug], (slug, subscriber.callback)
        out = outlet.appeared(now)
        if out <= subscriber.had or now > subscriber.until or key in self._busy:
            return
        fresh = outlet.line[subscriber.had : out]
        subscriber.had = out
        if slug in self._silent:
            return
        document = write_feed(outlet, fresh, self._place_of(outlet))
        self._busy.add(key)
        self._spawn(self._deliver(key, subscriber, document.body, document.content_type))

    async def _deliver(self, key: tuple[str, str], subscriber: Subscriber, body: bytes, content_type: str) -> None:
        headers = {"Content-Type": content_type}
        if subscriber.secret:
            headers["X-Hub-Signature"] = signature_of(body, subscriber.secret)
        try:
            for wait in (*AGAIN, None):
                status = await self._post(subscriber.callback, body, headers)
                if status // 100 == 2:
                    self.counts["delivered"] += 1
                    return
                if status in (404, 410) or wait is None:
                    break
                await asyncio.sleep(wait)
            self.counts["undelivered"] += 1
            if status in (404, 410):
                self._subscribers[key[0]].pop(subscriber.callback, None)
        finally:
            self._busy.discard(key)

    async def _post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """Send a delivery; gives the status, 0 where nobody answered."""
        try:
            async with self._open().post(url, data=body, headers=headers, allow_redirects=False) as answer:
                return answer.status
        except (aiohttp.ClientError, TimeoutError, OSError):
            return 0


def on_this_machine(url: str) -> bool:
    """Say whether an address is on this machine: recorded texts belong to others and leave it for nobody."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        local = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
    return local and parts.scheme in ("http", "https")
