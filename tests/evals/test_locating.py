"""Floors of telling places on every fourth headline; `python -m evals.locating` prints the whole table."""

from __future__ import annotations

import pytest
from evals.locating import headlines, measure

from tests.shared_data import needs_shared

pytestmark = [needs_shared, pytest.mark.shared]


def test_places_of_headlines() -> None:
    rows = headlines()
    # Whole texts: the answers of one stand in several rows.
    texts = frozenset(sorted({row["text"] for row in rows})[::4])
    result, _ = measure([row for row in rows if row["text"] in texts])
    assert result.texts >= 0.815
    assert result.texts_anywhere >= 0.91
    assert result.anywhere >= 0.82
    assert result.per_second >= 300
