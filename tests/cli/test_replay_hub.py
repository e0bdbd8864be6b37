"""The hub of the replay: it verifies, signs and delivers, to this machine only, and lies when it is told to."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from aiohttp import web

from svizho.cli.replay import ReplayServer
from svizho.cli.replay.hub import on_this_machine
from svizho.kit.http import Door, LoopThread, Request, Response
from svizho.kit.signing import is_signed
from svizho.parsing import parse_feed
from tests.cli.replay_news import Clock, many
from tests.cli.running import free_port

SECRET = "таємниця"
FORM = "application/x-www-form-urlencoded"


class Reader:
    """A subscriber on this machine."""

    def __init__(self, *, agrees: bool = True) -> None:
        self.port, self.agrees = free_port(), agrees
        self.delivered: list[tuple[bytes, str]] = []
        self.verified: list[dict[str, str]] = []
        self.answers = [204]
        self._thread = LoopThread("reader")
        self._runner: web.AppRunner | None = None
        self._thread.run(self._open())

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/back"

    async def _open(self) -> None:
        app = web.Application()
        app.add_routes([web.get("/back", self._verify), web.post("/back", self._receive)])
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()

    async def _verify(self, request: web.Request) -> web.Response:
        self.verified.append(dict(request.query))
        return web.Response(text=request.query["hub.challenge"] if self.agrees else "no", status=200)

    async def _receive(self, request: web.Request) -> web.Response:
        self.delivered.append((await request.read(), request.headers.get("X-Hub-Signature", "")))
        return web.Response(status=self.answers.pop(0) if len(self.answers) > 1 else self.answers[0])

    def stop(self) -> None:
        async def close() -> None:
            if self._runner is not None:
                await self._runner.cleanup()

        self._thread.stop(close)


@pytest.fixture
def reader() -> Iterator[Reader]:
    made = Reader()
    yield made
    made.stop()


@pytest.fixture
def clock() -> Clock:
    return Clock()


def a_server(clock: Clock, **more: Any) -> ReplayServer:
    return ReplayServer(many(20), speed=1, now=clock, **more)


def subscribe(server: ReplayServer, reader: Reader, **more: str) -> Response:
    told = {"mode": "subscribe", "callback": reader.url, "topic": server.sources()[0].feed_url, "secret": SECRET}
    form = urlencode({f"hub.{name}": value for name, value in (told | more).items()}).encode()
    return ask(server, Request(f"{server.base_url}/hub"), form)


def ask(server: ReplayServer, request: Request, form: bytes | None = None) -> Response:
    door = Door(agent="Svizho-test/1", open_addresses=[server.address])
    try:
        answer = door.fetch(request) if form is None else door.post(request, form, FORM)
    finally:
        door.close()
    assert isinstance(answer, Response), answer
    return answer


def soon(true: Any, seconds: float = 5.0) -> bool:
    until = time.monotonic() + seconds
    while not true() and time.monotonic() < until:
        time.sleep(0.02)
    return bool(true())


def test_feeds_name_the_hub_in_header_and_document(clock: Clock) -> None:
    with a_server(clock) as server:
        answer = ask(server, Request(server.sources()[0].feed_url))
        for headers in (answer.headers, {"content-type": answer.headers["content-type"]}):
            found = parse_feed(answer.body, url=answer.url, headers=headers, now=clock())
            assert (found.hub, found.self_url) == (f"{server.base_url}/hub", server.sources()[0].feed_url)


def test_without_push_feeds_name_no_hub(clock: Clock) -> None:
    with a_server(clock, push=False) as server:
        answer = ask(server, Request(server.sources()[0].feed_url))
        assert parse_feed(answer.body, url=answer.url, headers=answer.headers, now=clock()).hub == ""
        assert "link" not in answer.headers


def test_a_subscriber_is_verified_and_hears_only_what_appears_from_then_on(clock: Clock, reader: Reader) -> None:
    with a_server(clock) as server:
        clock.pass_by(minutes=5.5)
        assert subscribe(server, reader).status == 202
        assert soon(lambda: server._hub.counts["verified"])
        assert reader.verified[0]["hub.lease_seconds"] == "86400"
        clock.pass_by(minutes=2)
        assert soon(lambda: reader.delivered)
        body, signature = reader.delivered[0]
        assert is_signed(body, SECRET, signature)
        found = parse_feed(body, url="http://127.0.0.1/", headers={}, now=clock())
        assert len(found.entries) == 2
        assert server.progress().pushed == 1


def test_a_delivery_that_is_not_acknowledged_is_made_again(clock: Clock, reader: Reader) -> None:
    reader.answers = [503, 204]
    with a_server(clock) as server:
        subscribe(server, reader)
        assert soon(lambda: server._hub.counts["verified"])
        clock.pass_by(minutes=1)
        assert soon(lambda: len(reader.delivered) == 2)
        assert reader.delivered[0] == reader.delivered[1]


@pytest.mark.parametrize(
    "more",
    [{"topic": "http://127.0.0.1/else"}, {"callback": "https://news.example/back"}, {"mode": "sing"}],
)
def test_what_it_does_not_know_is_refused(clock: Clock, reader: Reader, more: dict[str, str]) -> None:
    with a_server(clock) as server:
        assert subscribe(server, reader, **more).status == 400


def test_a_lying_hub_confirms_and_delivers_nothing(clock: Clock, reader: Reader) -> None:
    with a_server(clock, faults=["lying"], seed=1) as server:
        subscribe(server, reader)
        assert soon(lambda: server._hub.counts["verified"])
        clock.pass_by(minutes=3)
        assert not soon(lambda: reader.delivered, seconds=1)
        assert server.progress().pushed == 0


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://127.0.0.1:8000/push/x", True),
        ("http://[::1]/x", True),
        ("http://localhost:80/", True),
        ("http://10.0.0.1/", False),
        ("https://news.example/", False),
        ("ftp://127.0.0.1/", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_callbacks_are_on_this_machine(url: str, here: bool) -> None:
    assert on_this_machine(url) is here
