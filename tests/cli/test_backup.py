"""Backup and restore: nothing overwritten, nothing half done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from svizho.cli import backup as room
from svizho.errors import DatabaseError, SvizhoError

Make = Callable[[str], str]


@pytest.fixture
def make(database_url: str) -> Iterator[Make]:
    """Make an empty database beside the run's own and give its address."""
    made: list[str] = []

    def one(name: str) -> str:
        with psycopg.connect(database_url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        made.append(name)
        return database_url.replace("/svizho?", f"/{name}?")

    yield one
    with psycopg.connect(database_url, autocommit=True) as connection:
        for name in made:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def run(url: str, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        cursor = connection.execute(query)
        return cursor.fetchall() if cursor.description else []


def filled(url: str) -> str:
    run(url, "CREATE TABLE story (id int PRIMARY KEY, title text)")
    run(url, "INSERT INTO story VALUES (1, 'Рада ухвалила бюджет'), (2, E'tab\\t and \\\\. in it')")
    return url


def test_what_was_backed_up_comes_back(make: Make, tmp_path: Path) -> None:
    source, target = filled(make("here")), make("there")
    file = tmp_path / "kept.backup"
    room.backup(source, file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["kept.backup"]
    room.refuse_other(file)
    room.restore(target, file, replace=False)
    assert run(target, "SELECT * FROM story ORDER BY id") == run(source, "SELECT * FROM story ORDER BY id")


def test_a_database_in_use_is_replaced_only_when_asked(make: Make, tmp_path: Path) -> None:
    url = filled(make("used"))
    file = tmp_path / "kept.backup"
    room.backup(url, file)
    run(url, "DELETE FROM story WHERE id = 1")
    run(url, "CREATE TABLE later (id int)")
    with pytest.raises(SvizhoError, match="2 tables already; --replace"):
        room.restore(url, file, replace=False)
    assert run(url, "SELECT count(*) FROM story") == [(1,)]
    room.restore(url, file, replace=True)
    assert run(url, "SELECT count(*) FROM story") == [(2,)]
    assert run(url, "SELECT to_regclass('later')") == [(None,)]


def test_a_file_cut_short_changes_nothing(make: Make, tmp_path: Path) -> None:
    url = make("cut")
    run(url, "CREATE TABLE many AS SELECT n, md5(n::text) AS word FROM generate_series(1, 20000) AS n")
    file = tmp_path / "kept.backup"
    room.backup(url, file)
    whole = file.read_bytes()
    for length in (len(whole) - 40, len(whole) // 2, 600, 6):
        file.write_bytes(whole[:length])
        with pytest.raises(DatabaseError, match="nothing was changed"):
            room.restore(url, file, replace=True)
        assert run(url, "SELECT count(*) FROM many") == [(20000,)]


def test_a_database_that_refuses_changes_nothing(make: Make, tmp_path: Path) -> None:
    url = filled(make("refusing"))
    file = tmp_path / "kept.backup"
    room.backup(url, file)
    run(url, "CREATE SCHEMA private; CREATE FUNCTION private.no() RETURNS event_trigger LANGUAGE plpgsql AS"
             " $$BEGIN RAISE 'not today'; END$$; CREATE EVENT TRIGGER no ON ddl_command_end"
             " WHEN tag IN ('CREATE TABLE') EXECUTE FUNCTION private.no()")  # fmt: skip
    with pytest.raises(DatabaseError, match=r"nothing was changed: .*not today"):
        room.restore(url, file, replace=True)
    assert run(url, "SELECT count(*) FROM story") == [(2,)]


def test_it_waits_for_nobody_who_is_at_work(make: Make, tmp_path: Path) -> None:
    url = filled(make("busy"))
    file = tmp_path / "kept.backup"
    room.backup(url, file)
    with (
        psycopg.connect(url, application_name="svizho"),
        pytest.raises(SvizhoError, match=r"at work on this database \(1 connections\); stop it first"),
    ):
        room.restore(url, file, replace=True)


def test_no_file_is_overwritten(make: Make, tmp_path: Path) -> None:
    file = tmp_path / "mine.txt"
    file.write_text("letters")
    with pytest.raises(SvizhoError, match="never overwrites"):
        room.refuse_existing(file)
    with pytest.raises(SvizhoError, match="never overwrites"):
        room.backup(filled(make("careful")), file)  # it appeared while the backup was written
    assert file.read_text() == "letters"
    with pytest.raises(SvizhoError, match="there is no folder"):
        room.refuse_existing(tmp_path / "missing" / "file")


def test_a_file_that_is_no_backup_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("PGDUMP")
    with pytest.raises(SvizhoError, match="is not a backup"):
        room.refuse_other(tmp_path / "text")
    with pytest.raises(SvizhoError, match="cannot be read: No such file"):
        room.refuse_other(tmp_path / "missing")


def test_the_password_stays_out_of_the_command_line() -> None:
    told = room.environment("postgresql://me:s3cret@db.example:6432/news?sslmode=require")
    assert told["PGPASSWORD"] == "s3cret"
    assert (told["PGHOST"], told["PGPORT"], told["PGUSER"], told["PGDATABASE"]) == (
        "db.example", "6432", "me", "news",
    )  # fmt: skip
    assert told["PGSSLMODE"] == "require"


def test_where_a_connection_must_be_encrypted_the_systems_program_comes_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    assert room.programs("pg_dump", "postgresql://db.example/news")[-1] == Path("/usr/bin/pg_dump")
    assert room.programs("pg_dump", "postgresql://db.example/news?sslmode=require")[0] == Path("/usr/bin/pg_dump")
