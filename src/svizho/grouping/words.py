"""Text of a report -> the terms it is compared by: lemmas, names, numbers, dates, character runs, shingles."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import simplemma
from numpy.typing import NDArray

from svizho.grouping.stating import stated_hours
from svizho.grouping.word_table import row_of
from svizho.kit.spelling import skeleton

# Terms are kept as numbers below this: 524,288 slots hold the words of 100,000 reports with few collisions.
SLOT_BITS = 19
SLOTS = 1 << SLOT_BITS

# Kinds of terms. A term's number is that of its kind times SLOTS plus its slot. `lead` holds the names of title and
# first sentences, `figures` their numbers, `years` the years named there: what the event itself is told by.
KINDS = ("title", "body", "names", "numbers", "runs", "lead", "figures", "years")

# Characters of the body that are read for words; what comes later in an article is background, shared by strangers.
BODY_CHARACTERS = 1500

# How many names are looked at: the lead and a few paragraphs hold the people and places of the event itself.
MOST_NAMES = 60

# Words in a shingle for finding copied text, and the share of shingles kept (1 of SHINGLE_STEP, chosen by hash).
SHINGLE_WORDS, SHINGLE_STEP = 4, 2
MOST_SHINGLES = 400
SHINGLE_CHARACTERS = 4000

# Characters of the body that tell the event; the years and dates of what is told are looked for a little further.
LEAD_CHARACTERS = 300
HEAD_CHARACTERS = 600
# Title words looked up in the word table, and body words.
TABLE_TITLE, TABLE_BODY = 16, 120

_TOKEN = re.compile(r"[^\W_]+(?:['’ʼ`-][^\W_]+)*")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_THOUSANDS = re.compile(r"[.,](?=\d{3}\b)")
# After these a capital is written by rule.
_ENDS = frozenset('.!?…:;|»"“”\n')
_PARTED = re.compile(r"(?<=\d) ?(?:([.:/]) ?(?=\d)|(,) ?(?=\d{3}\b))")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_WIDE = re.compile(r"[぀-ヿ㐀-鿿가-힯]")

Ids = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Terms:
    """Distinct terms of one kind with how often each occurs (at most 255)."""

    ids: Ids
    counts: NDArray[np.uint8]

    def of(self, kind: str) -> Terms:
        """Give the terms of one kind, when `ids` are in rising order."""
        start = KINDS.index(kind) * SLOTS
        first, last = np.searchsorted(self.ids, (start, start + SLOTS))
        return Terms(self.ids[first:last], self.counts[first:last])


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything grouping knows about a report's words; `forms` maps the number of a term to how it is written.

    `terms` are of all KINDS, in rising order; `..._rows` are rows of the word table; `stated` is the date written at
    the head of the text in hours since 1970, NaN if there is none.
    """

    terms: Terms
    shingles: NDArray[np.uint32]
    title_rows: NDArray[np.int32]
    body_rows: NDArray[np.int32]
    stated: float = float("nan")
    forms: dict[int, str] = field(default_factory=dict)

    def of(self, kind: str) -> Terms:
        """Give the terms of one kind."""
        return self.terms.of(kind)


def slot(term: str) -> int:
    """Give a term its slot, the same on every machine (CRC-32 folded to SLOTS)."""
    return zlib.crc32(term.encode()) % SLOTS


def read(title: str, text: str, language: str) -> Reading:
    """Take a report's words apart. Languages without a dictionary go by the words as written."""
    language = language.lower().partition("-")[0]
    body = text[:BODY_CHARACTERS]
    head = joined_numbers(f"{title}\n{text[:HEAD_CHARACTERS]}")
    title_found, body_found = _tokens(title), _tokens(body)
    title_tokens = [token for _, token in title_found]
    title_words = [_word(token, language) for token in title_tokens]
    body_words = [_word(token, language) for _, token in body_found]
    title_lemmas = [word.slot for word in title_words if word.slot >= 0]
    forms = {word.slot: token for word, token in zip(title_words, title_tokens, strict=True)}
    names, in_lead = _names(title, title_found, body, body_found)
    numbers, figures = _numbers(title, body)
    forms = {_number("title", number): form for number, form in forms.items()}
    forms |= {_number("names", number): form for number, form in reversed(names)}
    forms |= {_number("numbers", number): form for number, form in numbers.items()}
    return Reading(
        terms=_terms({
            "title": title_lemmas,
            "body": [*title_lemmas, *title_lemmas, *(word.slot for word in body_words if word.slot >= 0)],
            "names": [number for number, _ in names],
            "numbers": list(numbers),
            "runs": _runs(title_tokens),
            "lead": [number for number, _ in names[:in_lead]],
            "figures": figures,
            "years": [slot(year) for year in _YEAR.findall(head)],
        }),
        shingles=_shingles(title, text),
        title_rows=_table_rows(title_words, TABLE_TITLE),
        body_rows=_table_rows(body_words, TABLE_BODY),
        stated=stated_hours(head),
        forms=forms,
    )  # fmt: skip


def _number(kind: str, slot_number: int) -> int:
    return KINDS.index(kind) * SLOTS + slot_number


def _terms(found: Mapping[str, Sequence[int]]) -> Terms:
    numbers = [_number(kind, place) for kind, slots in found.items() for place in slots]
    ids, counts = np.unique(np.array(numbers, np.int32), return_counts=True)
    return Terms(ids, np.minimum(counts, 255).astype(np.uint8))


def joined_numbers(text: str) -> str:
    """Put together numbers that a tokeniser took apart: "5 . 9" is 5.9, "8 : 56" is 8:56, "11 / 28" is 11/28."""
    return _PARTED.sub(r"\1\2", text)


