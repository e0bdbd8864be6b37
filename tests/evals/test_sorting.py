"""Floors of sorting on a quick slice; `python -m evals.sorting` prints the whole table."""

from __future__ import annotations

import pytest
from evals.sections import contest, giveme5w1h, sib200
from evals.sorting import file_all, measure_labels, measure_languages, measure_sections, measure_titles

from svizho.cli.filters.sort import Sorter
from svizho.embedding import load_encoder
from tests.shared_data import needs_shared

pytestmark = [needs_shared, pytest.mark.shared]


def test_languages_of_headlines() -> None:
    results = measure_languages()
    assert all(result.right >= 0.98 for result in results)
    assert sum(result.right for result in results) / len(results) >= 0.99
    assert all(result.right == 1.0 for result in measure_languages(declared=True))


def test_languages_of_real_titles() -> None:
    assert measure_titles().right >= 0.985


def test_sections_by_words_alone() -> None:
    sorter = Sorter(None)
    for language in ("uk", "en", "ru"):
        assert measure_sections(language, file_all(sib200("dev", (language,)), sorter)).right >= 0.73
    assert measure_sections("exam", file_all(contest("exam"), sorter)).right >= 0.8
    assert measure_sections("giveme5w1h", file_all(giveme5w1h(), sorter)).right >= 0.68


def test_sections_with_meaning() -> None:
    encoder = load_encoder()
    if encoder is None:
        pytest.skip("the bundled encoder is not installed")
    sorter = Sorter(encoder)
    sentences = file_all(sib200("dev")[::6], sorter)
    assert measure_sections("sib200", sentences).right >= 0.84
    assert measure_labels("sib200", sentences).right >= 0.8
    assert measure_sections("exam", file_all(contest("exam"), sorter)).right >= 0.86
