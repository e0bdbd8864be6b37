"""The search page: what is found, marked and offered, what is refused, and that nothing typed is ever markup."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import numpy as np
import pytest
from django.test import Client
from numpy.typing import NDArray

from svizho.articles.models import Article, Vector
from svizho.claims.models import Claim, PlaceMention, Speaker
from svizho.records.actions import announce
from svizho.records.models import UpdateKind
from svizho.settings import Settings
from svizho.sources.models import Policy
from svizho.steps.index import index_article
from svizho.steps.workbench import Workbench
from svizho.web.likeness import Likeness
from svizho.web.views import search as view
from tests.factories import NOW, make_article, make_source, make_story

pytestmark = pytest.mark.django_db

Pinned = Callable[[int], AbstractContextManager[Any]]


def indexed(title: str, text: str = "", **facts: Any) -> Article:
    article = make_article(facts.pop("source", None), title, text=text, lead=text[:300], **facts)
    index_article(article, Workbench(Settings()))()
    return article


def read(client: Client, address: str, **asked: object) -> str:
    response = client.get(address, asked)
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


def main(client: Client, **asked: object) -> str:
    return read(client, "/search", **asked).partition("<main")[2]


def headings(text: str) -> list[str]:
    return [re.sub("<[^>]+>", "", found) for found in re.findall(r"<h2[^>]*><a [^>]*>(.*?)</a></h2>", text)]


def test_a_story_stands_once_with_its_matching_reports_and_their_words_marked(client: Client) -> None:
    first = indexed("Порт Білоплава приймає судна", "Уночі по порту летіли шість ракет. Дві збито.")
    second = indexed("Port reopens", "Six missiles were fired at the port of Biloplav.", language="en")
    make_story([first, second])
    indexed("Зовсім інше")
    text = main(client, q="ракета OR missile порт OR port")
    assert headings(text) == ["Порт Білоплава приймає судна"]
    assert "<mark>Порт</mark> Білоплава" in text
    assert "шість <mark>ракет</mark>" in text
    assert 'lang="en">Six <mark>missiles</mark>' in text
    assert "2 статті в 1 історії." in text
    assert 'value="ракета OR missile порт OR port"' in text


@pytest.mark.parametrize("question", ["Києва", "києві", "Kyiv", "kiev", "киев", "rbsd"])
def test_kyiv_is_found_however_it_is_written(client: Client, question: str) -> None:
    indexed("Київ відкриває міст", "У Києві відкрили міст.")
    text = main(client, q=question)
    if question == "rbsd":
        text = main(client, q=re.search(r"found-meant.*?<a [^>]*>(.*?)</a>", text)[1])  # type: ignore[index]
    assert headings(text) == ["Київ відкриває міст"]


def test_a_name_is_found_by_how_it_sounds(client: Client) -> None:
    indexed("Верхогляд пояснив рішення")
    assert headings(main(client, q="Verkhohliad")) == ["Верхогляд пояснив рішення"]


def test_a_mistyped_word_is_asked_about(client: Client) -> None:
    indexed("Зеленський зустрівся з послами")
    text = main(client, q="Зиленський посел")
    assert "Нічого не знайдено." in text
    assert re.search(r'found-meant.*<a href="[^"]*">зеленський посол</a>', text)


def test_every_operator_narrows(client: Client) -> None:
    source = make_source("Хвиля 24")
    one = indexed("Порт працює", source=source, sections=["economy"])
    two = indexed("Порт мовчить", language="en", sections=["sport"], ago=3 * 1440)
    speaker = Speaker.objects.create(key="остап верхогляд", slug="ostap-verkhohliad", name="Остап Верхогляд")
    Claim.objects.create(article=two, number=0, speaker=speaker, kind="direct", quote="«Так»", quote_start=0)
    assert len(headings(main(client, q="порт"))) == 2
    for question in (
        "порт source:khvylia-24",
        'порт джерело:"хвиля 24"',
        "порт розділ:Економіка",
        "порт lang:uk",
        "порт після:вчора",
    ):
        assert headings(main(client, q=question)) == [one.title], question
    for question in (
        "порт мова:англ",
        "порт section:sport",
        "порт до:вчора",
        'порт speaker:"Остапа Верхогляда"',
        "порт -працювати",
    ):
        assert headings(main(client, q=question)) == [two.title], question


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("порт section:horses", "Розділу «horses»"), ("порт lang:tlh", "«tlh»"), ("порт before:колись", "не день"),
        ("порт source:nobody", "Жодне джерело"), ("порт speaker:nobody", "«nobody»"), ("порт " * 50, "задовгий"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_said_in_words(client: Client, question: str, words: str) -> None:
    indexed("Порт працює")
    text = main(client, q=question)
    assert words in text.partition("found-notes")[2].partition("</ul>")[0]


@pytest.mark.parametrize(
    "hostile", ['"><script>alert(1)</script>', "<img src=x onerror=alert(1)>", "' OR 1=1 --", "\x00%_\\'", "{{ 7*7 }}"]
)
def test_nothing_that_is_typed_or_told_is_markup(client: Client, hostile: str) -> None:
    indexed(f"script {hostile} alert".replace("\x00", ""), f"img {hostile} src alert 1 7".replace("\x00", ""))
    for question in (hostile, f'"{hostile}"', f"source:{hostile}", f"section:{hostile}", f"alert {hostile}", "alert"):
        text = main(client, q=question)
        assert "<script" not in text
        assert "<img" not in text


def test_a_source_that_allows_headlines_alone_is_not_quoted(client: Client) -> None:
    indexed("Порт працює", "Таємні слова порту.", source=make_source(policy=Policy.HEADLINE))
    text = main(client, q="порт")
    assert "<mark>Порт</mark> працює" in text
    assert "Таємні" not in text


def test_pages_turn_without_loss_and_the_newest_stand_first_when_asked(client: Client) -> None:
    made = [indexed(f"Порт номер {number}", ago=number * 60).title for number in range(view.STORIES + 4)]
    first = main(client, q="порт", sort="new")
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following is not None
    second = read(client, following[1].replace("&amp;", "&")).partition("<main")[2]
    assert headings(first) + headings(second) == made
    assert 'rel="prev"' in second
    assert 'name="sort" value="new"' in second


def test_what_else_could_be_asked(client: Client) -> None:
    speaker = Speaker.objects.create(key="остап верхогляд", slug="ostap-verkhohliad", name="Остап Верхогляд")
    for number in range(2):
        article = indexed(f"Порт {number}")
        make_story([article])
        Claim.objects.create(article=article, number=0, speaker=speaker, kind="direct", quote="«Так»", quote_start=0)
        PlaceMention.objects.create(
            article=article, number=0, name="Odesa", ukrainian="Одеса", kind="settlement", latitude=46.5,
            longitude=30.7, role="event", span=[0, 4],
        )  # fmt: skip
    text = main(client, q="порт")
    assert '<a href="/speaker/ostap-verkhohliad">Остап Верхогляд</a> <span>2</span>' in text
    assert ">Одеса</a>" in text


def test_the_number_of_queries_is_pinned(client: Client, django_assert_num_queries: Pinned) -> None:
    announce(UpdateKind.SITE, now=NOW)
    for number in range(20):
        make_story([indexed(f"Порт {number} {word}") for word in ("працює", "мовчить")])
    with django_assert_num_queries(12):
        client.get("/search", {"q": "порт"})
    with django_assert_num_queries(11):
        client.get("/search", {"q": "щосьтакого"})
    with django_assert_num_queries(1):
        client.get("/search")


class Compass:
    """An encoder that knows two meanings."""

    name, size = "compass", 2

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        return np.array([[1, 0] if "порт" in text or "harbour" in text else [0, 1] for text in texts], np.float32)


def with_vector(article: Article, *row: float) -> Article:
    Vector.objects.create(article=article, encoder="compass", title=np.array(row, np.float16).tobytes())
    return article


def test_the_same_is_found_in_another_language(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    with_vector(indexed("Harbour opens again", language="en"), 0.9, 0.44)
    with_vector(indexed("Виставка"), 0.1, 0.99)
    monkeypatch.setattr(view, "likeness", Likeness(Compass()))
    text = main(client, q="порт", near=1)
    assert headings(text) == ["Harbour opens again"]
    assert "1 стаття, найближча за змістом" in text


def test_it_says_when_it_cannot_compare_meanings(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "likeness", Likeness(Compass()))
    response = client.get("/search", {"q": "порт", "near": 1})
    assert "ще не прочитано" in response.content.decode().replace("\u00a0", " ")
    assert "Surrogate-Control" not in response


def test_browsers_learn_of_the_search(client: Client) -> None:
    assert 'type="application/opensearchdescription+xml"' in read(client, "/about")
    response = client.get("/en/opensearch.xml")
    assert response["Content-Type"].startswith("application/opensearchdescription+xml")
    assert "/en/search?q={searchTerms}" in response.content.decode()


def test_answers_are_kept_from_search_engines_and_the_page_that_asks_is_not(client: Client) -> None:
    assert client.get("/search?q=порт")["X-Robots-Tag"] == "noindex"
    asking = client.get("/search")
    assert "X-Robots-Tag" not in asking
    assert "noindex" not in asking.content.decode()
    assert "Disallow: /search?" in client.get("/robots.txt").content.decode()
