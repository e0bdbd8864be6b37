"""reader (lemon24) polls the same feeds; run by a Python of its own that has it, so it imports nothing of ours.

`python ask_reader.py DATABASE WORKERS ROUNDS < urls` prints a line of JSON a round: entries, seconds, failed.
"""

from __future__ import annotations

import importlib
import json
import logging
import sys
import time

# Feeds updated before the clock starts: connections, threads and imports are up (ours are, too).
WARMING = 24


def main(database: str, workers: int, rounds: int) -> None:
    """Add the feeds, then update all but the first of them `rounds` times, on disk, as reader does by default."""
    logging.disable(logging.CRITICAL)
    urls = sys.stdin.read().split()
    reader = importlib.import_module("reader").make_reader(database)
    for url in urls[:WARMING]:
        reader.add_feed(url)
    reader.update_feeds(workers=workers, scheduled=False)
    for url in urls[:WARMING]:
        reader.delete_feed(url)
    for url in urls[WARMING:]:
        reader.add_feed(url)
    for _ in range(rounds):
        before, began, cpu = reader.get_entry_counts().total, time.perf_counter(), time.process_time()
        reader.update_feeds(workers=workers, scheduled=False)
        seconds, busy = time.perf_counter() - began, time.process_time() - cpu
        failed = sum(feed.last_exception is not None for feed in reader.get_feeds())
        entries = reader.get_entry_counts().total - before
        done = {"entries": entries, "seconds": seconds, "busy": busy, "failed": failed}
        sys.stdout.write(json.dumps(done) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
