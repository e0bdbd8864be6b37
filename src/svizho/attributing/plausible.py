"""Whether the words found where a speaker should stand can speak: a person, a body, a document, not a setting."""

from __future__ import annotations

import re
from dataclasses import replace

from svizho.attributing.finding import Found
from svizho.attributing.lexicons import word_set
from svizho.attributing.reading import Reading
from svizho.attributing.slavic_phrases import is_office

# No speaker begins with these: what follows tells when, where or about what.
_SETTING = word_set(
    "на про для до з із зі від під над за через при після перед по о об щодо без крім окрім серед замість внаслідок "
    "у в по после перед из от под при через без кроме среди вместо вследствие со "
    "сьогодні вчора завтра раніше пізніше зараз наразі тепер потім тоді водночас також однак проте втім отже "
    "сегодня вчера завтра раньше позже сейчас теперь потом тогда однако также "
    "понеділок вівторок середу четвер п'ятницю суботу неділю"
)
_ADDRESSED = word_set("мені тобі нам вам йому їй їм мне тебе ему ей им")
_QUOTED = word_set("його її їх его ее их")
# Verbal nouns are deeds, which do not speak; these are bodies, outlets and papers that do.
_DEEDS = ("ння", "ння́", "ття", "ние", "тие", "нню", "нням")
_SPEAKING = (
    "видан", "управлін", "об'єднан", "об’єднан", "командуван", "дослідж",
    "опитуван", "повідомлен", "розслідуван", "рішен",
    "зведен", "посланн", "зверненн", "житт", "издани", "управлени", "объединени", "командовани", "исследовани",
    "сообщени", "расследовани", "решени", "послани", "обращени", "оголошен", "донесен", "свідчен", "відомлен",
)  # fmt: skip
# A setting of one word with a speaker behind it: fewer words hold no speaker.
_LEAST_WORDS = 3
_CONSONANT = re.compile(r"[бвгґджзйклнпрстфхцчшщ]$")
_OBLIQUE = ("ів", "їв", "ей", "ах", "ях", "ам", "ям", "ом", "ем", "єм", "их", "ых", "ов", "ев", "ой", "ий", "ый")
_TIMES = word_set(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight year week month day "
    "morning evening afternoon night time"
)
_EMPTY = word_set("the a an and or of in on at to 's ’s this that's it's")


def with_speaker(reading: Reading, found: Found, language: str) -> Found | None:
    """An attribution whose source can be a speaker, the setting before it cut off; None where nobody can be."""
    if found.source is None:
        return found
    first, last = found.source
    words = [word for word in reading.lower[first:last] if word[0].isalnum()]
    if language == "en":
        return found if _may_speak_english(words) else None
    quoted = len(words) > 1 and words[0] in _QUOTED and reading.words[first + 1][0].isupper()
    if quoted or (len(words) > 1 and words[0] in _ADDRESSED):
        first += 1  # "його Reuters цитує", "вам лікарі кажуть": whose words, or whom they were told
        found, words = replace(found, source=(first, last)), words[1:]
    capital = reading.words[first][0].isupper() and not _opens_sentence(reading, first)
    if _may_speak_slavic(words, capital=capital):
        return found
    start = _behind_setting(reading, first, last)
    return replace(found, source=(start, last)) if start is not None else None


def _behind_setting(reading: Reading, first: int, last: int) -> int | None:
    """Where the speaker begins behind a setting: "під час брифінгу [керівник ОВА]", "у суботу [міністерство]"."""
    if last - first < _LEAST_WORDS or reading.lower[first] not in _SETTING:
        return None
    for index in range(first + 1, last):
        if is_office(reading.lower[index]):
            return index
    word = reading.lower[last - 1]
    nominative = word.endswith("ство") or (_CONSONANT.search(word) and not word.endswith(_OBLIQUE))
    return last - 1 if nominative else None


def _may_speak_english(words: list[str]) -> bool:
    telling = [word for word in words if word not in _EMPTY]
    return bool(telling) and not (len(words) <= 3 and words[-1] in _TIMES)


def _may_speak_slavic(words: list[str], *, capital: bool) -> bool:
    if not words or (words[0] in _SETTING and not capital):
        return False
    return not (words[0].endswith(_DEEDS) and not words[0].startswith(_SPEAKING) and not capital)


def _opens_sentence(reading: Reading, token: int) -> bool:
    return any(first == token for first, _ in reading.sentences)
