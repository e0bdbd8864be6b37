"""How words are written: tokens, spellings that count as one, a word heard in another alphabet, the wrong keyboard."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from svizho.kit.spelling import skeleton

# A word longer than this is no word; what follows is not compared.
LONGEST_WORD = 50

_TOKEN = re.compile(r"[^\W_]+(?:['’ʼ`‘][^\W_]+)*")
_APOSTROPHES = str.maketrans(dict.fromkeys("’ʼ`‘", "'"))

# Letters that readers leave out of or put into Ukrainian by habit or keyboard: both spellings are one word.
_LETTERS = str.maketrans({"ґ": "г", "є": "е", "ё": "е", "ї": "і", "ў": "у", "ł": "l", "ß": "ss", "ø": "o", "'": None})

# The same keys of a keyboard under the English and the Ukrainian layout (Windows' "Ukrainian (Enhanced)").
_LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
_UKRAINIAN_KEYS = "йцукенгшщзхїфівапролджєячсмитьбю"
_TO_UKRAINIAN = str.maketrans(_LATIN_KEYS, _UKRAINIAN_KEYS)
_TO_LATIN = str.maketrans(_UKRAINIAN_KEYS, _LATIN_KEYS)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text and where it stands: characters [start, end)."""

    word: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """Split a text into runs of letters and digits; an apostrophe inside belongs to its word, a hyphen does not."""
    for match in _TOKEN.finditer(text):
        yield Token(match.group()[:LONGEST_WORD], match.start(), match.end())


def words_in(text: str) -> tuple[str, ...]:
    """Give the words of a text."""
    return tuple(token.word for token in tokens(text))


def plain(word: str) -> str:
    """Write a word as dictionaries do: small letters, the straight apostrophe, no stress marks."""
    return unicodedata.normalize("NFC", word).lower().replace("\u0301", "").translate(_APOSTROPHES)


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Level what may differ between two spellings of one word: case, apostrophes, ґ/г, є/е, ї/і, accents."""
    levelled = plain(word).translate(_LETTERS)
    if levelled.isascii():
        return levelled
    return unicodedata.normalize("NFC", "".join(_without_accents(unicodedata.normalize("NFD", levelled))))


def _without_accents(signs: str) -> Iterator[str]:
    """Leave out accents, but the breve of «й», which makes another letter."""
    before = ""
    for sign in signs:
        if not unicodedata.combining(sign) or (sign == "\u0306" and before == "и"):
            yield sign
        before = sign


def is_cyrillic(word: str) -> bool:
    """Say whether a word is written in Cyrillic letters."""
    return any("Ѐ" <= sign <= "ӿ" for sign in word)


@lru_cache(maxsize=100_000)
def sound_of(word: str) -> str:
    """Give how a name sounds, the same for «Зеленський», Zelensky and Zelenskyy; "" where that says too little.

    Ukrainian «г» is Latin "h", Russian «г» is "g", so both count as one.
    """
    if any(sign.isdigit() for sign in word):
        return ""
    sound = skeleton(plain(word), whole=True).replace("g", "h")
    return sound if len(sound) > 2 else ""


def other_keyboard(text: str) -> str:
    """Give what the same keys write under the other layout: "rbsd" -> «киів», «ьшііщт» -> "misson"."""
    small = text.lower()
    return small.translate(_TO_LATIN if is_cyrillic(small) else _TO_UKRAINIAN)
