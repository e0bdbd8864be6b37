"""The package holds all that Svizho needs, and runs where nothing else of ours is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from svizho import __version__
from svizho.engine import postgres
from tests.cli.running import Running, until
from tests.house.source import ROOT, SRC, tracked


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder that PostgreSQL's user can pass through."""
    made = Path(tempfile.mkdtemp(prefix="svizho-wheel-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope="module")
def wheel(folder: Path) -> Path:
    """Build the wheel as anybody would, with the build back end that is installed."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / f"svizho-{__version__}-py3-none-any.whl"


def test_the_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    wanted = {f"svizho/{path.relative_to(SRC)}" for path in tracked() if path.is_relative_to(SRC)}
    assert wanted - held == set()
    assert f"svizho-{__version__}.dist-info/licenses/LICENSE" in held


@pytest.mark.parametrize(
    ("kind", "least"),
    [
        ("svizho/web/templates/*.html", 5),
        ("svizho/web/static/*.css", 1),
        ("svizho/web/static/*.js", 1),
        ("svizho/locale/*.mo", 1),
        ("svizho/cli/newswire/*.jsonl", 1),
        ("svizho/cli/*.opml", 1),
        ("svizho/*/migrations/*.py", 5),
    ],
)
def test_the_wheel_holds_what_is_no_code(wheel: Path, kind: str, least: int) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = [name for name in archive.namelist() if Path(name).match(kind) or matches_deep(name, kind)]
    assert len(held) >= least


def matches_deep(name: str, kind: str) -> bool:
    """Say whether a file lies anywhere below the pattern's folder."""
    head, _, tail = kind.rpartition("/")
    return "*" not in head and name.startswith(f"{head}/") and name.endswith(tail.lstrip("*"))


@pytest.mark.timeout(300)
@pytest.mark.skipif(
    not os.environ.get("SVIZHO_UV"), reason="only `make test` has the installer that makes an empty environment"
)
def test_the_wheel_runs_in_an_empty_environment(wheel: Path, folder: Path) -> None:
    uv, place = os.environ["SVIZHO_UV"], folder / "empty"
    locked = folder / "locked.txt"
    for command in (
        [uv, "venv", "--quiet", "--python", sys.executable, str(place)],
        [
            uv,
            "export",
            "--quiet",
            "--locked",
            "--no-dev",
            "--no-emit-project",
            "--project",
            str(ROOT),
            "-o",
            str(locked),
        ],
        [uv, "pip", "install", "--quiet", "--python", str(place), "-r", str(locked), str(wheel)],
    ):
        done = subprocess.run(command, capture_output=True, text=True, cwd=folder)
        assert done.returncode == 0, done.stderr
    running = Running(folder / "data", (str(place / "bin" / "svizho"),))
    try:
        until(running.serves, running, seconds=120)
        until(lambda: "is served at" in running.words(), running)
    finally:
        running.process.terminate()
        code = running.process.wait(timeout=30)
        postgres.stop(folder / "data")
    assert code == 0, running.words()
