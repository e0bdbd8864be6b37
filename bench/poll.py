"""How fast feeds are polled: Svizho beside reader and newsboat, the same feeds on loopback, cold and then unchanged.

`python -m bench.poll` polls 1,000 feeds of 20 entries with each, then lets Svizho grow to 20,000 (`--grow`, a list of
numbers of feeds; `--feeds` and `--rounds` for the first part). All in one run, one after another, on the same server
of feeds in a process of its own. Svizho is run as `svizho run` starts it: a worker for each core, its own PostgreSQL
with its default durability (every commit on disk before the feed counts as read), the real queue, lanes, door with
limits per host, killable parsers; only the steps after polling do nothing. reader keeps its SQLite on the same disk
and is given its threads two ways, of which the best counts. The others are installed in a folder of the bench's own
(`--folder`), from PyPI and Debian.
"""

from __future__ import annotations

import argparse
import contextlib
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import polling_others
from bench.polling_ours import WARMING, Round, Svizho, site_open
from bench.polls.server import ENTRIES, url_of

# Threads that reader is tried with. More made it slower (16: a third of the speed, unchanged).
READER_WORKERS = (1, 4)
# What issue 3, point 7 asks for.
COLD_TARGET, UNCHANGED_TARGET, GROWTH_TARGET = 3.0, 5.0, 0.20

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Result:
    """What one program came to: entries a second on the first reading, feeds a second when nothing is new."""

    name: str
    cold: Round
    unchanged: Round

    @property
    def entries_a_second(self) -> float:
        """Entries that were read and kept a second, cold."""
        return self.cold.entries / self.cold.seconds

    @property
    def feeds_a_second(self) -> float:
        """Feeds a second that said "not modified"."""
        return self.unchanged.feeds / self.unchanged.seconds

    def row(self) -> str:
        """Write the line of the table."""
        cold, unchanged = self.cold, self.unchanged
        cost = f"{cold.busy / cold.feeds * 1e3:10.1f} {unchanged.busy / unchanged.feeds * 1e3:10.2f}"
        return f"{self.name:<24} {self.entries_a_second:10,.0f} {self.feeds_a_second:10,.0f} {cost}"


HEADER = "\n".join(
    f"{'':<24} " + " ".join(f"{word:>10}" for word in words)
    for words in (
        ("entries/s", "feeds/s", "CPU ms a", "CPU ms a"),
        ("cold", "unchanged", "feed cold", "unchanged"),
    )
)


def result(name: str, rounds: Sequence[Round]) -> Result:
    """Take the first round as cold, the best of the others as unchanged; raises ValueError where feeds were lost."""
    cold, *later = rounds
    if cold.entries != cold.feeds * ENTRIES or cold.failed or any(each.entries or each.failed for each in later):
        raise ValueError(f"{name} lost feeds or entries: {rounds}")
    return Result(name, cold, min(later, key=lambda each: each.seconds))


@contextlib.contextmanager
def publishers() -> Iterator[int]:
    """Serve the feeds in a process of its own; gives the port."""
    command = [sys.executable, "-m", "bench.polls.server"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.stdin.close()


def ours(site: Svizho, feeds: int, rounds: int) -> Result:
    """Let Svizho poll feeds: cold, then unchanged."""
    site.add(WARMING + feeds)
    return result(f"Svizho ({site.workers} workers)", [site.poll(WARMING) for _ in range(1 + rounds)])


def others(folder: Path, port: int, feeds: int, rounds: int) -> Iterator[Result]:
    """Let the others poll the same feeds, reader once for each number of threads."""
    warming = [url_of(n, port) for n in range(WARMING)]
    urls = [url_of(n, port) for n in range(WARMING, WARMING + feeds)]
    for workers in READER_WORKERS:
        done = polling_others.reader(folder, urls, warming, workers, 1 + rounds)
        yield result(f"reader 3.26 (workers={workers})", done)
    # Unchanged, newsboat takes its time over each feed: one such round tells enough.
    if reloaded := polling_others.newsboat(folder, urls, 2):
        yield result("newsboat", reloaded)


def everybody(folder: Path, port: int, feeds: int, rounds: int) -> Iterator[Result]:
    """Let us and then the others poll the same feeds."""
    with site_open(port) as site:
        mine = ours(site, feeds, rounds)
    yield mine
    yield from others(folder, port, feeds, rounds)


def grow(site: Svizho, sizes: Sequence[int], rounds: int, say: Say) -> None:
    """Say what an unchanged feed costs as feeds become more; they are put into the tables as polls would have."""
    say(f"{'feeds':>8} {'ms a feed':>10} {'CPU ms':>8}   (unchanged)")
    found: list[tuple[float, float]] = []
    for size in sizes:
        site.add(WARMING + size, known=True)
        found.append(_each(min((site.poll(WARMING) for _ in range(rounds)), key=lambda each: each.seconds)))
        say(f"{size:8,} {found[-1][0]:10.2f} {found[-1][1]:8.2f}")
    wall, cpu = (now / then - 1 for now, then in zip(found[-1], found[0], strict=True))
    say(f"growth of time a feed: {wall:+.0%} on the clock, {cpu:+.0%} CPU (target: less than {GROWTH_TARGET:+.0%})")


def _each(done: Round) -> tuple[float, float]:
    return done.seconds / done.feeds * 1e3, done.busy / done.feeds * 1e3


def compare(measured: Iterable[Result], say: Say) -> None:
    """Print each row of the table as it is measured, ours first, then how many times the best of reader we are."""
    say(HEADER)
    results = []
    for each in measured:
        say(each.row())
        results.append(each)
    mine, *rest = results
    readers = [each for each in rest if each.name.startswith("reader")]
    cold = mine.entries_a_second / max(each.entries_a_second for each in readers)
    unchanged = mine.feeds_a_second / max(each.feeds_a_second for each in readers)
    say(
        f"against the best of reader: {cold:.1f} times its entries/s cold (target {COLD_TARGET:g}), "
        f"{unchanged:.1f} times its feeds/s unchanged (target {UNCHANGED_TARGET:g})"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the bench."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=3, help="unchanged rounds, of which the best counts")
    parser.add_argument(
        "--grow", type=lambda text: [int(size) for size in text.split(",") if size], default="1000,5000,20000"
    )
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "svizho-bench-others")
    told = parser.parse_args(arguments)
    told.folder.mkdir(parents=True, exist_ok=True)
    with publishers() as port:
        if told.feeds:
            compare(everybody(told.folder, port, told.feeds, told.rounds), print)
        if told.grow:
            with site_open(port) as site:
                grow(site, told.grow, told.rounds, print)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
