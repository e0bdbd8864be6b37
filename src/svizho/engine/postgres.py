"""PostgreSQL in the data folder: made, started, found again, shared by all our commands, stopped by the last.

Nothing here trusts a process number: a server is alive when it answers, and a number in a stale file may by
now be anybody's (docs/decisions/postgres.md tells what was measured).
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import secrets
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO
from urllib.parse import quote, urlencode

import psycopg

from svizho.engine.binaries import STATE, Person, make_passable, person_for, programs_for
from svizho.errors import DatabaseError

Say = Callable[[str], None]

# Longest path of a Unix socket wherever we run (macOS: 104 with the final NUL), less "/.s.PGSQL.5432".
LONGEST_SOCKET_FOLDER = 88
# A crashed server may replay its whole log first: max_wal_size below, read at a few megabytes a second.
START_SECONDS = 300
STOP_SECONDS = 60
# The name of both the role and the database.
NAME = "svizho"


@dataclass(frozen=True, slots=True)
class Server:
    """A PostgreSQL that answered: `url` for psycopg and Django, `cluster` is its PGDATA."""

    url: str
    cluster: Path


@dataclass(frozen=True, slots=True)
class Home:
    """Where one data folder's PostgreSQL lives. `socket_folder` is empty where only TCP on `port` works."""

    cluster: str
    socket_folder: str
    port: int
    password: str
    # The data folder it was chosen for; a copied folder must not lead to the original's database.
    data: str = ""

    def url(self, database: str = NAME) -> str:
        """Give the address of a database of this server."""
        if self.socket_folder:
            query = urlencode({"host": self.socket_folder, "port": self.port, "user": NAME}, quote_via=quote)
            return f"postgresql:///{database}?{query}"
        return f"postgresql://{NAME}:{self.password}@127.0.0.1:{self.port}/{database}"


def running(data: Path) -> Server | None:
    """Give the server of this data folder if it answers now; never starts one."""
    home = read_home(data)
    return answering(home) if home else None


def start(data: Path, say: Say = lambda words: None, *, durable: bool = True) -> Server:
    """Give the server of this data folder, made and started where need be; `say` is told what takes time.

    Raises DatabaseError with what PostgreSQL itself said. It stays up until `stop`: see `borrowed`. A server
    that is not `durable` may lose everything in a power cut: for tests.
    """
    make_passable(data)
    with locked(data / "postgres.lock"):
        home = read_home(data) or choose_home(data, say)
        if server := answering(home):
            return server
        person = person_for(Path(home.cluster))
        programs = programs_for(person)
        make_cluster(home, person, programs, say, durable=durable)
        launch(home, person, programs, say, durable=durable)
        make_database(home)
        server = answering(home)
    if server is None:
        raise DatabaseError(f"PostgreSQL started but does not answer; its log is {log_folder(home)}")
    return server


def stop(data: Path) -> None:
    """Stop the server of this data folder, if one runs, once its transactions in hand are written."""
    with locked(data / "postgres.lock"):
        home = read_home(data)
        if home is None or postmaster(Path(home.cluster)) is None:
            return
        person = person_for(Path(home.cluster))
        command = [str(programs_for(person) / "pg_ctl"), "stop", "-D", home.cluster, "-m", "fast", "-w"]
        done = person.run([*command, "-t", str(STOP_SECONDS)])
        if done.returncode:
            raise DatabaseError(f"PostgreSQL did not stop: {last_words(done)}")


@contextlib.contextmanager
def borrowed(data: Path, say: Say = lambda words: None) -> Iterator[Server]:
    """Use the server of this data folder together with whoever else does; the last to leave stops it.

    Users are counted by a shared file lock, which the kernel gives back whatever ends a process.
    """
    make_passable(data)
    with (data / "postgres.users").open("a") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield start(data, say)
        finally:
            if alone(users):
                stop(data)


