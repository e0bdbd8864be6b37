"""Letters that look alike, folded together, so that a word written with strangers' letters is still that word."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# What stands on the same key of the eye: Cyrillic letter -> the Latin letters, digits and signs used in its place.
_LOOKS_LIKE = {
    "а": "aα@4", "б": "6", "в": "bʙ", "г": "r", "д": "d", "е": "eє€3", "з": "3", "и": "uі", "і": "i1l!|ї", "к": "kκ",
    "м": "m", "н": "hʜ", "о": "o0ο", "п": "n", "р": "pρ", "с": "c$", "т": "tτ", "у": "yγ", "ф": "f", "х": "xχ",
    "ч": "4", "ш": "w", "ь": "ъ",
}  # fmt: skip
_TO_CYRILLIC: dict[str, str] = {}
for _letter, _likes in _LOOKS_LIKE.items():
    for _like in _likes:
        # The first claim counts: "4" is rather "а" than "ч" ("к4зино"), "3" rather "е" than "з" ("с3кс").
        _TO_CYRILLIC.setdefault(_like, _letter)
# Letters that other Cyrillic alphabets spell otherwise: the forms of one word meet.
_TO_CYRILLIC |= {"ё": "е", "є": "е", "э": "е", "ы": "и", "і": "и", "ї": "и", "i": "и", "1": "и", "l": "и", "!": "и",
                 "|": "и", "ґ": "г", "ў": "у", "ъ": "ь", "j": "и", "v": "в", "z": "з", "s": "с", "g": "г"}  # fmt: skip

_TO_LATIN = {
    "а": "a", "в": "b", "е": "e", "ё": "e", "є": "e", "и": "u", "і": "i", "ї": "i", "к": "k", "м": "m", "н": "h",
    "о": "o", "р": "p", "с": "c", "т": "t", "у": "y", "х": "x", "ѕ": "s", "ј": "j", "ԁ": "d", "ɡ": "g", "һ": "h",
    "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i", "|": "i", "€": "e",
    "α": "a", "ο": "o", "ρ": "p", "ν": "v", "τ": "t", "κ": "k", "χ": "x", "γ": "y",
}  # fmt: skip

_CYRILLIC_TABLE = str.maketrans(_TO_CYRILLIC)
_LATIN_TABLE = str.maketrans(_TO_LATIN)

# A letter repeated three times or more stands for one: «дуууурень».
_REPEATED = re.compile(r"(\w)\1{2,}")
# Single letters parted by signs or blanks: «к а з и н о», «к.а.з.и.н.о». Four at least, so that initials stay apart.
_PARTED = re.compile(r"(?<!\w)(?:[^\W_][\s.,*_\-·•/\\]{1,2}){3,}[^\W_](?!\w)")
_WORD = re.compile(r"[\w@$!|€'’ʼ]+")
_APOSTROPHES = re.compile("['’ʼ`]")
_DIGITS = re.compile(r"[\d@$!|€]+")


def letters_of(text: str) -> str:
    """Give a text as its letters alone stand: compatibility forms resolved, marks taken off, small, letters that were
    pulled apart joined again, runs of one letter shortened."""
    plain = unicodedata.normalize("NFKD", text)
    # «й» and «ї» fall apart too: put together what Ukrainian writes with marks, drop every other mark.
    plain = unicodedata.normalize(
        "NFC", re.sub("[\u0300-\u0305\u0307\u0309-\u036f\u0483-\u0489\u20d0-\u20ff]", "", plain)
    )
    plain = re.sub("[\u0300-\u036f\u200b-\u200f]", "", plain).casefold()
    joined = _PARTED.sub(lambda run: "".join(char for char in run[0] if char.isalnum()), plain)
    return _REPEATED.sub(r"\1", joined)


def words_of(letters: str) -> tuple[str, ...]:
    """Part `letters_of` a text into words; signs that stand for letters belong to them, apostrophes do not count."""
    found = (_APOSTROPHES.sub("", word).rstrip("!|") for word in _WORD.findall(letters))
    return tuple(word for word in found if word and not _DIGITS.fullmatch(word))


@lru_cache(maxsize=4096)
def in_cyrillic(word: str) -> str:
    """Write a word of `words_of` in one Cyrillic skeleton: look-alikes, digits and the letters of neighbours folded."""
    # Twice: a Latin "i" becomes «і», which is then folded with «и» like every other.
    return word.translate(_CYRILLIC_TABLE).translate(_CYRILLIC_TABLE)


@lru_cache(maxsize=4096)
def in_latin(word: str) -> str:
    """Write a word of `words_of` in Latin letters where Cyrillic ones, Greek ones or digits stand in their place."""
    return word.translate(_LATIN_TABLE)
