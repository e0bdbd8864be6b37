"""A tree of processes: each started again when it ends, all stopped together, none left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import IO

# Seconds between looks at the children, and between looks at what they stand on (`tend`).
LOOK_EVERY = 0.25
TEND_EVERY = 2.0

# Seconds the children may take to stop. Worker and web server each give their work in hand less than this.
GRACE = 8.0

# A child that lived this long was well; its next death counts as the first one.
WELL_AFTER = 30.0

# Seconds before a child is started again after its first, second, ... death in a row; the last stands for all more.
PAUSES = (0.2, 1.0, 2.0, 5.0, 10.0, 20.0)

STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Role:
    """One process to keep alive: its name in the log, its command line, what its environment has besides ours."""

    name: str
    command: tuple[str, ...]
    environ: Mapping[str, str] = field(default_factory=dict)


class Child:
    """A role and the process that plays it now."""

    def __init__(self, role: Role, environ: Mapping[str, str], *, prefixed: bool) -> None:
        """Prepare a child with the tree's `environ`; `prefixed` puts the role's name before each line it writes."""
        self.role = role
        self.deaths = 0
        self._environ = {**environ, **role.environ, "SVIZHO_ROLE": role.name}
        self._prefixed = prefixed
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._due = 0.0

    @property
    def pid(self) -> int | None:
        """The number of the process that plays the role now."""
        return self._process.pid if self._process else None

    def look(self, now: float, say: Say) -> None:
        """Notice that the process ended, and start it (again) when its pause is over; `now` is monotonic."""
        if self._process is not None and (code := self._process.poll()) is not None:
            self.deaths = 1 if now - self._started > WELL_AFTER else self.deaths + 1
            pause = PAUSES[min(self.deaths, len(PAUSES)) - 1]
            say(f"{self.role.name} ended ({ending(code)}); started again in {pause:g} s")
            self._process, self._due = None, now + pause
        if self._process is None and now >= self._due:
            self._start(now)

    def _start(self, now: float) -> None:
        """Start the process in a session of its own, so that the terminal's Ctrl-C reaches only the supervisor."""
        self._started = now
        output = subprocess.PIPE if self._prefixed else None
        self._process = subprocess.Popen(  # noqa: S603 - our own command line
            self.role.command,
            env={**self._environ, "SVIZHO_PARENT": str(os.getpid())},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if self._prefixed else None,
            start_new_session=True,
        )
        if self._process.stdout is not None:
            names = (self._process.stdout, self.role.name)
            threading.Thread(target=copy_prefixed, args=names, daemon=True).start()

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the process, or SIGKILL to its whole session."""
        if self._process is None or self._process.poll() is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            if number == signal.SIGKILL:
                os.killpg(self._process.pid, number)
            else:
                self._process.send_signal(number)

    def ended(self) -> bool:
        """Say whether no process plays the role."""
        return self._process is None or self._process.poll() is not None


def ending(code: int) -> str:
    """Say in words how a process ended, by its return code."""
    if code >= 0:
        return f"exit code {code}"
    with contextlib.suppress(ValueError):
        return f"killed by {signal.Signals(-code).name}"
    return f"killed by signal {-code}"


def copy_prefixed(source: IO[bytes], name: str) -> None:
    """Copy lines to stderr, each behind the name of who wrote it."""
    prefix = f"{name:>6} | ".encode()
    with source:
        for line in source:
            sys.stderr.buffer.write(prefix + line.rstrip(b"\n") + b"\n")
            sys.stderr.buffer.flush()


class Supervisor:
    """Keeps roles alive until told to stop."""

    def __init__(self, roles: Sequence[Role], *, say: Say, tend: Callable[[], None], prefixed: bool) -> None:
        """Prepare to keep `roles` alive; `tend` is called every two seconds to keep up what they stand on."""
        self.children = [Child(role, os.environ, prefixed=prefixed) for role in roles]
        self.stopping = threading.Event()
        self._say = say
        self._tend = tend
        self._tended = time.monotonic()

    def run(self) -> None:
        """Keep all children alive until SIGTERM, SIGINT or SIGHUP, then stop them; a second signal hurries."""
        with stop_signals(self.stopping):
            try:
                while not self.stopping.wait(LOOK_EVERY):
                    self._look()
            finally:
                self._say("stopping")
                self._stop()

    def _look(self) -> None:
        """Look once at everything."""
        now = time.monotonic()
        if now - self._tended > TEND_EVERY:
            self._tend()
            self._tended = time.monotonic()
        for child in self.children:
            child.look(now, self._say)

    def _stop(self) -> None:
        """Ask all children to stop, wait for them, and end those that do not."""
        self.stopping.clear()
        for child in self.children:
            child.send(signal.SIGTERM)
        until = time.monotonic() + GRACE
        while not all(child.ended() for child in self.children):
            if time.monotonic() > until or self.stopping.wait(0.05):
                break
        for child in self.children:
            child.send(signal.SIGKILL)


@contextlib.contextmanager
def stop_signals(event: threading.Event) -> Iterator[None]:
    """Let the stop signals set `event` for a while instead of ending this process."""

    def told(number: int, frame: FrameType | None) -> None:
        event.set()

    before = {number: signal.signal(number, told) for number in STOP_SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
