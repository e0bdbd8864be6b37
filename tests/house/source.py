"""The files of the house, read once for the tests about it."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "svizho"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def tracked() -> tuple[Path, ...]:
    """List the files git knows or would take, so that scratch files are nobody's concern."""
    command = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return tuple(path for line in done.stdout.splitlines() if (path := ROOT / line).is_file())


@cache
def python_files(*folders: str) -> tuple[Path, ...]:
    """List the Python files under the folders, but migrations, which Django writes."""
    wanted = tuple(ROOT / folder for folder in folders)
    return tuple(
        path
        for path in tracked()
        if path.suffix == ".py" and "migrations" not in path.parts and any(path.is_relative_to(one) for one in wanted)
    )


@cache
def parsed(path: Path) -> ast.Module:
    """Read a file as a syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def functions(path: Path) -> Iterator[Function]:
    """Give all functions of a file, inner ones too."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, Function):
            yield node


def length(function: Function) -> int:
    """Count the lines of a function from `def` on, its docstring left out."""
    first = function.body[0]
    told = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    end = function.end_lineno or function.lineno
    return end - function.lineno + 1 - ((first.end_lineno or first.lineno) - first.lineno + 1 if told else 0)


def shown(path: Path) -> str:
    """Name a file as a person would."""
    return str(path.relative_to(ROOT))
