"""Which publisher misbehaves, how and when: always the same for the same seed, and always over in the end."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from svizho.cli.replay.outlets import number_from
from svizho.errors import ReplayError

# The kinds of trouble, and what a feed's server does in each. Every deed has its function in troubles.py.
FEED_DEEDS: dict[str, tuple[str, ...]] = {
    "slow": ("drip", "stall", "drip"),
    "broken": ("half_document", "error_500", "half_body", "busy_503", "bad_gzip"),
    "lying": ("wrong_type", "wrong_charset", "never_modified"),
    "moving": ("found_302", "moved_301"),
    "vanishing": ("reset", "gone_404", "gone_410"),
}
FAULTS = tuple(FEED_DEEDS)
# What happens to single pages. Pages are not said to be gone: a reader may rightly believe that for good.
PAGE_DEEDS: dict[str, tuple[str, ...]] = {
    "slow": ("drip",),
    "broken": ("error_500", "half_body", "busy_503"),
    "lying": ("wrong_type",),
    "moving": ("found_302", "moved_301"),
    "vanishing": ("reset",),
}
# How many bad spells a feed has before it is well for good, and how long one lasts: so many requests, but
# never longer than a minute, since a reader who backs off would meet it for hours.
SPELLS = 3
LONGEST_SPELL = timedelta(minutes=1)
# One page in so many is in trouble at its first one or two requests.
ONE_PAGE_IN = 6


@dataclass(frozen=True, slots=True)
class Spell:
    """One bad spell: after `good` honest answers, `bad` times this deed."""

    good: int
    bad: int
    deed: str


class Course:
    """How one feed fares, request by request."""

    def __init__(self, spells: Sequence[Spell]) -> None:
        self._spells = list(spells)
        self._good = self._spells[0].good if self._spells else 0
        self._bad_since: datetime | None = None
        self._bad = 0

    def next_deed(self, now: datetime) -> str:
        """Say what to do at this request: a deed, or "" for an honest answer."""
        if not self._spells:
            return ""
        if self._good:
            self._good -= 1
            return ""
        spell, since = self._spells[0], self._bad_since or now
        if self._bad >= spell.bad or now - since > LONGEST_SPELL:
            self._recover()
            return ""
        self._bad_since = since
        self._bad += 1
        return spell.deed

    def _recover(self) -> None:
        self._spells.pop(0)
        self._bad, self._bad_since = 0, None
        # The answer that follows a spell is the first good one before the next.
        self._good = max(self._spells[0].good - 1, 0) if self._spells else 0


class FaultPlan:
    """Deals the kinds of trouble out to publishers; every sixth stays honest.

    The same slugs, kinds and seed give the same plan. Raises ReplayError for an unknown kind.
    """

    def __init__(self, slugs: Sequence[str], *, kinds: Sequence[str] = FAULTS, seed: int = 0) -> None:
        for kind in kinds:
            if kind not in FEED_DEEDS:
                raise ReplayError(f"no such fault: {kind}; there are {', '.join(FAULTS)}")
        self._seed = seed
        order = sorted(slugs)
        random.Random(seed).shuffle(order)
        dealt = (*kinds, "") if kinds else ("",)
        self._kinds = {slug: dealt[place % len(dealt)] for place, slug in enumerate(order)}
        self._courses = {slug: Course(self.spells_of(slug)) for slug in slugs}
        self._asked: dict[tuple[str, int], int] = {}

    def kind_of(self, slug: str) -> str:
        """Say what kind of trouble a publisher has, "" for none."""
        return self._kinds.get(slug, "")

    def spells_of(self, slug: str) -> tuple[Spell, ...]:
        """Lay out a feed's bad spells."""
        deeds = FEED_DEEDS.get(self.kind_of(slug), ())
        chance = random.Random(number_from(self._seed, slug))
        first = chance.randrange(len(deeds)) if deeds else 0
        return tuple(
            Spell(chance.randint(1, 3), chance.randint(1, 3), deeds[(first + place) % len(deeds)])
            for place in range(SPELLS if deeds else 0)
        )

    def feed_deed(self, slug: str, now: datetime) -> str:
        """Say what to do with this request for a feed; each call is one request."""
        course = self._courses.get(slug)
        return course.next_deed(now) if course else ""

    def page_deed(self, slug: str, number: int) -> str:
        """Say what to do with this request for a page; each call is one request."""
        deeds = PAGE_DEEDS.get(self.kind_of(slug), ())
        lot = number_from(self._seed, slug, number)
        if not deeds or lot % ONE_PAGE_IN:
            return ""
        asked = self._asked.get((slug, number), 0)
        self._asked[slug, number] = asked + 1
        return deeds[lot // ONE_PAGE_IN % len(deeds)] if asked < 1 + lot // 100 % 2 else ""
