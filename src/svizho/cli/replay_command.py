"""`svizho replay`: recorded news served on this machine as live feeds and pages, and read by Svizho."""

from __future__ import annotations

import argparse
import os
from datetime import timedelta
from pathlib import Path

# Where recorded news is served unless told otherwise; the setting fetching.open_addresses must name it.
HOST = "127.0.0.1"
PORT = 8077


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", nargs="+", help="JSON Lines: {id, lang, time, source, url, title, text} a line")
    parser.add_argument("--speed", type=float, default=60.0, help="times real speed (60); 0 = everything at once")
    parser.add_argument("--backlog", type=float, default=0.0, metavar="HOURS", help="hours already published at start")
    parser.add_argument("--limit", type=int, help="take only the first so many records of each file")
    parser.add_argument("--faults", action="store_true", help="add slow, broken, lying, moving and vanishing servers")
    parser.add_argument("--no-push", dest="push", action="store_false", help="serve the feeds without a WebSub hub")
    parser.add_argument("--seed", type=int, default=1, help="what the faults are drawn from")
    parser.add_argument("--port", type=int, default=PORT, help=f"port of the served news ({PORT})")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--run", action="store_true", help="start Svizho beside it, on a data folder of its own")
    how.add_argument("--serve-only", action="store_true", help="add no sources, only serve")


def main(args: argparse.Namespace) -> int:
    """Serve until Ctrl-C; with --run, as one process of a whole Svizho."""
    for file in args.file:
        if not Path(file).is_file():
            from svizho.errors import ReplayError

            raise ReplayError(f"there is no file {file}")
    if args.run:
        return run_with_site(args)
    if parent := int(os.environ.get("SVIZHO_PARENT", "0")):
        # One process of a whole Svizho must not outlive the one that watches it.
        from svizho.engine.parents import die_with_parent

        die_with_parent(parent)
    from svizho.cli.replaying import serve

    return serve(args)


def run_with_site(args: argparse.Namespace) -> int:
    """Start Svizho with the replay as one more process, open for exactly its address."""
    from svizho.cli.ground import read_settings
    from svizho.cli.run import SVIZHO, run_site
    from svizho.engine.supervisor import Role

    for name, value in replay_environment(args.port).items():
        os.environ.setdefault(name, value)
    # The hub of the replay is on this machine, so it reaches the site wherever that listens.
    os.environ.setdefault("SVIZHO_PUSH_CALLBACK_URL", f"http://{HOST}:{read_settings().web.port}")
    command = [*SVIZHO, "replay", *args.file, "--port", str(args.port), "--speed", str(args.speed)]
    command += ["--backlog", str(args.backlog), "--seed", str(args.seed)]
    command += ["--faults"] if args.faults else []
    command += [] if args.push else ["--no-push"]
    command += ["--limit", str(args.limit)] if args.limit else []
    return run_site([Role("replay", tuple(command))])


def replay_environment(port: int) -> dict[str, str]:
    """Settings that a replayed site needs: a folder of its own, one open address, polls as fast as the news comes."""
    return {
        "SVIZHO_DATA": "svizho-demo-data",
        "SVIZHO_SOURCES_STARTER": "false",
        "SVIZHO_FETCHING_OPEN_ADDRESSES": f"{HOST}:{port}",
        "SVIZHO_PACING_FASTEST_MINUTES": "0.05",
        "SVIZHO_PACING_SLOWEST_HOURS": str(timedelta(seconds=6) / timedelta(hours=1)),
    }
