"""When to ask a feed again: its rhythm as polls teach it, a budget of polls, what its server asks for, its failures."""

from svizho.pacing.asked import Wishes, asked_wait
from svizho.pacing.deciding import Decision, Question, after_poll, after_polls, decide, decide_all
from svizho.pacing.hours import days_of
from svizho.pacing.learning import estimate, learn
from svizho.pacing.planning import Bounds, bounds_of, gaps, own_budget, reckon
from svizho.pacing.pushed import PING_PAUSE, missed_share, renewal_at, sooner_at
from svizho.pacing.rhythm import Rhythm, Rhythms, new_rhythm, new_rhythms
from svizho.pacing.schedule import FASTEST, SLOWEST, next_poll_at
from svizho.pacing.tempo import Tempo

__all__ = [
    "FASTEST",
    "PING_PAUSE",
    "SLOWEST",
    "Bounds",
    "Decision",
    "Question",
    "Rhythm",
    "Rhythms",
    "Tempo",
    "Wishes",
    "after_poll",
    "after_polls",
    "asked_wait",
    "bounds_of",
    "days_of",
    "decide",
    "decide_all",
    "estimate",
    "gaps",
    "learn",
    "missed_share",
    "new_rhythm",
    "new_rhythms",
    "next_poll_at",
    "own_budget",
    "reckon",
    "renewal_at",
    "sooner_at",
]
