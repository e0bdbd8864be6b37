"""A whole Svizho, killed again and again in the middle of a replay: nothing lost, nothing doubled."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import psycopg
import pytest

from svizho.engine import postgres

# Enough articles that the kills fall into the middle of the work, few enough for a slow machine.
ARTICLES = 70

# Seconds that a whole journey of so many articles may take on a slow, busy machine.
PATIENCE = 240.0


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


class Tree:
    """A running `svizho replay --run`, its database and its processes."""

    def __init__(self, folder: Path, wire: Path) -> None:
        self.data = folder / "data"
        self.port, self.replay_port = free_port(), free_port()
        self.wire = wire
        self.log = folder / "log.txt"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "svizho.cli", "replay", str(self.wire), "--run", "--speed", "0"]
        command += ["--port", str(self.replay_port)]
        environ = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "SVIZHO_DATA")}
        environ |= {"SVIZHO_DATA": str(self.data), "SVIZHO_WEB_PORT": str(self.port)}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, env=environ, stdout=log, stderr=log, start_new_session=True)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(timeout=60)
        postgres.stop(self.data)

    def count(self, sql: str) -> int:
        """Count in the database; -1 while it does not answer."""
        server = postgres.running(self.data)
        if server is None:
            return -1
        try:
            with psycopg.connect(server.url, connect_timeout=5) as connection:
                row = connection.execute(sql).fetchone()  # type: ignore[arg-type]
        except psycopg.Error:
            return -1
        return int(row[0]) if row else -1

    def published(self) -> int:
        return self.count("SELECT count(*) FROM articles_article WHERE stage = 'published'")

    def kill_workers(self) -> int:
        """kill -9 every worker of this tree; says how many."""
        pids = [pid for pid in children_of(self.process.pid) if "\0work" in command_of(pid)] if self.process else []
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        return len(pids)

    def kill_postgres(self) -> None:
        """kill -9 the postmaster; its children notice."""
        server = postgres.running(self.data)
        assert server is not None
        os.kill(int((server.cluster / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)

    def kill_all(self) -> None:
        """kill -9 the supervisor and PostgreSQL, as when the power fails."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()
        self.kill_postgres()


def children_of(pid: int) -> list[int]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in path.read_text().split()] if path.exists() else []


def command_of(pid: int) -> str:
    path = Path(f"/proc/{pid}/cmdline")
    return path.read_bytes().decode(errors="replace") if path.exists() else ""


def wait_until(true: Callable[[], bool], what: str, tree: Tree) -> None:
    until = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > until:
            tail = tree.log.read_text(errors="replace")[-3000:]
            pytest.fail(f"{what}: not within {PATIENCE:g} s; published {tree.published()}\n{tail}")
        time.sleep(0.3)


@pytest.fixture
def tree(open_folder: Path) -> Iterator[Tree]:
    wire = open_folder / "wire.jsonl"
    lines = files("svizho.cli").joinpath("newswire", "newswire.jsonl").read_text("utf-8").splitlines()[:ARTICLES]
    wire.write_text("\n".join(lines) + "\n", "utf-8")
    tree = Tree(open_folder, wire)
    yield tree
    tree.stop()


@pytest.mark.timeout(900)
def test_nothing_is_lost_and_nothing_doubled_when_processes_are_killed(tree: Tree) -> None:
    tree.start()
    wait_until(lambda: tree.published() >= 3, "the first articles", tree)
    assert tree.kill_workers() > 0
    wait_until(lambda: tree.published() >= 10, "going on after the workers were killed", tree)
    tree.kill_postgres()
    wait_until(lambda: tree.published() >= 20, "going on after PostgreSQL was killed", tree)
    tree.kill_all()
    tree.start()
    wait_until(lambda: tree.published() == ARTICLES, "everything after the power failed", tree)
    assert tree.count("SELECT count(*) FROM articles_article") == ARTICLES
    assert tree.count("SELECT count(*) FROM articles_entry") == ARTICLES
    assert tree.count("SELECT count(*) FROM stories_placement") == ARTICLES
    assert tree.count("SELECT count(DISTINCT article_id) FROM stories_placement") == ARTICLES
    assert tree.count("SELECT sum(reports) FROM stories_story WHERE state = 'published'") == ARTICLES
    assert tree.count("SELECT count(*) FROM stories_story WHERE state = 'waiting'") == 0
    links = [json.loads(line)["id"] for line in tree.wire.read_text("utf-8").splitlines()]
    assert tree.count("SELECT count(DISTINCT link) FROM articles_article") == len(set(links))
