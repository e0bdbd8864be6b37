"""Fit what grouping weighs by: the levelling of vectors, the judge of pairs, the judge of stories; deterministic.

`python -m evals.fit_grouping` writes the data files; `--cross` prints figures cross-validated by event instead: for
each fold everything is fitted without the events of the fold and only their reports are scored.
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from evals.grouping import TARGETS, CachedEncoder, Labelled, bcubed, load_set
from svizho.embedding import load_encoder
from svizho.grouping.candidates import find
from svizho.grouping.features import COVERS, FEATURES, LIKENESSES, PAIR_FEATURES
from svizho.grouping.grouper import BUNDLED, Grouper
from svizho.grouping.judging import Judge
from svizho.grouping.levelling import level, pack_levelling
from svizho.grouping.shelf import Query, Shelf, query_of
from svizho.grouping.trees import Trees, trees_from

DATA = Path(__file__).resolve().parents[1] / "src" / "svizho" / "grouping" / "data"
FOLDS = 3
# Inner folds: a report's pairs are judged by trees that never saw its event, as they will be with news.
INNER = 4

# What a set counts for: the small ones are not to drown, and no set is to speak for all news.
WEIGHTS = {"ua_trends": 1.5, "og2021": 0.5, "giveme5w1h": 2.0, "wikinews": 3.0, "ecbplus": 1.5}

# A pair of one umbrella in two stories is hardly an error.
UMBRELLA_WEIGHT = 0.2

# Chance from which a report joins a story.
THRESHOLD = 0.5
# Likeness from which the auditor joins two groups.
LINKAGE = 0.42

# Streams without vectors: named after their set, and counted less.
BY_WORDS = " by words"

# The set that is thinned, and how far.
LARGEST, PARTS = "og2021", 3

# Small trees, few of them: more fitted these sets better and unseen events worse.
TREES, LEAVES = 80, 8

# Of more rows than this one stranger in THIN is kept, and counts for all of them.
MOST_ROWS, THIN = 150_000, 5

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Rows:
    """Features with the answer, the weight and the report (by its place in its set) each row is about."""

    table: Matrix
    answers: NDArray[np.bool_]
    weights: NDArray[np.float64]
    events: NDArray[np.int64]


def event_number(labelled: Labelled, index: int) -> int:
    """Number of a report's event (of its umbrella if it has one, so that look-alikes stay together); -1 if unjudged."""
    event = labelled.umbrellas[index] or labelled.stories[index]
    name = labelled.name.removesuffix(BY_WORDS)
    return -1 if labelled.stories[index] is None else zlib.crc32(f"{name}{event}".encode())


def fold_of(labelled: Labelled, index: int) -> int:
    """Outer fold of a report; -1 if it is not judged."""
    number = event_number(labelled, index)
    return -1 if number < 0 else number % FOLDS


def inner_fold(number: int) -> int:
    """Inner fold of an event."""
    return number // FOLDS % INNER if number >= 0 else -1


def fit_levelling(sets: Sequence[Labelled], fold: int | None) -> Matrix:
    """Inverse square root of the covariance within events plus its mean variance; events of `fold` are left out."""
    scatter: NDArray[np.float64] = np.zeros((0, 0))
    freedom = 0.0
    for labelled in sets:
        events: dict[str, list[int]] = defaultdict(list)
        for index, story in enumerate(labelled.stories):
            if story is not None and (fold is None or fold_of(labelled, index) != fold):
                events[story].append(index)
        for members in events.values():
            for kind in ("title_vector", "body_vector"):
                rows = [row for index in members if (row := getattr(labelled.reports[index], kind)) is not None]
                if len(rows) > 1:
                    off = np.stack(rows) - np.mean(rows, axis=0)
                    # A large event tells more than a small one, but not in proportion.
                    part = off.T @ off / np.sqrt(len(rows))
                    scatter = part if not scatter.size else scatter + part
                    freedom += (len(rows) - 1) / np.sqrt(len(rows))
    values, axes = np.linalg.eigh(scatter / freedom)
    usual = values.mean()
    return np.asarray(axes @ np.diag(((values + usual) / usual) ** -0.5) @ axes.T, np.float32)


