"""How a Ukrainian name is spelt in Russian, by rule: for the small places of which no gazetteer has it."""

from __future__ import annotations

_ENDINGS = (
    ("ївка", "евка"),
    ("івка", "овка"),
    ("сілка", "селка"),
    ("ський", "ский"),
    ("цький", "цкий"),
    ("зький", "жский"),
    ("ське", "ское"),
    ("цьке", "цкое"),
    ("ська", "ская"),
    ("цька", "цкая"),
    ("ськ", "ск"),
    ("цьк", "цк"),
    ("ий", "ый"),
    ("ці", "цы"),
    ("іль", "оль"),
    ("не", "ное"),
    ("ве", "вое"),
    ("ре", "рое"),
    ("те", "тое"),
    ("ле", "лое"),
)
# The first word of a name of several is mostly an adjective: Велика Новосілка, Нижні Сірогози.
_ADJECTIVES = (("ня", "няя"), ("ні", "ние"), ("а", "ая"), ("і", "ые"))
_HUSHING = "гкхжчшщ"
_LETTERS = str.maketrans({"і": "и", "ї": "и", "є": "е", "ґ": "г"})


def russian_of(name: str) -> str:
    """Give the likely Russian spelling of a Ukrainian name in lower case without apostrophes."""
    words = name.split(" ")
    return " ".join(_word(word, adjective=number + 1 < len(words)) for number, word in enumerate(words))


def _word(word: str, *, adjective: bool) -> str:
    for old, new in (_ADJECTIVES if adjective else ()) + _ENDINGS:
        if word.endswith(old) and len(word) > len(old) + 1:
            return _plain(word[: -len(old)]) + new
    if word.endswith("и") and len(word) > 3 and word[-2] not in _HUSHING:
        return _plain(word[:-1]) + "ы"
    return _plain(word)


def _plain(stem: str) -> str:
    return stem.replace("ськ", "ск").replace("цьк", "цк").replace("ьо", "е").replace("йо", "е").translate(_LETTERS)
