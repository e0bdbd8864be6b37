"""When a recorded article appears, and what date it then bears."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from svizho.errors import ReplayError


@dataclass(frozen=True, slots=True)
class Moment:
    """When an article becomes visible, and the date that its feed and page show (whole seconds)."""

    appears: datetime
    dated: datetime


def moments(times: Sequence[datetime], *, started: datetime, speed: float, backlog: timedelta) -> tuple[Moment, ...]:
    """Lay recorded times (in order) out from the moment the server `started`.

    The first `backlog` of recorded time is there from the start, dated in the past at true spacing; what
    follows appears `speed` times faster than it happened and is dated the moment it appears. Speed 0
    means that everything is there from the start, the last article dated now. Raises ReplayError for a
    negative speed or backlog.
    """
    if speed < 0 or backlog < timedelta(0):
        raise ReplayError("speed and backlog cannot be negative")
    if not times:
        return ()
    origin = times[0] + backlog if speed else times[-1]
    return tuple(_moment(time, origin, started, speed) for time in times)


def _moment(time: datetime, origin: datetime, started: datetime, speed: float) -> Moment:
    if time <= origin:
        return Moment(started, (started - (origin - time)).replace(microsecond=0))
    appears = started + (time - origin) / speed
    return Moment(appears, appears.replace(microsecond=0))
