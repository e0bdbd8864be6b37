"""What came before a story: the moments its reports tell of, each in the words of one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_date
from django.utils import timezone

from svizho.claims.models import Moment
from svizho.kit.text import shorten, tidy
from svizho.web.cards import article_url, language, outlet_of
from svizho.web.times import locale, when
from svizho.web.values import Outlet, Words

# Moments shown before the coverage, and characters quoted of each.
MOST_PAST, SAID = 12, 160


@dataclass(frozen=True, slots=True)
class Past:
    """A moment of the background, quoted from one report; `day` names it as exactly as the report does."""

    at: datetime
    day: str
    words: Words
    outlet: Outlet
    url: str


def past_of(moments: Sequence[Moment], now: datetime) -> tuple[Past, ...]:
    """Choose the moments of the background, oldest first: those that most sources tell of, in the page's language."""
    groups: dict[tuple[datetime, str], list[Moment]] = {}
    for moment in moments:
        groups.setdefault((_day(moment), moment.precision), []).append(moment)
    order = sorted(groups.values(), key=lambda group: (-_sources(group), -group[0].start.timestamp()))
    told: dict[str, Past] = {}
    for group in order:
        past = _past(group, now)
        # A sentence that names two moments is told once, under the one that more sources know.
        if past.words.text not in told and len(told) < MOST_PAST:
            told[past.words.text] = past
    return tuple(sorted(told.values(), key=lambda past: past.at))


def _day(moment: Moment) -> datetime:
    """Give the day of a moment: reports that differ by the hour tell of one thing."""
    return timezone.localtime(moment.start).replace(hour=0, minute=0, second=0, microsecond=0)


def _sources(group: Sequence[Moment]) -> int:
    return len({moment.article.source_id for moment in group})


def _past(group: Sequence[Moment], now: datetime) -> Past:
    mine = [moment for moment in group if moment.article.language == language()]
    # The newest report knows most.
    told = (mine or group)[0]
    return Past(
        at=told.start,
        day=day_of(told, now),
        words=Words(shorten(tidy(told.words), SAID), told.article.language),
        outlet=outlet_of(told.article.source),
        url=article_url(told.article),
    )


def day_of(moment: Moment, now: datetime) -> str:
    """Name a moment as exactly as it is known: "16 July, 03:12", "16 July", "July 2025", "2024"."""
    if moment.precision == "minute":
        return when(moment.start, now)
    day = timezone.localtime(moment.start).date()
    if moment.precision == "year":
        return str(day.year)
    if moment.precision == "month":
        return format_date(day, "LLLL y", locale=locale())
    same_year = day.year == timezone.localtime(now).year
    return format_date(day, "d MMMM" if same_year else "d MMMM y", locale=locale())
