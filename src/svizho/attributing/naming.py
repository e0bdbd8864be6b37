"""Ukrainian and Russian speakers brought to the nominative: names by endings, common nouns by simplemma's lemmas."""

from __future__ import annotations

import re
from functools import cache

from svizho.attributing.lemmas import lemma_of
from svizho.attributing.lexicons import sections


@cache
def _endings(section: str) -> tuple[tuple[str, str], ...]:
    """Oblique and nominative endings of one section of `slavic_names.txt`, in its order."""
    pairs = [word.partition("=") for name, words in sections("slavic_names.txt") if name == section for word in words]
    return tuple((oblique, plain) for oblique, _, plain in pairs)


_CONSONANT = re.compile(r"[бвгґджзйклмнпрстфхцчшщ]$", re.IGNORECASE)
_LETTERS = re.compile(r"^[а-яіїєґ'’ʼ-]+$", re.IGNORECASE)


def nominative_person(words: tuple[str, ...]) -> str:
    """A person's name from an oblique case: first name(s) and surname, or a surname alone ("Олександра Штупуна")."""
    if not all(_LETTERS.match(word) for word in words) or not words:
        return " ".join(words)
    if len(words) == 1:
        return _ended(words[0], _endings("surnames"))
    *given, surname = words
    female = _is_woman(given[0], surname)
    firsts = [_ended(name, _endings("female-first") if female else _endings("male-first")) for name in given]
    if female and not surname.endswith(("ої", "ій", "ою", "ой", "ей")):
        return " ".join([*firsts, surname])
    last = _ended(surname, _endings("female-surnames") if female else _endings("surnames"))
    return " ".join([*firsts, last])


def _is_woman(given: str, surname: str) -> bool:
    """Whether an oblique name is a woman's: by its surname's ending, or a first name in -ії, -ни and the like."""
    if surname.endswith(
        (
            "ської",
            "цької",
            "ській",
            "ською",
            "ової",
            "евої",
            "євої",
            "иної",
            "іної",
            "ской",
            "цкой",
            "овой",
            "евой",
            "иной",
            "ої",
        )
    ):
        return True
    if surname.endswith(("ого", "ому", "им", "енка", "енку", "чука", "ука", "ова", "єва", "іна", "ина")):
        return False
    return given.endswith(("ії", "ією", "ии", "ни", "ри", "ги", "ти", "ли", "ьги", "ки"))


def _ended(word: str, endings: tuple[tuple[str, str], ...]) -> str:
    """Replace the first ending that fits, if enough of a stem is left and nothing says it is nominative already."""
    for oblique, plain in endings:
        if word.endswith(oblique) and len(word) - len(oblique) >= 2:
            stem = word[: -len(oblique)]
            if not plain and not _CONSONANT.search(stem):
                continue
            return stem + plain
    return word


def nominative_phrase(words: tuple[str, ...], language: str) -> str:
    """A speaker that is no person, from an oblique case: adjectives and head noun turned, what follows left alone.

    "Повітряних силах ЗСУ" -> "Повітряні сили ЗСУ", "пресцентрі СБУ" -> "пресцентр СБУ".
    """
    turned: list[str] = []
    for index, word in enumerate(words):
        if word.isupper() or not _LETTERS.match(word):
            return " ".join([*turned, *words[index:]])
        if _plural_adjective(word) and index + 1 < len(words):
            turned.append(
                word[:-2]
                + ("і" if language == "uk" else "ие" if word.endswith("их") and word[-3] in "гкхчшжщ" else "ые")
            )
            continue
        if word.endswith(("ому", "ій", "ої", "ого", "ем")) and index + 1 < len(words) and words[index + 1][0].islower():
            turned.append(_singular_adjective(word, words[index + 1], language))
            continue
        turned.append(_noun(word, language, plural=bool(turned) and turned[-1].endswith(("і", "ые", "ие"))))
        return " ".join([*turned, *words[index + 1 :]])
    return " ".join(turned)


def _plural_adjective(word: str) -> bool:
    return word.endswith(("их", "им", "ых", "ым")) and len(word) > 4


def _singular_adjective(word: str, noun: str, language: str) -> str:
    """An adjective of a singular noun in the nominative; its gender from the noun's lemma."""
    stem = word[:-3] if word.endswith(("ому", "ого")) else word[:-2]
    lemma = lemma_of(noun, language)
    if language == "uk":
        return stem + (
            "а" if lemma.endswith(("а", "я", "сть")) else "е" if lemma.endswith(("о", "е", "ння", "ття")) else "ий"
        )
    return stem + ("ая" if lemma.endswith(("а", "я", "сть")) else "ое" if lemma.endswith(("о", "е")) else "ый")


def _noun(word: str, language: str, *, plural: bool) -> str:
    """The head noun in the nominative, its capital kept; plural genitives and locatives become plural nominatives."""
    lower = word.lower()
    for oblique, plain in (("ах", "и"), ("ях", "ї"), ("ами", "и"), ("ів", "и"), ("ов", "ы"), ("ам", "и")):
        fits = lower.endswith(oblique) and len(lower) > 4
        if fits and (plural or oblique in ("ах", "ях", "ами", "ів", "ов")):
            stem = word[: -len(oblique)]
            return stem + ("и" if plain == "ы" and stem[-1] in "гкхжчшщ" else plain)
    lemma = lemma_of(word, language)
    if lemma[:3] != lower[:3]:
        return word
    return lemma.capitalize() if word[0].isupper() else lemma
