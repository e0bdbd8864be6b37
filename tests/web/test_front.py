"""The front page: what stands first, the last hour, the sections; and before there is any news."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from svizho.articles.models import Stage
from svizho.sources.models import Policy
from tests.factories import NOW, make_article, make_feed, make_news, make_source, make_story

pytestmark = pytest.mark.django_db


def read(client: Client, address: str) -> str:
    return client.get(address).content.decode().replace("\u00a0", " ")


def test_stories_stand_by_score(client: Client) -> None:
    make_news(12)
    text = read(client, "/")
    titles = [text.index(f"/story/{story.pk}-") for story in sorted_by_score()]
    assert titles == sorted(titles)


def sorted_by_score() -> list[object]:
    from svizho.stories.models import Story

    return list(Story.objects.order_by("-score")[:11])


def test_a_headline_stands_in_the_language_of_the_page(client: Client) -> None:
    english = make_article(make_source("Ledger", language="en"), "Port reopens")
    ukrainian = make_article(make_source("Хвиля"), "Порт працює")
    make_story([english, ukrainian])
    assert ">Порт працює</a></h2>" in read(client, "/")
    assert ">Port reopens</a></h2>" in read(client, "/en/")


def test_a_headline_no_source_wrote_in_the_language_is_marked(client: Client) -> None:
    make_story([make_article(make_source("Ledger", language="en"), "Port reopens")])
    assert '<h2 lang="en">' in read(client, "/")


def test_the_lead_is_quoted_as_its_source_allows(client: Client) -> None:
    source = make_source("Хвиля 24")
    make_story([make_article(source, lead="Кран відімкнули, решта працює. " * 20)])
    text = read(client, "/")
    assert "«Кран відімкнули" in text
    assert "…»" in text
    source.policy = Policy.HEADLINE
    source.save()
    assert "Кран відімкнули" not in read(client, "/")


def test_other_sources_stand_beside_the_lead_without_its_copies(client: Client) -> None:
    lead, other, copy = (make_article(title=title) for title in ("Перша", "Друга", "Третя"))
    make_story([lead, other, copy], copies=[(copy, lead)])
    beside = read(client, "/").partition("Що пишуть інші")[2].partition("</section>")[0]
    assert "Друга" in beside
    assert "Третя" not in beside
    assert "Перша" not in beside


def test_a_breaking_story_that_does_not_lead_is_announced(client: Client) -> None:
    make_news(3)
    urgent = make_story([make_article(title="Скасовано тривогу"), make_article()], score=2.5, breaking=True)
    alone = make_story([make_article()], score=2.6, breaking=True)
    alert = read(client, "/").partition('class="alert"')[2].partition("</p>")[0]
    assert f"/story/{urgent.pk}-" in alert
    assert f"/story/{alone.pk}-" not in alert, "one source is not enough"
    assert "2 джерела" in alert


def test_the_last_hour_leaves_out_what_is_no_news(client: Client) -> None:
    make_news(1)
    make_article(title="Гороскоп на сьогодні", not_news="horoscope")
    make_article(title="Учорашня", ago=24 * 60)
    rail = read(client, "/").partition("За останню годину")[2].partition("</aside>")[0]
    assert "усі 3" in rail
    assert "Гороскоп" not in rail
    assert "Учорашня" not in rail


def test_a_quiet_hour_shows_the_newest_instead(client: Client) -> None:
    make_story([make_article(title="Учорашня", ago=24 * 60)])
    text = read(client, "/")
    assert "За останню годину" not in text
    assert "Учорашня" in text.partition("Найновіше")[2]


def test_sections_show_what_is_not_above_already(client: Client) -> None:
    made = make_news(20)
    text = read(client, "/")
    for story in made:
        # A headline links once; the lead's time and pulse do not repeat it.
        assert text.count(f'href="/story/{story.pk}-') <= 1


def test_zeros_are_left_out(client: Client) -> None:
    make_story([make_article()], languages={"uk": 1, "en": 0}, standing=[])
    text = read(client, "/")
    assert "англ" not in text
    assert "чому тут?" not in text
    assert '<svg class="pulse"' not in text


def test_reasons_are_told_in_the_language_of_the_page(client: Client) -> None:
    make_story([make_article()], standing=[{"name": "x", "value": 1, "words": {"uk": "пишуть 2", "en": "told by 2"}}])
    assert "<li>Пишуть 2</li>" in read(client, "/")
    assert "<li>Told by 2</li>" in read(client, "/en/")


def test_an_empty_site_says_what_is_going_on(client: Client) -> None:
    source = make_source()
    make_feed(source)
    make_feed(source, polled_at=None, answered_at=None)
    make_article(source, stage=Stage.SEEN)
    text = read(client, "/")
    assert "Перші новини вже в дорозі" in text
    assert "1 із 2" in text
    assert "svizho demo" in text
    assert "<dt>джерело</dt><dd>1</dd>" in text
    assert "не відповіда" not in text


def test_a_site_without_sources_says_how_to_add_one(client: Client) -> None:
    text = read(client, "/en/")
    assert "Nothing to read yet" in text
    assert "svizho sources add" in text


def test_a_site_that_was_quiet_for_days_still_says_how_old_it_is(client: Client) -> None:
    make_story([make_article(ago=6 * 1440)], changed_at=NOW - timedelta(days=6))
    assert "оновлено <time" in read(client, "/")
    assert "8 червня, 10:42</time>" in read(client, "/")