def alone(users: IO[str]) -> bool:
    """Say whether nobody else uses the server; newcomers then wait until the lock is given back."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a file lock, so that two commands never make or start one server at a time."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def answering(home: Home) -> Server | None:
    """Give the server if it answers and is the one of this cluster."""
    try:
        with psycopg.connect(home.url(), connect_timeout=5, autocommit=True) as connection:
            row = connection.execute("SHOW data_directory").fetchone()
    except psycopg.Error:
        return None
    return Server(home.url(), Path(home.cluster)) if row and same_place(row[0], home.cluster) else None


def same_place(one: str | Path, other: str | Path) -> bool:
    """Say whether two paths are one folder."""
    return os.path.realpath(one) == os.path.realpath(other)


def read_home(data: Path) -> Home | None:
    """Read where this data folder's server lives, if that was decided and still holds."""
    try:
        home = Home(**json.loads((data / "postgres.json").read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except PermissionError as error:
        raise DatabaseError(f"{data} belongs to another user; run Svizho as that user") from error
    except (OSError, ValueError, TypeError) as error:
        raise DatabaseError(f"{data / 'postgres.json'} cannot be read: {error}") from error
    return home if Path(home.cluster).parent.is_dir() and belongs(home, data) else None


def belongs(home: Home, data: Path) -> bool:
    """Say whether what was decided was decided for this folder, or for the one it was before it was moved."""
    if not home.data or same_place(home.data, data):
        return True
    return not Path(home.data).exists() and not Path(home.cluster).is_relative_to(home.data)


def choose_home(data: Path, say: Say) -> Home:
    """Decide where the cluster and its socket live, and write that down."""
    cluster = data.resolve() / "postgres"
    person = person_for(cluster)
    if not person.reaches(data.resolve()):
        cluster = STATE / digest_of(data) / "postgres"
        say(f"{data} cannot be reached by the user {person.name}, so the database is kept in {cluster.parent}")
        make_passable(cluster.parent)
    folder = socket_folder(cluster, person)
    port = 5432 if folder else free_port()
    home = Home(str(cluster), folder, port, secrets.token_urlsafe(24), str(data.resolve()))
    draft = data / f".postgres.json.{os.getpid()}"
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(asdict(home), indent=1) + "\n", encoding="utf-8")
    draft.replace(data / "postgres.json")
    return home


def digest_of(data: Path) -> str:
    """Name a data folder in a few characters that no other folder's name will give."""
    return hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:12]


def socket_folder(cluster: Path, person: Person) -> str:
    """Find a folder for the Unix socket: beside the cluster, else a short path; "" where none works."""
    short = f"svizho-{person.uid}-{digest_of(cluster)}"
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    folders = [cluster.with_name("socket"), *([Path(runtime) / short] if runtime else []), Path("/tmp") / short]  # noqa: S108
    for folder in folders:
        if len(str(folder)) <= LONGEST_SOCKET_FOLDER and binds(folder, person):
            return str(folder)
    return ""


def binds(folder: Path, person: Person) -> bool:
    """Say whether a Unix socket can be bound in `folder`, made this user's alone; never in somebody else's.

    Anybody may have made a folder, or a link to one, under our name in /tmp: root must not hand that over.
    """
    trial = folder / ".trial"
    try:
        if folder.is_symlink() or (folder.exists() and folder.stat().st_uid != person.uid):
            return False
        person.own(folder)
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(str(trial))
        trial.unlink()
    except OSError:
        return False
    return person.reaches(folder, how="w")


def free_port() -> int:
    """Ask the system for a free port on this machine."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    return port


def make_cluster(home: Home, person: Person, programs: Path, say: Say, *, durable: bool) -> None:
    """Make the cluster unless it is there; one cut short while it was made is made anew.

    The builtin locale C.UTF-8 (PostgreSQL 17 and later) is the one that lower-cases Cyrillic and feeds it to
    pg_trgm on every machine. Who may connect is decided by the folder of the socket.
    """
    cluster = Path(home.cluster)
    if (cluster / "svizho-made").exists():
        return
    say("making the database (once)")
    if (cluster / "PG_VERSION").exists():
        cluster.rename(cluster.with_name(f"{cluster.name}-unfinished-{int(time.time())}"))
    person.own(cluster)
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8", "--encoding=UTF8"]
    access = ["--auth-local=trust", "--auth-host=scram-sha-256", f"--username={NAME}"]
    access += [] if durable else ["--no-sync"]
    with password_file(cluster, home, person) as password:
        done = person.run([programs / "initdb", "-D", cluster, *locale, *access, f"--pwfile={password}"])
    if done.returncode:
        raise DatabaseError(f"the database cannot be made in {cluster}: {last_words(done)}")
    (cluster / "svizho-made").touch()


@contextlib.contextmanager
def password_file(cluster: Path, home: Home, person: Person) -> Iterator[Path]:
    """Keep the password in a file that only the server's user reads, for as long as initdb needs it."""
    path = cluster.with_name(f".password-{os.getpid()}")
    path.touch(mode=0o600)
    path.write_text(home.password + "\n", encoding="ascii")
    if person.switch:
        os.chown(path, person.uid, person.gid)
    try:
        yield path
    finally:
        path.unlink()


def launch(home: Home, person: Person, programs: Path, say: Say, *, durable: bool) -> None:
    """Start the server on a cluster where none answers, after whatever a crash left behind."""
    cluster = Path(home.cluster)
    if postmaster(cluster) is not None:
        await_recovery(home, say)
        return
    disown_stale_pid(cluster)
    person.own(cluster / "svizho-log")
    if home.socket_folder:
        clear_socket(Path(home.socket_folder), person)
    options = " ".join(f"-c {name}={value}" for name, value in server_options(home, durable).items())
    command = [str(programs / "pg_ctl"), "start", "-D", home.cluster, "-w", "-t", str(START_SECONDS)]
    command += ["-o", options]
    done = person.run([*command, "-l", cluster / "svizho-log" / "start.log"], stdin=subprocess.DEVNULL)
    if done.returncode:
        raise DatabaseError(f"PostgreSQL does not start in {cluster}: {start_words(home) or last_words(done)}")


