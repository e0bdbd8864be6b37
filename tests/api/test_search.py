"""The API answers questions by story, as the page does, and says what it did not understand."""

from __future__ import annotations

import pytest
from django.test import Client

from svizho.articles import finding
from tests.api.test_stories import read
from tests.factories import make_story
from tests.web.test_search import indexed

pytestmark = pytest.mark.django_db


def test_a_story_with_the_articles_that_answer(client: Client) -> None:
    first, second = indexed("Порт Білоплава", "По порту летіли ракети."), indexed("Port", language="en")
    story = make_story([first, second])
    told = read(client, "/api/v1/search?q=порти+lang:uk")
    assert (told["articles"], told["complete"], told["next"], told["too_wide"]) == (1, True, None, False)
    assert [each["story"]["id"] for each in told["results"]] == [story.pk]
    assert [each["id"] for each in told["results"][0]["articles"]] == [first.pk]


def test_what_is_not_understood_and_what_was_meant(client: Client) -> None:
    indexed("Зеленський зустрівся з послами")
    told = read(client, "/api/v1/search?q=Зиленський+section:horses")
    assert told["not_understood"] == [{"what": "section", "words": "horses"}]
    assert told["meant"] == {"Зиленський": "зеленський"}
    assert read(client, "/api/v1/search?q=", status=400)["error"] == "`q` asks for nothing."
    assert read(client, "/api/v1/search?q=порт&until=x", status=400)["error"] == "`until` is not what `next` gave."
    assert read(client, "/api/v1/search?q=speaker:nobody")["results"] == []


def test_older_answers_follow(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "MOST", 2)
    made = [indexed("Порт", ago=number).pk for number in range(3)]
    first = read(client, "/api/v1/search?q=порт&sort=new")
    rest = read(client, first["next"].removeprefix("http://127.0.0.1:8000"))
    told = [article["id"] for page in (first, rest) for each in page["results"] for article in each["articles"]]
    assert told == made
