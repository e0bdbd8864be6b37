"""`svizho stories`: what the auditor proposes, and an editor's merges and splits."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="DEED")
    deeds.add_parser("proposals", help="list the changes that wait for an editor")
    for name, words in (("accept", "carry out a proposed change"), ("decline", "decline it for good")):
        deeds.add_parser(name, help=words).add_argument("number", type=int)
    merge = deeds.add_parser("merge", help="put all articles of one story into another; its address leads on")
    merge.add_argument("story", type=int, help="number of the story that is emptied")
    merge.add_argument("into", type=int, help="number of the story that stays")
    split = deeds.add_parser("split", help="put articles into a story of their own")
    split.add_argument("articles", type=int, nargs="+", help="numbers of articles of one story")
    deeds.add_parser("audit", help="let the auditor look now")


def main(args: argparse.Namespace) -> int:
    """Do one deed; Django is set up by the time this is called."""
    from svizho.cli import story_deeds

    deed = getattr(story_deeds, f"{args.deed}_command")
    return int(deed(args))