def await_recovery(home: Home, say: Say) -> None:
    """Wait for a server that runs but does not answer yet (it may be replaying its log after a crash)."""
    say("PostgreSQL is putting itself in order after a crash")
    until = time.monotonic() + START_SECONDS
    while postmaster(Path(home.cluster)) is not None and time.monotonic() < until:
        try:
            psycopg.connect(home.url("postgres"), connect_timeout=5).close()
        except psycopg.Error:
            time.sleep(0.2)
        else:
            return
    raise DatabaseError(f"PostgreSQL runs in {home.cluster} but does not answer; its log is {log_folder(home)}")


def server_options(home: Home, durable: bool) -> dict[str, str]:
    """Choose PostgreSQL's settings: durable writes, memory by the machine's, a bounded log, no replication.

    An eighth of the memory for shared_buffers, within what serves a small machine; PostgreSQL's manual starts
    dedicated servers at a quarter (https://www.postgresql.org/docs/18/runtime-config-resource.html).
    """
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 1_000_000
    return {
        "unix_socket_directories": quoted(home.socket_folder),
        "listen_addresses": quoted("" if home.socket_folder else "127.0.0.1"),
        "port": str(home.port),
        "shared_buffers": f"{min(max(memory // 8, 64), 512)}MB",
        "effective_cache_size": f"{max(memory // 2, 256)}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": "128MB",
        "max_connections": "100",
        "max_wal_size": "512MB",
        "wal_level": "minimal",
        "max_wal_senders": "0",
        "wal_compression": "on",
        "checkpoint_timeout": "15min",
        "random_page_cost": "1.1",
        "jit": "off",
        "fsync": "on" if durable else "off",
        "synchronous_commit": "on" if durable else "off",
        "full_page_writes": "on" if durable else "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "lc_messages": "C",
        "logging_collector": "on",
        "log_directory": "svizho-log",
        "log_filename": "postgres-%a.log",
        "log_truncate_on_rotation": "on",
        "log_rotation_age": "1d",
        "log_min_messages": "warning",
    }


def quoted(value: str) -> str:
    """Quote a value for the shell that pg_ctl starts the server by."""
    return "'" + value.replace("'", "'\\''") + "'"


def postmaster(cluster: Path) -> int | None:
    """Give the process that serves this cluster, looked at rather than believed."""
    pid = written_pid(cluster)
    return pid if pid is not None and serves(pid, cluster) else None


def written_pid(cluster: Path) -> int | None:
    """Read the number in postmaster.pid; None where there is none."""
    try:
        pid = int((cluster / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
    except (OSError, ValueError):
        return None
    return pid if pid > 0 else None


def serves(pid: int, cluster: Path) -> bool:
    """Say whether a process is a living postgres at home in this cluster."""
    process = Path(f"/proc/{pid}")
    if not Path("/proc/self/stat").exists():
        command = ["/bin/ps", "-o", "stat=,comm=", "-p", str(pid)]
        done = subprocess.run(command, capture_output=True, text=True)  # noqa: S603 - only a number goes in
        return done.stdout.strip().endswith("postgres") and not done.stdout.startswith("Z")
    try:
        name, state = (process / "stat").read_text(encoding="utf-8").split("(", 1)[1].rsplit(") ", 1)
        return name == "postgres" and state[0] not in "ZX" and same_place(str((process / "cwd").readlink()), cluster)
    except OSError:
        return False


def disown_stale_pid(cluster: Path) -> None:
    """Put the number of a process that has surely ended into a stale postmaster.pid.

    PostgreSQL refuses to start while that number is alive, even as a zombie or as a stranger. The rest of
    the file stays: by its shared-memory key PostgreSQL sees whether backends of the dead server still write.
    """
    path = cluster / "postmaster.pid"
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError:
        return
    with subprocess.Popen(["/bin/sh", "-c", ":"]) as gone:
        gone.wait()
    lines[0] = str(gone.pid)
    path.write_text("\n".join(lines), encoding="utf-8")


def clear_socket(folder: Path, person: Person) -> None:
    """Make the socket's folder anew and remove what a dead server left there: its lock, too, names a number."""
    person.own(folder)
    for left in folder.glob(".s.PGSQL.*"):
        left.unlink()


def make_database(home: Home) -> None:
    """Make the database unless it is there."""
    with psycopg.connect(home.url("postgres"), connect_timeout=10, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone()
        if known is None:
            connection.execute(f"CREATE DATABASE {NAME}")


def log_folder(home: Home) -> Path:
    """Say where the server writes its log."""
    return Path(home.cluster) / "svizho-log"


def start_words(home: Home) -> str:
    """Give the last lines the server wrote while it started."""
    words = []
    for path in sorted(log_folder(home).glob("*.log"), key=lambda one: one.stat().st_mtime)[-2:]:
        words += [line for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if "FATAL" in line]
    return " / ".join(words[-2:])


def last_words(done: subprocess.CompletedProcess[str]) -> str:
    """Give the last lines a program printed."""
    return " / ".join((done.stderr.strip() or done.stdout.strip()).splitlines()[-3:])
