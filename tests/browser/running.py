"""A site of its own for browser tests and screenshots: a database, a newsroom, a web server."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

import psycopg
from psycopg import sql

from svizho.engine import postgres

DATABASE = "svizho_browser"

# Seconds that making the database and starting the server may take on a slow, busy machine.
PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Site:
    """A running site: its address, its first story, and the newsroom that can report more."""

    address: str
    first: int
    newsroom: subprocess.Popen[str]

    def report(self, title: str) -> tuple[int, float]:
        """Let a new story be published; says its number and the moment of the commit."""
        return self._ask(f"new {title}")

    def grow(self, story: int, title: str) -> tuple[int, float]:
        """Let a story get one more report; says its number and the moment of the commit."""
        return self._ask(f"grow {story} {title}")

    def publish_hostile(self) -> int:
        """Let stories of hostile words be published; says the number of the first."""
        return self._ask("hostile")[0]

    def invite(self, name: str) -> str:
        """Make a moderator; says the path by which it joins."""
        return self._told(f"invite {name}")

    def _ask(self, line: str) -> tuple[int, float]:
        number, at = self._told(line).split()
        return int(number), float(at)

    def _told(self, line: str) -> str:
        assert self.newsroom.stdin is not None
        assert self.newsroom.stdout is not None
        self.newsroom.stdin.write(f"{line}\n")
        self.newsroom.stdin.flush()
        return self.newsroom.stdout.readline().strip()


@contextmanager
def running_site(database_url: str, folder: Path) -> Iterator[Site]:
    """Run a site on a fresh database of the PostgreSQL at `database_url`, with its files in `folder`."""
    port = free_port()
    environ = {**os.environ, "DATABASE_URL": fresh_database(database_url), "SVIZHO_DATA": str(folder)}
    environ |= {"SVIZHO_SITE_BASE_URL": f"http://127.0.0.1:{port}", "DJANGO_SETTINGS_MODULE": "svizho.settings.django"}
    newsroom = subprocess.Popen(
        [sys.executable, "-m", "tests.browser.newsroom"],
        env=environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert newsroom.stdout is not None
    said = newsroom.stdout.readline().split()
    assert said, "the newsroom did not open; its own words are above"
    # With a parent named, `svizho web` takes the database as it is and ends with us whatever happens.
    server = subprocess.Popen(
        [sys.executable, "-m", "svizho.cli", "web", "--port", str(port)],
        env={**environ, "SVIZHO_PARENT": str(os.getpid())},
    )
    try:
        wait_until_served(f"http://127.0.0.1:{port}/health", server)
        yield Site(f"http://127.0.0.1:{port}", int(said[1]), newsroom)
    finally:
        for process in (server, newsroom):
            process.terminate()
            process.wait(timeout=30)


@contextmanager
def site_of_its_own() -> Iterator[Site]:
    """Run a site on a PostgreSQL of its own, in a folder that goes with it: for pictures and judges of pages."""
    with tempfile.TemporaryDirectory(prefix="svizho-site-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        data = folder / "database"
        try:
            with running_site(postgres.start(data, durable=False).url, folder / "site") as site:
                yield site
        finally:
            postgres.stop(data)


def chromium() -> str | None:
    """Say where Debian's Chromium is; None where it is not installed."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def fresh_database(url: str) -> str:
    """Make the database of the site anew; says its address."""
    name = sql.Identifier(DATABASE)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
    return psycopg.conninfo.make_conninfo(url, dbname=DATABASE) if "://" not in url else renamed(url)


def renamed(url: str) -> str:
    """Give the same address with the name of the site's database."""
    head, _, options = url.partition("?")
    return f"{head.rpartition('/')[0]}/{DATABASE}" + (f"?{options}" if options else "")


def wait_until_served(address: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers; fails when it ended instead."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert server.poll() is None, "the web server ended; its own words are above"
        with suppress(URLError, OSError), urllib.request.urlopen(address, timeout=5):
            return
        time.sleep(0.2)
    raise TimeoutError(address)
