"""Signs that a text says nothing in any language: mashed keys, shouting, one letter over and over, mixed alphabets."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]+")
_VOWELS = frozenset("аеєиіїоуюяёыэaeiouyäöüąęóáéíàèùâêôîûõøåæœ")
_CONSONANTS_IN_A_ROW = re.compile("[бвгґджзйклмнпрстфхцчшщbcdfghjklmnpqrstvwxz]{7,}")
_SAME_IN_A_ROW = re.compile(r"(\S)\1{9,}")
_MARKS = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")

# Below so many letters a text is too short to be judged: «Ні.», "WTF", «ДСНС України» are honest.
JUDGED_FROM = 20

# Shares from which a text is noise, read off the honest and the noisy sentences of tests/screening/test_noise.py.
SHOUTED, MARKED, STRANGE, UNSPOKEN = 0.8, 0.15, 0.4, 0.5


def noise_in(text: str) -> str:
    """Name what makes a text noise: "marks", "repeats", "no_letters", "keys", "mixed", "shouting"; "" for none."""
    letters = sum(char.isalpha() for char in text)
    if _MARKS.search(text) and len(_MARKS.findall(unicodedata.normalize("NFD", text))) > MARKED * len(text) + 8:
        return "marks"
    if _SAME_IN_A_ROW.search(text):
        return "repeats"
    if letters < len(text.replace(" ", "")) * 0.3 and len(text) >= JUDGED_FROM:
        return "no_letters"
    if letters < JUDGED_FROM:
        return ""
    words = _WORD.findall(text)
    if _mashed(words):
        return "keys"
    if sum(_mixed(word) for word in words) > max(1, STRANGE * len(words)):
        return "mixed"
    return "shouting" if sum(char.isupper() for char in text) > SHOUTED * letters else ""


def _mashed(words: list[str]) -> bool:
    """Tell whether most of the letters stand in words nobody can speak."""
    small = [word.casefold() for word in words]
    unspoken = [word for word in small if _CONSONANTS_IN_A_ROW.search(word) or (len(word) > 4 and not _spoken(word))]
    return sum(map(len, unspoken)) > UNSPOKEN * sum(map(len, words))


def _spoken(word: str) -> bool:
    """Tell whether a word has a vowel, or is of an alphabet whose vowels we do not know."""
    return bool(_VOWELS & set(word)) or not re.fullmatch("[a-zа-яёєіїґў]+", word)


def _mixed(word: str) -> bool:
    """Tell whether a word mixes Latin and Cyrillic letters."""
    return bool(re.search("[a-zA-Z]", word)) and bool(re.search("[\u0400-\u04ff]", word))
