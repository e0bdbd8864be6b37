"""Ordering: which answers stand first: where the words stand, how new the report is, how many reports agree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log1p

# A clause that holds in the title says what the report is about; in the beginning, what the event is; elsewhere it may
# be background. Chosen by hand on the demo newswire: a title outweighs a month, but not half a year.
IN_TITLE, IN_LEAD, ANYWHERE = 1.0, 0.5, 0.2

# News loses half of what its age can cost within so many days; the rest never goes, so that old reports are found too.
HALF_LIFE = timedelta(days=14)
LEAST_FRESHNESS = 0.3

# What each further report of a story adds, by the logarithm: many reports mean that the event mattered.
MORE_REPORTS = 0.15


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that answers: when it happened, how many clauses hold in its title, how many there or in its lead."""

    article: int
    at: datetime
    title: int = 0
    head: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Hits of one story, best first; a hit without a story stands alone."""

    story: int | None
    hits: tuple[Hit, ...]


def relevance(hit: Hit, clauses: int, *, now: datetime) -> float:
    """Weigh an answer: the mean over clauses of where they hold, times how fresh it is."""
    told = IN_TITLE * hit.title + IN_LEAD * (hit.head - hit.title) + ANYWHERE * (clauses - hit.head)
    return (told / clauses if clauses else 1.0) * freshness(hit.at, now)


def freshness(at: datetime, now: datetime) -> float:
    """Weigh an age, from 1 (now) down to LEAST_FRESHNESS."""
    halves = max((now - at) / HALF_LIFE, 0.0)
    return LEAST_FRESHNESS + (1 - LEAST_FRESHNESS) * float(0.5**halves)


def by_story(
    hits: Iterable[Hit], stories: Mapping[int, int], *, clauses: int, now: datetime, newest: bool
) -> tuple[Group, ...]:
    """Gather hits by story and order the groups: the most relevant first, or those with the newest hit."""
    groups: dict[tuple[bool, int], list[Hit]] = {}
    for hit in hits:
        story = stories.get(hit.article)
        groups.setdefault((story is not None, hit.article if story is None else story), []).append(hit)

    def weigh(hit: Hit) -> tuple[float, int]:
        return (hit.at.timestamp() if newest else relevance(hit, clauses, now=now)), hit.article

    def place(group: Group) -> tuple[float, int]:
        best, number = weigh(group.hits[0])
        return (best if newest else best * (1 + MORE_REPORTS * log1p(len(group.hits) - 1))), number

    made = [
        Group(number if is_story else None, tuple(sorted(told, key=weigh, reverse=True)))
        for (is_story, number), told in groups.items()
    ]
    return tuple(sorted(made, key=place, reverse=True))
