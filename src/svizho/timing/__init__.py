"""Text in, moments out: absolute and relative dates and times in three languages against the article's own time."""

from svizho.timing.finding import find_moments
from svizho.timing.values import Moment, Precision

__all__ = ["Moment", "Precision", "find_moments"]
