"""Which report speaks for a story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

# What each virtue is worth against the others (sum 1): readers must understand it, it must be the original and have
# something to read; being near the middle of the story and being early only decide between equals.
LANGUAGE, ORIGINAL, READABLE, CENTRAL, EARLY, WEIGHT = 0.32, 0.24, 0.16, 0.14, 0.08, 0.06

# A text of this many characters is as readable as it gets: two paragraphs.
ENOUGH_TEXT = 600


@dataclass(frozen=True, slots=True)
class LeadCandidate:
    """A report of a story, as far as choosing the lead goes. `weight` of its source is 1 as a rule."""

    id: str
    language: str
    time: datetime
    near_copy: bool = False
    characters: int = 0
    weight: float = 1.0
    vector: NDArray[np.float32] | None = None


def choose_lead(reports: Sequence[LeadCandidate], *, languages: Sequence[str] = ("uk", "en")) -> str:
    """Return the id of the report that speaks for the story; raises ValueError when there is none.

    `languages` are the site's, best first. Ties go to the earlier report, then to the smaller id, so that the choice
    does not depend on the order in which the reports are given.
    """
    if not reports:
        raise ValueError("a story without reports has no lead")
    middle = _middle(reports)
    first, last = min(report.time for report in reports), max(report.time for report in reports)
    span = max((last - first).total_seconds(), 1.0)

    def worth(report: LeadCandidate) -> float:
        late = (report.time - first).total_seconds() / span
        central = 0.0 if middle is None or report.vector is None else float(report.vector @ middle)
        return (
            LANGUAGE * _language_worth(report.language, languages)
            + ORIGINAL * (not report.near_copy)
            + READABLE * min(report.characters / ENOUGH_TEXT, 1)
            + CENTRAL * central
            + EARLY * (1 - late)
            + WEIGHT * min(report.weight, 2) / 2
        )

    return min(reports, key=lambda report: (-round(worth(report), 6), report.time, report.id)).id


def _language_worth(language: str, languages: Sequence[str]) -> float:
    """1 for the site's first language, a little less for each next one, 0 for a language it does not speak."""
    return 1 - 0.35 * list(languages).index(language) if language in languages else 0.0


def _middle(reports: Sequence[LeadCandidate]) -> NDArray[np.float32] | None:
    rows = [report.vector for report in reports if report.vector is not None]
    if not rows:
        return None
    middle = np.mean(rows, axis=0)
    length = float(np.linalg.norm(middle))
    return (middle / length).astype(np.float32) if length > 0 else None
