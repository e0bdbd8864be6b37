"""What is promised is written down: docstrings, the settings page, words that stay out of the code."""

from __future__ import annotations

import ast
import re

import pytest

from svizho.settings.document import settings_page
from tests.house.source import ROOT, parsed, python_files, shown, tracked


def test_every_module_says_in_one_line_what_it_is_for() -> None:
    silent = []
    for path in python_files("src", "evals", "bench", "docs", "tests"):
        first = (ast.get_docstring(parsed(path)) or "").split("\n")[0]
        if not path.read_text(encoding="utf-8").strip() and path.name == "__init__.py":
            continue
        if not re.fullmatch(r".{10,}[.:!?…»)]", first):
            silent.append(f"{shown(path)}: {first!r}")
    assert silent == []


def test_the_settings_page_is_the_schema() -> None:
    written = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert written == settings_page(), "write it anew: python -m svizho.settings.document > docs/settings.md"


@pytest.mark.parametrize("word", [r"TODO", r"FIXME", r"XXX", r"HACK"])
def test_nothing_is_left_for_later(word: str) -> None:
    found = [
        f"{shown(path)}:{number}"
        for path in python_files("src", "evals", "bench")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(rf"#.*\b{word}\b", line)
    ]
    assert found == []


def test_there_is_no_drawer_for_odds_and_ends() -> None:
    odd = {"utils.py", "util.py", "helpers.py", "helper.py", "misc.py", "common.py"}
    assert [shown(path) for path in python_files("src") if path.name in odd] == []


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    """Only this file may name such paths, to look for them."""
    paths = re.compile(rb"(?<![\w.])/(work|root|home/\w+|Users/\w+)/(?!\.\.)[\w.]")
    text = {".py", ".md", ".toml", ".html", ".css", ".js", ".svg", ".json", ".txt", ".cfg", ".ini", ".opml", ""}
    found = [
        shown(path)
        for path in tracked()
        if path.suffix in text and paths.search(path.read_bytes()) and not path.is_relative_to(ROOT / "tests" / "house")
    ]
    assert found == []


def test_every_link_in_the_docs_leads_somewhere() -> None:
    broken = []
    for path in tracked():
        if path.suffix != ".md":
            continue
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text(encoding="utf-8")):
            if not target.startswith(("http://", "https://", "mailto:")) and not (path.parent / target).exists():
                broken.append(f"{shown(path)} -> {target}")
    assert broken == []
