"""Small functions, short files."""

from __future__ import annotations

from statistics import median

from tests.house.source import functions, length, python_files, shown

LONGEST_FUNCTION, LONGEST_FILE, MEDIAN_FUNCTION = 80, 500, 10


def test_no_function_is_long() -> None:
    long = [
        f"{shown(path)}:{function.lineno} {function.name} {length(function)}"
        for path in python_files("src", "evals", "bench", "docs", "tests")
        for function in functions(path)
        if length(function) > LONGEST_FUNCTION
    ]
    assert long == []


def test_most_functions_are_short() -> None:
    lengths = [length(function) for path in python_files("src") for function in functions(path)]
    assert median(lengths) < MEDIAN_FUNCTION


def test_no_file_is_long() -> None:
    files = python_files("src", "evals", "bench", "docs", "tests")
    lines = {shown(path): path.read_text(encoding="utf-8").count("\n") for path in files}
    assert {name: count for name, count in lines.items() if count >= LONGEST_FILE} == {}
