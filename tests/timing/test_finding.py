"""Dates in three languages are found, resolved against the article's time, and bounded on hostile texts."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone

import pytest

from svizho.timing import Moment, find_moments

KYIV = timezone(timedelta(hours=3))
# A Friday.
PUBLISHED = datetime(2024, 7, 26, 12, tzinfo=KYIV)


def found(text: str, language: str = "uk", published: datetime = PUBLISHED) -> tuple[Moment, ...]:
    return find_moments(text, language=language, published=published)


def written(text: str, language: str = "uk", published: datetime = PUBLISHED) -> list[tuple[str, str, str]]:
    """Starts, last days and precisions, as short strings."""
    return [
        (f"{moment.start:%Y-%m-%d %H:%M}", f"{moment.end - timedelta(minutes=1):%Y-%m-%d %H:%M}", moment.precision)
        for moment in found(text, language, published)
    ]


def days(text: str, language: str = "uk") -> list[str]:
    return [f"{moment.start:%Y-%m-%d}" for moment in found(text, language)]


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("Це сталося 16 липня", "uk", "2024-07-16"),
        ("Это случилось 16 июля 2023 года", "ru", "2023-07-16"),
        ("On July 16, two drones", "en", "2024-07-16"),
        ("On 16 July 2022 it", "en", "2022-07-16"),
        ("on the 3rd of March", "en", "2024-03-03"),
        ("станом на 24.02.2022", "uk", "2022-02-24"),
        ("від 2022-02-24", "uk", "2022-02-24"),
        ("Сьогодні в місті", "uk", "2024-07-26"),
        ("вчора", "uk", "2024-07-25"),
        ("позавчера", "ru", "2024-07-24"),
        ("Officials said yesterday", "en", "2024-07-25"),
        ("завтра", "uk", "2024-07-27"),
        ("у четвер", "uk", "2024-07-25"),
        ("у п’ятницю", "uk", "2024-07-26"),
        ("во вторник", "ru", "2024-07-23"),
        ("минулої середи", "uk", "2024-07-17"),
        ("he said Wednesday", "en", "2024-07-24"),
        ("last Friday", "en", "2024-07-19"),
        ("next Monday", "en", "2024-07-29"),
        ("три дні тому", "uk", "2024-07-23"),
        ("неделю назад", "ru", "2024-07-19"),
        ("two weeks ago", "en", "2024-07-12"),
        ("у грудні", "uk", "2023-12-01"),
        ("в январе", "ru", "2024-01-01"),
        ("In January, a strike", "en", "2024-01-01"),
        ("since May 2020", "en", "2020-05-01"),
        ("минулого місяця", "uk", "2024-06-01"),
        ("у 2014 році", "uk", "2014-01-01"),
        ("in 2014 to help", "en", "2014-01-01"),
        ("торік", "uk", "2023-01-01"),
        ("в прошлом году", "ru", "2023-01-01"),
        ("п'ять років тому", "uk", "2019-01-01"),
        ("in the Middle East last week", "en", "2024-07-15"),
    ],
)
def test_dates_of_three_languages(text: str, language: str, day: str) -> None:
    assert days(text, language) == [day]


def test_stretches_keep_both_ends() -> None:
    assert written("16–18 липня") == [("2024-07-16 00:00", "2024-07-18 23:59", "day")]
    assert written("23 та 24 червня") == [("2024-06-23 00:00", "2024-06-24 23:59", "day")]
    assert written("July 16-18", "en") == [("2024-07-16 00:00", "2024-07-18 23:59", "day")]
    assert written("на прошлой неделе", "ru") == [("2024-07-15 00:00", "2024-07-21 23:59", "day")]
    assert written("за минулу добу") == [("2024-07-25 12:00", "2024-07-26 11:59", "day")]


def test_precision_of_months_and_years() -> None:
    assert written("у лютому 2022 року") == [("2022-02-01 00:00", "2022-02-28 23:59", "month")]
    assert written("2014–2016 роки") == [("2014-01-01 00:00", "2016-12-31 23:59", "year")]


def test_parts_of_the_day_narrow_a_day() -> None:
    assert written("вчора ввечері") == [("2024-07-25 18:00", "2024-07-25 23:59", "day")]
    assert written("У ніч на 5 травня") == [("2024-05-05 00:00", "2024-05-05 05:59", "day")]
    assert written("Friday morning", "en") == [("2024-07-26 06:00", "2024-07-26 11:59", "day")]


def test_an_hour_takes_the_day_beside_it_or_of_its_sentence() -> None:
    assert written("о 03:12 16 липня") == [("2024-07-16 03:12", "2024-07-16 03:12", "minute")]
    assert written("It began at 3:12 p.m. on July 16", "en") == [("2024-07-16 15:12", "2024-07-16 15:12", "minute")]
    assert written("Учора все горіло. Пожежу помітили о 21:30.")[1][0] == "2024-07-25 21:30"
    assert written("Сирена лунала о 11:20.")[0][0] == "2024-07-26 11:20"
    assert written("Сирена лунала о 21:30.")[0][0] == "2024-07-25 21:30"


def test_a_weekday_beside_a_date_is_one_moment() -> None:
    text = "Нагадаємо, у п'ятницю вранці, 3 травня, горів склад"
    (moment,) = found(text)
    assert text[slice(*moment.span)] == "у п'ятницю вранці, 3 травня"
    assert (moment.start.day, moment.start.hour) == (3, 6)
    assert not moment.relative


def test_what_is_to_come() -> None:
    assert days("Вибори відбудуться в понеділок") == ["2024-07-29"]
    assert days("Вибори заплановано на 15 грудня") == ["2024-12-15"]
    assert days("The court will rule on Tuesday", "en") == ["2024-07-30"]
    assert days("Фестиваль триватиме до 5 серпня") == ["2024-08-05"]


def test_relative_and_background() -> None:
    text = "У січні вибухнув склад. Вчора горів порт. 16 липня 2024 року впав дрон."
    moments = {text[slice(*moment.span)]: (moment.relative, moment.background) for moment in found(text)}
    assert moments == {"У січні": (True, True), "Вчора": (True, False), "16 липня 2024 року": (False, True)}


def test_sentences_of_moments() -> None:
    text = "За словами п. Коваля, 5 млн. грн. зникли. У січні 2024 р. почали слідство!\n\nВчора закінчили."
    assert [text[slice(*moment.sentence_span)] for moment in found(text)] == [
        "У січні 2024 р. почали слідство!",
        "Вчора закінчили.",
    ]


def test_moments_are_in_the_zone_of_the_article() -> None:
    assert found("вчора")[0].start == datetime(2024, 7, 25, tzinfo=KYIV)
    late = datetime(2024, 7, 26, 0, 30, tzinfo=KYIV)
    assert found("вчора", published=late)[0].start.day == 25
    assert found("вчора", published=datetime(2024, 7, 26, 12))[0].start.tzinfo is UTC  # noqa: DTZ001


@pytest.mark.parametrize(
    "text",
    [
        "31 лютого",
        "45.13.2024",
        "о 25:70",
        "рахунок 3:1",
        "2014 людей прийшли",
        "She may march on",
        "99999 років тому",
        "середа існування",
        "Black Friday",
        "5 0000 року",
        "in 2014 people",
        "лютий мороз",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert found(text) == ()


@pytest.mark.parametrize("year", [1, 9999])
def test_articles_at_the_edge_of_the_calendar(year: int) -> None:
    published = datetime(year, 1, 1, tzinfo=UTC)
    text = "Вчора, завтра, торік, наступного тижня, у грудні, 31 грудня, о 23:59, 200 років тому, last Friday, 5 May"
    assert isinstance(found(text, published=published), tuple)


@pytest.mark.parametrize(
    "text",
    ["", "." * 200_000, " " * 200_000, "1 " * 100_000, "16 липня " * 30_000, "вчора о 10:30 " * 20_000, "'" * 9999],
)
def test_hostile_texts_are_bounded(text: str) -> None:
    start = time.process_time()
    assert len(found(text)) <= 400
    assert time.process_time() - start < 8
