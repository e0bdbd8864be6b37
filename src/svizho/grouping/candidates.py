"""Finding the few stories a report might belong to, at a cost that does not grow with the number of active reports."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from svizho.grouping.columns import Serials
from svizho.grouping.features import Candidates, compare, describe
from svizho.grouping.shelf import Query, Shelf
from svizho.grouping.trees import Trees

# Rarest words and names of a report that are looked up.
RARE_WORDS = 28
# Reports taken over from the words and from the cells of the vector space, best first.
FROM_WORDS = 40
FROM_CELLS = 32
CELL_PROBES = 16
# Stories that are weighed in full, and members of each that the report is compared with.
MOST_STORIES = 12
MOST_MEMBERS = 8


def find(shelf: Shelf, query: Query, judge: Trees | None) -> Candidates | None:
    """Return the candidate stories of a report with their features, or None when nothing comes near."""
    ranked = neighbours(shelf, query)
    if not ranked:
        return None
    chosen: dict[str, list[int]] = {}
    for serial in ranked:
        story = shelf.stories[serial]
        if story in chosen or len(chosen) < MOST_STORIES:
            chosen.setdefault(story, []).append(serial)
    stories = tuple(chosen)
    groups = [_members(shelf.members[story], found) for story, found in chosen.items()]
    owners = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    pairs = compare(shelf, query, np.concatenate(groups).astype(np.int64), judge)
    return describe(shelf, query, stories, pairs, owners)


def _members(members: list[int], found: list[int]) -> NDArray[np.int64]:
    """Choose whom to compare with: those that were found, then the first and the latest of the story."""
    few = list(dict.fromkeys([*found[: MOST_MEMBERS - 4], members[0], *members[-MOST_MEMBERS:][::-1]]))
    return np.sort(np.array(few[:MOST_MEMBERS], np.int64))


def neighbours(shelf: Shelf, query: Query) -> list[int]:
    """Serials of the reports that come near by words or by meaning, best first."""
    near = _by_words(shelf, query)
    row = query.title_vector if query.title_vector is not None else query.body_vector
    if row is not None:
        for serial, score in _by_meaning(shelf, row):
            near[serial] = near.get(serial, 0.0) + score
    return sorted(near, key=lambda serial: (-near[serial], -serial))


def _by_words(shelf: Shelf, query: Query) -> dict[int, float]:
    """Score reports by the rarity of the words and names they share with this one, 0 to about 1."""
    reading = query.reading
    ids = np.concatenate([reading.body.ids, reading.names.ids])
    if not len(ids) or not len(shelf):
        return {}
    weights = np.concatenate([
        shelf.terms["body"].rarity(reading.body.ids) * (1 + shelf.terms["body"].holds(reading.title, reading.body.ids)),
        shelf.terms["names"].rarity(reading.names.ids),
    ])  # fmt: skip
    rarest = np.argsort(-weights, kind="stable")[:RARE_WORDS]
    found = shelf.by_words(ids[rarest])
    rows, columns = np.nonzero(found >= 0)
    serials, places = np.unique(found[rows, columns], return_inverse=True)
    if not len(serials):
        return {}
    scores = np.bincount(places, np.square(weights[rarest])[rows]) / float(np.square(weights[rarest]).sum())
    best = np.argsort(-scores, kind="stable")[:FROM_WORDS]
    return {int(serials[index]): float(scores[index]) for index in best}


def _by_meaning(shelf: Shelf, row: NDArray[np.float32]) -> list[tuple[int, float]]:
    """Reports whose title lies nearest, among the latest and those in the same cells, with the cosine."""
    serials: Serials = np.union1d(shelf.by_cells(row, CELL_PROBES), shelf.by_recency(row, FROM_CELLS))
    rows = shelf.vectors_of("title", serials)
    if rows is None or not len(serials):
        return []
    cosines = rows @ row
    best = np.argsort(-cosines, kind="stable")[:FROM_CELLS]
    return [(int(serials[index]), float(cosines[index])) for index in best]
