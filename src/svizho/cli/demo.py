"""`svizho demo`: a whole Svizho on an invented newswire that ships with it; works without internet."""

from __future__ import annotations

import argparse
import os
from importlib.resources import files

from svizho.cli.replay_command import PORT, run_with_site

# Hours of the newswire that are on the pages at once, and how many times real speed the rest arrives:
# a first page full of stories within a minute, then something new every ten seconds or so.
BACKLOG_HOURS = 20.0
SPEED = 60.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--speed", type=float, default=SPEED, help=f"times real speed ({SPEED:g})")
    parser.add_argument("--faults", action="store_true", help="add slow, broken, lying, moving and vanishing servers")
    parser.add_argument("--no-push", dest="push", action="store_false", help="serve the feeds without a WebSub hub")
    parser.add_argument("--port", type=int, help="port of the site (setting web.port)")
    parser.add_argument("--replay-port", type=int, default=PORT, help=f"port of the invented newswire ({PORT})")


def main(args: argparse.Namespace) -> int:
    """Run Svizho with the invented newswire until Ctrl-C."""
    if args.port is not None:
        os.environ["SVIZHO_WEB_PORT"] = str(args.port)
    wire = files("svizho.cli").joinpath("newswire", "newswire.jsonl")
    replay = argparse.Namespace(
        file=[str(wire)],
        port=args.replay_port,
        speed=args.speed,
        backlog=BACKLOG_HOURS,
        limit=None,
        faults=args.faults,
        push=args.push,
        seed=1,
    )
    return run_with_site(replay)
