"""The others in the bench of polling, each set up by the bench in a folder of its own from its public package."""

from __future__ import annotations

import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import time
import venv
from collections.abc import Sequence
from pathlib import Path

from bench.polling_ours import Round

# 3.26 is the last for Python 3.11. The feedparser inside it imports `sgmllib`, which sgmllib3k still has under that
# name (feedparser-sgmllib renamed it).
READER = ("reader==3.26", "sgmllib3k==1.0.0")
# Debian's newsboat and the one library it needs that servers lack; unpacked, not installed.
NEWSBOAT = ("newsboat", "libstfl0")
# newsboat's threads; it is fastest with as many as feeds wait.
NEWSBOAT_THREADS = 16
SCRIPT = Path(__file__).with_name("polls") / "ask_reader.py"


def environment(folder: Path) -> Path:
    """Make the Python that has reader, once; gives its interpreter."""
    python = folder / "reader" / "bin" / "python"
    if not python.exists():
        venv.create(folder / "reader", with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-qq", *READER], check=True, stdout=sys.stderr)
    return python


def reader(folder: Path, urls: Sequence[str], warming: Sequence[str], workers: int, rounds: int) -> list[Round]:
    """Let reader poll the feeds with so many threads: once cold, then unchanged."""
    python, database = environment(folder), folder / "reader.sqlite"
    for left in folder.glob("reader.sqlite*"):
        left.unlink()
    told = "\n".join([*warming, *urls])
    command = [str(python), str(SCRIPT), str(database), str(workers), str(rounds)]
    done = subprocess.run(command, input=told, text=True, stdout=subprocess.PIPE, check=True)
    return [Round(feeds=len(urls), **json.loads(line)) for line in done.stdout.splitlines()]


def newsboat(folder: Path, urls: Sequence[str], rounds: int) -> list[Round] | None:
    """Let newsboat poll the feeds, once cold, then unchanged; None where its package cannot be had."""
    program = _newsboat(folder)
    if program is None:
        return None
    home = folder / "newsboat-home"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    (home / "urls").write_text("\n".join(urls) + "\n")
    (home / "config").write_text(f"reload-threads {NEWSBOAT_THREADS}\n")
    cache = home / "cache.db"
    command = [str(part) for part in (program, "-u", home / "urls", "-C", home / "config", "-c", cache, "-x", "reload")]
    found, before = [], 0
    for _ in range(rounds):
        cpu, began = _children(), time.perf_counter()
        subprocess.run(command, env=_with_libraries(folder, home), check=True, capture_output=True)
        seconds, busy = time.perf_counter() - began, _children() - cpu
        with sqlite3.connect(cache) as database:
            entries = database.execute("SELECT count(*) FROM rss_item").fetchone()[0]
        found.append(Round(len(urls), entries - before, seconds, busy))
        before = entries
    return found


def _newsboat(folder: Path) -> Path | None:
    """Find newsboat on this machine, or unpack Debian's packages."""
    if installed := shutil.which("newsboat"):
        return Path(installed)
    program = folder / "newsboat" / "usr" / "bin" / "newsboat"
    if not program.exists() and shutil.which("apt-get") and shutil.which("dpkg"):
        packages = folder / "packages"
        packages.mkdir(exist_ok=True)
        fetched = subprocess.run(["apt-get", "download", *NEWSBOAT], cwd=packages, capture_output=True, check=False)
        for package in packages.glob("*.deb") if not fetched.returncode else ():
            subprocess.run(["dpkg", "-x", package, folder / "newsboat"], check=True)
    return program if program.exists() else None


def _with_libraries(folder: Path, home: Path) -> dict[str, str]:
    libraries = folder / "newsboat" / "usr" / "lib"
    places = [str(libraries), *(str(place) for place in libraries.glob("*-linux-gnu"))]
    return {**os.environ, "LD_LIBRARY_PATH": ":".join(places), "HOME": str(home), "TERM": "dumb"}


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
