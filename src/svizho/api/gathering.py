"""Bodies of requests, gathered before a thread is given to them: whoever sends slowly holds up nobody but himself."""

from __future__ import annotations

import asyncio

from svizho.kit.asgi import App, Message, Receive, Scope, Send

# A body may take so long on its way. The slowest honest sender of 5 MB then has 2 megabits a second.
SECONDS = 20.0
# Bodies under way at a time: with 5 MB each, 160 MB at the very most.
MOST_AT_ONCE = 32
BODILESS = frozenset({"GET", "HEAD", "OPTIONS"})


class _TooLarge(Exception):
    """The body is beyond the cap; private."""


class Gathered:
    """Stands before `app` and hands it requests whose bodies are there, at most `most_bytes` of them.

    Larger ones hear 413, slower ones 408, and when MOST_AT_ONCE are under way, further ones 503.
    """

    def __init__(self, app: App, *, most_bytes: int, seconds: float = SECONDS) -> None:
        """Stand before `app`."""
        self.app = app
        self.most_bytes = most_bytes
        self.seconds = seconds
        self.under_way = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand one request on, or say why not."""
        if scope["type"] != "http" or scope["method"] in BODILESS:
            await self.app(scope, receive, send)
            return
        if self.under_way >= MOST_AT_ONCE:
            await refuse(send, 503, b"Too many are speaking at once; please say it again.\n")
            return
        self.under_way += 1
        try:
            body = await self._gather(scope, receive)
        except _TooLarge:
            await refuse(send, 413, f"At most {self.most_bytes} bytes are taken.\n".encode())
            return
        except TimeoutError:
            await refuse(send, 408, f"It took more than {self.seconds:g} seconds.\n".encode())
            return
        finally:
            self.under_way -= 1
        if body is not None:
            await self.app(with_length(scope, len(body)), said_once(body, receive), send)

    async def _gather(self, scope: Scope, receive: Receive) -> bytes | None:
        """Read the whole body; None where the sender went away. Raises _TooLarge, TimeoutError."""
        told = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        if told.isdigit() and int(told[:20]) > self.most_bytes:
            raise _TooLarge
        body = bytearray()
        async with asyncio.timeout(self.seconds):
            while True:
                message = await receive()
                if message["type"] != "http.request":
                    return None
                body += message.get("body", b"")
                if len(body) > self.most_bytes:
                    raise _TooLarge
                if not message.get("more_body", False):
                    return bytes(body)


def with_length(scope: Scope, length: int) -> Scope:
    """Say the length of a body that may have come in chunks, which WSGI does not know."""
    unsaid = (b"content-length", b"transfer-encoding")
    headers = [(name, value) for name, value in scope["headers"] if name not in unsaid]
    return {**scope, "headers": [*headers, (b"content-length", str(length).encode())]}


def said_once(body: bytes, receive: Receive) -> Receive:
    """Give a body once, and then what else the sender says: that it went away."""
    waiting = [body]

    async def say() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return say


async def refuse(send: Send, status: int, words: bytes) -> None:
    """Answer in a sentence, and end the connection: what is left of the body is not read."""
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    headers += [(b"content-length", str(len(words)).encode()), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words})
