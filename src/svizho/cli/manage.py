"""`svizho manage`: Django's management commands on the site's own database."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="the command and its arguments")


def main(args: argparse.Namespace) -> int:
    """Hand the arguments to Django."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["svizho manage", *(args.arguments or ["help"])])
    return 0
