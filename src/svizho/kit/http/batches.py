"""Many requests at once: chooses what to start so that no host fills the room of the others."""

from __future__ import annotations

import queue
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Future

from svizho.kit.http.values import Refusal, Request, Response

Answer = Response | Refusal
Send = Callable[[Request], Future[Answer]]

# How many requests a batch looks ahead for hosts that are free; a request is some hundred bytes.
LOOK_AHEAD = 5_000


def result_of(future: Future[Answer], request: Request) -> Answer:
    """Wait for an answer; a closing door answers with a refusal. Interrupted, it cancels the request."""
    try:
        return future.result()
    except CancelledError:
        return Refusal(request, "connect", "Svizho was stopping, so this was not asked.", lasting=False)
    except BaseException:
        future.cancel()
        raise


class Batch:
    """The requests of one `fetch_all`, all bookkeeping in the caller's thread.

    `send` starts a request; `lane_of` names its host ("" for open addresses, which know no limit). At most
    `per_host` requests of a host and `total` of all are under way or waiting to be taken.
    """

    def __init__(
        self,
        requests: Iterable[Request],
        *,
        send: Send,
        lane_of: Callable[[Request], str],
        per_host: int,
        total: int,
    ) -> None:
        self._source = iter(requests)
        self._send = send
        self._lane_of = lane_of
        self._per_host = per_host
        self._total = total
        self._waiting: dict[str, deque[Request]] = {}
        self._ready: deque[str] = deque()
        self._held = 0
        self._running: dict[Future[Answer], tuple[str, Request]] = {}
        self._active: dict[str, int] = {}
        self._done: queue.SimpleQueue[Future[Answer]] = queue.SimpleQueue()

    def run(self) -> Iterator[Answer]:
        """Yield results as they arrive, until every request has one."""
        try:
            while True:
                self._fill()
                if not self._running:
                    return
                future = self._done.get()
                host, request = self._running.pop(future)
                self._leave(host)
                yield result_of(future, request)
        finally:
            for future in self._running:
                future.cancel()

    def _fill(self) -> None:
        self._start_some()
        while len(self._running) < self._total and self._read_one():
            self._start_some()

    def _read_one(self) -> bool:
        if self._held >= LOOK_AHEAD or (request := next(self._source, None)) is None:
            return False
        self._held += 1
        host = self._lane_of(request)
        line = self._waiting.setdefault(host, deque())
        line.append(request)
        if len(line) == 1:
            self._queue_up(host)
        return True

    def _start_some(self) -> None:
        while self._ready and len(self._running) < self._total:
            host = self._ready.popleft()
            request = self._waiting[host].popleft()
            self._held -= 1
            self._active[host] = self._active.get(host, 0) + 1
            self._queue_up(host)
            future = self._send(request)
            self._running[future] = host, request
            future.add_done_callback(self._done.put)

    def _queue_up(self, host: str) -> None:
        """Put a host in line, once, if it has more to ask and room to ask it."""
        if not self._waiting.get(host):
            self._waiting.pop(host, None)
        elif self._active.get(host, 0) < (self._per_host if host else self._total) and host not in self._ready:
            self._ready.append(host)

    def _leave(self, host: str) -> None:
        self._active[host] -= 1
        if not self._active[host]:
            del self._active[host]
        self._queue_up(host)
