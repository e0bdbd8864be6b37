"""Places are found in all cases and spellings, told from what is no place, the event's from the others."""

from __future__ import annotations

import time

import pytest

from svizho.locating import Place, find_places, place_name, place_of_event

KYIV, KHARKIV, LVIV, ODESA, DNIPRO, MYKOLAIV = 703448, 706483, 702550, 698740, 709930, 700569


def located(text: str, language: str = "uk", home: str = "UA") -> dict[str, Place]:
    return {text[slice(*place.span)]: place for place in find_places(text, language=language, home_country=home)}


def event(text: str, language: str = "uk") -> str:
    place = place_of_event(find_places(text, language=language))
    return place.name if place else ""


@pytest.mark.parametrize(
    ("text", "language", "geonameid"),
    [
        ("У Києві відкрили нову станцію", "uk", KYIV),
        ("Пожежа під Харковом", "uk", KHARKIV),
        ("Із Львова вирушив потяг", "uk", LVIV),
        ("Взрыв в Днепре", "ru", DNIPRO),
        ("Пожар в порту Николаева", "ru", MYKOLAIV),
        ("Blast heard in Odessa on Sunday", "en", ODESA),
        ("Blast heard in Odesa on Sunday", "en", ODESA),
        ("Kharkov under fire", "en", KHARKIV),
        ("Kyiv's mayor spoke", "en", KYIV),
        ("У Кривому Розі вимкнули світло", "uk", 703845),
        ("Мешканці Нової Каховки", "uk", 699839),
        ("На Запоріжжі чути вибухи", "uk", 687700),
        ("В Ивано-Франковске открыли мост", "ru", 707471),
    ],
)
def test_cases_spellings_and_names_of_two_words(text: str, language: str, geonameid: int) -> None:
    assert [place.geonameid for place in find_places(text, language=language)] == [geonameid]


def test_spans_are_offsets_of_the_name() -> None:
    text = "Учора ввечері в Кривому Розі, кажуть у Києві, було гучно"
    assert set(located(text)) == {"Кривому Розі", "Києві"}


def test_regions_by_noun_by_adjective_and_in_a_row() -> None:
    found = located("На Донеччині тихо, у Харківській, Сумській та Полтавській областях тривога")
    assert {place.name for place in found.values()} == {
        "Donetsk Oblast",
        "Kharkiv Oblast",
        "Sumy Oblast",
        "Poltava Oblast",
    }
    assert {place.kind for place in found.values()} == {"region"}
    assert [place.name for place in find_places("Shelling in the Kharkiv region", language="en")] == ["Kharkiv Oblast"]
    assert located("Rockets fell in Anbar province", "en")["Anbar province"].country == "IQ"


def test_adjectives_of_towns_before_their_works() -> None:
    assert event("Ракета влучила в Кременчуцький НПЗ") == "Kremenchuk"
    assert event("Обстріляно Криворізький район") == "Kryvyy Rih"
    assert located("Бердянський аеродром знову в строю")["Бердянський"].geonameid == 712451


def test_known_works_without_their_town() -> None:
    assert event("На ЗАЕС сталася пожежа") == "Zaporizhzhia Nuclear Power Plant"
    assert event("Бои на «Азовстали» продолжаются", "ru") == "Azovstal"


def test_countries_in_three_languages() -> None:
    assert located("Переговори у Великій Британії")["Великій Британії"].country == "GB"
    assert located("Выборы в США прошли", "ru")["США"].country == "US"
    assert located("A storm hit North Korea", "en")["North Korea"].country == "KP"


def test_the_region_in_the_text_decides_between_namesakes() -> None:
    assert located("У Миколаєві Львівської області перекрили дорогу")["Миколаєві"].geonameid == 700568
    assert located("У Миколаєві перекрили дорогу")["Миколаєві"].geonameid == MYKOLAIV
    poltava = located("У селі Веселому на Полтавщині новий міст")["Веселому"]
    kharkiv = located("У селі Веселому на Харківщині новий міст")["Веселому"]
    assert abs(poltava.longitude - kharkiv.longitude) > 1


def test_a_big_city_stands_against_a_namesake_in_another_region_of_the_text() -> None:
    assert located("Обстріли Миколаєва й Сумщини")["Миколаєва"].geonameid == MYKOLAIV
    assert located("На Херсонщині дощ, на Запоріжжі сніг")["Запоріжжі"].geonameid == 687700
    assert set(located("Пожежа в Веселому (Луганська область)")) == {"Веселому", "Луганська область"}


def test_russian_spellings_of_small_places_are_made_by_rule() -> None:
    assert located("Южнее Великой Новоселки идут бои", "ru")["Великой Новоселки"].geonameid == 690237
    assert located("Пожар в селе Рубцы Донецкой области", "ru")["Рубцы"].country == "UA"


