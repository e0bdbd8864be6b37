"""The bad deeds themselves: each answers one request the way bad servers do."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from svizho.cli.replay.documents import Document

# A drip comes in so many pieces.
PIECES = 8
# A stall is so many times longer than a drip: with the usual 3 s it passes the 20 s that readers give.
STALL = 8
# How long a busy server asks to be left alone (seconds).
BUSY = 5


@dataclass(frozen=True, slots=True)
class Bad:
    """What a deed is done with: the request, the honest document, where it has moved, how slow slow is."""

    request: web.Request
    document: Document
    moved_url: str
    slowness: float


Deed = Callable[[Bad], Awaitable[web.StreamResponse]]


async def misbehave(deed: str, bad: Bad) -> web.StreamResponse:
    """Do a deed by name. No deed sends validators, so a later honest answer is never taken for unchanged."""
    return await DEEDS[deed](bad)


def _plain(document: Document, content_type: str = "") -> web.Response:
    headers = {"Content-Type": content_type or document.content_type}
    return web.Response(body=document.body, headers=headers)


async def _drip(bad: Bad) -> web.StreamResponse:
    response = await _begin(bad)
    body, piece = bad.document.body, len(bad.document.body) // PIECES + 1
    for start in range(0, len(body), piece):
        await asyncio.sleep(bad.slowness / PIECES)
        await response.write(body[start : start + piece])
    return response


async def _begin(bad: Bad) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": bad.document.content_type})
    response.content_length = len(bad.document.body)
    await response.prepare(bad.request)
    return response


async def _stall(bad: Bad) -> web.StreamResponse:
    await asyncio.sleep(bad.slowness * STALL)
    return _plain(bad.document)


async def _half_document(bad: Bad) -> web.StreamResponse:
    body = bad.document.body
    return web.Response(body=body[: len(body) // 2], headers={"Content-Type": bad.document.content_type})


async def _half_body(bad: Bad) -> web.StreamResponse:
    response = await _begin(bad)
    await response.write(bad.document.body[: len(bad.document.body) // 2])
    if bad.request.transport is not None:
        bad.request.transport.close()
    return response


async def _bad_gzip(bad: Bad) -> web.StreamResponse:
    headers = {"Content-Type": bad.document.content_type, "Content-Encoding": "gzip"}
    return web.Response(body=bad.document.body, headers=headers)


async def _error_500(bad: Bad) -> web.StreamResponse:
    return web.Response(status=500, text="<h1>Internal Server Error</h1>", content_type="text/html")


async def _busy_503(bad: Bad) -> web.StreamResponse:
    return web.Response(status=503, text="Busy", headers={"Retry-After": str(BUSY)})


async def _wrong_type(bad: Bad) -> web.StreamResponse:
    return _plain(bad.document, "text/plain")


async def _wrong_charset(bad: Bad) -> web.StreamResponse:
    lie = "utf-8" if bad.document.charset != "utf-8" else "windows-1251"
    return _plain(bad.document, f"text/html; charset={lie}")


async def _never_modified(bad: Bad) -> web.StreamResponse:
    asked = bad.request.headers
    if "If-None-Match" in asked or "If-Modified-Since" in asked:
        return web.Response(status=304)
    return _plain(bad.document)


async def _found_302(bad: Bad) -> web.StreamResponse:
    return web.Response(status=302, headers={"Location": bad.moved_url})


async def _moved_301(bad: Bad) -> web.StreamResponse:
    return web.Response(status=301, headers={"Location": bad.moved_url})


async def _reset(bad: Bad) -> web.StreamResponse:
    if bad.request.transport is not None:
        bad.request.transport.abort()
    return web.Response(status=500)


async def _gone_404(bad: Bad) -> web.StreamResponse:
    return web.Response(status=404, text="Not Found")


async def _gone_410(bad: Bad) -> web.StreamResponse:
    return web.Response(status=410, text="Gone")


DEEDS: dict[str, Deed] = {
    "drip": _drip,
    "stall": _stall,
    "half_document": _half_document,
    "half_body": _half_body,
    "bad_gzip": _bad_gzip,
    "error_500": _error_500,
    "busy_503": _busy_503,
    "wrong_type": _wrong_type,
    "wrong_charset": _wrong_charset,
    "never_modified": _never_modified,
    "found_302": _found_302,
    "moved_301": _moved_301,
    "reset": _reset,
    "gone_404": _gone_404,
    "gone_410": _gone_410,
}
