"""Serving recorded news and making its sources known to Svizho."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from svizho.cli.ground import say
from svizho.cli.replay import Progress, Recorded, ReplayServer, ReplaySource, load_recorded
from svizho.cli.tables import site_open

# Seconds between lines of progress.
TELL_EVERY = 15.0


def serve(args: argparse.Namespace) -> int:
    """Serve recorded news until Ctrl-C, with a line of progress; its sources are added to the site's database."""
    server = ReplayServer(
        _records(args),
        speed=args.speed,
        backlog=timedelta(hours=args.backlog),
        port=args.port,
        faults=args.faults,
        seed=args.seed,
        push=args.push,
    )
    server.start()
    try:
        if not args.serve_only:
            _make_known(server.sources(), server.address)
        say(f"recorded news of {len(server.sources())} sources is served at {server.base_url}/")
        server.run_forever(_teller(), every=TELL_EVERY)
    finally:
        server.stop()
    return 0


def _teller() -> Callable[[Progress], None]:
    """Make what tells the progress: only when there is some."""
    told = [""]

    def tell(progress: Progress) -> None:
        if progress.words != told[0]:
            told[0] = progress.words
            say(progress.words)

    return tell


def _records(args: argparse.Namespace) -> tuple[Recorded, ...]:
    """Read all files; ids are kept apart by the file they came from."""
    return tuple(record for file in args.file for record in load_recorded(Path(file), limit=args.limit))


def _make_known(sources: tuple[ReplaySource, ...], address: str) -> None:
    """Add the served sources to the database, and say so where the guard would not let them through."""
    with site_open() as settings:
        from svizho.cli.replay_sources import add_replayed

        added = add_replayed(sources)
        if added:
            say(f"added {added} sources of recorded news")
        if address not in settings.fetching.open_addresses:
            say(f"Svizho will refuse this address unless it is opened: SVIZHO_FETCHING_OPEN_ADDRESSES={address}")
