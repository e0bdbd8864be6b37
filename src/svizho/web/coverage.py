"""A story's reports as its page tells them: by language, copies folded, and what came first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext, ngettext

from svizho.stories.models import Placement
from svizho.stories.queries import PULSE_HOURS
from svizho.web.cards import language, line_of
from svizho.web.languages import heading
from svizho.web.values import Copy, Coverage, Milestone, Report

# Numbers of sources that are worth a moment on the timeline.
ROUND_NUMBERS = (5, 10, 20, 50, 100)


def roots_of(placements: Sequence[Placement]) -> Mapping[int, int]:
    """Say for each article which report of the same text it stands under: itself, unless it is a near copy."""
    copied = {each.article_id: each.near_copy_of_id for each in placements}
    roots: dict[int, int] = {}
    for article in copied:
        chain = [article]
        # A copy of a copy stands under the first; a copy of what is not shown stands for itself.
        while (above := copied.get(chain[-1])) in copied and above not in chain:
            chain.append(above)
        # Reports that copy each other in a circle stand under the one we have known longest.
        roots[article] = min(chain[chain.index(above) :]) if above in chain else chain[-1]
    return roots


def coverage_of(placements: Sequence[Placement], *, lead_id: int | None, now: datetime) -> tuple[Coverage, ...]:
    """Gather reports (newest first) by language, the page's own first, with near copies folded."""
    roots = roots_of(placements)
    copies: dict[int, list[Copy]] = {}
    for each in reversed(placements):
        if roots[each.article_id] != each.article_id:
            copies.setdefault(roots[each.article_id], []).append(_copy(each, now))
    groups: dict[str, list[Report]] = {}
    for each in placements:
        if roots[each.article_id] == each.article_id:
            folded = tuple(copies.get(each.article_id, ()))
            report = Report(line_of(each.article, now), folded, leads=each.article_id == lead_id)
            groups.setdefault(each.article.language, []).append(report)
    return tuple(_groups(groups))


def _copy(placement: Placement, now: datetime) -> Copy:
    near = placement.nearness
    return Copy(line_of(placement.article, now), round(near * 100) if 0 < near <= 1 else 0)


def _groups(groups: Mapping[str, Sequence[Report]]) -> Iterator[Coverage]:
    mine = language()
    sizes = {code: sum(1 + len(each.copies) for each in group) for code, group in groups.items()}
    for code in sorted(groups, key=lambda code: (code != mine, -sizes[code], code)):
        yield Coverage(code, heading(code), sizes[code], tuple(groups[code]))


def milestones(placements: Sequence[Placement], now: datetime) -> tuple[Milestone, ...]:
    """Tell how a story's coverage grew, oldest first: the first report, first in a language, the fifth source...

    `placements` are newest first. One report alone has no history, so it gets none.
    """
    if len(placements) < 2:
        return ()
    ordered = list(reversed(placements))
    found = [
        Milestone(each.happened_at, words, line_of(each.article, now), latest=False)
        for each, words in _moments(ordered)
    ]
    last = ordered[-1]
    if found[-1].line.number == last.article_id:
        return (*found[:-1], _latest(last, found[-1].words, now))
    return (*found, _latest(last, gettext("Latest report"), now))


def _latest(placement: Placement, words: str, now: datetime) -> Milestone:
    return Milestone(placement.happened_at, words, line_of(placement.article, now), latest=True)


def _moments(ordered: Sequence[Placement]) -> Iterator[tuple[Placement, str]]:
    """Pick the reports that changed something, each with what it changed."""
    languages: set[str] = set()
    sources: set[int] = set()
    for each in ordered:
        new_language = each.article.language not in languages
        new_source = each.article.source_id not in sources
        languages.add(each.article.language)
        sources.add(each.article.source_id)
        if each is ordered[0]:
            yield each, gettext("First report")
        elif new_language and each.article.language:
            yield each, gettext("%(heading)s for the first time") % {"heading": heading(each.article.language)}
        elif new_source and len(sources) == 2:
            yield each, gettext("A second source")
        elif new_source and len(sources) in ROUND_NUMBERS:
            count = len(sources)
            yield each, ngettext("%(n)s source already", "%(n)s sources already", count) % {"n": count}


def hours_of(placements: Sequence[Placement], now: datetime) -> tuple[int, ...]:
    """Count reports in each of the last PULSE_HOURS hours, oldest first."""
    counts = [0] * PULSE_HOURS
    hour = timedelta(hours=1)
    for each in placements:
        ago = (now - each.happened_at) // hour
        if 0 <= ago < PULSE_HOURS:
            counts[PULSE_HOURS - 1 - ago] += 1
    return tuple(counts)
