"""The whole site as one ASGI app: the live stream and kept pages answered here, the rest by Django in a few threads."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from functools import lru_cache
from typing import Any, cast
from urllib.parse import quote_from_bytes, urlsplit

from a2wsgi import WSGIMiddleware
from django.conf import settings
from django.http.request import split_domain_port, validate_host

from svizho.api.gathering import Gathered
from svizho.cache import PageCache
from svizho.kit.asgi import Receive, Scope, Send
from svizho.settings import site_settings
from svizho.wsgi import application

# The live stream reads Django's models, which stand only once Django was set up by the line above.
from svizho.live import Change, Hub, LiveStream  # isort: skip
from svizho.web.commenters import COOKIE as COMMENTER  # isort: skip

# Threads that render pages, each with a database connection of its own. More than the cores win nothing but
# patience while one of them waits for the database (PARTS.md section 6: 2 and 4 threads were equal).
THREADS = 4

# What changes more than the pages that a change names: pages of other stories lead on, or the site's own facts.
FAR_REACHING = ("site", "story_merged")


class Site:
    """Sends each request where it is answered; starts and stops the live stream with the server."""

    def __init__(self, pages: Any, hub: Hub) -> None:
        """Answer /live from `hub` and everything else from `pages`, which hears of changes if it is a cache."""
        self.pages = pages
        self.hub = hub
        self.stream = LiveStream(hub)
        if isinstance(pages, PageCache):
            hub.told = lambda change: tell(pages, change)

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
                self._heed_the_server()
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await self.hub.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return

    def _heed_the_server(self) -> None:
        """Close the streams on SIGUSR1: granian tells of its end only when no connection is left (cli/server.py)."""
        with suppress(NotImplementedError, RuntimeError, ValueError):
            asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, self.hub.close)


def tell(cache: PageCache, change: Change) -> None:
    """Let the cache know of a change."""
    everything = change.kind in FAR_REACHING or change.story is None
    cache.touched(story=change.story, sections=change.sections, everything=everything)


def plain(scope: Scope) -> Scope:
    """Escape raw letters in a query, which a2wsgi takes to be ASCII: strangers send anything."""
    query = scope.get("query_string", b"")
    if query.isascii():
        return scope
    # Everything ASCII is left as it is, the percent sign too.
    safe = "".join(map(chr, range(33, 127)))
    return {**scope, "query_string": quote_from_bytes(query, safe=safe).encode("ascii")}


@lru_cache(maxsize=256)
def is_ours(host: bytes) -> bool:
    """Say whether Django would answer under this Host header; pages are kept for no other."""
    domain, _ = split_domain_port(host.decode("latin-1"))
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


def pages() -> Any:
    """Put the cache before Django, unless the owner gave it no memory."""
    threads = WSGIMiddleware(cast(Any, application), workers=THREADS)
    # The largest thing that anybody may send is what a hub delivers: a feed.
    django = Gathered(cast(Any, threads), most_bytes=site_settings().fetching.feed_max_mb * 1_000_000)
    megabytes = site_settings().web.cache_megabytes
    if not megabytes:
        return django
    return PageCache(
        cast(Any, django),
        most_bytes=megabytes * 1_000_000,
        host=urlsplit(site_settings().site.base_url).netloc,
        is_ours=is_ours,
        private_cookies=(settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages", COMMENTER),
    )


app = Site(pages(), Hub())
