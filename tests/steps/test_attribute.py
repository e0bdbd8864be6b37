"""Reading published articles: claims, places and moments are kept, a story's sources are set against each other."""

from __future__ import annotations

import pytest

from svizho.articles.models import Article, Stage
from svizho.claims.models import Claim, Moment, PlaceMention, Speaker, StoryAgreement
from svizho.journey import BY_NAME, account, lanes_with_work, run_leg
from svizho.records.models import Update, UpdateKind
from svizho.steps.workbench import Workbench
from tests.steps.fakes import WrittenDoor, a_page, says
from tests.steps.test_journey import run_all, started

pytestmark = pytest.mark.django_db

FOUR = (
    "У ніч проти неділі в порту Одеси пролунали вибухи, пошкоджено кран на другому причалі.",
    "«По порту летіли чотири ракети», – сказав голова області Остап Верхогляд.",
    "Торік у травні порт уже обстрілювали, тоді постраждали двоє людей.",
)
THREE = (
    "У ніч проти неділі в порту Одеси пролунали вибухи, кран на другому причалі пошкоджено.",
    "За словами речниці командування Лади Сокирко, по порту летіли три ракети.",
    "Порт працює, судна стоять на рейді й чекають на дозвіл підійти до причалу.",
)


def read(door: WrittenDoor, *items: str) -> Workbench:
    bench = started(door, *items)
    run_all(bench)
    return bench


def page(text: tuple[str, ...]) -> WrittenDoor:
    return WrittenDoor({"https://svitlytsia.example/1": says(a_page("Вибухи в порту Одеси", *text))})


def test_what_an_article_says_is_kept_with_its_place_in_the_text() -> None:
    read(page(FOUR), "1")
    article = Article.objects.get()
    claim = Claim.objects.get(speaker__name="Остап Верхогляд")
    start, end = claim.content_spans[0]
    assert article.text[claim.quote_start :].startswith(claim.quote)
    assert "чотири ракети" in article.text[start:end]
    assert claim.cue_spans
    assert claim.quantities[0]["low"] == 4
    assert Speaker.objects.get().slug == "ostap-verkhohliad"
    assert "Odes" in PlaceMention.objects.filter(role="event").get().name
    assert Moment.objects.filter(background=True).exists()
    assert article.stage == Stage.PUBLISHED
    assert account().unread == 0


def test_a_published_article_waits_to_be_read_without_holding_up_news() -> None:
    bench = started(page(FOUR), "1")
    for name in ("fetch", "extract", "embed", "sort", "place", "publish"):
        run_leg(BY_NAME[name], 0, 1, bench, lambda *who: None)
    assert (account().published, account().unread) == (1, 1)
    assert lanes_with_work(BY_NAME["attribute"], 1, now=bench.now()) == [0]
    leg = run_leg(BY_NAME["attribute"], 0, 1, bench, lambda *who: None)
    assert (leg.moved, account().unread) == (1, 0)
    assert UpdateKind.STORY_CLAIMS in Update.objects.values_list("kind", flat=True)


def test_different_values_of_one_thing_are_a_disagreement() -> None:
    door = page(FOUR)
    door.answers["https://svitlytsia.example/22"] = says(a_page("У порту Одеси пролунали вибухи", *THREE))
    read(door, "1", "22")
    agreement = StoryAgreement.objects.get(claims__gt=1)
    voices = [voice for found in agreement.disagreements for voice in found["voices"]]
    assert {voice["words"] for voice in voices} == {"чотири ракети", "три ракети"}
    assert {voice["speaker"].split(",")[0] for voice in voices} == {"Остап Верхогляд", "Лада Сокирко"}


def test_a_bug_in_reading_leaves_the_article_published(monkeypatch: pytest.MonkeyPatch) -> None:
    def fall(text: str, *, language: str) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("svizho.steps.attribute.find_claims", fall)
    bench = read(page(FOUR), "1")
    for _ in range(10):
        bench.__dict__["clock"].move(hours=1)
        run_leg(BY_NAME["attribute"], 0, 1, bench, lambda *who: None)
    article = Article.objects.get()
    assert article.stage == Stage.PUBLISHED
    assert article.read_at is not None
    assert account().aside == ()
