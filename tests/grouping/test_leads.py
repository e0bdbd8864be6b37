"""Which report speaks for a story."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from svizho.grouping import LeadCandidate, choose_lead

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def candidate(name: str, language: str = "uk", hours: float = 0, **facts: object) -> LeadCandidate:
    values = {"characters": 2000, **facts}
    return LeadCandidate(name, language, NOON + timedelta(hours=hours), **values)  # type: ignore[arg-type]


def test_the_sites_language_goes_before_an_earlier_report() -> None:
    assert choose_lead([candidate("en", "en"), candidate("uk", "uk", 5), candidate("de", "de")]) == "uk"
    assert choose_lead([candidate("en", "en"), candidate("uk", "uk", 5)], languages=("en", "uk")) == "en"


def test_an_original_with_text_goes_before_copies_and_bare_headlines() -> None:
    assert choose_lead([candidate("copy", near_copy=True), candidate("original", hours=3)]) == "original"
    assert choose_lead([candidate("bare", characters=0), candidate("full", hours=1)]) == "full"


def test_among_equals_the_central_and_then_the_earlier_speaks() -> None:
    middle, aside = np.array([1.0, 0.0], np.float32), np.array([0.0, 1.0], np.float32)
    near = [candidate("one", hours=1, vector=middle), candidate("two", hours=2, vector=middle)]
    assert choose_lead([candidate("aside", vector=aside), *near]) == "one"
    assert choose_lead([candidate("b"), candidate("a")]) == "a"


def test_no_report_no_lead() -> None:
    with pytest.raises(ValueError, match="no lead"):
        choose_lead([])
