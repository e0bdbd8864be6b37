"""How well reports are gathered into stories: BCubed F1 on labelled news, one pass in order and after revising."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from svizho.embedding import LEAD_CHARACTERS, Encoder, load_encoder, report_texts
from svizho.grouping import Grouper, Report
from svizho.grouping.judging import Judge

SHARED = Path(os.environ.get("SVIZHO_SHARED", Path(__file__).resolve().parents[2] / "shared" / "data"))
# Our own invented newswire: labelled too, shipped, and no target of anybody's.
OWN = {"newswire": Path(__file__).resolve().parents[1] / "src" / "svizho" / "cli" / "newswire" / "newswire.jsonl"}
CACHE = Path(os.environ.get("SVIZHO_EVAL_CACHE", Path(tempfile.gettempdir()) / "svizho-evals"))

# Set -> (target of one pass, target after revising or None).
TARGETS: dict[str, tuple[float | None, float | None]] = {
    "ua_trends": (0.92, 0.95),
    "og2021": (0.80, 0.83),
    "giveme5w1h": (0.97, None),
    "wikinews": (0.97, None),
    "ecbplus": (0.95, None),
    "newswire": (None, None),
}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled stream in order: reports, the story of each (None = not judged), its looser group if any."""

    name: str
    reports: tuple[Report, ...]
    stories: tuple[str | None, ...]
    umbrellas: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """BCubed precision, recall and their harmonic mean."""

    precision: float
    recall: float
    f1: float


def bcubed(placed: Sequence[str], labelled: Labelled, only: Sequence[int] | None = None) -> Figures:
    """Score a grouping over the judged reports (or those of `only`); pairs of one umbrella in two stories are no error.

    BCubed as in Amigo and others 2009: per report, the share of its group that tells of its event, and the share of
    its event that stands in its group, averaged over reports.
    """
    judged = [index for index, story in enumerate(labelled.stories) if story is not None]
    groups: dict[str, list[int]] = defaultdict(list)
    events: dict[str | None, list[int]] = defaultdict(list)
    for index in judged:
        groups[placed[index]].append(index)
        events[labelled.stories[index]].append(index)
    precisions, recalls = [], []
    for index in judged if only is None else only:
        group, event, umbrella = groups[placed[index]], labelled.stories[index], labelled.umbrellas[index]
        right = sum(labelled.stories[other] == event for other in group)
        forgiven = sum(
            umbrella is not None and labelled.umbrellas[other] == umbrella and labelled.stories[other] != event
            for other in group
        )
        precisions.append(right / (len(group) - forgiven))
        recalls.append(right / len(events[event]))
    precision, recall = float(np.mean(precisions)), float(np.mean(recalls))
    return Figures(precision, recall, 2 * precision * recall / (precision + recall))


class CachedEncoder:
    """The encoder with a memory on disk: 9,000 texts take half an hour to encode and never change."""

    def __init__(self, encoder: Encoder, folder: Path = CACHE) -> None:
        self._encoder = encoder
        self._file = folder / f"{encoder.name}.npz"
        self._rows: dict[str, NDArray[np.float32]] = {}
        if self._file.exists():
            stored = np.load(self._file)
            self._rows = dict(zip(stored["keys"].tolist(), stored["rows"], strict=True))

    def encode(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        """Give a row per text, encoding only what was never seen; the memory is written at the end."""
        keys = [hashlib.sha256(text.encode()).hexdigest()[:24] for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._rows}
        if missing:
            rows = self._encoder.encode(list(missing.values()))
            self._rows.update(zip(missing, rows, strict=True))
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._file.open("wb") as out:
                np.savez(out, keys=np.array(list(self._rows)), rows=np.stack(list(self._rows.values())))
        return [self._rows[key] for key in keys]


def load_set(
    name: str, encoder: CachedEncoder | None, *, most: int | None = None, lead: int = LEAD_CHARACTERS
) -> Labelled:
    """Read a labelled stream, its first `most` lines, with vectors if there is an encoder.

    Of the body `lead` characters are encoded; 0 leaves it out.
    """
    path = OWN.get(name, SHARED / "stories" / f"{name}.jsonl")
    lines = path.read_text("utf-8").splitlines()[:most]
    records = [json.loads(line) for line in lines]
    texts = [report_texts(record["title"] or "", record["text"] or "") for record in records]
    flat = [text for title, body in texts for text in (title, body[:lead])]
    rows = encoder.encode(flat) if encoder else [None] * len(flat)
    reports = tuple(
        Report(
            id=record["id"],
            language=record["lang"],
            time=_time(record["time"]),
            source=record["source"] or "",
            title=record["title"] or "",
            text=record["text"] or "",
            title_vector=_filled(rows[2 * index]),
            body_vector=_filled(rows[2 * index + 1]),
        )
        for index, record in enumerate(records)
    )
    stories = tuple(record["story"] for record in records)
    return Labelled(name, reports, stories, tuple(record.get("umbrella") for record in records))


def _filled(row: NDArray[np.float32] | None) -> NDArray[np.float32] | None:
    return row if row is not None and np.any(row) else None


def _time(text: str | None) -> datetime | None:
    if not text:
        return None
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def one_pass(labelled: Labelled, judge: Judge | None = None) -> tuple[list[str], Grouper]:
    """Place the reports in order; returns the story of each as decided then, and the grouper."""
    grouper = Grouper(judge=judge)
    return [grouper.place(report).story for report in labelled.reports], grouper


def revised(labelled: Labelled, grouper: Grouper) -> list[str]:
    """Carry out what the auditor proposes over everything placed; returns the story of each report after it."""
    grouper.carry_out(grouper.revise(hours=None))
    return [grouper.story_of(report.id) for report in labelled.reports]


def main() -> None:
    """Print the table of the five sets beside the targets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", nargs="*", default=list(TARGETS))
    parser.add_argument("--words-alone", action="store_true", help="without an encoder")
    parser.add_argument("--lead", type=int, default=LEAD_CHARACTERS, help="characters of the body that are encoded")
    options = parser.parse_args()
    encoder = None if options.words_alone else load_encoder()
    cached = CachedEncoder(encoder) if encoder else None
    heads = ("set", "reports", "P", "R", "F1", "target", "revised", "target", "a second")
    print("".join(f"{head:>10}" for head in heads))
    for name in options.sets:
        labelled = load_set(name, cached, lead=options.lead)
        start = time.process_time()
        placed, grouper = one_pass(labelled)
        pace = len(placed) / (time.process_time() - start)
        first, second = bcubed(placed, labelled), bcubed(revised(labelled, grouper), labelled)
        target, later = TARGETS[name]
        figures = (first.precision, first.recall, first.f1, target or np.nan, second.f1, later or np.nan)
        print(f"{name:>10}{len(placed):>10}" + "".join(f"{figure:>10.3f}" for figure in figures) + f"{pace:>10.0f}")


if __name__ == "__main__":
    main()
