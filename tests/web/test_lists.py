"""All news and the sections: order, paging, what belongs where."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from svizho.articles.queries import Mark
from svizho.stories.queries import Rank
from svizho.web.views.lists import CARDS, LINES
from tests.factories import NOW, make_article, make_news, make_source, make_story

pytestmark = pytest.mark.django_db


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


def walk(client: Client, address: str, inside: str) -> list[list[int]]:
    """Turn the pages of a list to its end; says the numbers found on each."""
    pages, query = [], ""
    while query is not None:
        text = read(client, address + query)
        body = text.partition("<main")[2].partition("<aside")[0]
        pages.append([int(number) for number in re.findall(inside, body)])
        more = re.search(r'rel="next" href="(\?[^"]+)"', text)
        query = more[1] if more else None
    return pages


def test_all_news_turns_its_pages_without_loss_or_repetition(client: Client) -> None:
    source = make_source()
    articles = [make_article(source, ago=number // 7) for number in range(2 * LINES + 3)]
    pages = walk(client, "/latest", r'<div><a href="/article/(\d+)-')
    assert [len(page) for page in pages] == [LINES, LINES, 3]
    shown = [number for page in pages for number in page]
    expected = sorted(articles, key=lambda each: (each.shown_at, each.pk), reverse=True)
    assert shown == [article.pk for article in expected]


def test_a_section_turns_its_pages_by_weight(client: Client) -> None:
    stories = [make_story([make_article(sections=["sport"])], score=number // 3) for number in range(CARDS + 5)]
    make_story([make_article(sections=["world"])], score=99.0)
    pages = walk(client, "/sport/", r'<h2><a href="/story/(\d+)-')
    assert [len(page) for page in pages] == [CARDS, 5]
    shown = [number for page in pages for number in page]
    assert shown == [story.pk for story in sorted(stories, key=lambda each: (each.score, each.pk), reverse=True)]


def test_all_news_is_parted_by_days(client: Client) -> None:
    make_article(title="Нині")
    make_article(title="Колись", ago=3 * 1440)
    text = read(client, "/latest")
    assert text.index("Сьогодні") < text.index("Нині") < text.index("11 червня") < text.index("Колись")


def test_a_line_leads_to_its_story_when_others_stand_in_it(client: Client) -> None:
    story = make_story([make_article(), make_article()])
    make_story([make_article()])
    text = read(client, "/latest").partition("<aside")[0]
    assert text.count("історія з 2 джерел") == 2
    assert f'href="/story/{story.pk}-' in text
    assert "історія з 1 джерела" not in text


def test_a_section_that_the_paper_has_not_is_not_found(client: Client) -> None:
    assert client.get("/gardening/").status_code == 404
    assert client.get("/gardening/feed.rss").status_code == 404
    assert client.get("/sport")["Location"] == "/sport/"


def test_a_section_says_what_today_brought(client: Client) -> None:
    make_news(7, reports=3)
    assert "Сьогодні <b>1</b> історія" in read(client, "/sport/")
    assert "<b>3</b> повідомлення" in read(client, "/sport/")
    assert 'data-section="sport"' in read(client, "/sport/")


@pytest.mark.parametrize("wrong", ["", "x", "1", "-", "1-", "-1", "٣-٣", "9" * 40 + "-1", "1-" + "9" * 40, "1e9-1"])
def test_marks_that_are_not_ours_begin_at_the_beginning(client: Client, wrong: str) -> None:
    assert Mark.read(wrong) is None
    assert client.get("/latest", {"before": wrong}).status_code == 200


@pytest.mark.parametrize("wrong", ["", "x", "nan_1", "inf_1", "-inf_1", "1", "_", "1.5_", "1.5_x", "1.5_" + "9" * 30])
def test_ranks_that_are_not_ours_begin_at_the_beginning(client: Client, wrong: str) -> None:
    assert Rank.read(wrong) is None
    assert client.get("/sport/", {"after": wrong}).status_code == 200


def test_marks_and_ranks_are_read_as_they_were_written() -> None:
    assert Mark.read(str(Mark(NOW, 17))) == Mark(NOW, 17)
    assert Rank.read(str(Rank(-3.25, 17))) == Rank(-3.25, 17)
