"""What a number counts: the noun after it, its adjectives passed over, or the noun before it in Slavic word order."""

from __future__ import annotations

from svizho.attributing.english_tags import tag_words
from svizho.attributing.lexicons import word_set
from svizho.attributing.reading import Reading

# Endings of adjectives and participles after a number in Ukrainian and Russian.
_ADJECTIVE = (
    "их", "их", "ий", "ій", "ої", "ого", "ими", "ими", "ому", "ые", "ых", "ый", "ой", "ими", "ние", "ся",
)  # fmt: skip
# Nouns that end like adjectives.
_NOUNS = word_set("родин годин машин людин країн осіб половин дій подій")
# How far the thing counted may stand behind its number.
_REACH = 5
_FUNCTION_WORDS = word_set(
    "у в на з із зі до від за під над та і й а але що як для про по и с со к от из за что но или або чи не по при "
    "через було були был была были є це"
)


def counted_after(reading: Reading, start: int, language: str) -> tuple[int | None, int]:
    """Token of the noun that is counted from `start` on, and the token after its phrase; (None, start) for none."""
    if language == "en":
        return _english(reading, start)
    words, lower = reading.words, reading.lower
    last = min(start + _REACH, len(words))
    index = start
    while index < last and words[index][0].isalpha() and lower[index] not in _FUNCTION_WORDS:
        if (
            lower[index] in _NOUNS
            or not lower[index].endswith(_ADJECTIVE)
            or ("-" in words[index] and words[index].isupper())
        ):
            return index, index + 1
        index += 1
    return (index - 1, index) if index > start else (None, start)


def _english(reading: Reading, start: int) -> tuple[int | None, int]:
    tags = tag_words(reading)
    last = min(start + _REACH + 1, len(tags))
    index, head = start, None
    if index < last and reading.lower[index] == "of" and index + 1 < last:
        index += 1
        if tags[index] in "DP":
            index += 1
    while index < last and tags[index] in "NEJGLVB'." and reading.words[index][0].isalpha():
        if tags[index] in "NE":
            head = index
        elif head is not None or tags[index] in "VB":
            break
        index += 1
    return (head, head + 1) if head is not None else (None, start)


def counted_before(reading: Reading, start: int, language: str) -> int | None:
    """Token of the noun before a number that has none behind it ("загиблих 19"), or None."""
    if language == "en" or start == 0:
        return None
    word = reading.lower[start - 1]
    if len(word) > 4 and word.endswith(("их", "ів", "ей", "ов", "ев", "иб")):
        return start - 1
    return None
