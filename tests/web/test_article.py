"""An article's page shows as much as its source allows and says when and why."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from svizho.articles.models import Article, Stage
from svizho.settings import site_settings
from svizho.sources.models import Policy
from tests.factories import NOW, make_article, make_source, make_story

pytestmark = pytest.mark.django_db

LEAD = "Перший суховантаж став до причалу о дев’ятій двадцять. " * 12
TEXT = "Перший абзац статті.\n\nДругий абзац статті.\n\nТретій абзац статті."


def read(client: Client, article: Article, prefix: str = "") -> str:
    response = client.get(f"{prefix}/article/{article.pk}-{article.slug}")
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


def make(policy: Policy, **facts: object) -> Article:
    return make_article(make_source(f"Вісник {policy}", policy=policy), lead=LEAD, text=TEXT, **facts)


def test_headline_policy_shows_the_title_and_the_door(client: Client) -> None:
    article = make(Policy.HEADLINE)
    text = read(client, article)
    assert article.title in text
    assert f'href="{article.link}" rel="external noopener"' in text
    assert "суховантаж" not in text
    assert "абзац" not in text


def test_excerpt_policy_shows_a_piece_cut_at_a_word(client: Client) -> None:
    text = read(client, make(Policy.EXCERPT))
    piece = text.partition('<div class="read"><p>')[2].partition("</p>")[0]
    limit = site_settings().sources.excerpt_chars
    assert limit * 0.7 < len(piece) <= limit
    assert piece.endswith("…")
    assert piece[:-1].rstrip(",.") in LEAD
    assert LEAD[len(piece) - 1] in " ,."
    assert "абзац" not in text


def test_full_policy_shows_all_and_the_licence(client: Client) -> None:
    article = make(Policy.FULL)
    article.source.licence = "CC BY 4.0"
    article.source.save()
    text = read(client, article)
    assert text.count("абзац статті.</p>") == 3
    assert "його ліцензія: CC BY 4.0" in text
    assert f'href="{article.link}"' in text


def test_full_policy_without_a_text_shows_an_excerpt(client: Client) -> None:
    article = make_article(make_source(policy=Policy.FULL), lead="Лише початок.", text="")
    text = read(client, article)
    assert "Лише початок." in text
    assert "повний текст з дозволу" not in text


def test_no_policy_lets_the_text_slip_out_elsewhere(client: Client) -> None:
    article = make(Policy.HEADLINE)
    story = make_story([article])
    addresses = ["/", "/latest", "/society/", f"/story/{story.pk}-{story.slug}", "/feed.rss", "/search?q=Подія"]
    for address in [*addresses, f"/source/{article.source.slug}", f"/source/{article.source.slug}/feed.rss"]:
        text = client.get(address).content.decode().replace("\u00a0", " ")
        assert "суховантаж" not in text, address
        assert "абзац" not in text, address


def test_the_three_times_stand_on_the_page(client: Client) -> None:
    article = make(Policy.EXCERPT, shown_at=NOW - timedelta(seconds=7))
    text = read(client, article)
    assert "видавець указав" in text
    assert "сьогодні, 10:41:53" in text
    article.published_at = None
    article.save()
    assert "видавець указав" not in read(client, article)


def test_the_story_and_the_reason_are_told(client: Client) -> None:
    first, second = make(Policy.EXCERPT, title="Порт працює"), make_article(title="Перше судно")
    story = make_story([first, second])
    text = read(client, second)
    assert f'<a href="/story/{story.pk}-{story.slug}">Частина історії з 2 джерел</a>' in text
    assert "Ті самі люди й назви: Білоплав." in text
    assert "Same people and names as" in read(client, second, "/en")


def test_a_copy_names_the_first_that_printed_it(client: Client) -> None:
    first, copy = make_article(make_source("Хвиля")), make_article()
    make_story([first, copy], copies=[(copy, first)])
    assert "Перше видання:" in read(client, copy)
    assert "«Хвиля»" in read(client, copy).partition("Перше видання:")[2]


def test_a_wrong_slug_leads_to_the_right_address(client: Client) -> None:
    article = make_article(title="Порт працює")
    response = client.get(f"/article/{article.pk}-inshe")
    assert (response.status_code, response["Location"]) == (301, f"/article/{article.pk}-port-pratsiuie")


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage != Stage.PUBLISHED])
def test_what_is_not_published_is_not_shown(client: Client, stage: Stage) -> None:
    article = make_article(title="Порт працює", stage=stage)
    assert client.get(f"/article/{article.pk}-{article.slug}").status_code == 404
    assert "Порт працює" not in client.get("/latest").content.decode()
