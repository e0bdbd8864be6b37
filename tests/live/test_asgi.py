"""The whole site as one app: the stream and the pages each at their address."""

from __future__ import annotations

import asyncio
from typing import Any

from svizho.asgi import Site, plain
from tests.live.listener import Listener, quiet


async def pages(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": scope["path"].encode() + b"?" + scope["query_string"]})


def test_the_stream_and_the_pages_are_answered_where_they_belong() -> None:
    async def work() -> None:
        hub, _ = quiet()
        site = Site(pages, hub)
        stream = Listener(site)
        await stream.until("retry")
        await stream.leave()
        answered = Listener(_elsewhere(site), "q=1")
        await answered.task
        assert answered.text == "/latest?q=1"

    asyncio.run(work())


def _elsewhere(site: Site) -> Any:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await site({**scope, "path": "/latest"}, receive, send)

    return app


def test_the_stream_lives_as_long_as_the_server() -> None:
    async def work() -> None:
        hub, _ = quiet()
        said: list[str] = []
        heard = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])

        async def receive() -> Any:
            return next(heard)

        async def send(message: Any) -> None:
            said.append(message["type"])

        await Site(pages, hub)({"type": "lifespan"}, receive, send)
        assert said == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
        assert hub.closing

    asyncio.run(work())


def test_raw_letters_in_a_query_are_escaped() -> None:
    raw = {"query_string": "q=порт%20&x=1".encode()}
    assert plain(raw)["query_string"] == b"q=%D0%BF%D0%BE%D1%80%D1%82%20&x=1"
    ascii_only = {"query_string": b"q=%D0%BF"}
    assert plain(ascii_only) is ascii_only
