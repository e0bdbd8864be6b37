"""The fitted weights are whole, and probabilities add up."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files

import numpy as np
import pytest

from svizho.sorting.topic_model import count_lemmas, load_topic_model
from svizho.sorting.topics import TOPICS


def test_likelihoods_sum_to_one_with_and_without_a_vector() -> None:
    model = load_topic_model()
    row = np.random.default_rng(7).normal(size=384).astype(np.float32)
    for vector in (None, row / np.linalg.norm(row)):
        odds = model.likelihoods("Матч", "Збірна виграла матч", "uk", vector)
        assert odds.shape == (len(TOPICS),)
        assert np.exp(odds).sum() == pytest.approx(1, abs=1e-4)


def test_unknown_words_leave_the_prior() -> None:
    model = load_topic_model()
    assert np.allclose(model.by_words(Counter({"ґґґ": 3})), model.by_words(Counter()))
    assert np.exp(model.by_words(Counter())).sum() == pytest.approx(1, abs=1e-4)


def test_title_words_count_twice() -> None:
    counts = count_lemmas("Матч", "матчу матчі", "uk")
    assert counts["матч"] == 4


def test_the_data_file_is_small_and_says_whom_to_thank() -> None:
    folder = files("svizho.sorting").joinpath("data")
    assert len(folder.joinpath("topics.npz").read_bytes()) < 2_000_000
    facts = folder.joinpath("topics.json").read_text("utf-8")
    assert "SIB-200" in facts
    assert "CC BY-SA 4.0" in facts
    assert "Apache-2.0" in facts
