"""Server-sent events on /live, as a raw ASGI app: a reader costs a coroutine and a few kilobytes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from contextlib import suppress
from urllib.parse import parse_qsl

from svizho.kit.asgi import Receive, Scope, Send
from svizho.kit.text import number_of
from svizho.live.hub import HEARTBEAT, Hub, Reader, Wanted

# Streams held at a time. The server takes 4,096 connections in all (cli/roles.py); the rest are for pages.
MOST_READERS = 3800

# Milliseconds after which a browser without our script connects again by itself.
RETRY = 3000

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    # nginx would gather the stream into blocks otherwise.
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


class LiveStream:
    """Answers /live: what came after `Last-Event-ID` (or `?after=`), then each change as it is announced.

    `?section=` and `?story=` narrow it. Events: `story_new`, `story_grew`, `story_merged`, `site`, each with JSON;
    `many` says that more was missed than can be told, so the page should be looked at anew.
    """

    def __init__(self, hub: Hub) -> None:
        """Answer with what `hub` hears."""
        self.hub = hub

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, for as long as its reader stays."""
        if scope["method"] != "GET":
            await refuse(send, 405, b"allow", b"GET")
        elif self.hub.readers >= MOST_READERS or self.hub.closing:
            await refuse(send, 503, b"retry-after", b"30")
        else:
            await self._serve(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        query = dict(parse_qsl(scope.get("query_string", b"").decode("ascii", "replace")))
        headers = {name: value for name, value in scope["headers"] if name == b"last-event-id"}
        self.hub.start()
        reader = self.hub.join(wanted_of(query), heard_of(query, headers))
        gone = asyncio.get_running_loop().create_task(until_gone(receive))
        gone.add_done_callback(lambda _: reader.bell.set())
        try:
            await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
            await tell(send, f"retry: {RETRY}\n\n".encode())
            while not gone.done() and not self.hub.closing:
                await self._turn(reader, send)
            await send({"type": "http.response.body", "body": b""})
        except OSError:
            # The reader left in the middle of a word.
            return
        finally:
            self.hub.leave(reader)
            gone.cancel()
            with suppress(asyncio.CancelledError):
                await gone

    async def _turn(self, reader: Reader, send: Send) -> None:
        """Wait for the bell, then tell what came, or at least that we live."""
        await reader.bell.wait()
        reader.bell.clear()
        changes, lost = self.hub.news_for(reader)
        if lost:
            await tell(send, f"id: {reader.heard}\nevent: many\ndata: {{}}\n\n".encode())
        elif changes:
            await tell(send, b"".join(change.event for change in changes))
        elif time.monotonic() - reader.told_at > HEARTBEAT * 0.9:
            await tell(send, b": still here\n\n")
        else:
            return
        reader.told_at = time.monotonic()


async def tell(send: Send, words: bytes) -> None:
    """Send a piece of a stream."""
    await send({"type": "http.response.body", "body": words, "more_body": True})


async def refuse(send: Send, status: int, header: bytes, value: bytes) -> None:
    """Answer with nothing but a status and one header."""
    await send({"type": "http.response.start", "status": status, "headers": [(header, value)]})
    await send({"type": "http.response.body", "body": b""})


async def until_gone(receive: Receive) -> None:
    """Wait until the reader closes the connection."""
    while (await receive())["type"] != "http.disconnect":
        pass


def wanted_of(query: Mapping[str, str]) -> Wanted:
    """Read what a request narrows the stream to; what makes no sense narrows nothing."""
    return Wanted(section=query.get("section", "")[:40], story=number_of(query.get("story", "")))


def heard_of(query: Mapping[str, str], headers: Mapping[bytes, bytes]) -> int | None:
    """Read how far the reader has heard: the header of a reconnecting browser wins over the address."""
    told = headers.get(b"last-event-id", b"").decode("ascii", "replace")
    number = number_of(told)
    return number if number is not None else number_of(query.get("after", ""))
