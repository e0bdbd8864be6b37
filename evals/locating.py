"""How well places are told: share of headlines whose place is right or within 25 km: python -m evals.locating."""

from __future__ import annotations

import argparse
import json
import os
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

from svizho.cli.filters.lines import Record
from svizho.cli.filters.locate import transform

SHARED = Path(os.environ.get("SVIZHO_SHARED", Path(__file__).resolve().parents[2] / "shared" / "data"))
NEAR = 25.0


@dataclass(frozen=True, slots=True)
class Result:
    """What a set gave.

    `first` and `anywhere` are shares of rows (the first place is right; any place is right), `texts` and
    `texts_anywhere` the same of texts (it is one of the text's answers), `possible` the greatest `first` there can
    be with one place a text; `per_second` counts texts by processor time.
    """

    rows: int
    first: float
    anywhere: float
    texts: float
    texts_anywhere: float
    possible: float
    per_second: float


def headlines() -> list[Record]:
    """Rows of the silver set: one text may stand in several rows with different answers."""
    return [json.loads(line) for line in (SHARED / "places/viina.jsonl").read_text("utf-8").splitlines()]


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great circle distance."""
    lat1, lon1, lat2, lon2 = map(radians, (*one, *other))
    return 12_742 * asin(sqrt(sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2))


def is_right(place: Record, row: Record) -> bool:
    """Whether a place is the row's, by its id or within 25 km."""
    near = kilometres((place["lat"], place["lon"]), (row["lat"], row["lon"])) <= NEAR
    return near or place["geonameid"] == row["geonameid"]


def measure(rows: Sequence[Record]) -> tuple[Result, list[tuple[Record, list[Record]]]]:
    """Locate every text and compare; gives the rows whose first place is wrong, too."""
    transform({"id": "", "lang": "uk", "text": "Київ"})  # reads the gazetteer
    start = time.process_time()
    located = {row["text"]: transform(row)["places"] for row in rows}
    seconds = time.process_time() - start
    answers: dict[str, list[Record]] = defaultdict(list)
    for row in rows:
        answers[row["text"]].append(row)
    right = [bool(located[row["text"]]) and is_right(located[row["text"]][0], row) for row in rows]
    anywhere = [any(is_right(place, row) for place in located[row["text"]]) for row in rows]
    texts = [
        bool(located[text]) and any(is_right(located[text][0], row) for row in some) for text, some in answers.items()
    ]
    some_right = [
        any(is_right(place, row) for place in located[text] for row in some) for text, some in answers.items()
    ]
    possible = sum(max(sum(is_right(one, other) for other in some) for one in some) for some in answers.values())
    result = Result(
        len(rows),
        sum(right) / len(rows),
        sum(anywhere) / len(rows),
        sum(texts) / len(texts),
        sum(some_right) / len(some_right),
        possible / len(rows),
        len(answers) / seconds,
    )
    missed = [(row, located[row["text"]]) for row in rows if row is answers[row["text"]][0]]
    return result, [
        (row, places)
        for row, places in missed
        if not places or not any(is_right(places[0], other) for other in answers[row["text"]])
    ]


def _print(name: str, result: Result) -> None:
    rows = f"{result.first:7.3f} {result.anywhere:9.3f}"
    texts = f"{result.texts:7.3f} {result.texts_anywhere:10.3f} {result.possible:9.3f}"
    print(f"{name:6} {result.rows:6} {rows} {texts} {result.per_second:9.0f}")


def main() -> None:
    """Print the table; `--missed N` lists N rows whose first place is wrong, `--places` what is missed most."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--missed", type=int, default=0)
    parser.add_argument("--places", action="store_true")
    arguments = parser.parse_args()
    rows = headlines()
    print("set      rows   first  anywhere   texts  texts any  possible   texts/s")
    for language in ("uk", "ru"):
        _print(language, measure([row for row in rows if row["lang"] == language])[0])
    result, missed = measure(rows)
    _print("all", result)
    if arguments.places:
        pairs: Counter[Any] = Counter(
            (row["place"], row["region"], places[0]["name"] if places else "-") for row, places in missed
        )
        for pair, count in pairs.most_common(60):
            print(count, *pair, sep="\t")
    for row, places in missed[: arguments.missed]:
        print(
            row["place"],
            "/",
            row["region"],
            "|",
            [(place["name"], place["role"]) for place in places],
            "|",
            row["text"][:220].replace("\n", " "),
        )


if __name__ == "__main__":
    main()
