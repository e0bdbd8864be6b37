"""Floors for reading feeds, on a quick slice of the documents (`python -m evals.parsing` prints the whole)."""

from __future__ import annotations

import pytest
from evals.parsing import (
    DATES,
    ENCODINGS,
    FIELDS,
    all_documents,
    feedparser_table,
    gofeed_table,
    malformed_table,
)

from tests.shared_data import SHARED, needs_shared

FEEDS = SHARED / "feeds"
pytestmark = [needs_shared, pytest.mark.shared]


def test_expectations_of_feedparsers_own_documents() -> None:
    """Every fifth document by the size of its name, so that the slice does not follow the alphabet's families."""
    scores = feedparser_table(FEEDS / "feedparser", keep=lambda path: sum(path.name.encode()) % 5 == 0)
    ours, called = scores["svizho"], scores["feedparser as called"]
    assert sum(ours.stated.values()) > 200
    assert ours.share >= 0.96  # the whole: 0.976
    assert ours.share > called.share + 0.2
    for name in FIELDS:
        assert ours.met[name] >= 0.9 * ours.stated[name] - 1, name


def test_expectations_of_gofeed() -> None:
    assert gofeed_table(FEEDS / "gofeed").share >= 0.97  # 0.977


def test_no_document_breaks_it() -> None:
    found = all_documents(FEEDS, every=7)
    assert [words for readings in found.values() for words in readings.broken] == []
    assert found["feedparser"].read > 290
    assert found["real"].read >= 4
    assert max(readings.slowest[0] for readings in found.values()) < 5


def test_the_malformed_cases() -> None:
    readings, encodings, dates = malformed_table(FEEDS)
    assert readings.broken == []
    assert (readings.read, sum(readings.refused.values())) == (41, 8)
    assert (encodings, dates) == (len(ENCODINGS.split()), len(DATES.split()))
    assert readings.slowest[0] < 5
