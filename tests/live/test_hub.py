"""The hub hears PostgreSQL: at once, after restarts, and when a notification was lost."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import wraps
from time import monotonic
from typing import Any, ParamSpec, TypeVar

import psycopg
import pytest
from asgiref.sync import sync_to_async
from django.db import connection, transaction
from psycopg import AsyncConnection

from svizho.live import Hub, LiveStream
from svizho.live import hub as hub_module
from svizho.live.hub import connect_to_database
from svizho.records.actions import announce
from svizho.records.models import Update, UpdateKind
from tests.factories import NOW
from tests.live.listener import Listener

pytestmark = pytest.mark.django_db(transaction=True)

P, T = ParamSpec("P"), TypeVar("T")


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)


@asynccontextmanager
async def listening(hub: Hub | None = None) -> AsyncIterator[tuple[Hub, LiveStream]]:
    hub = hub or Hub()
    hub.start()
    try:
        await asyncio.wait_for(hub.ready.wait(), 10)
        yield hub, LiveStream(hub)
    finally:
        await hub.stop()


def on_its_own(function: Callable[P, T]) -> Callable[P, Coroutine[Any, Any, T]]:
    """Run database work in a thread that keeps no connection afterwards."""

    @wraps(function)
    def work(*args: P.args, **facts: P.kwargs) -> T:
        try:
            return function(*args, **facts)
        finally:
            connection.close()

    return sync_to_async(work)


@on_its_own
def tell(title: str = "Порт\nпрацює", **facts: Any) -> int:
    with transaction.atomic():
        return announce(UpdateKind.STORY_NEW, now=NOW, title=title, language="uk", **facts).pk


@on_its_own
def cut() -> int:
    """End the hub's connection on the side of PostgreSQL, as a restart does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'svizho live'"
        )
        return int(cursor.fetchone()[0])


def test_an_announcement_is_heard_at_once_and_whole() -> None:
    async def work() -> None:
        async with listening() as (_, stream):
            page = Listener(stream, "after=0")
            await page.until("retry")
            begun = monotonic()
            number = await tell(story_id=5, article_id=6, sections=["world"])
            text = await page.until(f"id: {number}\n")
            assert monotonic() - begun < 1
            data = json.loads(text.partition("data: ")[2].partition("\n\n")[0])
            assert data["title"] == "Порт\nпрацює"
            assert (data["story"], data["article"], data["sections"]) == (5, 6, ["world"])
            await page.leave()

    run(work())


def test_what_is_rolled_back_is_never_heard() -> None:
    @on_its_own
    def take_back() -> None:
        with transaction.atomic():
            announce(UpdateKind.STORY_NEW, now=NOW, title="Помилка")
            transaction.set_rollback(True)

    async def work() -> None:
        async with listening() as (_, stream):
            page = Listener(stream, "after=0")
            await take_back()
            await tell("Правда")
            assert "Помилка" not in await page.until("Правда")
            await page.leave()

    run(work())


def test_what_was_announced_before_the_server_started_is_replayed() -> None:
    async def work() -> None:
        numbers = [await tell(f"Новина {each}") for each in range(3)]
        async with listening() as (hub, stream):
            assert hub.last == numbers[-1]
            page = Listener(stream, f"after={numbers[0]}")
            text = await page.until("Новина 2")
            assert "Новина 1" in text
            assert "Новина 0" not in text
            await page.leave()

    run(work())


def test_the_hub_outlives_a_restart_and_tells_what_it_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    doors = {"closed": False, "tries": 0}

    async def connect() -> AsyncConnection[Any]:
        doors["tries"] += 1
        if doors["closed"]:
            raise psycopg.OperationalError("the database system is starting up")
        return await connect_to_database()

    async def work() -> None:
        async with listening(Hub(connect)) as (_, stream):
            page = Listener(stream, "after=0")
            await tell("До")
            await page.until("До")
            doors["closed"] = True
            assert await cut() == 1
            number = await tell("Під час")
            await asyncio.sleep(0.2)
            assert "Під час" not in page.text
            doors["closed"] = False
            await page.until(f"id: {number}\n")
            await tell("Після")
            await page.until("Після")
            assert doors["tries"] > 2
            await page.leave()

    monkeypatch.setattr(hub_module, "PAUSES", (0.05,))
    run(work())


def test_a_lost_notification_is_made_up_for(monkeypatch: pytest.MonkeyPatch) -> None:
    @on_its_own
    def tell_silently() -> None:
        Update.objects.create(kind=UpdateKind.STORY_NEW, title="Тихо", at=NOW)

    async def work() -> None:
        async with listening() as (_, stream):
            page = Listener(stream, "after=0")
            await page.until("retry")
            await tell_silently()
            await page.until("Тихо", 3)
            await page.leave()

    run(work())
