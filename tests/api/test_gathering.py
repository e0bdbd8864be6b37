"""Bodies of requests are gathered before a thread is given to them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from svizho.api import gathering
from svizho.api.gathering import Gathered


class Told:
    """An app that remembers what it was given, and what was answered."""

    def __init__(self) -> None:
        self.scopes: list[Any] = []
        self.bodies: list[bytes] = []
        self.answers: list[int] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.scopes.append(scope)
        self.bodies.append((await receive())["body"] if scope["method"] != "GET" else b"")
        await send({"type": "http.response.start", "status": 204, "headers": []})

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.answers.append(message["status"])


def a_scope(method: str = "POST", **headers: str) -> dict[str, Any]:
    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http", "method": method, "headers": pairs}


def run(told: Told, pieces: list[Any], scope: dict[str, Any], *, seconds: float = 5.0, pause: float = 0.0) -> None:
    """Send the pieces of a body through; None says that the sender went away."""
    given: Iterator[Any] = iter(pieces)

    async def receive() -> Any:
        await asyncio.sleep(pause)
        piece = next(given, None)
        if piece is None:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": piece, "more_body": piece != b""}

    asyncio.run(Gathered(told, most_bytes=100, seconds=seconds)(scope, receive, told.send))


def test_a_body_in_pieces_arrives_whole_and_with_its_length() -> None:
    told = Told()
    run(told, [b"one ", b"two", b""], a_scope(transfer_encoding="chunked"))
    assert told.bodies == [b"one two"]
    assert told.scopes[0]["headers"] == [(b"content-length", b"7")]


def test_what_is_announced_as_too_large_is_not_read() -> None:
    told = Told()
    run(told, [], a_scope(content_length="101"))
    assert (told.answers, told.bodies) == ([413], [])


def test_what_turns_out_to_be_too_large_is_refused_on_the_way() -> None:
    told = Told()
    run(told, [b"x" * 60] * 1_000_000, a_scope())
    assert (told.answers, told.bodies) == ([413], [])


def test_a_slow_sender_is_not_waited_for() -> None:
    told = Told()
    run(told, [b"x"] * 50, a_scope(), seconds=0.1, pause=0.03)
    assert (told.answers, told.bodies) == ([408], [])


def test_a_sender_who_goes_away_is_forgotten() -> None:
    told = Told()
    run(told, [b"x", None], a_scope())
    assert (told.answers, told.bodies) == ([], [])


def test_readers_of_pages_go_straight_through() -> None:
    told = Told()
    run(told, [], a_scope("GET"))
    assert told.answers == [204]


def test_only_so_many_bodies_are_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "MOST_AT_ONCE", 0)
    told = Told()
    run(told, [b""], a_scope())
    assert told.answers == [503]
