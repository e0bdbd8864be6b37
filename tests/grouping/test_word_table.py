"""The word table: small, complete, and one space for all its languages."""

from importlib.resources import files

import numpy as np
import pytest

from svizho.grouping.word_table import gist, row_of, word_vectors
from svizho.grouping.words import read

# What the table may weigh in the wheel.
MOST_BYTES = 12_000_000


def test_the_table_is_small_and_its_rows_are_unit() -> None:
    assert files("svizho.grouping").joinpath("data/words.npz").stat().st_size < MOST_BYTES  # type: ignore[attr-defined]
    vectors, rarity = word_vectors()
    assert len(vectors) == len(rarity) > 50_000
    assert np.linalg.norm(vectors[::500], axis=1) == pytest.approx(1, abs=1e-5)
    assert rarity[row_of("бути", "uk")] < rarity[row_of("землетрус", "uk")]


def test_a_word_lies_nearest_to_its_translation() -> None:
    vectors, _ = word_vectors()
    english = [vectors[row_of(word, "en")] for word in ("earthquake", "election", "football", "hospital", "gold")]
    ukrainian = [vectors[row_of(word, "uk")] for word in ("землетрус", "вибори", "футбол", "лікарня", "золото")]
    cosines = np.stack(english) @ np.stack(ukrainian).T
    assert cosines.argmax(axis=1).tolist() == [0, 1, 2, 3, 4]
    assert cosines.argmax(axis=0).tolist() == [0, 1, 2, 3, 4]


def test_unknown_words_have_no_row_and_no_gist() -> None:
    assert row_of("бробдингнег", "uk") == -1
    assert row_of("earthquake", "uk") == -1
    assert gist(np.zeros(0, np.int32)) is None


def test_titles_of_one_event_meet_across_languages() -> None:
    quake, twin, cup = (
        gist(read(title, "", language).title_rows)
        for title, language in (
            ("Strong earthquake destroys houses", "en"),
            ("Потужний землетрус зруйнував будинки", "uk"),
            ("Команда вийшла до фіналу кубка", "uk"),
        )
    )
    assert quake is not None
    assert twin is not None
    assert cup is not None
    assert quake @ twin > quake @ cup + 0.2
