"""The `svizho` command: finds the subcommand, gives it what it needs, turns errors into one line."""

from __future__ import annotations

import argparse
import contextlib
import difflib
import importlib
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from types import FrameType

from svizho import __version__
from svizho.errors import SvizhoError

# Exit codes that shells know: 128 + the signal's number.
INTERRUPTED = 130
TERMINATED = 143
BROKEN_PIPE = 141


@dataclass(frozen=True, slots=True)
class Command:
    """One subcommand. Its module has `add_arguments(parser)` and `main(args) -> int` and is imported when asked for.

    `database` says that PostgreSQL runs, its tables are in order and Django is set up when `main` is called.
    """

    name: str
    words: str
    module: str
    group: str
    database: bool = False


SITE, NEWS, KEEP, FILTERS = "The site", "What it reads", "What it keeps", "Filters: JSON Lines in, JSON Lines out"
FILTER = "svizho.cli.filter_command"
COMMANDS = (
    Command("run", "everything on this machine: PostgreSQL, workers, web server", "svizho.cli.run", SITE),
    Command("demo", "the same with an invented newswire; works without internet", "svizho.cli.demo", SITE),
    Command("web", "the web server alone", "svizho.cli.roles", SITE),
    Command("work", "a worker alone", "svizho.cli.roles", SITE),
    Command("prepare", "make or renew tables and static files, without starting anything", "svizho.cli.roles", SITE),
    Command(
        "members", "who works at the desk: add, invite again, change roles", "svizho.cli.members", SITE, database=True
    ),
    Command("sources", "add, list, import, export and check sources", "svizho.cli.sources", NEWS, database=True),
    Command(
        "journey", "what waits at each step, what was set aside and why", "svizho.cli.journey", NEWS, database=True
    ),
    Command("stories", "merge and split stories, decide on proposals", "svizho.cli.stories", NEWS, database=True),
    Command("replay", "serve recorded news as live feeds on this machine", "svizho.cli.replay_command", NEWS),
    Command("check", "look whether everything is in order", "svizho.cli.check", KEEP),
    Command("backup", "write everything to one file", "svizho.cli.backup", KEEP),
    Command("restore", "read such a file into the database", "svizho.cli.backup", KEEP),
    Command(
        "manage",
        "a management command of Django, for those who know what they do",
        "svizho.cli.manage",
        KEEP,
        database=True,
    ),
    Command("parse", "a feed document -> its entries", FILTER, FILTERS),
    Command("extract", "pages -> articles", FILTER, FILTERS),
    Command("sort", "texts -> language and section", FILTER, FILTERS),
    Command("group", "articles in time order -> stories", FILTER, FILTERS),
    Command("attribute", "texts -> who said what", FILTER, FILTERS),
    Command("locate", "texts -> places", FILTER, FILTERS),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run `svizho ARGUMENTS`; gives the exit code. 2 means that what was asked for does not work, as said."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    signal.signal(signal.SIGTERM, leave)
    try:
        return dispatch(arguments)
    except SvizhoError as error:
        print(f"svizho: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read us has left; Python must not complain again when it flushes at exit.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE


def leave(number: int, frame: FrameType | None) -> None:
    """End the command on SIGTERM in such a way that everything is put in order on the way out."""
    raise SystemExit(TERMINATED)


def dispatch(arguments: list[str]) -> int:
    """Find the subcommand and run it."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(overview())
        return 0 if arguments else 2
    if arguments[0] in ("-V", "--version"):
        print(f"svizho {__version__}")
        return 0
    command = find(arguments[0])
    if command is None:
        return unknown(arguments[0])
    return execute(command, arguments[1:])


def find(name: str) -> Command | None:
    """Find a subcommand by its name."""
    return next((command for command in COMMANDS if command.name == name), None)


def unknown(name: str) -> int:
    """Say that there is no such subcommand, and which was likely meant."""
    near = difflib.get_close_matches(name, [command.name for command in COMMANDS], n=1)
    meant = f"did you mean `svizho {near[0]}`?" if near else "`svizho --help` lists what there is"
    print(f"svizho: there is no command {name!r}; {meant}", file=sys.stderr)
    return 2


def execute(command: Command, arguments: list[str]) -> int:
    """Import a subcommand, read its arguments and run it with what it needs."""
    module = importlib.import_module(command.module)
    parser = argparse.ArgumentParser(prog=f"svizho {command.name}", description=command.words)
    parser.set_defaults(command=command.name)
    module.add_arguments(parser)
    parsed = parser.parse_args(arguments)
    if not command.database:
        return int(module.main(parsed))
    tables = importlib.import_module("svizho.cli.tables")
    with tables.site_open():
        return int(module.main(parsed))


def overview() -> str:
    """Write what `svizho --help` prints."""
    lines = [
        f"svizho {__version__}: a self-hosted news site that is always fresh",
        "",
        "usage: svizho COMMAND [--help] ...",
    ]
    for group in dict.fromkeys(command.group for command in COMMANDS):
        lines += ["", f"{group}:"]
        lines += [f"  {command.name:<10} {command.words}" for command in COMMANDS if command.group == group]
    lines += ["", "Settings: svizho.toml in the current folder (or SVIZHO_CONFIG) and SVIZHO_... variables."]
    return "\n".join(lines)
