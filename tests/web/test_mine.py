"""A reader's own paper: the address alone decides, nothing hostile in it matters, nobody else keeps it."""

from __future__ import annotations

import re

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from svizho.web.taste import LONGEST_MUTED, MOST_CHOSEN, MOST_MUTED, Taste, taste_of
from tests.factories import make_article, make_source, make_story


def shown(client: Client, query: str) -> list[int]:
    response = client.get(f"/my?{query}")
    assert response.status_code == 200
    return [int(number) for number in re.findall(r'<h2[^>]*><a href="/story/(\d+)-', response.content.decode())]


def test_an_address_is_read_and_what_is_no_choice_is_left_out() -> None:
    address = "section=sport&section=sport&section=%3Cb%3E&source=khvylia&story=7&story=x&lang=en&mute=футбол,а,гра"
    query = QueryDict(address)
    assert taste_of(query) == Taste(("sport",), ("khvylia",), (7,), ("en",), ("футбол", "гра"))


def test_an_endless_address_is_cut_short() -> None:
    query = QueryDict("&".join(f"story={number}" for number in range(150)))
    assert len(taste_of(query).stories) == MOST_CHOSEN


@pytest.mark.parametrize(
    ("word", "headline", "muted"),
    [
        ("футбол", "Про футбольний матч", True),
        ("гра", "Програма дня", False),
        ("матч", "ФУТБОЛЬНИЙ МАТЧ", True),
        ("a+b", "What a+b means", True),
        (".*", "Будь-що", False),
    ],
)
def test_a_muted_word_counts_at_the_beginning_of_a_word(word: str, headline: str, muted: bool) -> None:
    assert Taste(muted=(word,)).mutes([headline]) is muted


@given(st.text(max_size=200))
def test_no_query_is_too_strange(text: str) -> None:
    query = QueryDict(mutable=True)
    for name in ("section", "source", "story", "lang", "mute"):
        query.appendlist(name, text)
    taste = taste_of(query)
    assert len(taste.muted) <= MOST_MUTED
    assert all(1 < len(word) <= LONGEST_MUTED for word in taste.muted)
    assert taste.mutes([*taste.muted, text]) is bool(taste.muted)


@pytest.mark.django_db
def test_sections_sources_and_stories_are_followed(client: Client) -> None:
    source = make_source("Хвиля 24")
    sport = make_story([make_article(sections=["sport"])], sections=["sport"], score=3.0)
    theirs = make_story([make_article(), make_article(source)], score=2.0)
    one = make_story([make_article()], score=1.0)
    make_story([make_article()], score=9.0)
    assert shown(client, "section=sport") == [sport.pk]
    assert shown(client, f"section=sport&source={source.slug}&story={one.pk}") == [sport.pk, theirs.pk, one.pk]
    assert len(shown(client, "")) == 4


@pytest.mark.django_db
def test_languages_and_muted_words_leave_stories_out(client: Client) -> None:
    english = make_story([make_article(make_source(language="en"), "Harbour strike ends")], score=2.0)
    both = make_story([make_article(title="Страйк у порту"), make_article(make_source(language="en"))], score=1.0)
    make_story([make_article(title="Футбол")], score=3.0)
    assert shown(client, "lang=en") == [english.pk, both.pk]
    assert shown(client, "lang=en&mute=страйк") == [english.pk]


@pytest.mark.django_db
def test_what_was_told_long_ago_is_left_out(client: Client) -> None:
    make_story([make_article(ago=15 * 1440)])
    assert shown(client, "") == []


@pytest.mark.django_db
def test_the_form_keeps_what_was_chosen_and_escapes_it(client: Client) -> None:
    story = make_story([make_article(title="Порт <b>")])
    response = client.get("/my", {"story": story.pk, "section": "sport", "mute": '"><script>x</script>'})
    text = response.content.decode()
    assert 'value="sport" checked' in text
    assert f'name="story" value="{story.pk}" checked' in text
    assert "<script>x" not in text
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in response