def _table_rows(words: Iterable[Word], most: int) -> NDArray[np.int32]:
    rows = dict.fromkeys(word.row for word in words)
    rows.pop(-1, None)
    return np.array(list(rows)[:most], np.int32)


def _tokens(text: str) -> list[tuple[int, str]]:
    """Words with where they begin; runs of Chinese, Japanese and Korean signs, without spaces, by pairs of signs."""
    matches = [(match.start(), match.group()) for match in _TOKEN.finditer(text)]
    if not _WIDE.search(text):
        return matches
    found: list[tuple[int, str]] = []
    for start, token in matches:
        if _WIDE.search(token):
            found.extend((start + index, token[index : index + 2]) for index in range(max(len(token) - 1, 1)))
        else:
            found.append((start, token))
    return found


@lru_cache(maxsize=200_000)
def lemma(word: str, language: str) -> str:
    """Give the dictionary form in lower case; the word itself where simplemma has no dictionary for the language."""
    plain = word.replace("ʼ", "'").replace("’", "'").replace("`", "'")
    if any(sign.isdigit() for sign in plain):
        return plain
    try:
        return simplemma.lemmatize(plain.lower(), lang=language).lower()
    except ValueError:
        return plain.lower()


class Word(NamedTuple):
    """What is known of a word as written: slot of its lemma, -1 for single letters; row in the word table, or -1."""

    slot: int
    row: int


@lru_cache(maxsize=200_000)
def _word(token: str, language: str) -> Word:
    """One slot for a lemma of a language: lemmas of two languages do not meet."""
    form = lemma(token, language)
    kept = len(form) > 1 or form.isdigit() or _WIDE.match(form)
    return Word(slot(f"{language}:{form}") if kept else -1, row_of(form, language))


@lru_cache(maxsize=100_000)
def name_slot(token: str) -> int:
    """Number of a name: one for all alphabets and endings."""
    return slot("n:" + skeleton(token))


def _names(
    title: str, title_found: list[tuple[int, str]], body: str, body_found: list[tuple[int, str]]
) -> tuple[list[tuple[int, str]], int]:
    """Find words written with a capital where the language would not write one by rule: names, mostly.

    A headline In Title Case says nothing by its capitals, so there only words capitalised in the body count, unless
    there is no body to ask; German capitals count all the same: rarity weighs the ordinary nouns down.
    Gives slots with the words as written, and how many of them stand in the lead.
    """
    inside = _capitalised(body, body_found)
    words = [token for _, token in title_found if len(token) > 1]
    upper = sum(token[0].isupper() for token in words)
    title_case = len(words) > 3 and upper > 0.6 * len(words)
    heading = words if title_case else [token for _, token in title_found if token[0].isupper()]
    if title_case and inside:
        known = {token for _, token in inside}
        heading = [token for token in words if token in known]
    found = [(0, token) for token in heading] + inside
    named = [(start, token) for start, token in found[:MOST_NAMES] if len(token) > 2 and not token[0].isdigit()]
    lead = sum(start < LEAD_CHARACTERS for start, _ in named)
    return [(name_slot(token), token) for _, token in named], lead


def _capitalised(text: str, found: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Capitalised words that do not open a sentence, with where they begin."""
    kept = []
    end = 0
    for start, token in found:
        if start and token[0].isupper() and text[end:start].rstrip(" \t\r")[-1:] not in _ENDS:
            kept.append((start, token))
        end = start + len(token)
    return kept


def _numbers(title: str, body: str) -> tuple[dict[int, str], list[int]]:
    """Numbers as written, thousands separators dropped, and which of them stand in the lead and are no years.

    Single digits count only in the title.
    """
    found: dict[int, str] = {}
    lead: list[int] = []
    for index, text in enumerate((title, body)):
        for match in _NUMBER.finditer(joined_numbers(text)):
            number = match.group()
            plain = _THOUSANDS.sub("", number).replace(",", ".")
            if len(plain) > 1 or index == 0:
                place = slot("#" + plain)
                found[place] = number
                if (index == 0 or match.start() < LEAD_CHARACTERS) and not _YEAR.fullmatch(number):
                    lead.append(place)
    return found, lead


def _runs(tokens: list[str]) -> list[int]:
    """Runs of 3 to 5 letters inside the transliterated words, edges marked: near spellings share most of them."""
    slots: list[int] = []
    for token in tokens:
        slots.extend(word_runs(token))
    return slots


@lru_cache(maxsize=100_000)
def word_runs(token: str) -> tuple[int, ...]:
    """Numbers of a word's runs of letters."""
    word = f"<{skeleton(token, whole=True)}>"
    return tuple(
        slot("r:" + word[start : start + size]) for size in (3, 4, 5) for start in range(max(len(word) - size + 1, 0))
    )


def _shingles(title: str, text: str) -> NDArray[np.uint32]:
    """Hashes of every run of four words, half of them kept by value: two texts that share many were copied.

    Keeping hashes by their value rather than the smallest ones (Broder 1997, section 4) estimates containment as well
    as resemblance, so that a short cut of a long wire text is found. Short texts keep all.
    """
    tokens = _TOKEN.findall((text[:SHINGLE_CHARACTERS] or title).lower())
    hashes = {
        zlib.crc32(" ".join(tokens[start : start + SHINGLE_WORDS]).encode())
        for start in range(len(tokens) - SHINGLE_WORDS + 1)
    }
    kept = [value for value in hashes if value % SHINGLE_STEP == 0] if len(hashes) > 100 else list(hashes)
    return np.array(sorted(kept)[:MOST_SHINGLES], np.uint32)
