"""The live stream: replay, narrowing, heartbeat, and what it refuses."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from svizho.live import hub as hub_module
from svizho.live import stream as stream_module
from svizho.live.hub import KEPT
from tests.live.listener import Listener, change, quiet


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)


def test_a_page_hears_what_came_after_it_was_made() -> None:
    async def work() -> None:
        hub, stream = quiet()
        hub.hear(*(change(number) for number in (1, 2, 3)))
        page = Listener(stream, "after=1")
        text = await page.until("id: 3")
        assert "id: 1\n" not in text
        assert text.startswith("retry: 3000\n\n")
        assert page.status == 200
        assert page.headers["content-type"] == "text/event-stream; charset=utf-8"
        hub.hear(change(4))
        await page.until("id: 4")
        await page.leave()
        assert hub.readers == 0

    run(work())


def test_the_header_of_a_reconnecting_browser_wins() -> None:
    async def work() -> None:
        hub, stream = quiet()
        hub.hear(*(change(number) for number in range(1, 6)))
        page = Listener(stream, "after=1", {"Last-Event-ID": "4"})
        text = await page.until("id: 5")
        assert "id: 4\n" not in text
        await page.leave()

    run(work())


def test_who_does_not_say_how_far_it_has_heard_gets_what_comes() -> None:
    async def work() -> None:
        hub, stream = quiet()
        hub.hear(change(7))
        page = Listener(stream, "after=nonsense")
        await page.until("retry")
        await asyncio.sleep(0.05)
        hub.hear(change(8))
        assert "id: 7" not in await page.until("id: 8")
        await page.leave()

    run(work())


def test_the_stream_can_be_narrowed() -> None:
    async def work() -> None:
        hub, stream = quiet()
        sport = Listener(stream, "after=0&section=sport")
        story = Listener(stream, "after=0&story=5&section=sport")
        hub.hear(
            change(1, sections=("world",), story=5),
            change(2, sections=("sport", "world"), story=6),
            change(3, kind="story_grew", sections=("world",), story=5),
            change(4, sections=("sport",), story=7),
        )
        text = await sport.until("id: 4")
        assert "id: 2" in text
        assert "id: 1" not in text
        assert "id: 3" not in text
        text = await story.until("id: 3")
        assert "id: 1" in text
        assert "id: 2" not in text
        assert "id: 4" not in text
        await asyncio.gather(sport.leave(), story.leave())

    run(work())


def test_who_missed_more_than_is_kept_is_told_to_look_anew() -> None:
    async def work() -> None:
        hub, stream = quiet()
        hub.hear(*(change(number) for number in range(100, 100 + KEPT + 10)), whole=False)
        page = Listener(stream, "after=50")
        text = await page.until("event: many")
        assert f"id: {100 + KEPT + 9}\n" in text
        assert "story_new" not in text
        hub.hear(change(900))
        await page.until("id: 900")
        await page.leave()

    run(work())


def test_numbers_of_a_database_that_was_replaced_are_no_trouble() -> None:
    async def work() -> None:
        hub, stream = quiet()
        hub.hear(change(3))
        page = Listener(stream, "after=99999")
        await page.until("retry")
        await asyncio.sleep(0.05)
        hub.hear(change(4))
        await page.until("id: 4")
        await page.leave()

    run(work())


def test_a_silent_stream_says_that_it_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    async def work() -> None:
        hub, stream = quiet()
        page = Listener(stream)
        await page.until("retry")
        await asyncio.sleep(0.1)
        hub._wake()
        await page.until(": still here")
        await page.leave()

    monkeypatch.setattr(stream_module, "HEARTBEAT", 0.05)
    run(work())


def test_a_reader_who_does_not_read_holds_nobody_up() -> None:
    async def work() -> None:
        hub, stream = quiet()
        stuck = asyncio.Event()
        sent = 0

        async def deaf(message: object) -> None:
            nonlocal sent
            sent += 1
            if sent > 2:
                await stuck.wait()

        async def silent() -> dict[str, str]:
            await asyncio.sleep(60)
            return {"type": "http.disconnect"}

        scope = {"type": "http", "method": "GET", "path": "/live", "query_string": b"after=0", "headers": []}
        slow = asyncio.create_task(stream(scope, silent, deaf))
        page = Listener(stream, "after=0")
        for number in range(1, 3 * KEPT):
            hub.hear(change(number), whole=False)
        await page.until(f"id: {3 * KEPT - 1}")
        assert len(hub._ring) == KEPT
        slow.cancel()
        await page.leave()

    run(work())


def test_other_methods_and_one_reader_too_many_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    async def work() -> None:
        _, stream = quiet()
        post = Listener(stream, method="POST")
        await post.task
        assert (post.status, post.headers["allow"]) == (405, "GET")
        first = Listener(stream)
        await first.until("retry")
        second = Listener(stream)
        await second.task
        assert (second.status, second.headers["retry-after"]) == (503, "30")
        await first.leave()
        third = Listener(stream)
        await third.until("retry")
        await third.leave()

    monkeypatch.setattr(stream_module, "MOST_READERS", 1)
    run(work())


def test_the_end_of_the_server_ends_every_stream() -> None:
    async def work() -> None:
        hub, stream = quiet()
        pages = [Listener(stream) for _ in range(5)]
        await asyncio.gather(*(page.until("retry") for page in pages))
        await hub.stop()
        await asyncio.wait_for(asyncio.gather(*(page.task for page in pages)), 2)
        assert hub.readers == 0

    run(work())


def test_the_gauge_counts_open_pages() -> None:
    async def work() -> None:
        _, stream = quiet()
        page = Listener(stream)
        await page.until("retry")
        assert hub_module.READERS._value.get() == 1
        await page.leave()
        assert hub_module.READERS._value.get() == 0

    run(work())
