"""`svizho web`, `svizho work`, `svizho prepare`: one role each, for many machines or under `svizho run`."""

from __future__ import annotations

import argparse
import multiprocessing
import os
from collections.abc import Callable
from typing import Any

from svizho.cli.ground import database_up, read_settings, say
from svizho.engine.parents import die_with_parent
from svizho.errors import SettingsError
from svizho.settings import Settings

# Connections held at a time: each open page keeps one for the live stream. granian's own default of 1,024
# leaves no room for anybody else once they are all streams (measured, docs/decisions/packaging.md).
CONNECTIONS = 4096

# Streams end by themselves when the server stops; two seconds serve every page in hand, and end what hangs.
STOPPING_MAY_TAKE = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the role."""
    command = parser.get_default("command")
    if command == "web":
        parser.add_argument("--host", help="address to listen on (setting web.host)")
        parser.add_argument("--port", help="port to listen on (setting web.port)")
    if command == "work":
        parser.add_argument(
            "--alone", action="store_true", help="no other worker uses this database: take up what a dead one left"
        )
    if command == "prepare":
        parser.add_argument(
            "--begin", action="store_true", help="also add starter sources to a new site, and take up what was left"
        )


def main(args: argparse.Namespace) -> int:
    """Play the role until SIGTERM or Ctrl-C: under a supervisor, or with what it needs around it."""
    for name in ("host", "port"):
        if told := getattr(args, name, None):
            os.environ[f"SVIZHO_WEB_{name.upper()}"] = told
    settings = read_settings()
    if parent := int(os.environ.get("SVIZHO_PARENT", "0")):
        die_with_parent(parent)
        return ROLES[args.command](args, settings)
    with database_up(settings):
        if args.command != "prepare" and not settings.database.url:
            return beside_database(args, settings)
        put_in_order()
        return ROLES[args.command](args, settings)


def beside_database(args: argparse.Namespace, settings: Settings) -> int:
    """Play the role in a child, while we keep the database up and stop it in the end.

    A worker leaves without looking back, since its threads may be waiting for slow servers.
    """
    from svizho.cli.run import SVIZHO, prepare, supervise
    from svizho.engine.supervisor import Role

    prepare()
    options = ("--alone",) if getattr(args, "alone", False) else ()
    supervise([Role(args.command, (*SVIZHO, args.command, *options))], settings, prefixed=False)
    return 0


def prepare(args: argparse.Namespace, settings: Settings) -> int:
    """Put tables and static files in order; with `--begin` fill a new site, or take up what a former run left.

    What a former run left is looked for before it is imported: that import takes as long as all the rest.
    """
    put_in_order()
    from svizho.cli.tables import anything_to_begin_with

    if args.begin and anything_to_begin_with():
        from svizho.cli import first_start

        first_start.prepare()
    return 0


def put_in_order() -> None:
    """Set Django up, and make or renew tables and static files."""
    from svizho.cli.tables import renew_tables, set_up_django

    set_up_django()
    from svizho.cli.statics import gather_static

    renew_tables(say)
    gather_static(say)


def web(args: argparse.Namespace, settings: Settings) -> int:
    """Serve the site."""
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from svizho.cli.server import Server

    try:
        Server(
            "svizho.asgi:app",
            address=settings.web.host,
            port=settings.web.port,
            interface=Interfaces.ASGI,
            workers=1,
            websockets=False,
            backlog=CONNECTIONS,
            backpressure=CONNECTIONS,
            workers_kill_timeout=STOPPING_MAY_TAKE,
            respawn_failed_workers=True,
            log_level=LogLevels.warning,
        ).serve(target_loader=load_site, wrap_loader=False)
    except (OSError, RuntimeError) as error:
        words = f"web: cannot listen on {settings.web.host}:{settings.web.port}: {error}"
        raise SettingsError(words) from error
    return 0


def load_site() -> Callable[..., Any]:
    """Load the site in the process that serves it, which must not outlive the one that watches it."""
    if multiprocessing.parent_process() is not None:
        die_with_parent(os.getppid())
    from svizho.asgi import app

    return app


def work(args: argparse.Namespace, settings: Settings) -> int:
    """Work on jobs."""
    from svizho.cli.tables import set_up_django

    set_up_django()
    from svizho.engine.worker import main as work_on

    work_on(alone=args.alone)


ROLES: dict[str, Callable[[argparse.Namespace, Settings], int]] = {"web": web, "work": work, "prepare": prepare}
