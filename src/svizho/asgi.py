"""The whole site as one ASGI app: the live stream answered here, every page by Django in a few threads."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, cast
from urllib.parse import quote_from_bytes

from a2wsgi import WSGIMiddleware

from svizho.wsgi import application

# The live stream reads Django's models, which stand only once Django was set up by the line above.
from svizho.live import Hub, LiveStream  # isort: skip

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

# Threads that render pages, each with a database connection of its own. More than the cores win nothing but
# patience while one of them waits for the database (PARTS.md section 6: 2 and 4 threads were equal).
THREADS = 4


class Site:
    """Sends each request where it is answered; starts and stops the live stream with the server."""

    def __init__(self, pages: Any, hub: Hub) -> None:
        """Answer /live from `hub` and everything else from `pages`."""
        self.pages = pages
        self.hub = hub
        self.stream = LiveStream(hub)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or live through the server's own life."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http" and scope["path"] == "/live":
            await self.stream(scope, receive, send)
        else:
            await self.pages(plain(scope), receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self.hub.start()
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await self.hub.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return


def plain(scope: Scope) -> Scope:
    """Escape raw letters in a query, which a2wsgi takes to be ASCII: strangers send anything."""
    query = scope.get("query_string", b"")
    if query.isascii():
        return scope
    # Everything ASCII is left as it is, the percent sign too.
    safe = "".join(map(chr, range(33, 127)))
    return {**scope, "query_string": quote_from_bytes(query, safe=safe).encode("ascii")}


app = Site(WSGIMiddleware(cast(Any, application), workers=THREADS), Hub())