def test_a_country_that_acts_is_no_scene() -> None:
    assert place_of_event(find_places("США виділили Україні допомогу", language="uk")) is None
    assert event("У Польщі відкрили новий міст") == "Poland"


def test_the_home_country_decides_between_namesakes() -> None:
    assert located("Fire in Odessa", "en", home="UA")["Odessa"].country == "UA"
    assert located("Пожежа в Новомосковську")["Новомосковську"].country == "UA"


def test_a_village_that_geonames_lacks_is_placed_in_its_community() -> None:
    place = located("Вибух у селі Крячки Васильківської громади Київської області")["Крячки"]
    assert place.approximate
    assert place.geonameid is None
    assert (round(place.latitude, 0), round(place.longitude, 0)) == (50, 30)


@pytest.mark.parametrize(
    "text",
    [
        "Володимир Зеленський виступив із промовою",
        "Крейсер «Москва» затонув",
        "На вулиці Полтава",
        "Голова ОВА повідомив про роботу ТЕС",
        "Українські військові відбили штурм",
        "Мир можливий, каже президент",
        "Нове дослідження вчених",
        "Про це сказано у Білому домі",
        "Збудували міст через Дніпро",
        "Олександр Житомирський заспівав",
        "Українці готуються до зими",
        "Концерт Софії Ротару",
        "Усі чекають на зиму",
    ],
)
def test_what_is_no_place(text: str) -> None:
    assert find_places(text, language="uk") == ()


def test_a_place_is_given_once_unless_every_mention_is_asked_for() -> None:
    text = "У Києві дощ. У Києві сніг. Київ чекає."
    assert len(find_places(text, language="uk")) == 1
    assert len(find_places(text, language="uk", every=True)) == 3


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("Росія вдарила ракетами по Полтаві, заявили в Києві", "uk", "Poltava"),
        ("У Фастові Київської області горить нафтобаза", "uk", "Fastiv"),
        ("З території Білорусі обстріляли Житомир", "uk", "Zhytomyr"),
        ("Росія двічі за ніч атакувала дронами Одещину", "uk", "Odesa Oblast"),
        ("Київ відмовився коментувати вибухи у Бєлгороді", "uk", "Belgorod"),
        ("The US said a drone struck a base in Tartus, Syria", "en", "Ţarţūs"),
    ],
)
def test_the_place_of_the_event_comes_first(text: str, language: str, name: str) -> None:
    places = find_places(text, language=language)
    assert event(text, language) == places[0].name == name
    assert all(place.role == "mentioned" for place in places if place.kind != places[0].kind)


def test_the_headline_says_where_the_body_must_be() -> None:
    text = (
        "Rockets launched at bases in Iraq and Syria\n\nBaghdad — Several rockets were launched, officials said.\n\n"
        "Such attacks were frequent early in the war in Gaza.\n\n"
        "Four rockets fell near Ain al-Assad base in Anbar province."
    )
    assert event(text, "en") == "Ain al-Asad"


def test_english_names_that_begin_other_names() -> None:
    assert event("Tokyo Olympics begin with a muted ceremony", "en") == "Tokyo"
    assert find_places("Brandon Guyer leads Chicago Cubs", language="en") == ()
    crash = (
        "Malaysia Airlines jet crashes\n\nThe jet from Amsterdam to Kuala Lumpur crashed near Snizhne, officials said."
    )
    assert event(crash, "en") == "Snizhne"


def test_names_for_readers() -> None:
    assert place_name(KYIV, "uk") == "Київ"
    assert place_name(KYIV, "en") == "Kyiv"
    assert place_name(-1, "uk") == ""
    regions = find_places("На Харківщині, у Криму та на Кубані", language="uk")
    assert [place.ukrainian for place in regions] == ["Харківська область", "Крим", "Краснодарський край"]
    assert [place.name for place in regions] == ["Kharkiv Oblast", "Crimea", "Krasnodar Krai"]


@pytest.mark.parametrize(
    "text", ["", " \n ", "А", "-", "'''", "Київ-" * 30_000, "Нової " * 40_000, "У Києві " * 40_000]
)
def test_hostile_texts_are_bounded(text: str) -> None:
    start = time.process_time()
    assert len(find_places(text, language="uk", every=True)) <= 400
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("На вулицях Донецька лежать уламки", "Donetsk"),
        ("Пожежу в районі П'ятихаток у Харкові загасили", "Kharkiv"),
        ("У Ґданську страйкують портовики", "Gdańsk"),
        ("Пожежа на Шебелинському ГПЗ", "Shebelynka Gas Refinery"),
    ],
)
def test_streets_parts_and_spellings(text: str, name: str) -> None:
    places = find_places(text, language="uk")
    assert [place.name for place in places if place.role == "event"] == [name]


def test_a_front_is_no_town() -> None:
    assert find_places("На Таврійському напрямку тривають бої", language="uk") == ()
