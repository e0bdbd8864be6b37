"""`svizho run`: PostgreSQL, workers and web server on this machine, in one tree of processes."""

from __future__ import annotations

import argparse
import contextlib
import errno
import fcntl
import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from svizho.cli.ground import database_up, read_settings, say
from svizho.engine import postgres
from svizho.engine.binaries import make_passable
from svizho.engine.supervisor import Role, Supervisor
from svizho.errors import DatabaseError, SettingsError, SvizhoError
from svizho.settings import Settings

# When this process began to do something of its own.
BEGUN = time.monotonic()

# Seconds that a web server which is just being stopped may keep its port.
PORT_PATIENCE = 5.0

# Seconds between looks whether the first page is served, and what one look may take.
ANNOUNCE_EVERY = 0.2
FIRST_PAGE_SECONDS = 30.0

# How we call ourselves: -P keeps the current folder from being searched for modules.
SVIZHO = (sys.executable, "-P", "-m", "svizho.cli")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--port", type=int, help="port to listen on (setting web.port)")


def main(args: argparse.Namespace) -> int:
    """Run the site until Ctrl-C."""
    if args.port is not None:
        os.environ["SVIZHO_WEB_PORT"] = str(args.port)
    return run_site()


def run_site(more: Sequence[Role] = ()) -> int:
    """Run the site that settings and environment describe, with `more` processes beside it, until told to stop.

    Raises SvizhoError where that cannot work: another `svizho run` on the same data, a port in use.
    """
    settings = read_settings()
    make_passable(settings.data.folder)
    with only_one(settings.data.folder):
        await_port(settings.web.host, settings.web.port)
        with database_up(settings):
            for_eyes = sys.stderr.isatty()
            os.environ["SVIZHO_LOG_FORMAT"] = "terminal" if for_eyes else "json"
            prepare("--begin")
            supervise([*site_roles(settings), *more], settings, prefixed=for_eyes)
    return 0


@contextlib.contextmanager
def only_one(data: Path) -> Iterator[None]:
    """Refuse a second `svizho run` on one data folder. The lock goes with the process, whatever ends it."""
    with (data / "run.lock").open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise SvizhoError(f"Svizho already runs on {data} (process {file.read().strip()})") from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def await_port(host: str, port: int) -> None:
    """Wait a moment for the port to be free; raises SettingsError where it cannot be listened on."""
    until = time.monotonic() + PORT_PATIENCE
    while trouble := port_trouble(host, port):
        if trouble.errno != errno.EADDRINUSE:
            raise SettingsError(f"web: cannot listen on {host}:{port}: {trouble.strerror}")
        if time.monotonic() > until:
            advice = f"stop that, or choose another port: svizho run --port {port + 1}"
            raise SettingsError(f"web.port: {port} is used by another program; {advice}")
        time.sleep(ANNOUNCE_EVERY)


def port_trouble(host: str, port: int) -> OSError | None:
    """Try to listen on a port for an instant; gives the error, None where it works."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
            trial.listen(1)
    except OSError as error:
        return error
    return None


def prepare(*options: str) -> None:
    """Put tables and static files in order in a process of its own, so that Django's memory goes with it."""
    environ = {**os.environ, "SVIZHO_PARENT": str(os.getpid())}
    if subprocess.run([*SVIZHO, "prepare", *options], env=environ, check=False).returncode:  # noqa: S603 - ourselves
        raise SvizhoError("the site could not be prepared, as said above")


def site_roles(settings: Settings) -> list[Role]:
    """Describe the web server and the workers, one for each core unless settings say otherwise.

    Workers compute with one thread each: with more, libgomp's threads spin against each other when the cores
    are busy, ten times slower (docs/decisions/packaging.md).
    """
    lanes = settings.engine.lanes or cores()
    alone = ("--alone",) if lanes == 1 and not settings.database.url else ()
    threads = {"OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS", "1")}
    names = ["work"] if lanes == 1 else [f"work{number}" for number in range(1, lanes + 1)]
    workers = [Role(name, (*SVIZHO, "work", *alone), threads) for name in names]
    return [Role("web", (*SVIZHO, "web")), *workers]


def cores() -> int:
    """Count the processor cores that we may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def supervise(roles: Sequence[Role], settings: Settings, *, prefixed: bool) -> None:
    """Keep the roles alive, and PostgreSQL if it is ours, until told to stop."""
    supervisor = Supervisor(roles, say=say, tend=lambda: tend(settings), prefixed=prefixed)
    if any(role.name == "web" for role in roles):
        threading.Thread(target=announce, args=(settings, supervisor.stopping), daemon=True).start()
    supervisor.run()


def tend(settings: Settings) -> None:
    """Start our PostgreSQL again when it does not answer."""
    if settings.database.url or postgres.running(settings.data.folder):
        return
    say("PostgreSQL does not answer")
    try:
        postgres.start(settings.data.folder, say)
        say("PostgreSQL is up again")
    except DatabaseError as error:
        say(str(error))


def announce(settings: Settings, stopping: threading.Event) -> None:
    """Print the address once the first page is really served there."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.web.host, settings.web.host)  # noqa: S104
    while not stopping.wait(ANNOUNCE_EVERY):
        if serves_page(host, settings.web.port):
            shown = f"[{host}]" if ":" in host else host
            took = time.monotonic() - BEGUN
            address = f"http://{shown}:{settings.web.port}"
            say(f"{settings.site.name} is served at {address} after {took:.1f} s; Ctrl-C stops it")
            return


def serves_page(host: str, port: int) -> bool:
    """Say whether the front page is answered as it should be."""
    connection = http.client.HTTPConnection(host, port, timeout=FIRST_PAGE_SECONDS)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
