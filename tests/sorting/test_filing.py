"""Filing: publisher's signs, words, meaning and place together."""

from __future__ import annotations

import numpy as np
import pytest

from svizho.sorting import SECTIONS, TOPICS, Evidence, file_under


def sections_of(title: str, text: str = "", language: str = "uk", **more: object) -> list[str]:
    filing = file_under(Evidence(title=title, text=text, language=language, **more))  # type: ignore[arg-type]
    return [guess.section for guess in filing.sections]


@pytest.mark.parametrize(
    ("title", "language", "section"),
    [
        ("Нацбанк підвищив облікову ставку, інфляція сповільнюється, гривня зміцнилася", "uk", "economy"),
        ("Збірна обіграла суперника у фіналі чемпіонату, гол забив нападник", "uk", "sport"),
        ("Парламент проголосував за відставку міністра, опозиція вимагає виборів", "uk", "politics"),
        ("Астрономы открыли планету у далёкой звезды с помощью телескопа", "ru", "science"),
        ("Режиссёр представил фильм на кинофестивале, актёры получили премии", "ru", "culture"),
        ("Police arrest a suspect after a deadly stabbing", "en", "society"),
        ("Shares fall as the bank reports a quarterly loss", "en", "economy"),
    ],
)
def test_words_alone_file_plain_headlines(title: str, language: str, section: str) -> None:
    assert sections_of(title, language=language)[0] == section


def test_an_attack_abroad_is_politics_and_world() -> None:
    title = "Rockets fired at a base hosting foreign troops in Iraq"
    text = "Militants fired rockets at a military base in Iraq, security officials in Baghdad said on Friday."
    assert set(sections_of(title, text, "en")) >= {"politics", "world"}


def test_the_same_attack_is_home_news_for_a_paper_of_that_country() -> None:
    title = "Rockets fired at a base in Iraq"
    assert "world" not in sections_of(
        title, "Militants fired rockets, officials in Baghdad said.", "en", home_country="IQ"
    )


def test_a_shelling_at_home_is_not_world() -> None:
    assert "world" not in sections_of("Росіяни обстріляли Харків ракетами, є поранені, повідомили військові")


def test_the_publishers_category_decides_an_unclear_text() -> None:
    assert sections_of("Головне за тиждень", categories=("Спорт",))[0] == "sport"
    assert sections_of("Головне за тиждень", url="https://example.ua/kultura/holovne")[0] == "culture"


def test_world_from_the_publisher() -> None:
    filing = file_under(Evidence(title="Уряд подав у відставку", text="", language="uk", categories=("Світ",)))
    why = {guess.section: guess.why for guess in filing.sections}
    assert why["world"] == "category: світ"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Гороскоп на завтра для всіх знаків зодіаку", "horoscope"),
        ("Гороскоп на 5 мая: Овнам пора отдохнуть, Тельцов ждёт встреча", "horoscope"),
        ("Рецепт: салат із буряком, приготувати тісто, додати цукор і борошно", "recipe"),
        ("Погода на завтра: синоптики прогнозують дощ і мокрий сніг", "weather"),
    ],
)
def test_what_is_no_news_is_set_apart(title: str, kind: str) -> None:
    filing = file_under(Evidence(title=title, text="", language="uk"))
    assert filing.not_news == kind
    assert filing.sections == ()


def test_a_category_sets_advertising_apart() -> None:
    evidence = Evidence(title="Нові можливості для бізнесу", text="", language="uk", categories=("Новини компаній",))
    assert file_under(evidence).not_news == "advertising"


def test_what_it_is_about_comes_before_world() -> None:
    filing = file_under(Evidence(title="Парламент Німеччини проголосував за закон", text="", language="uk"))
    assert [guess.section for guess in filing.sections][:2] == ["politics", "world"]
    assert all(0 < guess.confidence <= 1 for guess in filing.sections)
    assert filing.confidence == filing.sections[0].confidence


@pytest.mark.parametrize("vector", [None, np.zeros(384, np.float32), np.ones(7, np.float32), np.zeros(0, np.float32)])
def test_an_unusable_vector_leaves_the_words(vector: np.ndarray | None) -> None:
    title = "Збірна України з футболу виграла матч"
    assert sections_of(title, vector=vector) == sections_of(title)


def test_a_vector_of_another_encoder_is_not_read() -> None:
    row = np.random.default_rng(1).normal(size=384).astype(np.float32)
    title = "Збірна України з футболу виграла матч"
    other = file_under(Evidence(title=title, text="", language="uk", vector=row, encoder="something-else"))
    assert other == file_under(Evidence(title=title, text="", language="uk"))


@pytest.mark.parametrize("text", ["", "\x00\x01", "a" * 1_000_000, "🙂" * 1_000, "12 345"])
def test_hostile_or_empty_text_is_filed_without_a_crash(text: str) -> None:
    filing = file_under(Evidence(title=text, text=text, language="xx", url=text, categories=(text,)))
    assert all(guess.section in SECTIONS for guess in filing.sections)


def test_the_tables_agree() -> None:
    assert {topic.section for topic in TOPICS} - {""} == set(SECTIONS)
    for section in SECTIONS.values():
        assert all(len(topic) == 8 and topic.isdigit() for topic in section.media_topics)
