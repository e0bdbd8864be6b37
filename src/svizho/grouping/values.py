"""What goes in and out of grouping: reports, decisions about them, proposals to change them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from svizho.grouping.reasons import Reason


@dataclass(frozen=True, slots=True)
class Report:
    """One published text to be placed. `time` None = not known; vectors are centred unit rows or None."""

    id: str
    language: str
    time: datetime | None
    source: str
    title: str
    text: str
    title_vector: NDArray[np.float32] | None = None
    body_vector: NDArray[np.float32] | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """Where a report stands: `story` (its own id when it starts one), the report it copies, and why.

    `nearness` is the judged chance, 0 to 1, that it tells of the story's event; 1 for a report that starts a story.
    """

    story: str
    near_copy_of: str | None
    nearness: float
    reason: Reason


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change the auditor would make: `merge` all of `stories` into the first, or `split` `reports` off the first.

    `confidence` is the chance, 0 to 1, that the change is right; a split's new story takes the id of its first report.
    """

    kind: str
    stories: tuple[str, ...]
    reports: tuple[str, ...]
    confidence: float
    reason: Reason