def levelled(queries: Sequence[Query], matrix: Matrix) -> list[Query]:
    """Level the vectors of queries that were made without a matrix."""
    return [
        replace(query, title_vector=level(query.title_vector, matrix), body_vector=level(query.body_vector, matrix))
        for query in queries
    ]


Policy = Callable[[int], str]


def collect(
    labelled: Labelled, queries: Sequence[Query], policy: Policy, judges: Callable[[int], Trees | None]
) -> tuple[Rows, Rows]:
    """Place reports as `policy` says and note how each compared with its candidates: rows of pairs, rows of stories.

    `judges` gives the judge of pairs for a report by its place: one that never saw the report's event.
    """
    shelf = Shelf()
    pairs: list[tuple[Matrix, list[bool], list[float], int]] = []
    joins: list[tuple[Matrix, list[bool], list[float], int]] = []
    for index, query in enumerate(queries):
        candidates = find(shelf, query, judges(index))
        event, umbrella = labelled.stories[index], labelled.umbrellas[index]
        if candidates is not None and event is not None:
            events = [labelled.stories[serial] for serial in candidates.pairs.serials]
            known = [place for place, other in enumerate(events) if other is not None]
            answers = [events[place] == event for place in known]
            soft = [
                UMBRELLA_WEIGHT
                if events[place] != event
                and umbrella is not None
                and labelled.umbrellas[candidates.pairs.serials[place]] == umbrella
                else 1.0
                for place in known
            ]
            if known:
                pairs.append((candidates.pairs.table[known], answers, soft, index))
            kept, right, worth = [], [], []
            for place, story in enumerate(candidates.stories):
                members = [serial for serial in shelf.members[story] if labelled.stories[serial] is not None]
                if members:
                    share = np.mean([labelled.stories[serial] == event for serial in members])
                    alike = umbrella is not None and any(labelled.umbrellas[serial] == umbrella for serial in members)
                    kept.append(place)
                    right.append(bool(share >= 0.5))
                    worth.append(UMBRELLA_WEIGHT if share < 0.5 and alike else 1.0)
            if kept:
                joins.append((candidates.table[kept], right, worth, index))
        shelf.add(query, policy(index))
    return _rows(labelled, pairs), _rows(labelled, joins)


def _rows(labelled: Labelled, parts: Sequence[tuple[Matrix, list[bool], list[float], int]]) -> Rows:
    return Rows(
        np.concatenate([table for table, _, _, _ in parts]),
        np.array([answer for _, answers, _, _ in parts for answer in answers]),
        np.array([weight for _, _, weights, _ in parts for weight in weights])
        * WEIGHTS[labelled.name.removesuffix(BY_WORDS)]
        * (0.4 if labelled.name.endswith(BY_WORDS) else 1.0),
        np.concatenate([np.full(len(table), event_number(labelled, index)) for table, _, _, index in parts]),
    )


RISING = {
    *(f"{kind}_{name}" for kind in ("best", "mean") for name in LIKENESSES),
    *LIKENESSES,
    *COVERS,
    *("margin", "second_alike", "centre_title", "centre_body", "shared_names", "shared_words", "against_tightness"),
}
FALLING = {"hours", "hours_nearest"}


Stored = dict[str, Any]


