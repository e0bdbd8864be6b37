"""Floors of attributing on a quick slice; `python -m evals.attributing` prints the whole tables."""

from __future__ import annotations

import pytest
from evals.attributing import measure, measure_seed, polnear, ukrainian

from tests.shared_data import needs_shared

pytestmark = [needs_shared, pytest.mark.shared]


def test_english_claims() -> None:
    f1 = {score.name: score.f1 for score in measure(polnear("dev")[::3])}
    assert f1["source"] >= 0.68
    assert f1["cue"] >= 0.53
    assert f1["content"] >= 0.785
    assert f1["exact"] >= 0.38


def test_ukrainian_claims() -> None:
    f1 = {score.name: score.f1 for score in measure(ukrainian())}
    assert f1["source"] >= 0.88
    assert f1["cue"] >= 0.885
    assert f1["content"] >= 0.945
    assert f1["exact"] >= 0.73


def test_the_seed() -> None:
    result = measure_seed()
    assert result.found == result.wanted
    assert result.speakers == result.wanted
    (conflict,) = result.disagreements.disagreements
    values = [[quantity.low for quantity in voice.quantities] for voice in conflict.voices]
    assert values == [[4], [1, 3]]
