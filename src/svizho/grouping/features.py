"""How a report and a candidate story compare, in numbers for the judge to weigh."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from svizho.grouping.columns import Floats
from svizho.grouping.pairs import BODY, LIKENESSES, NAMES, NUMBERS, TITLE, Pairs
from svizho.grouping.shelf import Query, Shelf
from svizho.grouping.words import SLOT_BITS, SLOTS

# Per story: the best and the mean over the members looked at, then facts of the whole.
COVERS = ("cover_title", "cover_title_own", "cover_body", "cover_names", "cover_names_own", "cover_numbers")
STORY_FACTS = ("hours_nearest", "second_alike", "hours_first", "size", "same_language", "same_source", "shared_names",
               "shared_words", "centre_title", "centre_body", "tightness", "against_tightness")  # fmt: skip
CONTEXT = ("title_length", "has_body", "density", "margin")
FEATURES = (
    *(f"best_{name}" for name in LIKENESSES),
    *(f"mean_{name}" for name in LIKENESSES),
    *STORY_FACTS,
    *COVERS,
    *CONTEXT,
)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Candidate stories of a report with what the judge weighs: table (stories, FEATURES)."""

    stories: tuple[str, ...]
    table: Floats
    pairs: Pairs
    owners: NDArray[np.int64]


def describe(
    shelf: Shelf, query: Query, stories: tuple[str, ...], pairs: Pairs, owners: NDArray[np.int64]
) -> Candidates:
    """Sum up pairs by story: `owners` says for each pair which of `stories` it belongs to, in rising order."""
    starts = np.searchsorted(owners, np.arange(len(stories)))
    count = len(stories)
    best = np.fmax.reduceat(pairs.likenesses, starts)
    known = ~np.isnan(pairs.likenesses)
    sums = np.add.reduceat(np.where(known, pairs.likenesses, 0), starts)
    counted = np.add.reduceat(known, starts, dtype=np.int64)
    mean = sums / np.where(counted > 0, counted, np.nan)
    sizes = np.array([len(shelf.members[story]) for story in stories])
    firsts = np.array([shelf.members[story][0] for story in stories])
    facts = np.column_stack([
        np.fmin.reduceat(pairs.hours, starts),
        _seconds(pairs.column("alike"), owners, starts),
        np.abs(shelf.hours.rows[firsts] - query.hours),
        np.log1p(sizes),
        np.add.reduceat(pairs.same_language.astype(np.float32), starts) / np.diff(np.append(starts, len(owners))),
        np.maximum.reduceat(pairs.same_source, starts),
        np.maximum.reduceat(pairs.shared_names, starts),
        np.maximum.reduceat(pairs.shared_words, starts),
        *_centres(shelf, query, stories),
        *_tightness(shelf, pairs, starts, np.asarray(mean[:, LIKENESSES.index("title_meaning")])),
    ])  # fmt: skip
    title_length = np.full(count, len(query.reading.of("title").ids))
    has_body = np.full(count, float(len(query.reading.of("body").ids) > title_length[0]))
    density = np.full(count, _density(pairs.column("title_meaning")))
    margin = _margins(np.asarray((best[:, -1] + mean[:, -1]) / 2, np.float32))
    said = covers(shelf, query, pairs, owners, count)
    parts = [best, mean, facts, said, title_length, has_body, density, margin]
    table = np.column_stack(parts).astype(np.float32)
    return Candidates(stories, table, pairs, owners)


def with_alike(table: Floats, owners: NDArray[np.int64], alike: NDArray[np.float64]) -> Floats:
    """The same table with another judge's chances of the pairs: for fitting, which judges pairs after comparing."""
    starts = np.searchsorted(owners, np.arange(len(table)))
    values = alike.astype(np.float32)
    best = np.maximum.reduceat(values, starts)
    mean = np.add.reduceat(values, starts) / np.diff(np.append(starts, len(owners)))
    changed = table.copy()
    for name, column in (
        ("best_alike", best), ("mean_alike", mean), ("second_alike", _seconds(values, owners, starts)),
        ("margin", _margins(((best + mean) / 2).astype(np.float32))),
    ):  # fmt: skip
        changed[:, FEATURES.index(name)] = column
    return changed


