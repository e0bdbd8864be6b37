"""Svizho as the bench runs it: a PostgreSQL with its default durability, workers as `svizho run` starts them."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bench.polls.server import ENTRIES, url_of

# Feeds polled before the clock starts, so that interpreters, imports and pools are up (the others' are, too).
WARMING = 24
# A round that takes longer is broken.
PATIENCE = 1_200.0


@dataclass(frozen=True, slots=True)
class Round:
    """One round over all feeds: what it came to, in how many seconds; `busy` of which the processor worked for us."""

    feeds: int
    entries: int
    seconds: float
    busy: float
    failed: int = 0


class Svizho:
    """A site of the bench's own. Use `site_open`."""

    def __init__(self, port: int, workers: int) -> None:
        self.feeds = 0
        self.workers = workers
        self._port = port
        self._processes = [self._worker() for _ in range(workers)]

    def _worker(self) -> subprocess.Popen[bytes]:
        environ = {**os.environ, "SVIZHO_PARENT": str(os.getpid()), "OMP_NUM_THREADS": "1"}
        command = [sys.executable, "-m", "bench.polls.worker", str(self._port)]
        return subprocess.Popen(command, env=environ, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def stop(self) -> None:
        """End the workers."""
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.wait(20)

    def add(self, feeds: int, *, known: bool = False) -> None:
        """Add publishers with a feed each, until there are so many; none is due yet. `known`: as if read before."""
        from django.db import transaction

        from svizho.kit import clock
        from svizho.sources.actions import shard_of
        from svizho.sources.models import Feed, Source

        now = clock.now()
        later = now + timedelta(days=9)
        numbers = range(self.feeds, feeds)
        with transaction.atomic():
            sources = Source.objects.bulk_create(
                [Source(slug=f"vydannia-{n}", name=f"Видання {n}", added_at=now) for n in numbers], batch_size=1_000
            )
            Feed.objects.bulk_create(
                [
                    Feed(
                        source=source,
                        url=url_of(n, self._port),
                        shard=shard_of(source.slug),
                        next_poll_at=later,
                        **(_memory(n, now) if known else {}),
                    )
                    for n, source in zip(numbers, sources, strict=True)
                ],
                batch_size=1_000,
            )
        self.feeds = feeds

    def poll(self, first: int = 0) -> Round:
        """Make every feed from the number `first` on due, and wait until each was asked."""
        from django.db.models import F

        from svizho.engine.queue import LANES, POLL, wake
        from svizho.kit import clock
        from svizho.sources.models import Feed

        first_pk = Feed.objects.order_by("pk").values_list("pk", flat=True)[first]
        due = Feed.objects.filter(pk__gte=first_pk)
        entries = self._entries()
        busy, began, since = self._busy(), time.perf_counter(), clock.now()
        number = due.update(next_poll_at=since)
        for lane in range(LANES):
            wake(POLL, lane)
        while due.filter(polled_at__gte=since).count() < number:
            time.sleep(0.02 + number / 200_000)
            if time.perf_counter() - began > PATIENCE or any(each.poll() is not None for each in self._processes):
                raise RuntimeError("the workers do not poll")
        seconds, busy = time.perf_counter() - began, self._busy() - busy
        failed = due.filter(failures__gt=0).count()
        due.update(next_poll_at=F("next_poll_at") + timedelta(days=9))
        return Round(number, self._entries() - entries, seconds, busy, failed)

    @staticmethod
    def _entries() -> int:
        from svizho.articles.models import Entry

        return Entry.objects.count()

    def _busy(self) -> float:
        """Say how many seconds the processor has worked for the workers and all that they started."""
        mine = {process.pid for process in self._processes}
        tree, ticks = set(mine), 0.0
        stats = [line.rsplit(")", 1) for line in _stats()]
        parents = {
            int(head.split(" ", 1)[0]): (int(tail.split()[1]), sum(map(int, tail.split()[11:13])))
            for head, tail in stats
        }
        for pid in sorted(parents):
            if pid in tree or parents[pid][0] in tree:
                tree.add(pid)
                ticks += parents[pid][1]
        return ticks / os.sysconf("SC_CLK_TCK")


def _memory(feed: int, now: datetime) -> dict[str, Any]:
    """Give what is remembered of a feed that was read, as a poll would have left it."""
    from svizho.pacing import new_rhythm

    dated = [now - timedelta(minutes=37 * number) for number in range(ENTRIES)]
    return {
        "etag": f'"v1-{feed}"',
        "body_hash": "0" * 64,
        "kind": "rss",
        "language": "uk",
        "polled_at": now,
        "answered_at": now,
        "rhythm": new_rhythm(now, keeps=ENTRIES, dated=dated).to_json(),
        "wishes": '{"ttl": 900.0, "hours": [], "days": []}',
    }


def _stats() -> Iterator[str]:
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            yield path.read_text(errors="replace")


@contextlib.contextmanager
def site_open(port: int) -> Iterator[Svizho]:
    """Open a site with an empty database and workers that are warm; close it and remove all of it in the end."""
    from svizho.engine import postgres

    folder = Path(tempfile.mkdtemp(prefix="svizho-bench-"))
    folder.chmod(0o711)
    os.environ.update(
        SVIZHO_DATA=str(folder),
        DATABASE_URL=postgres.start(folder).url,
        DJANGO_SETTINGS_MODULE="svizho.settings.django",
    )
    try:
        from svizho.cli.run import cores
        from svizho.cli.tables import renew_tables, set_up_django

        set_up_django()
        _leave_former_database(os.environ["DATABASE_URL"])
        renew_tables(lambda words: None)
        with contextlib.closing(_Stopping(Svizho(port, cores()))) as kept:
            kept.site.add(WARMING)
            kept.site.poll()
            yield kept.site
    finally:
        postgres.stop(folder)
        shutil.rmtree(folder, ignore_errors=True)


def _leave_former_database(url: str) -> None:
    """Let Django, once set up, speak to the database of this site and no more to the one before."""
    from django.db import connections

    from svizho.settings.django import database

    connections.close_all()
    connections["default"].settings_dict.update(database(url))


class _Stopping:
    def __init__(self, site: Svizho) -> None:
        self.site = site

    def close(self) -> None:
        """Stop the workers."""
        self.site.stop()
