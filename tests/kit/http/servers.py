"""Hostile and honest servers on loopback, written on raw sockets so that they can misbehave."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from svizho.kit.http import LoopThread

Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass
class Asked:
    """What one request looked like to the server."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    raw: bytes


Behaviour = Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class RawServer:
    """Answers every request on one port with a behaviour, and remembers what it was asked."""

    behaviour: Behaviour
    host: str = "127.0.0.1"
    tls: object = None
    asked: list[Asked] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    busy: int = 0
    busiest: int = 0

    def __enter__(self) -> RawServer:
        self._thread = LoopThread("raw-server")
        self._server = self._thread.run(asyncio_server(self))
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.stop(self._stop)

    async def _stop(self) -> None:
        self._server.close()

    @property
    def address(self) -> str:
        return f"{self.host}:{self.port}"

    def url(self, path: str = "/") -> str:
        return f"{'https' if self.tls else 'http'}://{self.address}{path}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, ValueError):
            await self._serve(reader, writer)
        writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        raw = await reader.readexactly(1)
        if raw == b"\x16":  # a TLS greeting at a plain port: answered as nginx does
            writer.write(answer("400 Bad Request"))
            return
        raw += await reader.readuntil(b"\r\n\r\n")
        lines = raw.decode("latin-1").split("\r\n")
        method, path, _ = lines[0].split(" ", 2)
        headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in lines[1:] if line)}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        asked = Asked(method, path, headers, body, raw)
        self.asked.append(asked)
        self.times.append(asyncio.get_running_loop().time())
        self.busy += 1
        self.busiest = max(self.busiest, self.busy)
        try:
            await self.behaviour(asked, writer)
            await writer.drain()
        finally:
            self.busy -= 1


async def asyncio_server(server: RawServer) -> asyncio.Server:
    return await asyncio.start_server(server.serve, server.host, 0, ssl=server.tls)  # type: ignore[arg-type]


def answer(status: str = "200 OK", body: bytes = b"", headers: tuple[str, ...] = (), *, length: bool = True) -> bytes:
    lines = [f"HTTP/1.1 {status}", "Connection: close", *headers]
    if length:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("utf-8") + body


def always(data: bytes) -> Behaviour:
    async def behave(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(data)

    return behave


def pages(answers: dict[str, bytes]) -> Behaviour:
    async def behave(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(answers.get(asked.path, answer("404 Not Found", b"nothing here")))

    return behave


def redirect(target: str, status: str = "302 Found") -> bytes:
    return answer(status, headers=(f"Location: {target}",))
