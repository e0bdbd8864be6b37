"""The tree of processes: restarts, clean stops, and nobody left behind."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from svizho.engine.supervisor import PAUSES, Child, Role, ending

# A supervisor over two children that each note their number in the folder given as the first argument.
TREE = """
import sys
from pathlib import Path
from svizho.engine.supervisor import Role, Supervisor
child = '''
import os, signal, sys, time
from pathlib import Path
from svizho.engine.parents import die_with_parent
die_with_parent(int(os.environ["SVIZHO_PARENT"]))
name = os.environ["SVIZHO_ROLE"]
if name == "stubborn":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
with (Path(sys.argv[1]) / name).open("a") as file:
    file.write(f"{os.getpid()} ")
print("I am up", flush=True)
time.sleep(0.1 if name == "brief" else 60)
'''
roles = [Role(name, (sys.executable, "-c", child, sys.argv[1])) for name in sys.argv[2:]]
say = lambda words: print("say", words, file=sys.stderr, flush=True)
Supervisor(roles, say=say, tend=lambda: (Path(sys.argv[1]) / "tended").touch(), prefixed=True).run()
"""

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a tree with the roles named."""
    trees: list[subprocess.Popen[str]] = []

    def one(*roles: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", TREE, str(tmp_path), *roles]
        trees.append(subprocess.Popen(command, stderr=subprocess.PIPE, text=True))
        return trees[-1]

    yield one
    for tree in trees:
        tree.kill()
        tree.communicate()


def numbers(folder: Path, role: str, *, least: int = 1) -> list[int]:
    """Wait until a role was started `least` times and give the numbers of its processes."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        path = folder / role
        found = [int(word) for word in path.read_text().split()] if path.exists() else []
        if len(found) >= least:
            return found
        time.sleep(0.05)
    pytest.fail(f"{role} was not started {least} times")


def gone(pid: int) -> bool:
    """Say whether a process ends within a few seconds."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
            if sys.platform == "linux" and Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1][0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.02)
    return False


def test_a_child_that_ends_is_started_again_even_after_exit_0(tmp_path: Path, start: Start) -> None:
    """Trap T4: a worker may end politely when PostgreSQL restarts."""
    tree = start("brief")
    numbers(tmp_path, "brief", least=3)
    tree.send_signal(signal.SIGTERM)
    words = tree.communicate(timeout=20)[1]
    assert "say brief ended (exit code 0); started again in 0.2 s" in words
    assert f"started again in {PAUSES[1]:g} s" in words
    assert re.search(r"^ brief \| I am up$", words, re.MULTILINE)


def test_a_killed_child_is_started_again_and_the_other_is_left_alone(tmp_path: Path, start: Start) -> None:
    tree = start("web", "work")
    web, work = numbers(tmp_path, "web"), numbers(tmp_path, "work")
    os.kill(work[0], signal.SIGKILL)
    assert len(numbers(tmp_path, "work", least=2)) == 2
    assert numbers(tmp_path, "web") == web
    tree.send_signal(signal.SIGINT)
    assert "work ended (killed by SIGKILL)" in tree.communicate(timeout=20)[1]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_stop_signal_stops_all_within_seconds(tmp_path: Path, start: Start, number: signal.Signals) -> None:
    tree = start("web", "work")
    children = numbers(tmp_path, "web") + numbers(tmp_path, "work")
    begun = time.monotonic()
    tree.send_signal(number)
    tree.communicate(timeout=20)
    assert tree.returncode == 0
    assert time.monotonic() - begun < 5
    assert all(gone(pid) for pid in children)


def test_a_second_signal_ends_even_a_stubborn_child(tmp_path: Path, start: Start) -> None:
    tree = start("stubborn")
    child = numbers(tmp_path, "stubborn")[0]
    tree.send_signal(signal.SIGTERM)
    time.sleep(0.7)
    assert tree.poll() is None
    tree.send_signal(signal.SIGTERM)
    tree.communicate(timeout=5)
    assert gone(child)


def test_a_killed_supervisor_leaves_nobody_behind(tmp_path: Path, start: Start) -> None:
    tree = start("web", "stubborn")
    children = numbers(tmp_path, "web") + numbers(tmp_path, "stubborn")
    tree.kill()
    assert all(gone(pid) for pid in children)


def test_what_the_tree_stands_on_is_tended(tmp_path: Path, start: Start) -> None:
    start("web")
    numbers(tmp_path, "tended", least=0)
    until = time.monotonic() + 10
    while not (tmp_path / "tended").exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert (tmp_path / "tended").exists()


def test_pauses_grow_with_deaths_in_a_row_and_start_anew_after_a_long_life() -> None:
    words: list[str] = []
    child = Child(Role("brief", (sys.executable, "-S", "-c", "")), os.environ, prefixed=False)
    now = 100.0
    for _ in range(8):
        child.look(now, words.append)
        until = time.monotonic() + 10
        while not child.ended() and time.monotonic() < until:
            time.sleep(0.005)
        child.look(now, words.append)
        now += 25.0  # longer than any pause, shorter than the life that counts as well
    assert [float(line.split()[-2]) for line in words] == [*PAUSES, PAUSES[-1], PAUSES[-1]]
    child.look(now, words.append)
    while not child.ended():
        time.sleep(0.005)
    child.look(now + 31, words.append)
    assert words[-1].endswith("started again in 0.2 s")


def test_endings_in_words() -> None:
    assert ending(1) == "exit code 1"
    assert ending(-9) == "killed by SIGKILL"
    assert ending(-250) == "killed by signal 250"