def fit_trees(rows: Sequence[Rows], features: Sequence[str], *, fold: int | None, inner: int | None = None) -> Stored:
    """Fit boosted trees that may only rise with likeness and fall with hours, without an outer and an inner fold."""
    table = np.concatenate([part.table for part in rows]).astype(np.float64)
    answers = np.concatenate([part.answers for part in rows])
    weights = np.concatenate([part.weights for part in rows])
    numbers = np.concatenate([part.events for part in rows])
    kept = (numbers % FOLDS != fold) & (numbers // FOLDS % INNER != inner)
    if len(kept) > MOST_ROWS:
        thin = ~answers & (np.arange(len(kept)) % THIN != 0)
        weights, kept = np.where(answers, weights, weights * THIN), kept & ~thin
    signs = [1 if name in RISING else -1 if name in FALLING else 0 for name in features]
    model = HistGradientBoostingClassifier(
        max_iter=TREES, max_leaf_nodes=LEAVES, learning_rate=0.1, l2_regularization=5.0, min_samples_leaf=40,
        max_depth=4, monotonic_cst=signs, early_stopping=False, random_state=0,
    )  # fmt: skip
    model.fit(table[kept], answers[kept], sample_weight=weights[kept])
    return exported(model, features)


def exported(model: Any, features: Sequence[str]) -> dict[str, Any]:
    """Write fitted trees as plain numbers; a leaf points to itself."""
    nodes: dict[str, list[float]] = defaultdict(list)
    roots: list[int] = []
    depth = 0
    for (tree,) in model._predictors:  # noqa: SLF001 - the only way to the fitted trees
        root = len(nodes["feature"])
        roots.append(root)
        for place, node in enumerate(tree.nodes):
            leaf = bool(node["is_leaf"])
            here = root + place
            depth = max(depth, int(node["depth"]))
            nodes["feature"].append(0 if leaf else int(node["feature_idx"]))
            nodes["threshold"].append(0.0 if leaf else float(f"{np.float32(node['num_threshold']):.9g}"))
            nodes["missing_left"].append(1 if leaf else int(node["missing_go_to_left"]))
            nodes["left"].append(here if leaf else root + int(node["left"]))
            nodes["right"].append(here if leaf else root + int(node["right"]))
            nodes["value"].append(round(float(node["value"]), 5) if leaf else 0.0)
    start = round(float(np.ravel(model._baseline_prediction)[0]), 6)  # noqa: SLF001
    return {"features": list(features), "start": start, "depth": depth, "roots": roots, "nodes": dict(nodes)}


@dataclass(frozen=True, slots=True)
class Fitted:
    """All that was fitted, as it is stored and as it is used."""

    levelling: Matrix
    pairs: Stored
    joins: Stored

    def judge(self, threshold: float) -> Judge:
        """The judge with a threshold for joining."""
        return Judge(trees_from(self.pairs, PAIR_FEATURES), trees_from(self.joins, FEATURES), threshold)


def fit(sets: Sequence[Labelled], queries: Mapping[str, list[Query]], fold: int | None) -> Fitted:
    """Fit everything without the events of `fold`: first as if all went right, then among the errors really made."""
    matrix = fit_levelling(sets, fold)
    turned = {name: levelled(found, matrix) for name, found in queries.items()}
    pairs = [collect(labelled, turned[labelled.name], _as_labelled(labelled), _nobody)[0] for labelled in sets]
    judge_of_pairs = fit_trees(pairs, PAIR_FEATURES, fold=fold)
    inner = [trees_from(fit_trees(pairs, PAIR_FEATURES, fold=fold, inner=one), PAIR_FEATURES) for one in range(INNER)]
    inner.append(trees_from(judge_of_pairs, PAIR_FEATURES))
    rows = [collect(each, turned[each.name], _as_labelled(each), _unseen(each, inner))[1] for each in sets]
    fitted = Fitted(matrix, judge_of_pairs, fit_trees(rows, FEATURES, fold=fold))
    for labelled in sets:
        placed = place_all(turned[labelled.name], fitted.judge(THRESHOLD))
        rows.append(collect(labelled, turned[labelled.name], placed.__getitem__, _unseen(labelled, inner))[1])
    return replace(fitted, joins=fit_trees(rows, FEATURES, fold=fold))


def _nobody(index: int) -> None:
    return None


def _as_labelled(labelled: Labelled) -> Policy:
    return lambda index: labelled.stories[index] or f"unjudged {index}"


def _unseen(labelled: Labelled, inner: Sequence[Trees]) -> Callable[[int], Trees]:
    return lambda index: inner[inner_fold(event_number(labelled, index))]


def place_all(queries: Sequence[Query], judge: Judge) -> list[str]:
    """Place levelled queries in order, as Grouper does."""
    grouper = Grouper(judge=judge)
    return [grouper.place_query(query).story for query in queries]


def thinned(labelled: Labelled) -> Labelled:
    """Keep one story in PARTS of the largest set, which would drown the others, whole stories at a time."""
    if labelled.name != LARGEST:
        return labelled
    kept = [index for index in range(len(labelled.reports)) if event_number(labelled, index) % PARTS == 0]
    return Labelled(
        labelled.name,
        tuple(labelled.reports[index] for index in kept),
        tuple(labelled.stories[index] for index in kept),
        tuple(labelled.umbrellas[index] for index in kept),
    )


def without_vectors(labelled: Labelled) -> Labelled:
    """Give the same stream as it looks where no encoder can be installed."""
    reports = tuple(replace(report, title_vector=None, body_vector=None) for report in labelled.reports)
    return replace(labelled, name=f"{labelled.name}{BY_WORDS}", reports=reports)


def cross_validate(sets: Sequence[Labelled], queries: Mapping[str, list[Query]]) -> None:
    """Print BCubed F1 per set, each report scored by what was fitted without its event."""
    scores: dict[str, list[tuple[int, float, float]]] = defaultdict(list)
    for fold in range(FOLDS):
        fitted = fit(sets, queries, fold)
        for labelled in sets:
            inside = [index for index in range(len(labelled.reports)) if fold_of(labelled, index) == fold]
            placed = place_all(levelled(queries[labelled.name], fitted.levelling), fitted.judge(THRESHOLD))
            figures = bcubed(placed, labelled, inside)
            scores[labelled.name].append((len(inside), figures.precision, figures.recall))
            print(f"fold {fold} {labelled.name}: {figures.f1:.3f}", flush=True)
    for name, parts in scores.items():
        weights = [count for count, _, _ in parts]
        precision = float(np.average([part[1] for part in parts], weights=weights))
        recall = float(np.average([part[2] for part in parts], weights=weights))
        print(f"{name}: cross-validated F1 {2 * precision * recall / (precision + recall):.3f}")


def main() -> None:
    """Fit and write the data files, or cross-validate."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cross", action="store_true", help="print cross-validated figures, write nothing")
    parser.add_argument("--out", type=Path, default=DATA, help="folder to write to")
    options = parser.parse_args()
    encoder = load_encoder()
    if encoder is None:
        raise SystemExit("fitting needs the bundled encoder")
    cached = CachedEncoder(encoder)
    sets = [thinned(load_set(name, cached)) for name in TARGETS]
    sets.extend(without_vectors(labelled) for labelled in sets[:] if labelled.name != LARGEST)
    queries = {labelled.name: [query_of(report) for report in labelled.reports] for labelled in sets}
    if options.cross:
        cross_validate(sets, queries)
        return
    write(fit(sets, queries, None), options.out)


def write(fitted: Fitted, folder: Path) -> None:
    """Write the data files that ship."""
    judge = {"threshold": THRESHOLD, "linkage": LINKAGE, "pairs": fitted.pairs, "joins": fitted.joins}
    (folder / "judge.json").write_text(json.dumps(judge, separators=(",", ":")) + "\n")
    (folder / "levelling.json").write_text(json.dumps(pack_levelling(fitted.levelling, BUNDLED), indent=1) + "\n")


if __name__ == "__main__":
    main()
