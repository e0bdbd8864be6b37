"""The filters as subcommands: reads standard input, writes standard output, touches nothing else."""

from __future__ import annotations

import argparse
import importlib
import io
import sys
from typing import TextIO

from svizho.cli.filters.lines import transformed, write_records

# One byte more than this is read and no further: `parse_feed` itself refuses far smaller documents.
LONGEST_DOCUMENT = 100_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments, which depend on the filter."""
    command = parser.get_default("command")
    if command == "parse":
        parser.add_argument("--url", default="", help="the feed's address, to which relative links belong")
        parser.add_argument("--content-type", default="", help="the Content-Type header it came with")
        parser.add_argument("--listing", action="store_true", help="read a web page as a list of articles")
        parser.add_argument(
            "--selector", default="", metavar="CSS", help="the same, its links found by this CSS selector"
        )
    if command == "group":
        parser.add_argument(
            "--revise", action="store_true", help="print later changes too, as more lines for the same id"
        )


def main(args: argparse.Namespace) -> int:
    """Run one filter over standard input."""
    module = importlib.import_module(f"svizho.cli.filters.{args.command}")
    out = utf8(sys.stdout)
    if args.command == "parse":
        data = sys.stdin.buffer.read(LONGEST_DOCUMENT + 1)
        told = {"url": args.url, "content_type": args.content_type}
        write_records(module.run(data, **told, listing=args.listing, selector=args.selector), out)
    elif args.command == "group":
        write_records(module.run(utf8(sys.stdin), revise=args.revise), out)
    else:
        write_records(transformed(utf8(sys.stdin), module.transform), out)
    return 0


def utf8(stream: TextIO) -> TextIO:
    """Read or write UTF-8 whatever the locale says; bytes that are none are replaced, lines end at newlines only."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    return stream
