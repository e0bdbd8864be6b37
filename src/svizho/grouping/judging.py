"""The judge: features of a candidate story -> the chance that the report belongs to it; fitted, kept in a data file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from svizho.grouping.features import FEATURES
from svizho.grouping.pairs import PAIR_FEATURES
from svizho.grouping.trees import Trees, trees_from


@dataclass(frozen=True, slots=True)
class Judge:
    """Fitted weights with the thresholds that go with them."""

    pairs: Trees
    joins: Trees
    threshold: float
    linkage: float = 0.45


@cache
def load_judge() -> Judge:
    """Read the shipped judge."""
    stored = json.loads(files("svizho.grouping").joinpath("data/judge.json").read_text("utf-8"))
    return Judge(
        trees_from(stored["pairs"], PAIR_FEATURES),
        trees_from(stored["joins"], FEATURES),
        float(stored["threshold"]),
        float(stored["linkage"]),
    )
