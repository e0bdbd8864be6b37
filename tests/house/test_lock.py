"""What is installed is what was locked, and every door that `pyproject.toml` names is there."""

from __future__ import annotations

import ast
import importlib
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

from svizho import __version__
from tests.house.source import ROOT, parsed, python_files, shown

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))


def plain(requirement: str) -> str:
    """Give the name of a requirement as the lock file spells it."""
    return re.split(r"[\s\[<>=!~;]", requirement, maxsplit=1)[0].lower().replace("_", "-")


def test_every_dependency_is_locked() -> None:
    locked = {package["name"] for package in LOCK["package"]}
    wanted = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]
    assert {plain(each) for each in wanted} - locked == set()


def test_the_lock_is_of_this_pyproject() -> None:
    own = next(package for package in LOCK["package"] if package["name"] == "svizho")
    assert {each["name"] for each in own["dependencies"]} == {
        plain(each) for each in PROJECT["project"]["dependencies"]
    }


def test_the_lock_names_public_registries_only() -> None:
    hosts = set(re.findall(r"https?://([^/\"]+)", (ROOT / "uv.lock").read_text(encoding="utf-8")))
    assert hosts <= {"pypi.org", "files.pythonhosted.org"}


def test_the_version_stands_in_both_places() -> None:
    assert PROJECT["project"]["version"] == __version__


def test_the_console_script_exists() -> None:
    module, _, name = PROJECT["project"]["scripts"]["svizho"].partition(":")
    assert callable(getattr(importlib.import_module(module), name))


def test_what_is_imported_is_declared() -> None:
    """Code imports only what `pyproject.toml` asks for; what it can do without, it may try."""
    runtime = {plain(each) for each in PROJECT["project"]["dependencies"]}
    development = runtime | {plain(each) for each in PROJECT["dependency-groups"]["dev"]}
    assert undeclared(("src",), runtime) == set()
    assert undeclared(("tests", "evals", "bench", "docs"), development) == set()


def undeclared(folders: tuple[str, ...], declared: set[str]) -> set[str]:
    """List the packages imported below the folders that are not declared."""
    ours = {"svizho", "tests", "evals", "bench", "docs"}
    brings = packages_distributions()
    return {
        f"{shown(path)} imports {top}"
        for path in python_files(*folders)
        for top in imported(parsed(path)) - ours - sys.stdlib_module_names
        if not {each.lower().replace("_", "-") for each in brings.get(top, [top])} & declared
    }


def imported(tree: ast.Module) -> set[str]:
    """List the packages a file cannot do without."""
    tried = {id(inner) for node in ast.walk(tree) if isinstance(node, ast.Try) for inner in ast.walk(node)}
    names: set[str] = set()
    for node in ast.walk(tree):
        if id(node) in tried:
            continue
        if isinstance(node, ast.ImportFrom) and not node.level:
            names.add(node.module or "")
        elif isinstance(node, ast.Import):
            names |= {each.name for each in node.names}
    return {name.partition(".")[0] for name in names if name}
