"""PostgreSQL in the data folder: started, shared, recovered after every kind of crash, and never somebody else's."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from svizho.engine import binaries, postgres
from svizho.errors import DatabaseError


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    """A data folder in a place that the server's user can reach, shared by the tests of this file."""
    folder = Path(tempfile.mkdtemp(prefix="svizho-pg-"))
    folder.chmod(0o711)
    yield folder
    postgres.stop(folder)
    shutil.rmtree(folder, ignore_errors=True)


def ask(url: str, query: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(query)
        while cursor.nextset():
            pass
        row = cursor.fetchone()
        return row[0] if row else None


def wait_until_gone(pid: int) -> None:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1][0]
        except OSError:
            return
        if state in "ZX":
            return
        time.sleep(0.02)
    pytest.fail(f"process {pid} is still there")


def kill_postmaster(server: postgres.Server) -> int:
    pid = postgres.postmaster(server.cluster)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    wait_until_gone(pid)
    return pid


def rename_pid(server: postgres.Server, pid: int) -> None:
    """Write another process number where the dead server left its own."""
    for left in (server.cluster / "postmaster.pid", *(server.cluster.parent / "socket").glob("*.lock")):
        lines = left.read_text().split("\n")
        left.write_text("\n".join([str(pid), *lines[1:]]))


def test_cyrillic_is_understood(data: Path) -> None:
    server = postgres.start(data, durable=False)
    assert ask(server.url, "SELECT lower('ЄВРОПА ҐАНОК')") == "європа ґанок"
    assert ask(server.url, "SELECT 'Зеленський у Києві' ILIKE '%КИЄВІ%'") is True
    ask(server.url, "CREATE EXTENSION IF NOT EXISTS pg_trgm; SELECT 1")
    assert ask(server.url, "SELECT similarity('Київ', 'київ')") == 1.0
    assert ask(server.url, "SELECT to_tsvector('simple', 'НОВИНИ') @@ 'новини'::tsquery") is True


def test_only_a_socket_is_open_and_only_to_us(data: Path) -> None:
    server = postgres.start(data, durable=False)
    assert ask(server.url, "SHOW listen_addresses") == ""
    folder = str(ask(server.url, "SHOW unix_socket_directories"))
    assert Path(folder).stat().st_mode & 0o777 == 0o700
    assert Path(data / "postgres.json").stat().st_mode & 0o777 == 0o600
    assert server.cluster.stat().st_mode & 0o777 == 0o700


def test_starting_twice_gives_the_same_server(data: Path) -> None:
    first = postgres.start(data, durable=False)
    pid = postgres.postmaster(first.cluster)
    assert postgres.start(data) == first
    assert postgres.running(data) == first
    assert postgres.postmaster(first.cluster) == pid


def test_rows_outlive_stop_and_start(data: Path) -> None:
    server = postgres.start(data, durable=False)
    ask(server.url, "CREATE TABLE kept AS SELECT 7 AS n; SELECT 1")
    postgres.stop(data)
    assert postgres.running(data) is None
    postgres.stop(data)  # stopping what is stopped does no harm
    assert ask(postgres.start(data, durable=False).url, "SELECT n FROM kept") == 7


def test_killed_it_is_started_again_with_all_that_was_committed(data: Path) -> None:
    postgres.stop(data)
    server = postgres.start(data)  # durable, as in life
    ask(server.url, "CREATE TABLE IF NOT EXISTS crash (n int); INSERT INTO crash VALUES (1); SELECT 1")
    kill_postmaster(server)
    assert postgres.running(data) is None
    again = postgres.start(data)
    assert ask(again.url, "SELECT count(*) FROM crash") == 1


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_strangers_process_under_the_old_number_is_left_alone(data: Path) -> None:
    """Trap T1: after a crash the number in postmaster.pid may be anybody's."""
    server = postgres.start(data, durable=False)
    kill_postmaster(server)
    with subprocess.Popen(["sleep", "10"]) as stranger:
        rename_pid(server, stranger.pid)
        assert postgres.postmaster(server.cluster) is None
        postgres.stop(data)
        assert stranger.poll() is None
        again = postgres.start(data, durable=False)
        assert ask(again.url, "SELECT 1") == 1
        postgres.stop(data)
        assert stranger.poll() is None
        stranger.kill()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_zombie_under_the_old_number_does_not_keep_it_down(data: Path) -> None:
    """In a container without an init a dead server stays in the process table for ever."""
    server = postgres.start(data, durable=False)
    kill_postmaster(server)
    zombie = subprocess.Popen(["true"])
    wait_until_gone(zombie.pid)
    rename_pid(server, zombie.pid)
    try:
        assert ask(postgres.start(data, durable=False).url, "SELECT 1") == 1
    finally:
        zombie.wait()


def test_another_servers_address_is_not_taken_for_ours(data: Path, tmp_path: Path) -> None:
    home = postgres.read_home(data)
    postgres.start(data, durable=False)
    assert home is not None
    elsewhere = postgres.Home(str(tmp_path), home.socket_folder, home.port, "")
    assert postgres.answering(elsewhere) is None


HOLD = """
import sys
from pathlib import Path
from svizho.engine import postgres
with postgres.borrowed(Path(sys.argv[1])) as server:
    print("up", flush=True)
    sys.stdin.readline()
"""


