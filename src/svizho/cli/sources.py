"""`svizho sources`: add, list, check, change, import and export the publishers that are read."""

from __future__ import annotations

import argparse

POLICIES = ("headline", "excerpt", "full")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="DEED")
    add = deeds.add_parser("add", help="add a source by the address of its site or feed")
    add.add_argument("url")
    add.add_argument("--name", default="", help="what to call it (default: what its feed says)")
    add.add_argument("--language", default="", help="its language, two letters (default: found out)")
    add.add_argument("--source", default="", metavar="SLUG", help="add what is found to a source that is there already")
    add.add_argument("--listing", action="store_true", help="read the page itself as a list of articles")
    add.add_argument("--selector", default="", metavar="CSS", help="the same, its links found by this CSS selector")
    _policy_arguments(add)
    listing = deeds.add_parser("list", help="list sources with the state of their feeds")
    listing.add_argument("--json", action="store_true", help="one JSON object a line")
    check = deeds.add_parser("check", help="read a site or feed now, or explain how a known feed is doing")
    check.add_argument("url", nargs="?", help="an address; without one, every unwell feed is told")
    policy = deeds.add_parser("policy", help="change how much of a source is shown")
    policy.add_argument("source", help="slug of the source (see `svizho sources list`)")
    policy.add_argument("policy", choices=POLICIES)
    policy.add_argument("--licence", default="", help="the licence that allows the full text")
    _set_arguments(deeds.add_parser("set", help="show or change how a source is asked and read"))
    for name, words in (("pause", "stop reading a source"), ("resume", "read a paused source again")):
        deeds.add_parser(name, help=words).add_argument("source")
    remove = deeds.add_parser("remove", help="remove a source with its feeds and articles")
    remove.add_argument("source")
    remove.add_argument("--yes", action="store_true", help="do not ask")
    imports = deeds.add_parser("import", help="add all feeds of an OPML file")
    imports.add_argument("file")
    export = deeds.add_parser("export", help="print all feeds as OPML")
    export.add_argument("file", nargs="?", help="where to write it (default: standard output)")
    tokens = deeds.add_parser("ping-token", help="make a token that may ping; without a name, list them")
    tokens.add_argument("name", nargs="?", default="", help="what to call it")
    tokens.add_argument("--revoke", action="store_true", help="take it back")
    deeds.add_parser("starter", help="add the starter list that ships with Svizho")


def _set_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", metavar="SOURCE", help="slug of the source, or the address of one of its feeds")
    parser.add_argument("--agent", help="the User-Agent its server is told; '' for the site's own")
    parser.add_argument(
        "--header", action="append", default=[], metavar="'NAME: VALUE'", help="a header sent to it; 'NAME:' removes it"
    )
    parser.add_argument("--home", metavar="URL", help="the publisher's own site")
    parser.add_argument("--weight", type=float, help="what one report of it counts in ranking and polling (usually 1)")
    parser.add_argument("--photos", choices=("on", "off"), help="whether its pictures may be shown, as our own copies")
    parser.add_argument("--selector", metavar="CSS", help="how a listing page's links are found; '' to learn it again")


def _policy_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--policy", choices=POLICIES, default="", help="how much of its articles may be shown")
    parser.add_argument("--licence", default="", help="the licence that allows the full text")


def main(args: argparse.Namespace) -> int:
    """Do one deed; Django is set up by the time this is called."""
    from svizho.cli import source_deeds, source_manners, source_pushes

    places = {"set": source_manners, "ping-token": source_pushes}
    deed = getattr(places.get(args.deed, source_deeds), f"{args.deed.replace('-', '_')}_command")
    return int(deed(args))
