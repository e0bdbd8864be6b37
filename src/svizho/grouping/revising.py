"""The auditor: regroups recent reports all at once, with hindsight, and says what it would change."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from svizho.grouping.candidates import neighbours
from svizho.grouping.linking import Linkage, Pair
from svizho.grouping.pairs import compare
from svizho.grouping.reasons import Reason
from svizho.grouping.shelf import Shelf
from svizho.grouping.trees import Trees
from svizho.grouping.values import Proposal

# Two reports that stand in one story already are taken for so much more alike: the auditor changes what is clearly
# wrong and lets the rest be. Tried 0, 0.15, 0.3 (docs/decisions/grouping.md).
TOGETHER = 0.3

# Reports each is compared with: those found near, and some of its own story.
NEAR, OWN = 60, 24


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the auditor may not touch: stories of pinned reports, pairs of stories that an editor parted."""

    pinned: Mapping[int, str] = field(default_factory=dict)
    parted: frozenset[frozenset[str]] = frozenset()


def known_pairs(shelf: Shelf, serials: Sequence[int], judge: Trees) -> dict[Pair, float]:
    """Chance that two reports tell of one event, for every pair worth comparing."""
    inside = set(serials)
    sums: dict[Pair, list[float]] = defaultdict(list)
    for serial in serials:
        query = shelf.query(serial)
        own = shelf.members[shelf.stories[serial]]
        step = max(len(own) // OWN, 1)
        near = {*neighbours(shelf, query)[: NEAR + 1], *own[::step], *own[-4:]}
        others = np.array(sorted((near & inside) - {serial}), np.int64)
        if len(others):
            alike = compare(shelf, query, others, judge).column("alike")
            for other, value in zip(others.tolist(), alike.tolist(), strict=True):
                sums[min(serial, other), max(serial, other)].append(value)
    return {pair: sum(values) / len(values) for pair, values in sums.items()}


def kept_together(shelf: Shelf, pairs: Mapping[Pair, float]) -> dict[Pair, float]:
    """Raise the likeness of pairs that stand in one story by TOGETHER."""
    return {
        (one, other): min(alike + TOGETHER * (shelf.stories[one] == shelf.stories[other]), 1.0)
        for (one, other), alike in pairs.items()
    }


def regroup(
    shelf: Shelf, serials: Sequence[int], pairs: Mapping[Pair, float], bounds: Bounds, threshold: float
) -> list[list[int]]:
    """Group reports by average linkage; copies stay with what they copy, pinned reports with their story."""
    linkage = Linkage(serials, kept_together(shelf, pairs), _barring(shelf, bounds))
    leaders: dict[str, int] = {}
    for serial in serials:
        story = bounds.pinned.get(serial)
        root = shelf.serial_of.get(shelf.roots[serial], -1)
        if story is not None:
            first = leaders.setdefault(story, serial)
            if first != serial:
                linkage.join(first, serial)
        elif root in linkage.groups and root != serial and serial in linkage.groups:
            linkage.join(root, serial)
    return linkage.run(threshold)


def _barring(shelf: Shelf, bounds: Bounds) -> Callable[[list[int], list[int]], bool]:
    """Say which groups must not be joined: they hold pins of two stories, or stories that an editor parted."""

    def barred(one: list[int], other: list[int]) -> bool:
        pins = [{bounds.pinned[serial] for serial in group if serial in bounds.pinned} for group in (one, other)]
        if not pins[0] and not pins[1]:
            return False
        if len(pins[0] | pins[1]) > 1:
            return True
        stories = {shelf.stories[serial] for serial in (*one, *other)}
        pin = next(iter(pins[0] | pins[1]))
        return any(frozenset((pin, story)) in bounds.parted for story in stories if story != pin)

    return barred


def proposals(
    shelf: Shelf, groups: Sequence[Sequence[int]], pairs: Mapping[Pair, float], bounds: Bounds
) -> tuple[Proposal, ...]:
    """Say how the present stories become these groups: whole stories merge, parts are split off, most certain first."""
    names = _names(shelf, groups, bounds)
    inside = {serial for group in groups for serial in group}
    found = []
    for name, group in zip(names, groups, strict=True):
        parts: dict[str, list[int]] = defaultdict(list)
        for serial in group:
            parts[shelf.stories[serial]].append(serial)
        for story, part in sorted(parts.items()):
            if story == name or any(serial in bounds.pinned for serial in part):
                continue
            rest = [serial for serial in shelf.members[story] if serial not in part]
            ids = tuple(shelf.ids[serial] for serial in part)
            stayed = [serial for serial in rest if serial in inside]
            if rest:
                stories = (story,) if name == shelf.ids[part[0]] and name not in shelf.members else (story, name)
                sure = 1 - _mean(pairs, part, stayed, 0.5)
                if len(stories) > 1:
                    # Not to belong where it stands is no reason yet to belong where it would go.
                    sure = min(sure, _mean(pairs, part, [serial for serial in group if serial not in part], 0.5))
                found.append(Proposal("split", stories, ids, round(sure, 4), Reason("revised")))
            else:
                others = [serial for serial in group if serial not in part]
                sure = _mean(pairs, part, others, 0.5)
                found.append(Proposal("merge", (name, story), ids, round(sure, 4), Reason("revised")))
    return tuple(sorted(found, key=lambda one: (-one.confidence, one.stories, one.reports)))


def _names(shelf: Shelf, groups: Sequence[Sequence[int]], bounds: Bounds) -> list[str]:
    """Name each group: the story of its pins, else the story most of it stands in, each story's name used once."""
    wishes = []
    for place, group in enumerate(groups):
        counts = Counter(shelf.stories[serial] for serial in group)
        pinned = {bounds.pinned[serial] for serial in group if serial in bounds.pinned}
        for story, count in counts.items():
            wishes.append((story not in pinned, -count, group[0], story, place))
    names: dict[int, str] = {}
    used: set[str] = set()
    for _, _, _, story, place in sorted(wishes):
        if place not in names and story not in used:
            names[place] = story
            used.add(story)
    return [names.get(place) or _free(shelf, group, used) for place, group in enumerate(groups)]


def _free(shelf: Shelf, group: Sequence[int], used: set[str]) -> str:
    """Name a new story after the first of its reports that does not name another."""
    for serial in group:
        name = shelf.ids[serial]
        if name not in used and name not in shelf.members:
            return name
    return f"{shelf.ids[group[0]]}+"


def _mean(pairs: Mapping[Pair, float], some: Sequence[int], others: Sequence[int], unknown: float) -> float:
    values = [pairs[pair] for one in some for other in others if (pair := (min(one, other), max(one, other))) in pairs]
    return sum(values) / len(values) if values else unknown
