"""Sources and freshness: who is read, how fast, and what is wrong, in words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from svizho.hubs.models import HubState, Subscription
from svizho.sources.models import Policy
from tests.factories import NOW, make_article, make_feed, make_source, make_story

pytestmark = pytest.mark.django_db


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


def test_freshness_tells_the_median_delay(client: Client) -> None:
    wave = make_source("Хвиля 24")
    make_feed(wave)
    for seconds in (10, 30, 400):
        make_article(wave, published_at=NOW - timedelta(seconds=500), shown_at=NOW - timedelta(seconds=500 - seconds))
    text = read(client, "/about/freshness")
    assert "<dd>30 с</dd>" in text
    assert "<dd>1 із 1</dd>" in text
    assert '<rect width="10" height="8"/>' in text
    assert "здорове" in text


def test_what_a_feed_held_before_we_watched_it_says_nothing_of_our_speed(client: Client) -> None:
    wave = make_source("Хвиля 24", added_at=NOW - timedelta(hours=1))
    make_article(wave, published_at=NOW - timedelta(hours=20), shown_at=NOW - timedelta(minutes=50))
    make_article(wave, published_at=None)
    text = read(client, "/about/freshness")
    assert "половина статей" not in text
    assert "<dd>2</dd>" in text, "both are counted as shown today"


def test_which_sources_push_and_which_do_not_keep_their_word_is_told(client: Client) -> None:
    for name, facts in (("Перша", None), ("Друга", {}), ("Третя", {"unwell_since": NOW})):
        feed = make_feed(make_source(name))
        if facts is not None:
            standing = {"state": HubState.STANDING, "token": name, "hub": "https://hub.example/", "topic": feed.url}
            Subscription.objects.create(feed=feed, **standing, **facts)
    text = read(client, "/about/freshness")
    assert [text.count(words) for words in ("коли запитаємо", "надсилають одразу", "надсилають, та не все")] == [
        1,
        1,
        1,
    ]


def test_what_is_wrong_is_said_in_words(client: Client) -> None:
    sick = make_source("Перша шпальта")
    make_feed(sick, failures=3, failure="Замість стрічки сервер віддає сторінку входу.")
    make_feed(make_source("Здорове"))
    half = make_source("Напів")
    make_feed(half)
    make_feed(half, failures=1, failure="")
    make_feed(make_source("Нове"), polled_at=None, answered_at=None)
    text = read(client, "/about/freshness")
    assert "Замість стрічки сервер віддає сторінку входу." in text
    assert "наступного разу: <time" in text
    assert text.count('<span class="tag tag--bad">нездорове</span>') == 1
    assert "частково нездорове" in text
    assert "ще не питали" in text
    assert "<dd>3 із 4</dd>" in text
    assert "Стрічка не відповідає." in text


def test_a_paused_source_is_not_listed(client: Client) -> None:
    make_source("Стоїть", paused=True)
    assert "Стоїть" not in read(client, "/sources")
    assert "Стоїть" not in read(client, "/about/freshness")


def test_sources_say_how_much_is_shown(client: Client) -> None:
    for name, policy in (("Перше", Policy.FULL), ("Друге", Policy.EXCERPT), ("Третє", Policy.HEADLINE)):
        make_source(name, policy=policy, licence="CC BY 4.0" if policy == Policy.FULL else "")
    text = read(client, "/sources")
    assert "Читаємо <b>3</b> джерела" in text
    for words in ("<td>повний текст</td>", "<td>початок</td>", "<td>заголовок</td>", "<td>українська</td>"):
        assert words in text
    assert "Тексти показуємо повністю; ліцензія: CC BY 4.0." in read(client, "/source/pershe")
    assert "Показуємо самі заголовки" in read(client, "/source/tretie")


def test_the_page_of_a_source_lists_its_own_articles(client: Client) -> None:
    wave = make_source("Хвиля 24")
    make_feed(wave)
    make_story([make_article(wave, "Порт працює"), make_article(make_source("Інше"), "Чуже")])
    text = read(client, "/source/khvylia-24")
    assert "Порт працює" in text
    assert "Чуже" not in text
    assert "<b>1</b> стаття за добу" in text
    assert 'href="https://khvylia-24.example/"' in text
    assert client.get("/source/nemaie").status_code == 404
