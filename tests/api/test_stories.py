"""The API tells stories in pages, and each whole, with spans into the texts."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from svizho.sources.models import Policy
from svizho.stories.models import StoryState
from tests.claims.rows import disagree, make_claim, make_moment, make_place, voice
from tests.factories import make_article, make_news, make_source, make_story

pytestmark = pytest.mark.django_db


def read(client: Client, address: str, status: int = 200) -> Any:
    response = client.get(address)
    assert response.status_code == status
    assert response["Content-Type"] == "application/json"
    assert response["Access-Control-Allow-Origin"] == "*"
    return response.json()


def test_stories_come_in_pages(client: Client) -> None:
    made = make_news(25)
    first = read(client, "/api/v1/stories")
    assert [each["id"] for each in first["stories"]] == [story.pk for story in made[:20]]
    assert first["next"].startswith("http://127.0.0.1:8000/api/v1/stories?after=")
    rest = read(client, first["next"].removeprefix("http://127.0.0.1:8000"))
    assert [each["id"] for each in rest["stories"]] == [story.pk for story in made[20:]]
    assert rest["next"] is None


def test_a_section_and_a_count_go_along_to_the_next_page(client: Client) -> None:
    make_news(21)
    told = read(client, "/api/v1/stories?section=sport&count=2")
    assert [each["sections"] for each in told["stories"]] == [["sport"]] * 2
    assert "section=sport" in told["next"]
    assert "count=2" in told["next"]


@pytest.mark.parametrize(
    "query", ["section=none", "after=x", "after=nan_1", "count=0", "count=101", "count=x", "count=٣", "count=99999999"]
)
def test_what_makes_no_sense_is_refused_in_words(client: Client, query: str) -> None:
    assert read(client, f"/api/v1/stories?{query}", 400)["error"]


def test_a_story_is_told_whole_with_its_spans(client: Client) -> None:
    text = "Дві ракети влучили в порт, сказала Ґудз."
    article, other = make_article(text=text), make_article(ago=1, link="javascript:alert(1)")
    story = make_story([article, other])
    claim = make_claim(article, text, speaker="Ґудз", cue="сказала", counts=[("Дві ракети", 2)])
    second = make_claim(other, "три ракети", anonymous=True, anonymity_reason="said", counts=[("три ракети", 3)])
    disagree(story, [voice(claim, "Дві ракети"), voice(second, "три ракети")])
    make_place(article, "Odesa", 46.48, 30.73, geonameid=698740, span=[0, 5])
    make_moment(article, "Так уже було.", span=[3, 6])
    told = read(client, f"/api/v1/stories/{story.pk}")
    assert [each["id"] for each in told["articles"]] == [other.pk, article.pk]
    assert [each["link"] is None for each in told["articles"]] == [True, False]
    anonymous, named = told["claims"]
    assert anonymous["speaker"] is None
    assert anonymous["anonymity_reason"] == "said"
    assert named["speaker"]["name"] == "Ґудз"
    assert [text[first:end] for first, end in named["cue_spans"]] == ["сказала"]
    assert [text[slice(*each["span"])] for each in named["quantities"]] == ["Дві ракети"]
    assert [each["words"] for each in told["disagreements"][0]["voices"]] == ["Дві ракети", "три ракети"]
    assert told["places"][0]["mentions"] == [{"article": article.pk, "span": [0, 5]}]
    assert told["places"][0]["event"] is True
    assert told["timeline"]["background"][0]["span"] == [3, 6]
    assert [each["article"] for each in told["timeline"]["coverage"]] == [article.pk, other.pk]


def test_quotations_are_short_and_policies_obeyed(client: Client) -> None:
    article, closed = make_article(), make_article(make_source(policy=Policy.HEADLINE))
    story = make_story([article, closed])
    make_claim(article, "слово " * 200)
    make_claim(closed, "таємниця")
    make_moment(closed, "таємний спогад")
    told = read(client, f"/api/v1/stories/{story.pk}")
    assert [len(each["quote"]) <= 300 for each in told["claims"]] == [True]
    assert told["timeline"]["background"] == []


def test_stories_that_are_not_there(client: Client) -> None:
    goal = make_story([make_article()])
    merged = make_story([make_article()], state=StoryState.MERGED, merged_into=goal)
    withdrawn = make_story([make_article()], state=StoryState.WITHDRAWN)
    waiting = make_story([make_article()], state=StoryState.WAITING)
    assert read(client, f"/api/v1/stories/{merged.pk}", 301)["moved_to"].endswith(f"/api/v1/stories/{goal.pk}")
    read(client, f"/api/v1/stories/{withdrawn.pk}", 410)
    read(client, f"/api/v1/stories/{waiting.pk}", 404)
    read(client, "/api/v1/stories/99999999999999999999", 404)
    assert client.post("/api/v1/stories").status_code == 405
