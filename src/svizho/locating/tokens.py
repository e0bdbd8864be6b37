"""A text cut into words, each knowing how it is written and what stands before it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ`][^\W\d_]+)*")
_MARKS = str.maketrans({"'": None, "’": None, "ʼ": None, "`": None, "ё": "е", "\u0301": None})
_SENTENCE_END = re.compile(r"[.!?…]['\"»”)\]]*\s|\n|\|\||[:•]\s")
# A full stop after these ends no sentence.
_SHORT = frozenset(
    "м с смт г п пгт обл р рр ст вул ул им ім св т тис тыс mr mrs ms dr st gov sen rep u".split()  # noqa: SIM905
)

_POSSESSIVE = frozenset({"'s", "’s"})

# Texts longer than this are read to here: an article of a news site is a tenth of it.
LONGEST = 200_000


@dataclass(slots=True)
class Token:
    """A word as written, its key (lower case, no apostrophes), the gap before it, whether it opens a sentence."""

    text: str
    key: str
    start: int
    end: int
    gap: str
    opens: bool
    sentence: int

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()


@lru_cache(maxsize=65_536)
def key_of(name: str) -> str:
    """Give the form under which a name is kept and sought."""
    return name.lower().translate(_MARKS)


def tokens_of(text: str) -> list[Token]:
    """Cut the first 200,000 characters of a text into words."""
    text = text[:LONGEST]
    found: list[Token] = []
    keep, ends_sentence = found.append, _SENTENCE_END.search
    end = sentence = 0
    opens = True
    for match in _WORD.finditer(text):
        start, after = match.span()
        gap, word = text[end:start], text[start:after]
        if gap != " " and found:  # a space alone ends nothing
            opens = bool(ends_sentence(gap)) and not (gap.startswith(". ") and found[-1].key in _SHORT)
            sentence += opens
        key = key_of(word)
        if word[-2:] in _POSSESSIVE and word[0] < "\u0400":
            key = key[:-1]
        keep(Token(word, key, start, after, gap, opens, sentence))
        end, opens = after, False
    return found