def _seconds(values: Floats, owners: NDArray[np.int64], starts: NDArray[np.int64]) -> Floats:
    """Second best value of each group; NaN for a group of one."""
    order = np.lexsort((-values, owners))
    sizes = np.diff(np.append(starts, len(owners)))
    seconds = values[order[np.minimum(starts + 1, len(owners) - 1)]]
    return np.asarray(np.where(sizes > 1, seconds, np.nan), np.float32)


def _tightness(shelf: Shelf, pairs: Pairs, starts: NDArray[np.int64], mean: Floats) -> list[Floats]:
    """Mean cosine between the titles of the members looked at, and how far the report's own mean lies above it."""
    rows = shelf.vectors_of("title", pairs.serials)
    if rows is None:
        return [np.full(len(starts), np.nan, np.float32)] * 2
    counts = np.add.reduceat(rows.any(axis=1), starts, dtype=np.int64)
    lengths = np.square(np.add.reduceat(rows, starts)).sum(axis=1)
    tight = np.where(counts > 1, (lengths - counts) / np.maximum(counts * (counts - 1), 1), np.nan)
    return [np.asarray(tight, np.float32), np.asarray(mean - tight, np.float32)]


def covers(shelf: Shelf, query: Query, pairs: Pairs, owners: NDArray[np.int64], count: int) -> Floats:
    """How much of what the report says a story says too, by rarity; shape (stories, COVERS).

    `..._own` weighs up what few of the candidates say: among look-alikes only that tells them apart.
    """
    ids = query.reading.terms.ids
    kinds = ids >> SLOT_BITS
    matrix = np.zeros((count, len(ids)), np.bool_)
    matrix[owners[pairs.found.owners], pairs.found.terms] = True
    rarity = shelf.terms.rarity(ids)
    own = rarity * np.log((count + 1) / (matrix.sum(axis=0) + 0.5))
    titles = np.isin(ids, ids[kinds == TITLE] + (BODY - TITLE) * SLOTS)
    foreign = ~np.bincount(owners, pairs.same_language, count).astype(np.bool_)
    columns = []
    for place, among, weights in (
        (TITLE, titles, rarity), (TITLE, titles, own), (BODY, kinds == BODY, rarity),
        (NAMES, kinds == NAMES, rarity), (NAMES, kinds == NAMES, own), (NUMBERS, kinds == NUMBERS, rarity),
    ):  # fmt: skip
        share = _share(matrix[:, among], weights[among])
        if place in (TITLE, BODY):
            share[foreign] = np.nan
        columns.append(share)
    return np.column_stack(columns)


def _share(matrix: NDArray[np.bool_], weights: Floats) -> Floats:
    total = float(weights.sum())
    return np.asarray(matrix @ weights / total if total > 0 else np.full(len(matrix), np.nan), np.float32)


def _density(meanings: Floats) -> float:
    known = meanings[~np.isnan(meanings)]
    return float(known.mean()) if len(known) else float("nan")


# Members whose vectors make up a story's centre: the latest; a story that has moved on is where it stands now.
CENTRE_MEMBERS = 24


def _centres(shelf: Shelf, query: Query, stories: tuple[str, ...]) -> list[Floats]:
    """Cosine of the report's title and body with the middle of each story's titles and bodies."""
    found = []
    for kind, own in (("title", query.title_vector), ("body", query.body_vector)):
        cosines = np.full(len(stories), np.nan, np.float32)
        if own is not None and kind in shelf.vectors:
            groups = [shelf.members[story][-CENTRE_MEMBERS:] for story in stories]
            rows = shelf.vectors_of(kind, np.concatenate(groups).astype(np.int64))
            assert rows is not None  # noqa: S101 - the kind is there
            starts = np.cumsum([0, *map(len, groups[:-1])])
            middles = np.add.reduceat(rows, starts)
            lengths = np.linalg.norm(middles, axis=1)
            cosines = np.where(lengths > 0, middles @ own / np.maximum(lengths, 1e-6), np.nan).astype(np.float32)
        found.append(cosines)
    return found


def _margins(scores: Floats) -> Floats:
    """How far each stands before the best of the others; the score itself when alone."""
    if len(scores) == 1:
        return scores
    order = np.argsort(scores)
    margins = scores - scores[order[-1]]
    margins[order[-1]] = scores[order[-1]] - scores[order[-2]]
    return np.asarray(margins, np.float32)
