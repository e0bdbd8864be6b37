"""A story's page: its address, its coverage, how it was reported."""

from __future__ import annotations

import pytest
from django.test import Client

from svizho.stories.models import StoryState
from tests.factories import make_article, make_source, make_story

pytestmark = pytest.mark.django_db


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


def test_a_wrong_slug_leads_to_the_right_address(client: Client) -> None:
    story = make_story([make_article(title="Порт працює")])
    for wrong in (f"/story/{story.pk}", f"/story/{story.pk}-port"):
        response = client.get(wrong)
        assert response.status_code == 301
        assert response["Location"] == f"/story/{story.pk}-port-pratsiuie"
    assert client.get(f"/en/story/{story.pk}-x")["Location"] == f"/en/story/{story.pk}-port-pratsiuie"


def test_a_merged_story_leads_to_the_one_it_became(client: Client) -> None:
    last = make_story([make_article(title="Порт працює")])
    middle = make_story([make_article()], state=StoryState.MERGED, merged_into=last)
    first = make_story([make_article()], state=StoryState.MERGED, merged_into=middle)
    response = client.get(f"/story/{first.pk}-{first.slug}")
    assert (response.status_code, response["Location"]) == (301, f"/story/{last.pk}-{last.slug}")


def test_stories_that_merged_in_a_circle_are_not_found(client: Client) -> None:
    one = make_story([make_article()], state=StoryState.MERGED)
    other = make_story([make_article()], state=StoryState.MERGED, merged_into=one)
    one.merged_into = other
    one.save()
    assert client.get(f"/story/{one.pk}-{one.slug}").status_code == 404


def test_a_withdrawn_story_is_gone_and_a_waiting_one_not_there(client: Client) -> None:
    withdrawn = make_story([make_article()], state=StoryState.WITHDRAWN)
    waiting = make_story([make_article()], state=StoryState.WAITING)
    response = client.get(f"/story/{withdrawn.pk}-x")
    assert response.status_code == 410
    assert "Цю історію знято" in response.content.decode()
    assert client.get(f"/story/{waiting.pk}-x").status_code == 404
    assert client.get("/story/99999999999999999999-x").status_code == 404


def test_reports_stand_by_language_with_copies_under_the_first(client: Client) -> None:
    wave = make_article(make_source("Хвиля"), "Зведення", ago=60)
    copy = make_article(make_source("Шпальта"), "Зведення штабу", ago=50)
    of_copy = make_article(make_source("Опівдні"), "Штаб", ago=40)
    english = make_article(make_source("Ledger", language="en"), "Port hit", ago=30)
    story = make_story([wave, copy, of_copy, english], copies=[(copy, wave), (of_copy, copy)])
    text = read(client, f"/story/{story.pk}-{story.slug}")
    assert text.index("Українською · 3") < text.index("Англійською · 1")
    assert text.count(">Зведення</a>") == 1
    folded = text.partition("той самий текст ще у 2 джерелах")[2].partition("</details>")[0]
    assert "«Шпальта»" in folded
    assert "«Опівдні»" in folded
    assert folded.index("«Шпальта»") < folded.index("«Опівдні»"), "the earlier copy first"
    assert "збіг 86 %" in folded
    english_page = read(client, f"/en/story/{story.pk}-{story.slug}")
    assert english_page.index("In English · 1") < english_page.index("In Ukrainian · 3")


def test_copies_of_each_other_are_shown_all_the_same(client: Client) -> None:
    one, other = make_article(title="Один"), make_article(title="Другий")
    story = make_story([one, other], copies=[(one, other), (other, one)])
    text = read(client, f"/story/{story.pk}-{story.slug}")
    cover = text.partition('id="cover"')[2].partition("</section>")[0]
    assert cover.count(f'href="/article/{one.pk}-') == cover.count(f'href="/article/{other.pk}-') == 1


def test_the_page_tells_how_the_story_was_reported(client: Client) -> None:
    sources = [make_source(f"Джерело {number}") for number in range(5)]
    articles = [make_article(source, ago=60 - number) for number, source in enumerate(sources)]
    articles.insert(3, make_article(make_source("Ledger", language="en"), ago=57.5))
    story = make_story(articles)
    line = read(client, f"/story/{story.pk}-{story.slug}").partition('class="line"')[2].partition("</ol>")[0]
    words = ["Перше повідомлення", "Друге джерело", "Англійською вперше", "Уже 5 джерел", "Останнє повідомлення"]
    places = [line.index(each) for each in words]
    assert places == sorted(places)
    assert line.count("<li") == 5
    assert "сьогодні, 09:42" in line


def test_one_report_has_no_course(client: Client) -> None:
    story = make_story([make_article()])
    assert "Поки що одне джерело" in read(client, f"/story/{story.pk}-{story.slug}")


def test_a_story_says_what_it_listens_for(client: Client) -> None:
    story = make_story([make_article(sections=["sport"])])
    text = read(client, f"/story/{story.pk}-{story.slug}")
    assert f'data-story="{story.pk}"' in text
    assert "data-section" not in text
    assert '<a href="/sport/" aria-current="page">' in text
