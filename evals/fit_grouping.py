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
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from evals.grouping import CachedEncoder, Labelled, bcubed, load_set
from svizho.embedding import load_encoder
from svizho.grouping.candidates import find
from svizho.grouping.features import COVERS, FEATURES, Candidates, with_alike
from svizho.grouping.grouper import BUNDLED, Grouper
from svizho.grouping.judging import Judge
from svizho.grouping.levelling import level, pack_levelling
from svizho.grouping.pairs import LIKENESSES, PAIR_FEATURES
from svizho.grouping.shelf import Query, Shelf, query_of
from svizho.grouping.trees import Trees, trees_from

DATA = Path(__file__).resolve().parents[1] / "src" / "svizho" / "grouping" / "data"
FOLDS = 3
# Inner folds: a report's pairs are judged by trees that never saw its event, as they will be with news.
INNER = 4

# What a set counts for: the small ones are not to drown, and no set is to speak for all news.
WEIGHTS = {"ua_trends": 1.5, "og2021": 0.5, "giveme5w1h": 2.0, "wikinews": 3.0, "ecbplus": 1.5, "newswire": 2.0}

# A pair of one umbrella in two stories is hardly an error.
UMBRELLA_WEIGHT = 0.2

# Chance from which a report joins a story.
THRESHOLD = 0.5
# Likeness from which the auditor joins two groups.
LINKAGE = 0.42

# Streams without vectors: named after their set, and counted less.
BY_WORDS = " by words"

# Digits of an event's number that say nothing of folds: by them half of the events are taken without vectors.
HALVES = 1000

# The set that is thinned, and how far.
LARGEST, PARTS = "og2021", 3

# Small trees, few of them: more fitted these sets better and unseen events worse.
TREES, LEAVES = 80, 8

# Of more rows than this one stranger in THIN is kept, and counts for all of them.
MOST_ROWS, THIN = 150_000, 5

Matrix = NDArray[np.float32]
NumberOrNumbers = TypeVar("NumberOrNumbers", int, NDArray[np.int64])


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
    return -1 if number < 0 else outer_fold(number)


def outer_fold(number: NumberOrNumbers) -> NumberOrNumbers:
    """Outer fold of an event, by digits of its number that thinning does not look at."""
    return number // PARTS % FOLDS


def inner_fold(number: NumberOrNumbers) -> NumberOrNumbers:
    """Inner fold of an event."""
    return number // (PARTS * FOLDS) % INNER


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


@dataclass(frozen=True, slots=True)
class Seen:
    """One report as it stood before its candidates: what was compared, and which of it was right."""

    index: int
    pairs: Matrix
    owners: NDArray[np.int64]
    stories: Matrix
    known_pairs: NDArray[np.bool_]
    right_pairs: NDArray[np.bool_]
    pair_weights: NDArray[np.float64]
    known: NDArray[np.bool_]
    right: NDArray[np.bool_]
    weights: NDArray[np.float64]


Policy = Callable[[int, "Candidates | None"], str]
JudgeOf = Callable[[int], Trees | None]


def collect(labelled: Labelled, queries: Sequence[Query], policy: Policy, judges: JudgeOf) -> list[Seen]:
    """Place reports as `policy` says and note how each compared with its candidates.

    `judges` gives the judge of pairs for a report by its place: one that never saw the report's event.
    """
    shelf = Shelf()
    found = []
    for index, query in enumerate(queries):
        candidates = find(shelf, query, judges(index))
        if candidates is not None and labelled.stories[index] is not None:
            found.append(_seen(labelled, index, shelf, candidates))
        shelf.add(query, policy(index, candidates))
    return found


def _seen(labelled: Labelled, index: int, shelf: Shelf, candidates: Candidates) -> Seen:
    events = np.array([labelled.stories[serial] or "" for serial in candidates.pairs.serials], object)
    umbrella = labelled.umbrellas[index]
    kin = np.array([umbrella is not None and labelled.umbrellas[serial] == umbrella
                    for serial in candidates.pairs.serials], np.bool_)  # fmt: skip
    right = events == labelled.stories[index]
    known, good, worth = [], [], []
    for story in candidates.stories:
        members = [serial for serial in shelf.members[story] if labelled.stories[serial] is not None]
        share = np.mean([labelled.stories[serial] == labelled.stories[index] for serial in members] or [False])
        alike = umbrella is not None and any(labelled.umbrellas[serial] == umbrella for serial in members)
        known.append(bool(members))
        good.append(bool(share >= 0.5))
        worth.append(UMBRELLA_WEIGHT if share < 0.5 and alike else 1.0)
    return Seen(
        index, candidates.pairs.table, candidates.owners, candidates.table, events != "", right,
        np.where(kin & ~right, UMBRELLA_WEIGHT, 1.0), np.array(known), np.array(good), np.array(worth),
    )  # fmt: skip


