"""What polls do to say when feeds are asked again: the tempo, the owner's bounds and the pushes, many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from svizho.hubs.queries import Pushed
from svizho.pacing import Bounds, Decision, Question, Rhythm, Tempo, Wishes, decide_all
from svizho.sources.models import Feed
from svizho.steps.tempo import bounds_set, current_tempo, weight_of
from svizho.steps.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Poll:
    """What a poll taught of a feed, for the decision about the next one."""

    feed: Feed
    rhythm: Rhythm
    wishes: Wishes
    wait: timedelta = timedelta(0)
    failures: float = 0.0


@dataclass(frozen=True, slots=True)
class Pace:
    """What decides when feeds are asked again: the tempo of all, the owner's bounds, what hubs push (by feed)."""

    tempo: Tempo
    bounds: Bounds
    pushes: dict[int, Pushed] = field(default_factory=dict)

    def decide(self, polls: Sequence[Poll], now: datetime) -> list[Decision]:
        """Decide for each feed that was polled."""
        return decide_all([self._question(poll) for poll in polls], self.tempo, now, bounds=self.bounds)

    def _question(self, poll: Poll) -> Question:
        pushed = self.pushes.get(poll.feed.pk)
        weight, missed = weight_of(poll.feed.source.weight), pushed.share if pushed else 1.0
        return Question(poll.rhythm, weight, poll.failures, poll.wait, poll.wishes, missed)


def current_pace(bench: Workbench) -> Pace:
    """Give the pace that holds now."""
    return Pace(current_tempo(bench), bounds_set(bench))
