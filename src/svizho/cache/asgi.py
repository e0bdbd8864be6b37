"""What the cache asks of an app: its whole answer, to a request that tells nothing of a reader."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from svizho.kit.asgi import App, Headers, Message, Scope, Send

# Headers that tell an answer who really asks, if a trusted proxy says so (settings/proxies.py believes no other).
# They are the only ones of a reader that reach a page which may be kept.
FORWARDED = (b"x-forwarded-for", b"x-forwarded-proto")


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer of an app; header names are lower-case."""

    status: int
    headers: Headers
    body: bytes

    def header(self, name: bytes) -> str:
        """Give a header's values as one text, "" where there is none."""
        return ", ".join(value.decode("latin-1") for each, value in self.headers if each == name)


async def answer_of(app: App, scope: Scope) -> Answer:
    """Let an app answer a request that has no body."""
    status, headers, parts = 500, [], []
    asked = False

    async def receive() -> Message:
        nonlocal asked
        if asked:
            await asyncio.Event().wait()
        asked = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status, headers
        if message["type"] == "http.response.start":
            status, headers = message["status"], list(message["headers"])
        else:
            parts.append(message.get("body", b""))

    await app(scope, receive, send)
    return Answer(status, headers, b"".join(parts))


async def give(send: Send, answer: Answer, *, bodiless: bool) -> None:
    """Send a whole answer; `bodiless` leaves the body out, as for HEAD."""
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    await send({"type": "http.response.body", "body": b"" if bodiless else answer.body})


def as_stranger(scope: Scope, path: str, query: bytes, host: bytes, headers: Mapping[bytes, bytes]) -> Scope:
    """Ask for a page as nobody in particular would, so that nothing of this reader can be in what all others get."""
    told = [(name, headers[name]) for name in FORWARDED if name in headers]
    return {
        **scope,
        "method": "GET",
        "http_version": "1.1",
        "path": path,
        "raw_path": path.encode("utf-8", "replace"),
        "query_string": query,
        "headers": [(b"host", host), *told],
    }
