"""`svizho backup` and `svizho restore`: the whole database in one file of pg_dump's custom format."""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg.conninfo import conninfo_to_dict

from svizho.cli.ground import database_up, read_settings, say
from svizho.cli.run import only_one
from svizho.engine.binaries import bundled, make_passable
from svizho.errors import DatabaseError, SvizhoError

# The first bytes of every file in pg_dump's custom format.
MAGIC = b"PGDMP"

# Environment variables by which PostgreSQL's programs are told where to connect: no password in a command line.
VARIABLES = {
    "host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT",
}  # fmt: skip

# Everything is in the schema `public`. It is emptied and filled in one transaction: all or nothing.
EMPTIED = "DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public"

TABLES: LiteralString = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
OTHERS: LiteralString = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND application_name = 'svizho' AND pid <> pg_backend_pid()"
)

CHUNK = 1 << 16


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path, metavar="FILE")
    if parser.get_default("command") == "restore":
        parser.add_argument("--replace", action="store_true", help="replace what is in the database now")


def main(args: argparse.Namespace) -> int:
    """Back up or restore."""
    settings = read_settings()
    if args.command == "backup":
        refuse_existing(args.file)
        with database_up(settings) as url:
            backup(url, args.file)
        return 0
    refuse_other(args.file)
    make_passable(settings.data.folder)
    with only_one(settings.data.folder), database_up(settings) as url:
        restore(url, args.file, replace=args.replace)
    return 0


def refuse_existing(file: Path) -> None:
    """Raise SvizhoError when the backup would overwrite a file, or has no folder to go to."""
    if file.exists() or file.is_symlink():
        raise SvizhoError(f"{file} exists already; a backup never overwrites a file")
    if not file.absolute().parent.is_dir():
        raise SvizhoError(f"there is no folder {file.absolute().parent}")


def refuse_other(file: Path) -> None:
    """Raise SvizhoError when the file is no backup."""
    try:
        with file.open("rb") as source:
            if source.read(len(MAGIC)) != MAGIC:
                raise SvizhoError(f"{file} is not a backup made by `svizho backup`")
    except OSError as error:
        raise SvizhoError(f"{file} cannot be read: {error.strerror}") from error


