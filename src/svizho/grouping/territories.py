"""Which names are places: countries in many languages (CLDR, by Babel) and a short list of cities."""

from __future__ import annotations

from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError

from svizho.kit.spelling import skeleton

LANGUAGES = ("uk", "en", "ru", "be", "pl", "de", "fr", "es", "pt", "it", "bg", "sl", "tr", "ar")

# Capitals and cities that news names without their country, in Ukrainian and English; other spellings meet these by
# their levelled stem.
CITIES = (
    "Київ Києва Києві Львів Львова Львові Одеса Одесі Харків Харкова Харкові Дніпро Дніпрі Запоріжжя Миколаїв Херсон "
    "Херсона Донецьк Луганськ Маріуполь Чернігів Суми Полтава Вінниця Житомир Рівне Луцьк Тернопіль Ужгород Чернівці "
    "Севастополь Москва Москви Москві Мінськ Варшава Берлін Париж Лондон Брюссель Вашингтон Пекін Токіо Стамбул "
    "Анкара Тегеран Багдад Дамаск Каїр Рим Мадрид Відень Прага Будапешт Бухарест Кишинів Вільнюс Рига Таллінн "
    "Kyiv Kiev Lviv Odesa Kharkiv Dnipro Mariupol Kherson Donetsk Moscow Minsk Warsaw Berlin Paris London Brussels "
    "Washington Beijing Tokyo Istanbul Ankara Tehran Baghdad Damascus Cairo Rome Madrid Vienna Prague Budapest "
    "Bucharest Chisinau Vilnius Riga Tallinn Jerusalem Gaza Beirut Kabul Delhi Mumbai Sydney Toronto Chicago Boston"
)


@cache
def _stems() -> frozenset[str]:
    """Levelled stems of all one-word names of countries and of the cities."""
    names = set(CITIES.split())
    for language in LANGUAGES:
        try:
            names.update(Locale(language).territories.values())
        except UnknownLocaleError:
            continue
    return frozenset(skeleton(name) for name in names if " " not in name and len(name) > 3)


@lru_cache(maxsize=50_000)
def is_place(name: str) -> bool:
    """Say whether a name is, by its levelled stem, a country or a city we know."""
    return len(name) > 3 and skeleton(name) in _stems()
