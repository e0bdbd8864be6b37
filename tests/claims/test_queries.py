"""The pages of claims ask a fixed number of queries, whether there is little to tell or much."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client

from svizho.claims.queries import conflicts
from svizho.records.actions import announce
from svizho.records.models import UpdateKind
from svizho.sources.models import Policy
from svizho.stories.models import Story
from tests.claims.rows import disagree, make_claim, make_moment, make_place, voice
from tests.factories import NOW, make_article, make_source, make_story

pytestmark = pytest.mark.django_db

Pinned = Callable[[int], AbstractContextManager[Any]]

QUERIES = {"/story/{story}": 9, "/speaker/gudz": 3, "/map": 3, "/": 10, "/api/v1/stories/{number}": 6}


def told(stories: int, reports: int, claims: int) -> Story:
    """Make stories whose reports all claim, disagree, remember and name places."""
    announce(UpdateKind.SITE, now=NOW)
    made = []
    for _ in range(stories):
        articles = [make_article(ago=3 + each) for each in range(reports)]
        made.append(make_story(articles))
        voices = []
        for number, article in enumerate(articles):
            for _ in range(claims):
                said = make_claim(article, f"{number} ракет", speaker="Ґудз", counts=[(f"{number} ракет", number)])
            voices.append(voice(said, f"{number} ракет"))
            make_place(article, f"Місто {number}", 46.0 + number / 10, 30.0, geonameid=number + 1)
            make_moment(article, "Так уже було.")
        disagree(made[-1], voices)
    return made[0]


@pytest.mark.parametrize("size", [(1, 2, 1), (6, 8, 6)])
def test_pages_ask_a_fixed_number_of_queries(
    client: Client, django_assert_num_queries: Pinned, size: tuple[int, int, int]
) -> None:
    story = told(*size)
    for pattern, queries in QUERIES.items():
        with django_assert_num_queries(queries):
            response = client.get(pattern.format(story=f"{story.pk}-{story.slug}", number=story.pk))
        assert response.status_code == 200, pattern


def test_an_article_in_full_asks_where_its_claims_are(client: Client, django_assert_num_queries: Pinned) -> None:
    announce(UpdateKind.SITE, now=NOW)
    article = make_article(make_source(policy=Policy.FULL), text="Слова.")
    make_story([article])
    with django_assert_num_queries(5):
        assert client.get(f"/article/{article.pk}-{article.slug}").status_code == 200


def test_no_stories_have_no_conflicts(django_assert_num_queries: Pinned) -> None:
    with django_assert_num_queries(0):
        assert conflicts([]) == {}
