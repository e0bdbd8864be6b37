"""Listens to PostgreSQL for updates and wakes the readers who wait for them."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import connections
from prometheus_client import Counter, Gauge
from psycopg import AsyncConnection, sql

from svizho.records.actions import CHANNEL
from svizho.records.models import Update, UpdateKind

log = logging.getLogger(__name__)

# Changes kept in memory: what a page that slept can catch up on. Whoever missed more is told to look anew.
KEPT = 500

# Seconds between looks at the table although nothing was notified: the safety net below NOTIFY, one index look each.
LOOK_EVERY = 1.0

# Seconds after which a silent stream says that it lives; proxies cut streams after 30 to 60 silent seconds.
HEARTBEAT = 15.0

# Seconds a look may take before the connection counts as dead; seconds between tries to connect again.
LOOK_SECONDS = 10.0
PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0)

READERS = Gauge("svizho_live_readers", "Open pages that listen to the live stream.")
CHANGES = Counter("svizho_live_changes", "Changes told to the live stream.")

Connect = Callable[[], Awaitable[AsyncConnection[Any]]]
Told = Callable[["Change"], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader wants to hear of: everything, one section, or one story."""

    section: str = ""
    story: int | None = None

    def has(self, change: Change) -> bool:
        """Say whether a change is among what is wanted."""
        if self.story is not None:
            return change.story == self.story
        return not self.section or self.section in change.sections or change.kind == UpdateKind.SITE


@dataclass(frozen=True, slots=True)
class Change:
    """One public change, written once as the bytes that every reader gets."""

    number: int
    kind: str
    story: int | None
    sections: tuple[str, ...]
    event: bytes

    @classmethod
    def of(cls, row: Sequence[Any]) -> Change:
        """Make a change of a row of the table of updates (the columns of COLUMNS)."""
        number, kind, story, article, title, language, sections, at = row
        facts = {"story": story, "article": article, "title": title, "language": language, "sections": sections}
        # A kind is one of our own words; everything that strangers wrote stands inside the JSON, on one line.
        data = json.dumps(facts | {"at": at.isoformat()}, ensure_ascii=False)
        event = f"id: {number}\nevent: {kind}\ndata: {data}\n\n".encode()
        return cls(number, kind, story, tuple(sections), event)


COLUMNS = ("id", "kind", "story_id", "article_id", "title", "language", "sections", "at")


class Reader:
    """An open page: what it wants, what it has heard, and the bell that wakes it."""

    __slots__ = ("bell", "heard", "told_at", "wanted")

    def __init__(self, wanted: Wanted, heard: int | None) -> None:
        """Begin after change `heard`; None begins with whatever comes next."""
        self.wanted = wanted
        self.heard = heard
        self.bell = asyncio.Event()
        self.told_at = time.monotonic()


