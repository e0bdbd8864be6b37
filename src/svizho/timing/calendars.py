"""Names of months, weekdays, parts of the day and numbers in all their forms."""

from __future__ import annotations

_UKRAINIAN_MONTHS = (
    *("січ", "лют", "берез", "квіт", "трав", "черв"),
    *("лип", "серп", "верес", "жовт", "листопад", "груд"),
)
_RUSSIAN_MONTHS = (
    *("январ", "феврал", "март", "апрел", "ма", "июн"),
    *("июл", "август", "сентябр", "октябр", "ноябр", "декабр"),
)
_ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def _forms_of_months() -> dict[str, int]:
    forms: dict[str, int] = {}
    for number, stem in enumerate(_UKRAINIAN_MONTHS, 1):
        endings = {2: "ий ого ому им", 11: "# а у ом і"}.get(number, "ень ня ню нем ні")
        forms.update({stem + ending.strip("#"): number for ending in endings.split()})
    for number, stem in enumerate(_RUSSIAN_MONTHS, 1):
        endings = {3: "# а у ом е", 5: "й я ю ем е", 8: "# а у ом е"}.get(number, "ь я ю ем е")
        forms.update({stem + ending.strip("#"): number for ending in endings.split()})
    return forms


# Lower case. Short forms such as "січ." and "янв." are left out: the news spells months in full.
MONTHS = _forms_of_months()
ENGLISH_MONTHS = {name: number for number, name in enumerate(_ENGLISH_MONTHS, 1)} | {
    f"{short}.": number
    for short, number in zip(
        ("Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec"),
        (1, 2, 3, 4, 6, 7, 8, 9, 9, 10, 11, 12),
        strict=True,
    )
}

# Monday is 0. Only the forms that follow a preposition or an adjective such as "минулої".
WEEKDAYS = {
    form: number
    for number, forms in enumerate(
        (
            "понеділок понеділка понеділку понедельник понедельника понедельнику",
            "вівторок вівторка вівторку вторник вторника вторнику",
            "середу середи середі среду среды среде",
            "четвер четверга четвергу четверг",
            "п'ятницю п'ятниці пятницу пятницы пятнице",
            "суботу суботи суботі субботу субботы субботе",
            "неділю неділі воскресенье воскресенья воскресенью",
        )
    )
    for form in forms.split()
}
ENGLISH_WEEKDAYS = {
    name: number
    for number, name in enumerate(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"))
}

# Hours of the parts of the day: from, to (exclusive). The night is the one that ends with the day.
PARTS = {
    **dict.fromkeys(("вночі", "уночі", "ночі", "ночью", "night", "ніч"), (0, 6)),
    **dict.fromkeys(("вранці", "уранці", "зранку", "ранку", "утром", "утра", "morning"), (6, 12)),
    **dict.fromkeys(("вдень", "удень", "днем", "afternoon"), (12, 18)),
    **dict.fromkeys(("ввечері", "увечері", "вечора", "вечером", "вечера", "evening"), (18, 24)),
}

_COUNTS = (
    ("один одна одну одного одному a an one", 1),
    ("два дві две двох двух two", 2),
    ("три трьох трех three", 3),
    ("чотири четыре чотирьох four", 4),
    ("п'ять пять п'яти five", 5),
    ("шість шесть шести six", 6),
    ("сім семь семи seven", 7),
    ("вісім восемь восьми eight", 8),
    ("дев'ять девять nine", 9),
    ("десять десяти ten", 10),
    ("кілька декілька несколько several few", 3),
)
COUNTS = {word: number for words, number in _COUNTS for word in words.split()}

# Units of "three days ago" by the beginnings of their words.
UNITS = (
    (("хвилин", "минут", "minute"), "minute"),
    (("годин", "час", "hour"), "hour"),
    (("день", "дн", "доб", "сут", "day"), "day"),
    (("тиж", "недел", "week"), "week"),
    (("місяц", "месяц", "month"), "month"),
    (("рік", "рок", "год", "лет", "year"), "year"),
)
