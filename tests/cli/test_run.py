"""`svizho run` as a whole: the page is served, every part may be killed, and nothing is left behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from svizho.engine import postgres
from tests.cli.running import SVIZHO, Running, until

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
    pytest.mark.timeout(240),  # a slow machine starts Django four times here
]


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    folder = Path(tempfile.mkdtemp(prefix="svizho-run-"))
    folder.chmod(0o711)
    one = Running(folder / "data")
    until(one.serves, one)
    yield one
    one.process.kill()
    one.process.wait()
    postgres.stop(folder / "data")
    shutil.rmtree(folder, ignore_errors=True)


def database_pid(running: Running) -> int | None:
    home = postgres.read_home(running.data)
    return postgres.postmaster(Path(home.cluster)) if home else None


def test_it_says_where_the_first_page_is(running: Running) -> None:
    until(lambda: "is served at" in running.words(), running)
    assert f"http://127.0.0.1:{running.port} after" in running.words()
    assert "preparing tables" in running.words()


def test_a_second_one_on_the_same_data_says_so(running: Running) -> None:
    done = running.again()
    assert done.returncode == 2
    assert f"Svizho already runs on {running.data} (process {running.process.pid})" in done.stderr


def test_another_ones_port_is_not_fought_over(running: Running) -> None:
    environ = {**running.environ, "SVIZHO_DATA": f"{running.data}-other"}
    done = subprocess.run([*SVIZHO, "run"], env=environ, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert f"web.port: {running.port} is used by another program" in done.stderr
    assert f"svizho run --port {running.port + 1}" in done.stderr


def test_a_command_beside_it_shares_the_database(running: Running) -> None:
    before = database_pid(running)
    done = subprocess.run([*SVIZHO, "journey"], env=running.environ, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert database_pid(running) == before


def test_a_killed_worker_comes_back(running: Running) -> None:
    until(lambda: running.pids("work"), running)
    before = running.kill("work")
    until(lambda: running.pids("work") - before, running)
    assert running.serves()


def test_a_killed_web_server_comes_back(running: Running) -> None:
    before = running.kill("web")
    until(lambda: running.pids("web") - before and running.serves(), running)


def test_a_killed_web_worker_comes_back(running: Running) -> None:
    """granian serves from a child of its own; its watcher must not lose it."""
    until(lambda: len(running.pids("web")) >= 2, running)
    youngest = max(running.pids("web"))
    os.kill(youngest, signal.SIGKILL)
    until(lambda: youngest not in running.pids("web"), running)
    until(running.serves, running)


def test_a_killed_database_comes_back_and_the_page_with_it(running: Running) -> None:
    pid = database_pid(running)
    assert pid is not None
    killed = datetime.now(UTC)
    os.kill(pid, signal.SIGKILL)
    until(lambda: database_pid(running) not in (None, pid), running)
    until(running.serves, running)
    assert "PostgreSQL does not answer" in running.words()
    until(lambda: queue_is_read(running, since=killed), running)


def queue_is_read(running: Running, *, since: datetime) -> bool:
    """Say whether a worker listens to the queue that began after `since`: those that were killed seem alive a while."""
    server = postgres.running(running.data)
    if server is None:
        return False
    with psycopg.connect(server.url) as connection:
        row = connection.execute(
            "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > %s", [since]
        ).fetchone()
    return bool(row and row[0])


def test_killed_as_a_whole_it_leaves_nobody_and_starts_again(running: Running) -> None:
    running.process.kill()
    running.process.wait()
    end = time.monotonic() + 10
    while (running.pids("web") or running.pids("work")) and time.monotonic() < end:
        time.sleep(0.1)
    assert running.pids("web") | running.pids("work") == set()
    running.process = running.start()
    until(running.serves, running)


def test_told_to_stop_it_stops_all_within_seconds(running: Running) -> None:
    until(lambda: running.pids("work"), running)
    begun = time.monotonic()
    running.process.send_signal(signal.SIGTERM)
    assert running.process.wait(timeout=30) == 0
    assert time.monotonic() - begun < 15
    assert running.pids("web") | running.pids("work") == set()
    assert database_pid(running) is None
    assert postgres.running(running.data) is None


def test_a_worker_of_its_own_brings_the_database_and_takes_it_down(running: Running) -> None:
    begun = datetime.now(UTC)
    alone = Running(running.data, role="work")
    try:
        until(lambda: queue_is_read(alone, since=begun), alone)
    finally:
        alone.process.terminate()
        code = alone.process.wait(timeout=30)
    assert code == 0, alone.words()
    assert alone.pids("work") == set()
    assert database_pid(alone) is None
