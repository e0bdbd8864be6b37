"""Floors of attributing on a quick slice; `python -m evals.attributing` prints the whole tables."""

from __future__ import annotations

import pytest
from evals.attributing import measure, measure_seed, polnear, ukrainian

from tests.shared_data import needs_shared

pytestmark = [needs_shared, pytest.mark.shared]


def test_english_claims() -> None:
    f1 = {score.name: score.f1 for score in measure(polnear("dev")[::3])}
    assert f1["source"] >= 0.735
    assert f1["cue"] >= 0.595
    assert f1["content"] >= 0.805
    assert f1["exact"] >= 0.445


def test_ukrainian_claims() -> None:
    f1 = {score.name: score.f1 for score in measure(ukrainian())}
    assert f1["source"] >= 0.9
    assert f1["cue"] >= 0.89
    assert f1["content"] >= 0.95
    assert f1["exact"] >= 0.745


def test_the_seed() -> None:
    result = measure_seed()
    assert result.found == result.wanted
    assert result.speakers == result.wanted
    (conflict,) = result.disagreements.disagreements
    values = [[quantity.low for quantity in voice.quantities] for voice in conflict.voices]
    assert values == [[4], [1, 3]]
