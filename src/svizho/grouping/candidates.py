"""Finding the few stories a report might belong to, at a cost that does not grow with the number of active reports."""

from __future__ import annotations

import numpy as np

from svizho.grouping.features import Candidates, describe
from svizho.grouping.pairs import compare
from svizho.grouping.shelf import Query, Shelf
from svizho.grouping.trees import Trees
from svizho.grouping.words import SLOTS

# Rarest words and names of a report that are looked up.
RARE_WORDS = 28
# Reports taken over from the words and from the vectors, best first.
FROM_WORDS, NEAREST = 40, 32
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
    serials = np.array([serial for group in groups for serial in group], np.int64)
    pairs = compare(shelf, query, serials, judge)
    return describe(shelf, query, stories, pairs, owners)


def _members(members: list[int], found: list[int]) -> list[int]:
    """Choose whom to compare with: those that were found, then the first and the latest of the story."""
    few = list(dict.fromkeys([*found[: MOST_MEMBERS - 4], members[0], *members[-MOST_MEMBERS:][::-1]]))
    return sorted(few[:MOST_MEMBERS])


def neighbours(shelf: Shelf, query: Query) -> list[int]:
    """Serials of the reports that come near by words or by meaning, best first."""
    near = _by_words(shelf, query)
    row = query.search_vector
    if row is not None:
        serials, cosines = shelf.by_meaning(row, NEAREST)
        for serial, cosine in zip(serials.tolist(), cosines.tolist(), strict=True):
            near[serial] = near.get(serial, 0.0) + cosine
    return sorted(near, key=lambda serial: (-near[serial], -serial))


def _by_words(shelf: Shelf, query: Query) -> dict[int, float]:
    """Score reports by the rarity of the words and names they share with this one, 0 to about 1."""
    body, names, title = (query.reading.of(kind).ids for kind in ("body", "names", "title"))
    ids = np.concatenate([body, names])
    if not len(ids) or not len(shelf):
        return {}
    weights = shelf.terms.rarity(ids)
    weights[: len(body)] *= 1 + np.isin(body & (SLOTS - 1), title & (SLOTS - 1))
    rarest = np.argsort(-weights, kind="stable")[:RARE_WORDS]
    found = shelf.by_words(ids[rarest] & (SLOTS - 1))
    rows, columns = np.nonzero(found >= 0)
    serials, places = np.unique(found[rows, columns], return_inverse=True)
    if not len(serials):
        return {}
    scores = np.bincount(places, np.square(weights[rarest])[rows]) / float(np.square(weights[rarest]).sum())
    best = np.argsort(-scores, kind="stable")[:FROM_WORDS]
    return dict(zip(serials[best].tolist(), scores[best].tolist(), strict=True))
