"""The bench of polling: its feeds are what they claim, its table says what it must. Speed is for the bench itself."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from bench.poll import Result, compare, publishers, result
from bench.polling_ours import Round
from bench.polls.server import ENTRIES, NUMBER, SHAPES, address_of, template, url_of

from svizho.kit.http import Door, Request, Response
from svizho.parsing import parse_feed


def test_feeds_are_shaped_like_real_ones() -> None:
    for shape in range(SHAPES):
        body = template(shape).replace(NUMBER, b"7")
        feed = parse_feed(body, url="https://v.example/f", headers={}, now=datetime.now(UTC))
        assert len(feed.entries) == ENTRIES
        assert 20_000 < len(body) < 40_000
        assert not feed.warnings


def test_every_publisher_has_an_address_of_its_own() -> None:
    assert len({address_of(number) for number in range(70_000)}) == 70_000


def test_the_server_gives_a_feed_once_and_then_says_that_nothing_changed() -> None:
    with publishers() as port:
        door = Door(agent="Svizho/test", open_addresses=[f"{address_of(7)}:{port}"])
        first = door.fetch(Request(url_of(7, port)))
        assert isinstance(first, Response)
        again = door.fetch(Request(url_of(7, port), etag=first.headers["etag"]))
        assert isinstance(again, Response)
        door.close()
    assert (first.status, again.status, again.body) == (200, 304, b"")


def test_the_table_tells_how_many_times_reader_we_are() -> None:
    def rounds(name: str, cold: float, unchanged: float) -> Result:
        return result(name, [Round(10, 10 * ENTRIES, cold, 1.0), Round(10, 0, unchanged, 0.1)])

    told: list[str] = []
    compare([rounds("Svizho", 1.0, 0.1), rounds("reader a", 4.0, 0.7), rounds("reader b", 5.0, 0.6)], told.append)
    assert "4.0 times its entries/s cold" in told[-1]
    assert "6.0 times its feeds/s unchanged" in told[-1]


def test_a_round_that_lost_something_does_not_count() -> None:
    with pytest.raises(ValueError, match="lost"):
        result("x", [Round(10, 10 * ENTRIES - 1, 1.0, 1.0), Round(10, 0, 1.0, 1.0)])
