"""A whole `svizho run` as a test sees it from outside."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

SVIZHO = (sys.executable, "-P", "-m", "svizho.cli")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Running:
    """One `svizho run` on a data folder of its own."""

    def __init__(self, data: Path, command: Sequence[str] = SVIZHO, *, role: str = "run") -> None:
        self.data, self.port, self.command = data, free_port(), (*command, role)
        self.log = data.parent / "log"
        clean = {name: value for name, value in os.environ.items() if not name.startswith("SVIZHO_")}
        self.environ = {
            **clean,
            "SVIZHO_DATA": str(data),
            "SVIZHO_WEB_PORT": str(self.port),
            "SVIZHO_SOURCES_STARTER": "false",
            "SVIZHO_ENGINE_LANES": "1",
        }
        self.process = self.start()

    def start(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen(
                self.command,
                env=self.environ,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                cwd=self.data.parent,
            )

    def again(self) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command, env=self.environ, capture_output=True, text=True, timeout=60, cwd=self.data.parent
        )

    def serves(self, path: str = "/") -> bool:
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
            connection.request("GET", path)
            return connection.getresponse().status == 200
        return False

    def words(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def pids(self, role: str) -> set[int]:
        """Find the processes that play a role for this tree, by their environment."""
        found = set()
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                environ = (folder / "environ").read_bytes().split(b"\0")
                state = (folder / "stat").read_text().rsplit(") ", 1)[1][0]
                ours = {f"SVIZHO_DATA={self.data}".encode(), f"SVIZHO_ROLE={role}".encode()} <= set(environ)
                if ours and state not in "ZX":
                    found.add(int(folder.name))
        return found

    def kill(self, role: str) -> set[int]:
        pids = self.pids(role)
        assert pids, f"nobody plays {role}:\n{self.words()}"
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return pids


def until(what: Callable[[], object], running: Running, seconds: float = 90) -> None:
    """Wait for something to become true."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, running.words()
        assert running.process.poll() is None, running.words()
        time.sleep(0.1)
