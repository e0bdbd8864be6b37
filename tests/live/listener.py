"""An open page without a browser: speaks ASGI to the live stream and notes what it hears."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

from svizho.live import Change, Hub, LiveStream

App = Callable[..., Awaitable[None]]


class Listener:
    """One open page."""

    def __init__(
        self, app: App, query: str = "", headers: Mapping[str, str] | None = None, method: str = "GET"
    ) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self.text = ""
        self._left = asyncio.Event()
        self._heard = asyncio.Condition()
        told = [(name.lower().encode(), value.encode()) for name, value in (headers or {}).items()]
        scope = {"type": "http", "method": method, "path": "/live", "query_string": query.encode(), "headers": told}
        self.task = asyncio.create_task(self._run(app, scope))

    async def _run(self, app: App, scope: dict[str, Any]) -> None:
        await app(scope, self._receive, self._send)

    async def _receive(self) -> dict[str, str]:
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: MutableMapping[str, Any]) -> None:
        async with self._heard:
            if message["type"] == "http.response.start":
                self.status = message["status"]
                self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
            else:
                self.text += message["body"].decode()
            self._heard.notify_all()

    async def until(self, words: str, seconds: float = 5.0) -> str:
        """Wait until the page heard `words`."""
        async with asyncio.timeout(seconds), self._heard:
            await self._heard.wait_for(lambda: words in self.text)
        return self.text

    async def leave(self) -> None:
        """Close the page."""
        self._left.set()
        await asyncio.wait_for(self.task, 5)


def change(number: int, *, kind: str = "story_new", story: int | None = None, sections: tuple[str, ...] = ()) -> Change:
    """Make a change without a database."""
    return Change(number, kind, story, sections, f"id: {number}\nevent: {kind}\ndata: {{}}\n\n".encode())


class QuietHub(Hub):
    """A hub that hears of changes from the test alone."""

    def start(self) -> None:
        """Ask no database."""
        self.ready.set()

    def hear(self, *changes: Change, whole: bool = True) -> None:
        """Take changes in as if they had been announced."""
        self._ring.extend(changes)
        self._whole = whole
        self._wake()


def quiet() -> tuple[QuietHub, LiveStream]:
    """Make a hub that asks no database, and its stream."""
    hub = QuietHub()
    hub.start()
    return hub, LiveStream(hub)
