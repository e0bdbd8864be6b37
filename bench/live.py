"""Open pages: how many streams one web process holds, what each costs, and whether pages are still fast meanwhile.

`python -m bench.live` opens 2,000 streams on a server of its own, announces changes, closes them all and stops;
`--readers 300` makes it shorter. Memory is the growth of the server's resident set divided by streams.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

import psycopg

from bench.newsstand import make_database, web_server
from svizho.engine import postgres

READERS, ARTICLES = 2_000, 1_000

# svizho.records.actions.CHANNEL; importing that takes all of Django.
CHANNEL = "svizho_updates"

# Streams being opened at a time: browsers come one after another, not all in one packet.
AT_ONCE = 64
ASKED = 40

# The aims of docs/site.md.
KILOBYTES, PAGE_MS = 30.0, 50.0


class Reader:
    """One open page."""

    def __init__(self) -> None:
        self.heard = asyncio.Event()
        self.reads: asyncio.StreamReader | None = None
        self.writes: asyncio.StreamWriter | None = None

    async def open(self, host: str, port: int, gate: asyncio.Semaphore) -> bool:
        """Open the stream; False when it was refused."""
        async with gate:
            self.reads, self.writes = await asyncio.open_connection(host, port, limit=8192)
            self.writes.write(f"GET /live HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
            return b"200" in await self.reads.readuntil(b"retry: 3000\n\n")

    async def listen(self, words: bytes) -> float:
        """Wait for an event that holds `words`; gives the moment it came."""
        assert self.reads is not None
        await self.reads.readuntil(words)
        return time.perf_counter()


def memory(pid: int) -> float:
    """Give the resident kilobytes of a process and all below it."""
    rows = Path("/proc").glob("[0-9]*/stat")
    parents: dict[int, list[int]] = {}
    for row in rows:
        try:
            number, rest = row.read_text().split(" (", 1)
        except OSError:
            continue
        parents.setdefault(int(rest.rpartition(") ")[2].split()[1]), []).append(int(number))
    found, waiting = 0.0, [pid]
    while waiting:
        one = waiting.pop()
        status = Path(f"/proc/{one}/status").read_text()
        found += next(float(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
        waiting += parents.get(one, [])
    return found


def asked(address: str) -> list[float]:
    """Ask for a page again and again; milliseconds of each time."""
    took = []
    for _ in range(ASKED):
        began = time.perf_counter()
        with urllib.request.urlopen(address, timeout=30) as answer:
            answer.read()
        took.append((time.perf_counter() - began) * 1000)
    return took


def announce(url: str, number: int) -> float:
    """Announce a change as the journey does; gives the moment of the commit."""
    with psycopg.connect(url) as connection:
        connection.execute(
            "INSERT INTO records_update (kind, story_id, title, language, sections, at) "
            "VALUES ('story_new', 1, %s, 'uk', ARRAY['world'], now())",
            [f"bench {number}"],
        )
        connection.execute("SELECT pg_notify(%s, '')", [CHANNEL])
    return time.perf_counter()


async def measure(address: str, pid: int, url: str, count: int) -> list[Reader]:
    """Open streams, announce, print what was seen; gives the readers, still open."""
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port or 0
    before = asked(address + "/")
    empty, gate = memory(pid), asyncio.Semaphore(AT_ONCE)
    readers = [Reader() for _ in range(count)]
    began = time.perf_counter()
    opened = await asyncio.gather(*(reader.open(host, port, gate) for reader in readers))
    took = time.perf_counter() - began
    each = (memory(pid) - empty) / count
    print(f"open streams       {sum(opened):>8,} of {count:,} in {took:.1f} s")
    print(f"memory of each     {each:>8.1f} KB (aim {KILOBYTES:.0f}); the server before them {empty / 1024:.0f} MB")
    meanwhile = await asyncio.to_thread(asked, address + "/")
    tell("a page before them", before)
    tell("a page meanwhile  ", meanwhile)
    delays = []
    for number in range(5):
        hearing = [asyncio.create_task(reader.listen(f'"bench {number}"'.encode())) for reader in readers]
        said = await asyncio.to_thread(announce, url, number)
        heard = await asyncio.gather(*hearing)
        delays.append((median(heard) - said, max(heard) - said))
    middle, last = median(one for one, _ in delays), median(two for _, two in delays)
    print(f"a change is heard  {middle * 1000:>8.0f} ms after its commit by half of them, {last * 1000:.0f} ms by all")
    print(f"memory of each     {(memory(pid) - empty) / count:>8.1f} KB after five changes")
    return readers


def tell(name: str, took: Sequence[float]) -> None:
    """Print how long a page took."""
    print(f"{name} {median(took):>8.1f} ms (slowest of {len(took)}: {max(took):.0f} ms; aim {PAGE_MS:.0f})")


def main() -> None:
    """Run a site, open streams, print, stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=READERS)
    count = parser.parse_args().readers
    folder = Path(tempfile.mkdtemp(prefix="svizho-live-"))
    folder.chmod(0o711)
    (folder / "data").mkdir(mode=0o711)
    try:
        cluster = postgres.start(folder / "data", durable=False).url
        environ = make_database(cluster, "site_live", ARTICLES, folder / "files")
        os.environ["DJANGO_SETTINGS_MODULE"] = "svizho.settings.django"
        with web_server(environ) as (address, pid):
            readers = asyncio.run(measure(address, pid, environ["DATABASE_URL"], count))
            stopping = time.perf_counter()
        print(
            f"stopped            {time.perf_counter() - stopping:>8.2f} s after SIGTERM, {len(readers):,} streams open"
        )
    finally:
        postgres.stop(folder / "data")
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
