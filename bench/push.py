"""Publication to page on this machine, over WebSub and by polling alone, in one run of the whole Svizho.

`python -m bench.push` starts `svizho run` (its own PostgreSQL with default durability, workers, web server) on a folder
of its own, and publishers on loopback, half of which have a hub. An article counts as readable when `/latest` shows it.
Prints median and p95 of both halves, where the time of the pushed ones went, and how busy the machine was with other
things. The newswire is the invented one that ships.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import numpy as np
import psycopg

from svizho.cli.replay import Recorded, ReplayServer, ReplaySource, load_recorded
from svizho.engine import postgres
from svizho.parsing import OpmlOutline, write_opml

SVIZHO = (sys.executable, "-P", "-m", "svizho.cli")
# Articles that each publisher has before the clock starts, so that the first reading is over and all tools are warm.
BEFORE = 2
# Seconds between looks at the page: the resolution of the figures.
LOOK_EVERY = 0.05
START = datetime(2026, 6, 14, tzinfo=UTC)


@dataclass
class Published:
    """One article: when its publisher had it, and when a reader did."""

    mark: str
    pushed: bool
    at: datetime
    readable: datetime | None = None

    @property
    def seconds(self) -> float:
        """Give the seconds from publication to page."""
        return (self.readable - self.at).total_seconds() if self.readable else float("inf")


@dataclass
class Wire:
    """What is published: the records, the names of publishers with a hub, what is measured."""

    records: list[Recorded]
    pushing: frozenset[str]
    before: int
    measured: list[Published] = field(default_factory=list)


def a_wire(articles: int, publishers: int, every: float, lead: float) -> Wire:
    """Lay out `articles` after a lead of so many seconds, one in `every` seconds, in turn from both halves."""
    newswire = load_recorded(Path(str(files("svizho.cli").joinpath("newswire", "newswire.jsonl"))))
    names = [f"Вісник {number + 1}" for number in range(publishers)]
    before = publishers * BEFORE
    records = []
    for number in range(before + articles):
        live = number - before
        at = START + timedelta(seconds=number / before if live < 0 else 1 + lead + live * every)
        told = newswire[number % len(newswire)]
        mark = f"зв{10_000 + number}"
        records.append(replace(told, id=mark, time=at, source=names[number % publishers], title=f"{told.title} {mark}"))
    return Wire(records, frozenset(names[::2]), before)


@contextmanager
def site(folder: Path, port: int, address: str, poll_seconds: float) -> Iterator[str]:
    """Run a whole Svizho on a folder of its own, until it is not needed; gives its address."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("SVIZHO_", "DATABASE_URL"))}
    environ |= {
        "SVIZHO_DATA": str(folder / "data"),
        "SVIZHO_WEB_PORT": str(port),
        "SVIZHO_SITE_BASE_URL": f"http://127.0.0.1:{port}",
        "SVIZHO_SOURCES_STARTER": "false",
        "SVIZHO_FETCHING_OPEN_ADDRESSES": address,
        "SVIZHO_PACING_FASTEST_MINUTES": str(poll_seconds / 60),
        "SVIZHO_PACING_SLOWEST_HOURS": str(poll_seconds / 3600),
    }
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen([*SVIZHO, "run"], env=environ, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
    try:
        base = f"http://127.0.0.1:{port}"
        _until(lambda: bool(_page(port)), 120, "the first page")
        os.environ["SVIZHO_BENCH"] = json.dumps(environ)
        yield base
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def _until(true: Callable[[], bool], seconds: float, what: str) -> None:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise SystemExit(f"{what} did not come within {seconds:g} s")
        time.sleep(0.2)


def _page(port: int, path: str = "/latest") -> str:
    """Read a page as anybody would; "" where there is none."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.read().decode() if answer.status == 200 else ""
    except (OSError, http.client.HTTPException):
        return ""
    finally:
        connection.close()


def add_sources(sources: Sequence[ReplaySource], folder: Path) -> None:
    """Make the publishers known to the site, as an owner would."""
    outlines = [OpmlOutline(one.name, one.feed_url, one.home_url, one.language) for one in sources]
    (folder / "sources.opml").write_text(write_opml("bench", outlines), "utf-8")
    environ = json.loads(os.environ["SVIZHO_BENCH"])
    command = [*SVIZHO, "sources", "import", str(folder / "sources.opml")]
    subprocess.run(command, env=environ, check=True, capture_output=True)


def ask(folder: Path, sql: str) -> list[tuple[object, ...]]:
    """Read from the site's database."""
    server = postgres.running(folder / "data")
    if server is None:
        return []
    with psycopg.connect(server.url) as connection:
        return connection.execute(sql).fetchall()


def watch(port: int, articles: list[Published], patience: float) -> None:
    """Look at the page until all articles are on it, and write down when each came."""
    last = max(article.at for article in articles)
    while waiting := [article for article in articles if article.readable is None]:
        now = datetime.now(UTC)
        if now > last + timedelta(seconds=patience):
            return
        if waiting[0].at > now + timedelta(seconds=1):
            time.sleep(0.5)
            continue
        page = _page(port)
        came = datetime.now(UTC)
        for article in waiting:
            if article.mark in page:
                article.readable = came
        time.sleep(LOOK_EVERY)


def row(name: str, seconds: Sequence[float]) -> str:
    """Write one line of the table."""
    if not seconds:
        return f"{name:<34} {0:>8}"
    told = np.array(seconds)
    return f"{name:<34} {len(told):>8} {np.median(told):>9.2f} {np.percentile(told, 95):>9.2f} {told.max():>9.2f}"


STAGES = """
    SELECT a.title, extract(epoch FROM min(d.arrived_at)), extract(epoch FROM a.seen_at),
           extract(epoch FROM a.shown_at)
    FROM articles_article a JOIN articles_entry e ON e.article_id = a.id
    JOIN hubs_subscription s ON s.feed_id = e.feed_id
    JOIN hubs_delivery d ON d.subscription_id = s.id AND d.read_at >= a.seen_at - interval '1 second'
    WHERE a.shown_at IS NOT NULL GROUP BY a.id
"""


def stages(folder: Path, articles: Sequence[Published]) -> list[str]:
    """Say where the time of the pushed articles went."""
    by_mark = {article.mark: article for article in articles if article.pushed and article.readable}
    parts: dict[str, list[float]] = {name: [] for name in ("hub", "reading", "journey", "page")}
    for title, arrived, seen, shown in ask(folder, STAGES):
        article = by_mark.get(str(title).split()[-1])
        if article is None or article.readable is None:
            continue
        moments = [article.at.timestamp(), *(float(str(each)) for each in (arrived, seen, shown))]
        for name, before, after in zip(parts, moments, [*moments[1:], article.readable.timestamp()], strict=True):
            parts[name].append(after - before)
    words = {
        "hub": "  publication to delivery",
        "reading": "  delivery to entry",
        "journey": "  entry to story",
        "page": "  story to page",
    }
    return [row(words[name], seconds) for name, seconds in parts.items()]


def measure(options: argparse.Namespace, folder: Path) -> Wire:
    """Run everything once."""
    wire = a_wire(options.articles, options.publishers, options.every, options.lead)
    probe = ReplayServer(wire.records, speed=1, backlog=timedelta(seconds=1))
    pushing = [one.slug for one in probe.sources() if one.name in wire.pushing]
    server = ReplayServer(wire.records, speed=1, backlog=timedelta(seconds=1), push=pushing, port=options.replay_port)
    with site(folder, options.port, f"127.0.0.1:{options.replay_port}", options.poll_seconds), server:
        began = datetime.now(UTC)
        add_sources(server.sources(), folder)
        standing = "SELECT count(*) FROM hubs_subscription WHERE state = 'standing'"
        _until(lambda: ask(folder, standing) == [(len(pushing),)], options.lead, "the subscriptions")
        shown = "SELECT count(*) FROM articles_article WHERE stage = 'published'"
        took = (datetime.now(UTC) - began).total_seconds()
        print(f"{len(pushing)} of {options.publishers} publishers push; subscribed after {took:.1f} s", flush=True)
        _until(lambda: ask(folder, shown) == [(options.publishers * BEFORE,)], options.lead, "the first articles")
        wire.measured = published(server.appearances(), wire)
        watch(options.port, wire.measured, patience=options.poll_seconds + 30)
        report(wire, folder)
    return wire


def published(appears: Mapping[str, datetime], wire: Wire) -> list[Published]:
    """List what is measured, with the moments that the replay gave it."""
    live = wire.records[-(len(wire.records) - wire.before) :]
    found = [Published(one.id, one.source in wire.pushing, appears[one.id]) for one in live]
    return sorted(found, key=lambda article: article.at)


def report(wire: Wire, folder: Path) -> None:
    """Print the table."""
    print(f"load average over the last minute: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"{'publication to page, seconds':<34} {'articles':>8} {'median':>9} {'p95':>9} {'most':>9}")
    for name, pushed in (("over WebSub", True), ("by polling alone", False)):
        print(row(name, [article.seconds for article in wire.measured if article.pushed is pushed]))
        if pushed:
            print("\n".join(stages(folder, wire.measured)))
    missing = [article.mark for article in wire.measured if article.readable is None]
    if missing:
        print(f"never on the page: {', '.join(missing)}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--publishers", type=int, default=12)
    parser.add_argument("--every", type=float, default=2.0, help="seconds between two articles (2: 43,200 a day)")
    parser.add_argument("--lead", type=float, default=90.0, help="seconds before the first of them")
    parser.add_argument("--poll-seconds", type=float, default=30.0, help="seconds between two polls of a feed")
    parser.add_argument("--port", type=int, default=8431)
    parser.add_argument("--replay-port", type=int, default=8432)
    parser.add_argument("--keep", action="store_true", help="keep the folder with log and database")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="svizho-push-"))
    folder.chmod(0o711)
    try:
        measure(options, folder)
    finally:
        if options.keep:
            print(f"kept: {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