async def connect_to_database() -> AsyncConnection[Any]:
    """Open a connection of the stream's own to Django's database."""
    facts = connections["default"].settings_dict
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    options: dict[str, Any] = {libpq: facts[django] for libpq, django in names.items() if facts.get(django)}
    options |= {"application_name": "svizho live", "connect_timeout": 5}
    options |= {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
    return await AsyncConnection.connect(**options, autocommit=True)


class Hub:
    """One listener for all readers of this process; outlives every restart of PostgreSQL.

    Readers hold no queue: the newest KEPT changes lie in one ring, and each reader knows how far it has heard.
    So a slow reader costs nothing and loses nothing but, beyond KEPT, the details.
    """

    def __init__(self, connect: Connect = connect_to_database, *, told: Told = lambda _: None) -> None:
        """Prepare; nothing is asked of the database before `start`. `told` hears of each change before the readers."""
        self._connect = connect
        self.told = told
        self._ring: deque[Change] = deque(maxlen=KEPT)
        self._whole = False
        self._readers: set[Reader] = set()
        self._task: asyncio.Task[None] | None = None
        self.ready = asyncio.Event()
        self.closing = False

    @property
    def last(self) -> int:
        """The number of the newest change that is known."""
        return self._ring[-1].number if self._ring else 0

    def start(self) -> None:
        """Begin to listen, if that has not begun."""
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._run())

    def close(self) -> None:
        """Let all readers go, and take in no more."""
        self.closing = True
        self._wake()

    async def stop(self) -> None:
        """Stop listening and let all readers go."""
        self.close()
        if self._task:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    def join(self, wanted: Wanted, heard: int | None) -> Reader:
        """Take in a reader who has heard all up to change `heard` (None: who wants only what comes)."""
        reader = Reader(wanted, heard)
        reader.bell.set()
        self._readers.add(reader)
        READERS.set(len(self._readers))
        return reader

    def leave(self, reader: Reader) -> None:
        """Let a reader go."""
        self._readers.discard(reader)
        READERS.set(len(self._readers))

    @property
    def readers(self) -> int:
        """How many readers listen."""
        return len(self._readers)

    def news_for(self, reader: Reader) -> tuple[list[Change], bool]:
        """Give what a reader has not heard and wants, oldest first; True beside it when some of it is lost."""
        if not self.ready.is_set():
            return [], False
        heard = self.last if reader.heard is None else reader.heard
        reader.heard = self.last
        # Numbers beyond ours come from a database that was replaced since: nothing to catch up on.
        if heard >= self.last:
            return [], False
        oldest = self._ring[0].number
        lost = heard < oldest - 1 and not self._whole
        return ([] if lost else [each for each in self._after(heard) if reader.wanted.has(each)]), lost

    def _after(self, number: int) -> Iterator[Change]:
        newer: list[Change] = []
        for change in reversed(self._ring):
            if change.number <= number:
                break
            newer.append(change)
        return reversed(newer)

    def _wake(self) -> None:
        for reader in self._readers:
            reader.bell.set()

    async def _run(self) -> None:
        """Listen for ever; whenever the connection breaks, connect again and catch up."""
        beat = asyncio.get_running_loop().create_task(self._beat())
        failures = 0
        try:
            while True:
                try:
                    async with await self._connect() as connection:
                        await self._load(connection)
                        failures = 0
                        await self._listen(connection)
                except (psycopg.Error, OSError, TimeoutError) as error:
                    pause = PAUSES[min(failures, len(PAUSES) - 1)]
                    failures += 1
                    log.warning("live: the database does not answer (%s); next try in %s s", error, pause)
                    await asyncio.sleep(pause)
        finally:
            beat.cancel()

    async def _beat(self) -> None:
        """Wake all readers now and then, so that silent streams say that they live."""
        while True:
            await asyncio.sleep(HEARTBEAT)
            self._wake()

    async def _load(self, connection: AsyncConnection[Any]) -> None:
        """Begin to listen, then read what was announced before; what comes in between is seen by the next look."""
        await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
        if self.ready.is_set():
            await self._look(connection)
            return
        query = sql.SQL("SELECT {} FROM {} ORDER BY id DESC LIMIT {}")
        rows = await self._rows(connection, query.format(_columns(), _table(), KEPT))
        self._ring.extend(Change.of(row) for row in reversed(rows))
        self._whole = len(rows) < KEPT
        self.ready.set()
        self._wake()

    async def _listen(self, connection: AsyncConnection[Any]) -> None:
        while True:
            async for _ in connection.notifies(timeout=LOOK_EVERY, stop_after=1):
                break
            await self._look(connection)

    async def _look(self, connection: AsyncConnection[Any]) -> None:
        """Take in what was announced since the last look."""
        query = sql.SQL("SELECT {} FROM {} WHERE id > {} ORDER BY id LIMIT {}")
        rows = await self._rows(connection, query.format(_columns(), _table(), self.last, KEPT))
        if not rows:
            return
        self._whole = self._whole and len(self._ring) + len(rows) <= KEPT
        changes = [Change.of(row) for row in rows]
        self._ring.extend(changes)
        for change in changes:
            self.told(change)
        CHANGES.inc(len(rows))
        self._wake()

    async def _rows(self, connection: AsyncConnection[Any], query: sql.Composed) -> list[Any]:
        async with asyncio.timeout(LOOK_SECONDS):
            cursor = await connection.execute(query)
            return await cursor.fetchall()


def _columns() -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(name) for name in COLUMNS)


def _table() -> sql.Identifier:
    return sql.Identifier(Update._meta.db_table)  # noqa: SLF001 - public by Django's documentation
