"""Writes of stories: placing articles, publishing, merging."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from svizho.articles.models import Article
from svizho.records.actions import announce
from svizho.records.models import UpdateKind
from svizho.stories.models import PlacedBy, Placement, Story, StoryState


@dataclass(frozen=True, slots=True)
class NewPlacement:
    """Where grouping wants an article: the root article of its story, and why."""

    root: int
    near_copy_of: int | None
    nearness: float
    reason: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a story looks like to the public: worked out by the publish step, kept as it is."""

    lead: int
    slug: str
    titles: Mapping[str, Mapping[str, object]]
    sections: Sequence[str]
    languages: Mapping[str, int]
    reports: int
    sources: int
    near_copies: int
    first_at: datetime
    last_at: datetime
    score: float
    standing: Sequence[Mapping[str, object]]
    breaking: bool


def place(article: Article, wanted: NewPlacement, *, now: datetime, by: PlacedBy = PlacedBy.GROUPING) -> Placement:
    """Put an article in the story that `wanted.root` started, or start one; repeating it changes nothing."""
    existing = Placement.objects.filter(article=article).first()
    if existing is not None:
        return existing
    story = Story.objects.filter(root_id=wanted.root).first() or _start_story(article, now)
    return Placement.objects.create(
        article=article,
        story=_standing_story(story),
        near_copy_of_id=wanted.near_copy_of,
        nearness=wanted.nearness,
        reason=dict(wanted.reason),
        since=now,
        by=by,
        happened_at=article.happened_at,
    )


def _start_story(article: Article, now: datetime) -> Story:
    return Story.objects.create(
        root=article,
        lead=article,
        slug=article.slug,
        first_at=article.happened_at,
        last_at=article.happened_at,
        changed_at=now,
    )


def _standing_story(story: Story) -> Story:
    """Follow merges to the story that stands now."""
    while story.merged_into is not None:
        story = story.merged_into
    return story


def publish(story: Story, shape: Shape, *, now: datetime, grew_by: Sequence[Article]) -> None:
    """Keep a story's public shape and announce it; `grew_by` are the articles that were not on its page before."""
    is_new = story.state == StoryState.WAITING
    story.lead_id, story.slug, story.titles = shape.lead, shape.slug, dict(shape.titles)
    story.sections, story.languages = list(shape.sections), dict(shape.languages)
    story.reports, story.sources, story.near_copies = shape.reports, shape.sources, shape.near_copies
    story.first_at, story.last_at, story.changed_at = shape.first_at, shape.last_at, now
    story.score, story.standing, story.breaking = shape.score, list(shape.standing), shape.breaking
    if is_new:
        story.state, story.shown_at = StoryState.PUBLISHED, now
    story.save()
    if not is_new and not grew_by:
        return
    newest = max(grew_by, key=lambda article: article.happened_at, default=None)
    announce(
        UpdateKind.STORY_NEW if is_new else UpdateKind.STORY_GREW,
        now=now,
        story_id=story.pk,
        article_id=newest.pk if newest else None,
        title=newest.title if newest else "",
        language=newest.language if newest else "",
        sections=story.sections,
    )


def keep_standing(story_id: int, *, score: float, standing: Sequence[Mapping[str, object]], breaking: bool) -> None:
    """Keep a story's new rank as time passes; nothing is announced, since nothing was said."""
    Story.objects.filter(pk=story_id).update(score=score, standing=list(standing), breaking=breaking)
