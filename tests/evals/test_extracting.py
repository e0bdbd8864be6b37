"""Floors of extraction on a slice of the real pages; the whole is printed by python -m evals.extracting."""

from __future__ import annotations

import pytest

from evals import extracting
from tests.shared_data import needs_shared

pytestmark = [needs_shared, pytest.mark.shared]

# Every sixth page: 43 pages, 24 languages. Floors are the measured values less about one page of the slice.
EVERY = 6


@pytest.fixture(scope="module")
def slice_of_pages() -> list[extracting.Expected]:
    return list(extracting.pages(every=EVERY))


def test_real_pages_keep_their_floors(slice_of_pages: list[extracting.Expected]) -> None:
    scores = extracting.score(slice_of_pages, extracting.ours)["all"]
    assert scores.pages == 43
    assert scores.f1 >= 0.96
    assert scores.title >= 0.86
    assert scores.authors >= 0.86
    assert scores.time >= 0.97
    assert scores.refused <= 0.03


def test_short_articles_keep_their_floor_and_beat_plain_trafilatura(slice_of_pages: list[extracting.Expected]) -> None:
    short = [cut for page in slice_of_pages if (cut := extracting.cut_short(page))]
    assert len(short) >= 35
    scores = extracting.score(short, extracting.ours)["all"]
    beside = extracting.score(short, extracting.plain)["all"]
    assert scores.f1 >= 0.85
    assert scores.f1 >= beside.f1 + 0.02
