"""Rooms are entered by their doors: what a room offers stands in `__all__` of its `__init__.py`."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.house.source import SRC, parsed, python_files, shown

GERUNDS = tuple(
    name
    for name in (
        "pacing", "parsing", "extracting", "sorting", "embedding", "grouping", "ranking", "attributing", "locating",
        "timing", "screening", "searching",
    )
    if (SRC / name / "__init__.py").exists()
)  # fmt: skip


def offered(room: str) -> list[str]:
    """Read `__all__` of a room's door."""
    for node in parsed(SRC / room / "__init__.py").body:
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets):
            return [str(name) for name in ast.literal_eval(node.value)]
    return []


@pytest.mark.parametrize("room", GERUNDS)
def test_a_room_has_a_door(room: str) -> None:
    names = offered(room)
    assert names, f"svizho/{room}/__init__.py has no __all__"
    assert len(names) == len(set(names))


def test_nobody_climbs_in_by_the_window() -> None:
    inside = tuple(f"svizho.{room}." for room in GERUNDS)
    climbers = []
    for path in python_files("src"):
        room = path.relative_to(SRC).parts[0]
        for module, line in imported(path):
            if module.startswith(inside) and not module.startswith(f"svizho.{room}."):
                climbers.append(f"{shown(path)}:{line} imports {module}")
    assert climbers == []


def imported(path: Path) -> list[tuple[str, int]]:
    """List the modules a file imports."""
    found = []
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.append((node.module, node.lineno))
        elif isinstance(node, ast.Import):
            found += [(each.name, node.lineno) for each in node.names]
    return found


def test_every_room_with_code_is_a_package() -> None:
    """A folder without `__init__.py` is seen neither by import-linter nor by mypy."""
    folders = {path.parent for path in python_files("src")} - {SRC.parent}
    assert [shown(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_errors_stand_in_one_tree() -> None:
    """Whoever catches SvizhoError must be able to read on one page what that may be.

    A room may give an error of the tree more facts; what is private never leaves its room.
    """
    tree = {node.name for node in parsed(SRC / "errors.py").body if isinstance(node, ast.ClassDef)}
    strays = [
        f"{shown(path)}:{node.lineno} {node.name}"
        for path in python_files("src")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ClassDef) and path != SRC / "errors.py" and not node.name.startswith("_")
        for base in node.bases
        if isinstance(base, ast.Name) and base.id.endswith(("Error", "Exception")) and base.id not in tree
    ]
    assert strays == []
