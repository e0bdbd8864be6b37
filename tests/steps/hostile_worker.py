"""A worker in a process of its own that polls one lane and says how much memory it took."""

from __future__ import annotations

import json
import os
import socket
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import django

# Seconds one request may take, seconds of one reading: short, so that a slow server costs the test little.
REQUEST_SECONDS, READING_SECONDS = 2, 3.0
SAMPLED_EVERY = 0.02
INSIDE = {"inside.example": "10.0.0.7", "localhost": "127.0.0.1"}


def family(root: int) -> Iterator[int]:
    """Give a process and all that descend from it."""
    above: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        above.setdefault(int(fields[1]), []).append(int(folder.name))
    waiting = [root]
    while waiting:
        waiting += above.get(each := waiting.pop(), [])
        yield each


def resident(process: int) -> int:
    """Say how many bytes of memory a process holds."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


class Watch(threading.Thread):
    """Looks at the memory of this process and its children all the time; `most` is the largest sum seen."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most = 0
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(SAMPLED_EVERY):
            self.most = max(self.most, sum(resident(process) for process in family(os.getpid())))


async def lookup(host: str, port: int) -> Sequence[str]:
    """Know two names, which lead inside."""
    if host in INSIDE:
        return [INSIDE[host]]
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def main(addresses: Sequence[str]) -> None:
    """Poll all feeds that are due, through a real door and a real cage."""
    django.setup()
    from svizho.kit.cage import Cage
    from svizho.kit.http import Door
    from svizho.settings import Settings
    from svizho.steps.poll import poll_lane
    from svizho.steps.workbench import CAGE_MEGABYTES, PARSERS, Workbench

    plain = Settings()
    bench = Workbench(replace(plain, fetching=replace(plain.fetching, page_seconds=REQUEST_SECONDS)))
    door = Door(agent="Svizho-test/1", open_addresses=addresses, lookup=lookup)
    cage = Cage(workers=2, seconds=READING_SECONDS, megabytes=CAGE_MEGABYTES, preload=PARSERS)
    bench.__dict__.update(door=door, cage=cage)
    watch = Watch()
    watch.start()
    polled = poll_lane(0, 1, bench, on_stored=lambda shards: None)
    watch.over.set()
    bench.close()
    print(json.dumps({"feeds": polled.feeds, "failed": polled.failed, "megabytes": watch.most / 1e6}))


if __name__ == "__main__":
    main(sys.argv[1:])
