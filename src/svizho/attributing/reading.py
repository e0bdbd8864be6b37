"""A text as tokens, sentences, paragraphs and quotations: what every finder of claims starts from."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

from svizho.attributing.lexicons import word_set
from svizho.attributing.quoting import Quotation, find_quotations
from svizho.attributing.values import Span

# Longer texts are read to here: the longest article of the labelled news has a fifth of it.
LONGEST = 200_000
# A sentence of more tokens is a list or a trap: it is read in parts (work on a sentence grows with its square).
LONGEST_SENTENCE = 200

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}(?:-\w+)*|\d+(?:[.,:]\d+)*(?:-?[^\W\d_]+)*|\w+(?:[-'’ʼ](?!(?:s|re|ve|ll|d|m)\b)\w+)*|['’](?:s|re|ve|ll|d|m)\b|''|``|--+|\.\.+|[^\w\s]"
)
_ENDERS = frozenset(".!?…") | {"...", "...."}
_CLOSERS = frozenset("\"”»’'“)]") | {"''"}
# After these a full stop does not end a sentence (Ukrainian and Russian abbreviations, lower case).
_ABBREVIATIONS = word_set(
    "ред ім вул просп обл р рр ст ч п пп грн млн млрд тис т д тощо див напр акад проф доц св гр м с смт руб коп "
    "ул г гг стр пр им др ок mr mrs ms dr sen rep gov gen lt col sgt st jr sr no rev prof jan feb aug sept oct "
    "nov dec vs inc corp ave"
)


@dataclass(slots=True)
class Reading:
    """A text read: tokens with their lower-case forms and offsets, sentences as token ranges, quotations.

    `quote_of[i]` is the index of the outermost quotation that holds token i, or -1. `tags` is left to whoever tags.
    """

    text: str
    words: list[str]
    lower: list[str]
    starts: list[int]
    ends: list[int]
    sentences: list[tuple[int, int]]
    quotations: list[Quotation]
    quote_of: list[int]
    tags: str = ""

    def span(self, first: int, last: int) -> Span:
        """The characters of tokens `first` up to and not including `last`."""
        return Span(self.starts[first], self.ends[last - 1])

    def token_at(self, offset: int) -> int:
        """Index of the first token that starts at or after a character offset."""
        return bisect_left(self.starts, offset)


def read_text(text: str) -> Reading:
    """Split a text into tokens and sentences and find its quotations; a text beyond LONGEST is read to there."""
    text = text[:LONGEST]
    spans = [match.span() for match in _TOKEN.finditer(text)]
    words = [text[start:end] for start, end in spans]
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    quotations = find_quotations(text)
    reading = Reading(text, words, [word.lower() for word in words], starts, ends, [], quotations, [-1] * len(words))
    for index, quotation in enumerate(quotations):
        first, last = reading.token_at(quotation.start), reading.token_at(quotation.end)
        quotation.first, quotation.last = first, last
        reading.quote_of[first:last] = [index] * (last - first)
    reading.sentences = _sentences(reading)
    return reading


def _sentences(reading: Reading) -> list[tuple[int, int]]:
    """Token ranges of sentences: a full stop with white space and no small letter after it, or the end of a line."""
    words, starts, ends, size = reading.words, reading.starts, reading.ends, len(reading.words)
    breaks = {reading.token_at(match.start()) for match in _LINE_END.finditer(reading.text)}
    for index in [i for i, word in enumerate(words) if word in _ENDERS]:
        if _ends_here(reading, index) and not _within_title(reading, index):
            after = index + 1
            while after < size and words[after] in _CLOSERS and ends[after - 1] == starts[after]:
                after += 1
            breaks.add(after)
    for index in [i for i, word in enumerate(words) if word in _OPENERS]:
        if index and words[index - 1][-1].islower() and reading.quote_of[index] == reading.quote_of[index - 1]:
            breaks.add(index)  # a line whose end was lost: "... були пошкоджені У пресцентрі СБУ повідомили"
    bounds = pairwise(sorted(breaks | {0, size}))
    return [
        (start, min(start + LONGEST_SENTENCE, last))
        for first, last in bounds
        for start in range(first, last, LONGEST_SENTENCE)
    ]


def _within_title(reading: Reading, index: int) -> bool:
    """Whether a full stop stands inside a short quotation that goes on: "Суспільне. Спротив"."""
    quote = reading.quote_of[index]
    if quote < 0:
        return False
    quotation = reading.quotations[quote]
    return quotation.last - quotation.first <= 7 and index + 2 < quotation.last and reading.words[index] == "."


def _ends_here(reading: Reading, index: int) -> bool:
    """Whether the full stop at a token ends its sentence."""
    words, size = reading.words, len(reading.words)
    after = index + 1
    while after < size and words[after] in _CLOSERS and reading.ends[after - 1] == reading.starts[after]:
        after += 1
    if after >= size:
        return True
    if reading.ends[after - 1] == reading.starts[after]:
        return False
    following = words[after]
    if words[index] == "." and index and "\n" not in reading.text[reading.ends[after - 1] : reading.starts[after]]:
        before = reading.lower[index - 1]
        if before in _ABBREVIATIONS and not (following[0].isupper() and before in _MAY_END):
            return False
        if len(before) == 1 and before.isalpha() and reading.words[index - 1].isupper():
            return False
    if following in "-–—":
        return after == index + 1 and not (after + 1 < size and words[after + 1][0].islower())
    return not following[0].islower() and following not in ",;"


_OPENERS = word_set(
    "У В Про За Як Під Там Також Нагадаємо Водночас Раніше Наразі Крім Згідно На По Об Как При Кроме Ранее Напомним"
)
_LINE_END = re.compile(r"\n")
_MAY_END = word_set("грн млн млрд тис тощо т р рр ред m п jr sr no inc corp jan feb aug sept oct nov dec")
