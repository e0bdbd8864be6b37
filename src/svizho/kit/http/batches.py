"""Many requests at once: chooses what to start so that no host fills the room of the others."""

from __future__ import annotations

import queue
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import CancelledError, Future

from svizho.kit.http.values import Refusal, Request, Response

Answer = Response | Refusal
# A request under way: its number in the batch.
Numbered = tuple[int, Request]
Done = queue.SimpleQueue[tuple[int, Answer]]
# Starts requests, whose answers come into the queue; gives what cancels them.
Start = Callable[[Sequence[Numbered], Done], Callable[[], None]]

# How many requests a batch looks ahead for hosts that are free; a request is some hundred bytes.
LOOK_AHEAD = 5_000
# Answers handed on together at most; their bodies are in memory in any case.
MOST_TOGETHER = 50


def stopped(request: Request) -> Refusal:
    """Make the answer of a door that closes."""
    return Refusal(request, "connect", "Svizho was stopping, so this was not asked.", lasting=False)


def result_of(future: Future[Answer], request: Request) -> Answer:
    """Wait for an answer; a closing door answers with a refusal. Interrupted, it cancels the request."""
    try:
        return future.result()
    except CancelledError:
        return stopped(request)
    except BaseException:
        future.cancel()
        raise


class Batch:
    """The requests of one `fetch_some`, all bookkeeping in the caller's thread.

    `start` starts some requests; `lane_of` names a request's host ("" for open addresses, which know no limit). At
    most `per_host` requests of a host and `total` of all are under way or waiting to be taken.
    """

    def __init__(
        self,
        requests: Iterable[Request],
        *,
        start: Start,
        lane_of: Callable[[Request], str],
        per_host: int,
        total: int,
    ) -> None:
        self._source = iter(requests)
        self._start = start
        self._lane_of = lane_of
        self._per_host = per_host
        self._total = total
        self._waiting: dict[str, deque[Request]] = {}
        self._ready: deque[str] = deque()
        self._held = 0
        self._number = 0
        self._running: dict[int, str] = {}
        self._active: dict[str, int] = {}
        self._done: Done = queue.SimpleQueue()
        self._cancels: dict[int, Callable[[], None]] = {}

    def run(self) -> Generator[list[Answer], None, None]:
        """Yield results as they arrive, those that are there together, until every request has one."""
        try:
            while True:
                self._fill()
                if not self._running:
                    return
                yield self._arrived()
        finally:
            for cancel in set(self._cancels.values()):
                cancel()

    def _arrived(self) -> list[Answer]:
        """Wait for an answer and take it with those that came with it."""
        came = [self._taken(*self._done.get())]
        while len(came) < MOST_TOGETHER and not self._done.empty():
            came.append(self._taken(*self._done.get()))
        return came

    def _taken(self, number: int, answer: Answer) -> Answer:
        del self._cancels[number]
        self._leave(self._running.pop(number))
        return answer

    def _fill(self) -> None:
        """Choose as many requests as there is room for, and start them together."""
        chosen: list[Numbered] = []
        self._choose(chosen)
        while len(self._running) < self._total and self._read_one():
            self._choose(chosen)
        if chosen:
            cancel = self._start(chosen, self._done)
            self._cancels.update(dict.fromkeys((number for number, _ in chosen), cancel))

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

    def _choose(self, chosen: list[Numbered]) -> None:
        while self._ready and len(self._running) < self._total:
            host = self._ready.popleft()
            request = self._waiting[host].popleft()
            self._held -= 1
            self._active[host] = self._active.get(host, 0) + 1
            self._queue_up(host)
            self._number += 1
            self._running[self._number] = host
            chosen.append((self._number, request))

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
