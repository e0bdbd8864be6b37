"""What is wrong with a feed: answers of servers and parsers -> cause, gravity, words, and what the owner can do."""

from svizho.diagnosing.readings import of_reading, of_unasked_unchanged
from svizho.diagnosing.refusals import of_refusal
from svizho.diagnosing.statuses import of_status
from svizho.diagnosing.values import CAUSES, SETBACKS, Diagnosis, long_silent, wait_words
from svizho.diagnosing.walls import wall_of

__all__ = [
    "CAUSES",
    "SETBACKS",
    "Diagnosis",
    "long_silent",
    "of_reading",
    "of_refusal",
    "of_status",
    "of_unasked_unchanged",
    "wait_words",
    "wall_of",
]
