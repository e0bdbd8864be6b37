"""An event loop in a thread of its own, so that plain code can use asynchronous parts."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

try:
    # A quarter less of the processor for a request (docs/decisions/polling.md); granian brings it for the web server.
    from uvloop import new_event_loop
except ImportError:  # pragma: no cover - where uvloop is not built, asyncio's own loop serves
    from asyncio import new_event_loop  # type: ignore[assignment]

T = TypeVar("T")

# Name lookups and robots parsing run here; a lookup can hang for half a minute, so a few must not block all.
HELPERS = 16


class LoopThread:
    """Runs coroutines for other threads. Starts at once; `stop` cancels what runs and ends the thread."""

    def __init__(self, name: str) -> None:
        self.loop: asyncio.AbstractEventLoop = new_event_loop()
        self._helpers = ThreadPoolExecutor(HELPERS, thread_name_prefix=f"{name}-helper")
        self.loop.set_default_executor(self._helpers)
        self._last: Callable[[], Coroutine[Any, Any, None]] | None = None
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        try:
            self.loop.run_forever()
        finally:
            self.loop.run_until_complete(self._cancel_all())
            if self._last is not None:
                self.loop.run_until_complete(self._last())
            self.loop.run_until_complete(self.loop.shutdown_asyncgens())
            self.loop.close()

    @staticmethod
    async def _cancel_all() -> None:
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def submit(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """Start a coroutine in the loop; the future can be waited for or cancelled from any thread."""
        return asyncio.run_coroutine_threadsafe(work, self.loop)

    def run(self, work: Coroutine[Any, Any, T], *, seconds: float | None = None) -> T:
        """Run a coroutine in the loop and wait for its result; raises TimeoutError after `seconds`."""
        return self.submit(work).result(seconds)

    def stop(self, last: Callable[[], Coroutine[Any, Any, None]] | None = None) -> None:
        """Cancel everything, run `last` (to close what was open) and end the thread; safe to call twice."""
        if self._thread.is_alive():
            self._last = last
            self.loop.call_soon_threadsafe(self.loop.stop)
            self._thread.join()
        self._helpers.shutdown(wait=False, cancel_futures=True)
