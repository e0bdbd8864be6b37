"""When to ask a feed again: how often it publishes, what its server asks for, how it has failed."""

from svizho.pacing.asked import asked_wait
from svizho.pacing.rate import learned_rate
from svizho.pacing.schedule import FASTEST, SLOWEST, next_poll_at

__all__ = ["FASTEST", "SLOWEST", "asked_wait", "learned_rate", "next_poll_at"]