def backup(url: str, file: Path) -> None:
    """Write the database at `url` to `file`, which appears only once it is whole; readers and workers go on."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        draft.touch(mode=0o600)
        with progress(lambda: draft.stat().st_size):
            dump(url, draft)
        with draft.open("rb+") as written:
            os.fsync(written.fileno())
        link_new(draft, file)
    except OSError as error:
        raise SvizhoError(f"{file} cannot be written: {error.strerror}") from error
    finally:
        draft.unlink(missing_ok=True)
    say(f"{file}: {file.stat().st_size / 1e6:.1f} MB")


def dump(url: str, draft: Path) -> None:
    """Let the first pg_dump that can do it write the database to `draft`."""
    trouble = ""
    for program in programs("pg_dump", url):
        command = [str(program), "--format=custom", "--no-owner", "--no-privileges", f"--file={draft}"]
        done = subprocess.run(  # noqa: S603 - PostgreSQL's own program
            command, env=environment(url), capture_output=True, text=True, check=False
        )
        if done.returncode == 0:
            return
        trouble = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[0]
    raise DatabaseError(f"the database cannot be written out: {trouble}")


def link_new(draft: Path, file: Path) -> None:
    """Give the finished file its name unless somebody took that meanwhile."""
    try:
        os.link(draft, file)
    except FileExistsError:
        raise SvizhoError(f"{file} exists already; a backup never overwrites a file") from None
    except OSError:  # a file system without hard links
        refuse_existing(file)
        draft.rename(file)


def restore(url: str, file: Path, *, replace: bool) -> None:
    """Read the backup into the database at `url`, in one transaction.

    Raises SvizhoError when something is there already (unless `replace`) or Svizho is at work on it.
    """
    if others := count(url, OTHERS):
        raise SvizhoError(f"Svizho is at work on this database ({others} connections); stop it first")
    tables = count(url, TABLES)
    if tables and not replace:
        raise SvizhoError(f"the database has {tables} tables already; --replace puts the backup in their place")
    say("reading the backup")
    fill(url, file)
    say(f"restored {count(url, TABLES)} tables; `svizho run` brings them up to this version")


def fill(url: str, file: Path) -> None:
    """Empty the database and run what pg_restore writes as one transaction; any trouble leaves all as it was."""
    options = ["--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    psql = [str(programs("psql", url)[0]), *options, "--command", EMPTIED, "--file=-"]
    read = [str(programs("pg_restore", url)[0]), "--no-owner", "--no-privileges", "--file=-", str(file)]
    with tempfile.TemporaryFile() as trouble:
        reader = subprocess.Popen(read, stdout=subprocess.PIPE, stderr=trouble)  # noqa: S603
        writer = subprocess.Popen(psql, stdin=subprocess.PIPE, stderr=trouble, env=environment(url))  # noqa: S603
        with reader, writer:
            whole = pump(reader, writer)
        trouble.seek(0)
        words = trouble.read().decode(errors="replace").strip() or "the backup is cut short"
    if not whole or writer.returncode:
        raise DatabaseError(f"nothing was changed: {words.splitlines()[0]}")


def pump(reader: subprocess.Popen[bytes], writer: subprocess.Popen[bytes]) -> bool:
    """Hand all that `reader` writes to `writer`, which is killed, not ended, when a part is missing.

    Gives whether all of it was there and was taken. A killed psql commits nothing.
    """
    if reader.stdout is None or writer.stdin is None:
        raise ValueError("both programs need a pipe")
    handed = 0
    whole = False
    with progress(lambda: handed), contextlib.suppress(BrokenPipeError):
        while block := reader.stdout.read(CHUNK):
            writer.stdin.write(block)
            handed += len(block)
        whole = reader.wait() == 0
    if not whole:
        writer.kill()
        reader.kill()
    with contextlib.suppress(BrokenPipeError):
        writer.stdin.close()
    return whole


def programs(name: str, url: str) -> list[Path]:
    """Find PostgreSQL's programs of this name: the bundled one, then the system's.

    The bundled one cannot encrypt connections, so where a connection must be encrypted the system's comes first.
    """
    found = [Path(path) for path in [shutil.which(name)] if path]
    with contextlib.suppress(DatabaseError):
        own = bundled() / "bin" / name
        encrypted = conninfo_to_dict(url).get("sslmode") in ("require", "verify-ca", "verify-full")
        found.insert(len(found) if encrypted else 0, own)
    if not found:
        raise DatabaseError(f"{name} is not installed here; install the PostgreSQL client programs")
    return found


def environment(url: str) -> dict[str, str]:
    """Tell PostgreSQL's programs where to connect without a password in a command line."""
    facts = conninfo_to_dict(url)
    told = {VARIABLES[name]: str(value) for name, value in facts.items() if name in VARIABLES and value}
    return {**os.environ, **told, "PGCLIENTENCODING": "UTF8", "PGOPTIONS": "-c client_min_messages=warning"}


def count(url: str, query: LiteralString) -> int:
    """Ask the database for a number."""
    with psycopg.connect(url, connect_timeout=10) as connection:
        row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0


@contextlib.contextmanager
def progress(size: Callable[[], int]) -> Iterator[None]:
    """Show on a terminal, every second, how many megabytes are through."""
    done = threading.Event()

    def show() -> None:
        while not done.wait(1):
            with contextlib.suppress(OSError):
                print(f"\r  {size() / 1e6:.0f} MB ", end="", file=sys.stderr, flush=True)

    if sys.stderr.isatty():
        threading.Thread(target=show, daemon=True).start()
    try:
        yield
    finally:
        done.set()