def holder(data: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(data)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    return process


def test_the_last_to_leave_stops_it(data: Path) -> None:
    postgres.stop(data)
    first, second = holder(data), holder(data)
    first.communicate("\n")
    assert postgres.running(data) is not None
    second.communicate("\n")
    assert postgres.running(data) is None


def test_a_killed_user_does_not_count(data: Path) -> None:
    postgres.stop(data)
    first = holder(data)
    first.kill()
    first.communicate()
    assert postgres.running(data) is not None  # nobody was left to stop it
    with postgres.borrowed(data):
        pass
    assert postgres.running(data) is None


def test_a_cluster_cut_short_while_it_was_made_is_made_anew(data: Path) -> None:
    server = postgres.start(data, durable=False)
    postgres.stop(data)
    (server.cluster / "svizho-made").unlink()
    assert ask(postgres.start(data, durable=False).url, "SELECT 1") == 1
    assert list(data.glob("postgres-unfinished-*"))


def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    cluster = tmp_path / ("a" * 60) / ("b" * 60) / "postgres"
    folder = postgres.socket_folder(cluster, binaries.person_for(cluster))
    assert folder
    assert len(folder) <= postgres.LONGEST_SOCKET_FOLDER
    Path(folder).rmdir()


def test_no_socket_is_put_where_somebody_else_laid_a_trap(tmp_path: Path) -> None:
    person = binaries.person_for(tmp_path / "none")
    treasure = tmp_path / "treasure"
    treasure.mkdir(mode=0o755)
    link = tmp_path / "socket"
    link.symlink_to(treasure)
    assert postgres.binds(link, person) is False
    assert treasure.stat().st_uid == os.geteuid()
    assert treasure.stat().st_mode & 0o777 == 0o755


def test_a_copied_data_folder_gets_a_database_of_its_own(data: Path, tmp_path: Path) -> None:
    postgres.start(data, durable=False)
    copy = tmp_path / "copy"
    copy.mkdir()
    shutil.copy(data / "postgres.json", copy)
    assert postgres.read_home(copy) is None
    assert postgres.running(copy) is None
    assert postgres.read_home(data) is not None


def test_a_moved_data_folder_keeps_a_database_that_lies_elsewhere(tmp_path: Path) -> None:
    elsewhere, now = tmp_path / "elsewhere", tmp_path / "now"
    elsewhere.mkdir()
    inside = postgres.Home(str(tmp_path / "before" / "postgres"), "", 1, "", str(tmp_path / "before"))
    outside = postgres.Home(str(elsewhere / "postgres"), "", 1, "", str(tmp_path / "before"))
    assert not postgres.belongs(inside, now)  # it moved along and is found where it is now
    assert postgres.belongs(outside, now)


def test_without_sockets_it_serves_on_this_machine_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "binds", lambda folder, person: False)
    folder = Path(tempfile.mkdtemp(prefix="svizho-tcp-"))
    folder.chmod(0o711)
    try:
        server = postgres.start(folder, durable=False)
        assert "@127.0.0.1:" in server.url
        assert ask(server.url, "SHOW listen_addresses") == "127.0.0.1"
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            ask(server.url.replace("svizho:", "svizho:x"), "SELECT 1")
    finally:
        postgres.stop(folder)
        shutil.rmtree(folder, ignore_errors=True)


def test_a_data_folder_of_nobodys_words(tmp_path: Path) -> None:
    (tmp_path / "postgres.json").write_text("{nonsense")
    with pytest.raises(DatabaseError, match=r"postgres\.json cannot be read"):
        postgres.running(tmp_path)


def test_the_reason_why_it_does_not_start_is_told(data: Path) -> None:
    server = postgres.start(data, durable=False)
    postgres.stop(data)
    version = server.cluster / "PG_VERSION"
    kept = version.read_text()
    version.write_text("9.1\n")
    try:
        with pytest.raises(DatabaseError, match="incompatible with server"):
            postgres.start(data)
    finally:
        version.write_text(kept)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands its programs to another user")
def test_root_hands_over_and_opens_no_folder(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    words: list[str] = []
    home = None
    try:
        server = postgres.start(closed / "data", words.append, durable=False)
        home = server.cluster.parent
        assert closed.stat().st_mode & 0o777 == 0o700
        assert server.cluster.is_relative_to(binaries.STATE)
        assert any("cannot be reached" in line and str(home) in line for line in words)
        assert server.cluster.stat().st_uid != 0
        assert postgres.running(closed / "data") == server
    finally:
        postgres.stop(closed / "data")
        if home:
            shutil.rmtree(home)


def test_a_copy_of_the_programs_works_and_is_made_once(tmp_path: Path) -> None:
    copy = binaries.copied(binaries.bundled(), tmp_path / "programs")
    done = subprocess.run([copy / "bin" / "pg_dump", "--version"], capture_output=True, text=True, check=True)
    assert "pg_dump (PostgreSQL)" in done.stdout
    linked = subprocess.run(["ldd", copy / "bin" / "pg_dump"], capture_output=True, text=True)
    assert str(binaries.bundled()) not in linked.stdout
    before = copy.stat().st_mtime_ns
    assert binaries.copied(binaries.bundled(), tmp_path / "programs") == copy
    assert copy.stat().st_mtime_ns == before
    assert [path.name for path in tmp_path.iterdir()] == ["programs"]