def pair_rows(labelled: Labelled, seen: Sequence[Seen]) -> Rows:
    """Rows for the judge of pairs."""
    parts = [
        (one.pairs[k], one.right_pairs[k], one.pair_weights[k], one.index)
        for one in seen
        if (k := one.known_pairs).any()
    ]
    return _rows(labelled, parts)


def story_rows(labelled: Labelled, seen: Sequence[Seen], judges: JudgeOf | None = None) -> Rows:
    """Rows for the judge of stories; `judges` judge the pairs now where they were not judged when they were seen."""
    parts = []
    for one in seen:
        if one.known.any():
            judge = judges(one.index) if judges else None
            table = with_alike(one.stories, one.owners, judge.chances(one.pairs)) if judge else one.stories
            parts.append((table[one.known], one.right[one.known], one.weights[one.known], one.index))
    return _rows(labelled, parts)


def _rows(labelled: Labelled, parts: Sequence[tuple[Matrix, NDArray[np.bool_], NDArray[np.float64], int]]) -> Rows:
    name = labelled.name.removesuffix(BY_WORDS)
    weight = WEIGHTS[name] * (0.4 if labelled.name.endswith(BY_WORDS) else 1.0)
    return Rows(
        np.concatenate([table for table, _, _, _ in parts]),
        np.concatenate([answers for _, answers, _, _ in parts]).astype(np.bool_),
        np.concatenate([weights for _, _, weights, _ in parts]) * weight,
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
    kept = (outer_fold(numbers) != fold) & (inner_fold(numbers) != inner)
    if len(kept) > MOST_ROWS:
        thin = ~answers & (np.arange(len(kept)) % THIN != 0)
        weights, kept = np.where(answers, weights, weights * THIN), kept & ~thin
    table[:, np.isnan(table).all(axis=0)] = 0
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
    seen = [collect(each, turned[each.name], _as_labelled(each), _nobody) for each in sets]
    pairs = [pair_rows(each, found) for each, found in zip(sets, seen, strict=True)]
    judge_of_pairs = fit_trees(pairs, PAIR_FEATURES, fold=fold)
    inner = [trees_from(fit_trees(pairs, PAIR_FEATURES, fold=fold, inner=one), PAIR_FEATURES) for one in range(INNER)]
    inner.append(trees_from(judge_of_pairs, PAIR_FEATURES))
    rows = [story_rows(each, found, _unseen(each, inner)) for each, found in zip(sets, seen, strict=True)]
    joins = trees_from(fit_trees(rows, FEATURES, fold=fold), FEATURES)
    for each in sets:
        erring = collect(each, turned[each.name], _as_judged(each, joins), _unseen(each, inner))
        rows.append(story_rows(each, erring))
    return Fitted(matrix, judge_of_pairs, fit_trees(rows, FEATURES, fold=fold))


def _nobody(index: int) -> None:
    return None


def _as_labelled(labelled: Labelled) -> Policy:
    return lambda index, candidates: labelled.stories[index] or f"unjudged {index}"


def _as_judged(labelled: Labelled, joins: Trees) -> Policy:
    """Place as a grouper would with this judge of stories."""

    def place(index: int, candidates: Candidates | None) -> str:
        if candidates is not None:
            chances = joins.chances(candidates.table)
            best = int(np.argmax(chances))
            if chances[best] >= THRESHOLD:
                return candidates.stories[best]
        return labelled.reports[index].id

    return place


def _unseen(labelled: Labelled, inner: Sequence[Trees]) -> Callable[[int], Trees]:
    def judge_for(index: int) -> Trees:
        number = event_number(labelled, index)
        return inner[inner_fold(number) if number >= 0 else -1]

    return judge_for


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
    """Give half of a stream's events as they look where no encoder can be installed."""
    kept = [index for index in range(len(labelled.reports)) if event_number(labelled, index) // HALVES % 2 == 0]
    reports = (replace(labelled.reports[index], title_vector=None, body_vector=None) for index in kept)
    return Labelled(
        f"{labelled.name}{BY_WORDS}",
        tuple(reports),
        tuple(labelled.stories[index] for index in kept),
        tuple(labelled.umbrellas[index] for index in kept),
    )


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
    sets = [thinned(load_set(name, cached)) for name in WEIGHTS]
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
