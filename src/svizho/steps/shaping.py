"""What a story looks like to the public, worked out from its placements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from svizho.articles.models import Article
from svizho.grouping import LeadCandidate, choose_lead
from svizho.ranking import PinKind, ReportFacts, Standing, StoryFacts, is_breaking, score
from svizho.stories.actions import Shape, publish
from svizho.stories.models import Placement, Story

# A section is the story's when at least this share of its reports stands in it.
SECTION_SHARE = 0.34

# A horoscope or a recipe may stand on its own page, but moves the front page by this part of a report only.
NOT_NEWS_WEIGHT = 0.2

# The desk's word on a story, as ranking knows it.
PINS: Mapping[int, PinKind] = {-1: "down", 0: "", 1: "up", 2: "top"}


def shape_of(story: Story, rows: Sequence[Placement], *, now: datetime, languages: Sequence[str]) -> Shape:
    """Work out a story's public shape from its placements."""
    lead_id = int(choose_lead([_candidate(row) for row in rows], languages=languages))
    lead = next(row.article for row in rows if row.article_id == lead_id)
    facts = facts_of(story, rows)
    standing = score(facts, now=now)
    return Shape(
        lead=lead_id,
        slug=lead.slug,
        titles=_titles(rows, lead),
        sections=_sections(rows, lead),
        languages=dict(Counter(row.article.language for row in rows)),
        reports=len(rows),
        sources=len({row.article.source_id for row in rows}),
        near_copies=sum(row.near_copy_of_id is not None for row in rows),
        first_at=rows[0].happened_at,
        last_at=rows[-1].happened_at,
        score=standing.score,
        standing=terms_of(standing),
        breaking=is_breaking(facts, now=now),
    )


def publish_now(
    story: Story, rows: Sequence[Placement], *, grew_by: Sequence[Article], now: datetime, languages: Sequence[str]
) -> None:
    """Publish a story as its placements make it now; `grew_by` are the articles that are new in it."""
    publish(story, shape_of(story, rows, now=now, languages=languages), now=now, grew_by=grew_by)


def _candidate(row: Placement) -> LeadCandidate:
    article = row.article
    return LeadCandidate(
        id=str(article.pk),
        language=article.language,
        time=row.happened_at,
        near_copy=row.near_copy_of_id is not None,
        characters=len(article.lead),
        weight=article.source.weight,
    )


def facts_of(story: Story, rows: Sequence[Placement]) -> StoryFacts:
    """Give ranking what it needs to know of a story."""
    reports = tuple(
        ReportFacts(
            source=row.article.source.slug,
            time=row.happened_at,
            language=row.article.language,
            near_copy=row.near_copy_of_id is not None,
            weight=row.article.source.weight * (NOT_NEWS_WEIGHT if row.article.not_news else 1.0),
        )
        for row in rows
    )
    return StoryFacts(reports=reports, pin=PINS[story.pin])


def terms_of(standing: Standing) -> list[dict[str, object]]:
    """Put the terms of a score in the form that is stored and shown."""
    return [{"name": term.name, "value": round(term.value, 4), "words": dict(term.words)} for term in standing.terms]


def _titles(rows: Sequence[Placement], lead: Article) -> dict[str, dict[str, object]]:
    """Choose the headline of each language: the lead's own where it speaks it, else the newest that is no copy."""
    titles: dict[str, dict[str, object]] = {}
    originals = sorted(rows, key=lambda row: (row.near_copy_of_id is None, row.nearness, row.happened_at))
    for article in [*(row.article for row in originals), lead]:
        titles[article.language] = {
            "title": article.title,
            "article": article.pk,
            "source": article.source.name,
        }
    return titles


def _sections(rows: Sequence[Placement], lead: Article) -> list[str]:
    """Give the sections that enough of the reports stand in, the most frequent first; else the lead's own."""
    counts = Counter(section for row in rows for section in row.article.sections)
    enough = max(SECTION_SHARE * len(rows), 1)
    return [section for section, count in counts.most_common() if count >= enough] or list(lead.sections)
