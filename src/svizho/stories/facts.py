"""What ranking and the choice of a lead need to know of a story, read in two queries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from svizho.articles.models import Article
from svizho.stories.models import Placement, Story, StoryState


def stories_of(article_ids: Sequence[int]) -> list[Story]:
    """Give the stories in which articles stand."""
    return list(Story.objects.filter(placements__article__in=article_ids).distinct())


def placements_of(story: Story) -> list[Placement]:
    """Give a story's placements with article and source, the oldest first."""
    rows = Placement.objects.filter(story=story).select_related("article__source").order_by("happened_at", "pk")
    return list(rows.defer("article__text"))


def story_of(article: Article) -> Story | None:
    """Give the story in which an article stands, locked until the transaction ends."""
    return Story.objects.select_for_update().filter(placements__article=article).first()


def active_stories(now: datetime, *, within: timedelta) -> list[Story]:
    """Give the published stories that had a report lately, whose rank still moves."""
    return list(Story.objects.filter(state=StoryState.PUBLISHED, last_at__gte=now - within).order_by("pk"))
