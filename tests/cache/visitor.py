"""A newspaper that is a few lines of ASGI, and readers who ask for its pages through the cache."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from svizho.cache import PageCache
from svizho.kit.asgi import Headers, Message, Scope

HTML = (b"content-type", b"text/html; charset=utf-8")
PUBLIC = (b"cache-control", b"public, no-cache")
KEEP = (b"surrogate-control", b"max-age=60, stale-while-revalidate=60")
NEWS = (b"surrogate-key", b"news")


@dataclass
class Paper:
    """Counts how often it is asked; a test sets what it answers."""

    status: int = 200
    headers: Headers = field(default_factory=lambda: [HTML, PUBLIC, KEEP, NEWS])
    text: str = "Свіжі новини. " * 100
    pause: float = 0.0
    broken: bool = False
    asked: list[Scope] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        self.asked.append(scope)
        number = len(self.asked)
        if self.broken:
            raise ConnectionError("the database is away")
        await asyncio.sleep(self.pause)
        body = f"{number} {scope['path']}?{scope['query_string'].decode()} {self.text}".encode()
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send({"type": "http.response.body", "body": body[:50], "more_body": True})
        await send({"type": "http.response.body", "body": body[50:]})


@dataclass
class Clock:
    """A clock that a test moves."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass(frozen=True)
class Got:
    """What a reader got."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def how(self) -> str:
        """Say how the cache answered; "" where it had no part in it."""
        return self.headers.get("x-cache", "")


def cache_of(paper: Paper, clock: Clock | None = None, most_bytes: int = 4_000_000) -> PageCache:
    """Put a cache before a paper that lives at news.example."""
    return PageCache(
        paper,
        most_bytes=most_bytes,
        host="news.example",
        is_ours=lambda host: host in (b"news.example", b"127.0.0.1:8000"),
        private_cookies=("sessionid", "csrftoken"),
        clock=clock or Clock(),
    )


async def ask(cache: PageCache, path: str = "/", query: str = "", method: str = "GET", **headers: str) -> Got:
    """Ask for a page; header names are written with underscores, `host` is the paper's own unless told."""
    told = {"host": "news.example", **headers}
    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in told.items() if value]
    said: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        said.append(message)

    scope = {"type": "http", "method": method, "path": path, "query_string": query.encode(), "headers": pairs}
    await cache(scope, receive, send)
    names = {name.decode(): value.decode() for name, value in said[0]["headers"]}
    return Got(said[0]["status"], names, b"".join(each.get("body", b"") for each in said[1:]))
