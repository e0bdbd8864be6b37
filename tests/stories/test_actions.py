"""Placing, publishing and merging stories."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from svizho.articles.models import Article
from svizho.records.models import Update, UpdateKind
from svizho.sources.actions import NewFeed, add_source
from svizho.sources.models import Source
from svizho.stories.actions import NewPlacement, Shape, keep_standing, place, publish
from svizho.stories.facts import active_stories, stories_of
from svizho.stories.models import Placement, Story, StoryState

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 14, 9, 0, tzinfo=UTC)


def article(number: int) -> Article:
    source = Source.objects.first() or add_source("Світлиця", [NewFeed("https://s.example/rss")], now=NOW)
    return Article.objects.create(
        link=f"https://s.example/{number}",
        source=source,
        slug=f"novyna-{number}",
        title=f"Новина {number}",
        language="uk",
        seen_at=NOW,
        happened_at=NOW,
        stage_at=NOW,
    )


def alone(one: Article) -> NewPlacement:
    return NewPlacement(one.pk, None, 1.0, {"kind": "first"})


def shape(lead: Article, **changes: object) -> Shape:
    values: dict[str, object] = {
        "lead": lead.pk,
        "slug": lead.slug,
        "titles": {"uk": {"title": lead.title}},
        "sections": ["world"],
        "languages": {"uk": 1},
        "reports": 1,
        "sources": 1,
        "near_copies": 0,
        "first_at": NOW,
        "last_at": NOW,
        "score": 1.0,
        "standing": [],
        "breaking": False,
    }
    return Shape(**{**values, **changes})  # type: ignore[arg-type]


def test_a_lone_article_starts_a_story_and_the_next_joins_it() -> None:
    first, second = article(1), article(2)
    place(first, alone(first), now=NOW)
    joined = place(second, NewPlacement(first.pk, None, 0.9, {"kind": "same_event"}), now=NOW)
    assert joined.story.root_id == first.pk
    assert Story.objects.count() == 1


def test_placing_twice_changes_nothing() -> None:
    first = article(1)
    one = place(first, alone(first), now=NOW)
    again = place(first, NewPlacement(999, None, 0.1, {}), now=NOW)
    assert one.pk == again.pk
    assert Placement.objects.count() == Story.objects.count() == 1


def test_a_story_is_announced_once_as_new_and_then_as_grown() -> None:
    first, second = article(1), article(2)
    story = place(first, alone(first), now=NOW).story
    publish(story, shape(first), now=NOW, grew_by=[first])
    publish(story, shape(first, reports=2), now=NOW, grew_by=[second])
    publish(story, shape(first, reports=2), now=NOW, grew_by=[])
    kinds = list(Update.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == [UpdateKind.STORY_NEW, UpdateKind.STORY_GREW]
    assert Story.objects.get().state == StoryState.PUBLISHED


def test_the_rank_moves_without_a_word() -> None:
    first = article(1)
    story = place(first, alone(first), now=NOW).story
    publish(story, shape(first), now=NOW, grew_by=[first])
    keep_standing(story.pk, score=0.5, standing=[{"name": "recency"}], breaking=True)
    story.refresh_from_db()
    assert (story.score, story.breaking) == (0.5, True)
    assert Update.objects.count() == 1
    assert [each.pk for each in stories_of([first.pk])] == [story.pk]
    assert [each.pk for each in active_stories(NOW, within=NOW - NOW)] == [story.pk]
