"""The door itself: plain, thread-safe calls in front of one event loop in a thread of its own."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import closing, suppress
from functools import partial
from urllib.parse import urlsplit

from svizho.kit.http.addresses import AddressGuard, Lookup, system_lookup
from svizho.kit.http.batches import Answer, Batch, Done, Numbered, result_of, stopped
from svizho.kit.http.client import Client, Crew, Errand
from svizho.kit.http.headers import is_safe_value
from svizho.kit.http.loops import LoopThread
from svizho.kit.http.values import Refusal, Request


class Door:
    """The only socket out. Threads share one door, and with it the limits per host and the robots rules.

    `agent` is the honest User-Agent ("Svizho/0.1 (+https://...)"). `open_addresses` are exact "host:port"
    strings let through although they are private or on an odd port; they know no limits per host. All
    others get `per_host` requests at a time, `host_pause` seconds apart; `total` run at once in all.
    `guard` and `lookup` exist for tests. After `close` every request is refused.
    """

    def __init__(
        self,
        *,
        agent: str,
        open_addresses: Sequence[str] = (),
        per_host: int = 2,
        host_pause: float = 0.5,
        total: int = 64,
        guard: AddressGuard | None = None,
        lookup: Lookup = system_lookup,
    ) -> None:
        if not agent.strip() or not is_safe_value(agent):
            raise ValueError("the agent must be one line of plain text")
        self._agent = agent
        self._guard = guard or AddressGuard(open_addresses)
        self._lookup = lookup
        self._per_host = max(per_host, 1)
        self._host_pause = host_pause
        self._total = max(total, 1)
        self._lock = threading.Lock()
        self._closed = False
        self._pid = 0
        self._thread: LoopThread | None = None
        self._client: Client | None = None

    def fetch(self, request: Request) -> Answer:
        """Ask for one address and wait for the result. Never raises for a bad server or address."""
        return result_of(self._send(Errand(request)), request)

    def post(self, request: Request, body: bytes, content_type: str) -> Answer:
        """Send a body to one address, with all the checks of `fetch`. Only 307 and 308 are followed."""
        if not is_safe_value(content_type):
            words = "The type of the body to send is not one line of plain text."
            return Refusal(request, "url", words, lasting=True)
        return result_of(self._send(Errand(request, "POST", body, content_type)), request)

    def fetch_all(self, requests: Iterable[Request]) -> Iterator[Answer]:
        """Ask for many addresses; yields each result as it arrives, one for every request (`fetch_some`)."""
        with closing(self.fetch_some(requests)) as arriving:
            for some in arriving:
                yield from some

    def fetch_some(self, requests: Iterable[Request]) -> Generator[list[Answer], None, None]:
        """Ask for many addresses; yields results as they arrive, those that are there together, up to fifty.

        `requests` is read in the caller's thread, as far ahead as needed. A slow host holds up its own
        requests only. At most `total` results wait in memory, so a slow reader slows the asking. Stop
        iterating (close the iterator) and what is still under way is cancelled.
        """
        batch = Batch(requests, start=self._start, lane_of=self._lane_of, per_host=self._per_host, total=self._total)
        with closing(batch.run()) as arriving:
            yield from arriving

    def close(self) -> None:
        """Cancel what is under way, end the connections and the thread. Safe to call twice."""
        with self._lock:
            self._closed = True
            thread, client, own = self._thread, self._client, self._pid == os.getpid()
            self._thread = self._client = None
        if thread is not None and client is not None and own:
            thread.stop(client.close)

    def _send(self, errand: Errand) -> Future[Answer]:
        with self._lock:
            if self._closed:
                refused: Future[Answer] = Future()
                refused.cancel()
                return refused
            thread, client = self._running()
            return thread.submit(client.answer(errand))

    def _start(self, requests: Sequence[Numbered], done: Done) -> Callable[[], None]:
        """Start requests of a batch in one call to the loop; answers come into `done`. Gives what cancels them."""
        with self._lock:
            if self._closed:
                for number, request in requests:
                    done.put((number, stopped(request)))
                return _nothing
            thread, client = self._running()
            crew = Crew(client, done)
            thread.loop.call_soon_threadsafe(crew.start, requests)
        return partial(_cancel, thread, crew)

    def _running(self) -> tuple[LoopThread, Client]:
        """Start the thread on first use, and anew in a forked child, where the parent's does not exist."""
        if self._thread is None or self._client is None or self._pid != os.getpid():
            self._pid = os.getpid()
            self._thread = LoopThread("svizho-http")
            self._client = self._thread.run(self._make_client())
        return self._thread, self._client

    async def _make_client(self) -> Client:
        return Client(
            agent=self._agent,
            guard=self._guard,
            lookup=self._lookup,
            per_host=self._per_host,
            host_pause=self._host_pause,
            total=self._total,
        )

    def _lane_of(self, request: Request) -> str:
        host, port = _site(request.url)
        return "" if self._guard.is_open(host, port) else host


def _nothing() -> None:
    """Cancel what was never started."""


def _cancel(thread: LoopThread, crew: Crew) -> None:
    """Cancel what is still under way, unless the loop has ended and everything with it."""
    with suppress(RuntimeError):
        thread.loop.call_soon_threadsafe(crew.cancel)


def _site(url: str) -> tuple[str, int]:
    """Take host and port out of a URL, for sorting only; ("?", 0) when it has none."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port or (443 if parts.scheme == "https" else 80)
        return parts.hostname or "?", port
    except ValueError:
        return "?", 0
