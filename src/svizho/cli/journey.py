"""`svizho journey`: what waits at each step, what was set aside and why."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of a table")
    parser.add_argument("--again", metavar="REASON", help="send articles set aside for REASON on the journey again")


def main(args: argparse.Namespace) -> int:
    """Print the account of all articles; Django is set up by the time this is called."""
    from svizho.cli.accounts import print_account, start_again

    if args.again:
        return start_again(args.again)
    return print_account(as_json=args.json)
