"""The standing of a story: breadth, growth, recency, weight of sources, languages and the desk's pins."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

PinKind = Literal["", "up", "top", "down"]

# A near copy says again what another has said: it tells that one more desk found the story worth space, no more.
COPY_SHARE = 0.25
# A story half as fresh stands half as high: in six hours a front page has turned over once.
HALF_LIFE = timedelta(hours=6)
# What a report's age is for the pace of a story: the last hours against the day before.
GROWTH_WINDOW = timedelta(hours=3)
USUAL_WINDOW = timedelta(hours=24)
# Breaking: at least so many independent sources within the window, and at least so many times the pace before it.
BREAKING_SOURCES = 2.0
BREAKING_PACE = 3.0
# How much a doubling of breadth, a doubling of pace and each further language count, in doublings of the score.
BREADTH_WEIGHT, GROWTH_WEIGHT, LANGUAGE_WEIGHT, SOURCE_WEIGHT = 1.0, 0.6, 0.25, 1.0
# The desk's hand, in doublings: up and down move a story by two half-lives; top stands above any unpinned story.
PINS: Mapping[str, float] = {"": 0.0, "up": 2.0, "down": -2.0, "top": 40.0}


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """One report of a story: whose it is, when it came, whether it copies another; `weight` of its source, usual 1."""

    source: str
    time: datetime
    language: str = ""
    near_copy: bool = False
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class StoryFacts:
    """All that ranking knows of a story. `pin`: "" none, "up", "top" or "down", set by the desk."""

    reports: tuple[ReportFacts, ...]
    pin: PinKind = ""


@dataclass(frozen=True, slots=True)
class Term:
    """One part of a score: `value` is in doublings (adding 1 doubles the score), `words` by language, uk and en."""

    name: str
    value: float
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """A score, higher stands first, and the terms it is the sum of."""

    score: float
    terms: tuple[Term, ...]


def breadth(reports: tuple[ReportFacts, ...]) -> float:
    """Count independent sources: a publisher once, by its best report; one that only copies counts COPY_SHARE."""
    shares: dict[str, float] = {}
    for report in reports:
        share = COPY_SHARE if report.near_copy else 1.0
        shares[report.source] = max(shares.get(report.source, 0.0), share)
    return sum(shares.values())


def pace(reports: tuple[ReportFacts, ...], now: datetime) -> float:
    """Say how many times faster independent sources report in the last three hours than in the day before them.

    One is added to both sides (Laplace), so that a story's first report is no explosion; 1 means steady.
    """
    fresh = breadth(tuple(report for report in reports if now - report.time <= GROWTH_WINDOW))
    earlier = breadth(
        tuple(report for report in reports if GROWTH_WINDOW < now - report.time <= GROWTH_WINDOW + USUAL_WINDOW)
    )
    return (fresh + 1) / (earlier * (GROWTH_WINDOW / USUAL_WINDOW) + 1)


def is_breaking(facts: StoryFacts, now: datetime) -> bool:
    """Tell whether a story is breaking: it grows fast now, told by two independent sources or more."""
    fresh = tuple(report for report in facts.reports if now - report.time <= GROWTH_WINDOW)
    return breadth(fresh) >= BREAKING_SOURCES and pace(facts.reports, now) >= BREAKING_PACE


def score(facts: StoryFacts, *, now: datetime) -> Standing:
    """Score a story: the sum of its terms, in doublings. A story without reports scores below every other."""
    if not facts.reports:
        return Standing(-math.inf, ())
    terms = tuple(
        term
        for term in (
            _breadth_term(facts),
            _growth_term(facts, now),
            _recency_term(facts, now),
            _weight_term(facts),
            _language_term(facts),
            _pin_term(facts),
        )
        if term.value or term.name in ("breadth", "recency")
    )
    return Standing(round(sum(term.value for term in terms), 4), terms)


def _breadth_term(facts: StoryFacts) -> Term:
    count = breadth(facts.reports)
    sources = len({report.source for report in facts.reports})
    copying = len({r.source for r in facts.reports} - {r.source for r in facts.reports if not r.near_copy})
    ukrainian = f"пишуть {sources} {_plural(sources, 'джерело', 'джерела', 'джерел')}"
    english = f"reported by {sources} {'source' if sources == 1 else 'sources'}"
    if copying:
        ukrainian += f", з них {copying} передруком"
        english += f", {copying} of them by reprint"
    return Term("breadth", round(BREADTH_WEIGHT * math.log2(1 + count), 4), {"uk": ukrainian, "en": english})


def _growth_term(facts: StoryFacts, now: datetime) -> Term:
    times = pace(facts.reports, now)
    fresh = sum(now - report.time <= GROWTH_WINDOW for report in facts.reports)
    value = round(GROWTH_WEIGHT * max(math.log2(times), 0.0), 4)
    words = {
        "uk": f"історія росте: {fresh} {_plural(fresh, 'повідомлення', 'повідомлення', 'повідомлень')} за 3 години",
        "en": f"growing: {fresh} {'report' if fresh == 1 else 'reports'} in 3 hours",
    }
    return Term("growth", value, words)


def _recency_term(facts: StoryFacts, now: datetime) -> Term:
    age = max(now - max(report.time for report in facts.reports), timedelta(0))
    # Rounded down like every age on the page, so that the two never contradict each other.
    minutes, hours = age // timedelta(minutes=1), age // timedelta(hours=1)
    if minutes < 1:
        words = {"uk": "оновлено щойно", "en": "updated just now"}
    elif hours < 1:
        words = {"uk": f"оновлено {minutes} хв тому", "en": f"updated {minutes} min ago"}
    else:
        words = {"uk": f"оновлено {hours} год тому", "en": f"updated {hours} h ago"}
    return Term("recency", round(-(age / HALF_LIFE), 4), words)


def _weight_term(facts: StoryFacts) -> Term:
    """The mean weight of the sources (a publisher once, by its heaviest report): usual is 1, which adds nothing."""
    weights: dict[str, float] = {}
    for report in facts.reports:
        weights[report.source] = max(weights.get(report.source, 0.0), report.weight)
    mean = max(sum(weights.values()) / len(weights), 0.05)
    words = {"uk": "вага джерел, яку дала редакція", "en": "weight the desk gives to these sources"}
    return Term("sources", round(SOURCE_WEIGHT * math.log2(mean), 4), words)


def _language_term(facts: StoryFacts) -> Term:
    count = len({report.language for report in facts.reports if report.language})
    words = {
        "uk": f"повідомлення {count} {_plural(count, 'мовою', 'мовами', 'мовами')}",
        "en": f"reports in {count} {'language' if count == 1 else 'languages'}",
    }
    return Term("languages", round(LANGUAGE_WEIGHT * max(count - 1, 0), 4), words)


def _pin_term(facts: StoryFacts) -> Term:
    words = {
        "": {"uk": "", "en": ""},
        "up": {"uk": "піднято редакцією", "en": "raised by the desk"},
        "top": {"uk": "закріплено редакцією", "en": "pinned by the desk"},
        "down": {"uk": "опущено редакцією", "en": "lowered by the desk"},
    }
    return Term("pin", PINS[facts.pin], words[facts.pin])


def _plural(count: int, one: str, few: str, many: str) -> str:
    """Choose the Ukrainian form of a noun for a whole number."""
    if count % 10 == 1 and count % 100 != 11:
        return one
    return few if 2 <= count % 10 <= 4 and not 12 <= count % 100 <= 14 else many
