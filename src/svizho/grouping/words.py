"""Text of a report -> the terms it is compared by: lemmas, names, numbers, character runs, shingles."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import simplemma
from numpy.typing import NDArray

from svizho.grouping.territories import is_place
from svizho.kit.spelling import skeleton

# Terms are kept as numbers below this: 524,288 slots hold the words of 100,000 reports with few collisions.
SLOTS = 1 << 19

# Characters of the body that are read for words; what comes later in an article is background, shared by strangers.
BODY_CHARACTERS = 1500

# How many names are looked at: the lead and a few paragraphs hold the people and places of the event itself.
MOST_NAMES = 60

# Words in a shingle for finding copied text, and the share of shingles kept (1 of SHINGLE_STEP, chosen by hash).
SHINGLE_WORDS, SHINGLE_STEP = 4, 2
MOST_SHINGLES = 400
SHINGLE_CHARACTERS = 4000

_TOKEN = re.compile(r"[^\W_]+(?:['’ʼ`-][^\W_]+)*")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_SENTENCE_END = re.compile(r"[.!?…:;|»\"“”\n]\s*$")
_WIDE = re.compile(r"[぀-ヿ㐀-鿿가-힯]")

Ids = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Terms:
    """Distinct terms of one kind with how often each occurs (at most 255)."""

    ids: Ids
    counts: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything grouping knows about a report's words; `..._forms` map the number of a term to how it is written."""

    title: Terms
    body: Terms
    names: Terms
    numbers: Terms
    runs: Terms
    shingles: NDArray[np.uint32]
    name_forms: dict[int, str] = field(default_factory=dict)
    number_forms: dict[int, str] = field(default_factory=dict)
    word_forms: dict[int, str] = field(default_factory=dict)
    place_forms: dict[int, str] = field(default_factory=dict)


def slot(term: str) -> int:
    """Give a term its number, the same on every machine (CRC-32 folded to SLOTS)."""
    return zlib.crc32(term.encode()) % SLOTS


def read(title: str, text: str, language: str) -> Reading:
    """Take a report's words apart. Languages without a dictionary go by the words as written."""
    language = language.lower().partition("-")[0]
    body = text[:BODY_CHARACTERS]
    title_tokens, body_tokens = _tokens(title), _tokens(body)
    word_forms: dict[int, str] = {}
    title_lemmas = _lemma_slots(title_tokens, language, word_forms)
    body_lemmas = _lemma_slots(body_tokens, language, word_forms)
    found = list(_names(title, body))
    name_forms = dict(reversed(found))
    numbers = _numbers(title, body)
    return Reading(
        title=_terms(title_lemmas),
        body=_terms([*title_lemmas, *title_lemmas, *body_lemmas]),
        names=_terms(number for number, _ in found),
        numbers=_terms(list(numbers)),
        runs=_terms(_runs(title_tokens)),
        shingles=_shingles(title, text),
        name_forms=name_forms,
        number_forms=numbers,
        word_forms=word_forms,
        place_forms={number: form for number, form in name_forms.items() if is_place(form)},
    )


def _terms(slots: Iterable[int]) -> Terms:
    counted = Counter(slots)
    ids = np.fromiter(counted.keys(), np.int32, len(counted))
    counts = np.fromiter((min(count, 255) for count in counted.values()), np.uint8, len(counted))
    return Terms(ids, counts)


def _tokens(text: str) -> list[str]:
    """Split into words; runs of Chinese, Japanese and Korean signs, which have no spaces, into pairs of signs."""
    found: list[str] = []
    for token in _TOKEN.findall(text):
        if _WIDE.search(token):
            found.extend(token[index : index + 2] for index in range(max(len(token) - 1, 1)))
        else:
            found.append(token)
    return found


@lru_cache(maxsize=200_000)
def _lemma(word: str, language: str) -> str:
    """Give the dictionary form in lower case; the word itself where simplemma has no dictionary for the language."""
    plain = word.replace("ʼ", "'").replace("’", "'").replace("`", "'")
    if any(sign.isdigit() for sign in plain):
        return plain
    try:
        return simplemma.lemmatize(plain.lower(), lang=language).lower()
    except ValueError:
        return plain.lower()


@lru_cache(maxsize=200_000)
def _lemma_slot(word: str, language: str) -> int:
    """Number of a word's lemma; -1 for single letters. One number for a language: lemmas of two do not meet."""
    lemma = _lemma(word, language)
    return slot(f"{language}:{lemma}") if len(lemma) > 1 or lemma.isdigit() or _WIDE.match(lemma) else -1


def _lemma_slots(tokens: list[str], language: str, forms: dict[int, str]) -> list[int]:
    slots = []
    for token in tokens:
        number = _lemma_slot(token, language)
        if number >= 0:
            slots.append(number)
            forms.setdefault(number, token)
    return slots


@lru_cache(maxsize=100_000)
def name_slot(token: str) -> int:
    """Number of a name: one for all alphabets and endings."""
    return slot("n:" + skeleton(token))


def _names(title: str, body: str) -> Iterable[tuple[int, str]]:
    """Find words written with a capital where the language would not write one by rule: names, mostly.

    A headline In Title Case says nothing by its capitals, so there only words capitalised in the body count, unless
    there is no body to ask; German capitals count all the same: rarity weighs the ordinary nouns down.
    """
    inside = _capitalised(body)
    words = [token for token in _tokens(title) if len(token) > 1]
    upper = sum(token[0].isupper() for token in words)
    title_case = len(words) > 3 and upper > 0.6 * len(words)
    heading = words if title_case else _capitalised(title, first_too=True)
    if title_case and inside:
        known = set(inside)
        heading = [token for token in words if token in known]
    for token in [*heading, *inside][:MOST_NAMES]:
        if len(token) > 2 and not token[0].isdigit():
            yield name_slot(token), token


def _capitalised(text: str, *, first_too: bool = False) -> list[str]:
    found = []
    end = 0
    for match in _TOKEN.finditer(text):
        token = match.group()
        opens = match.start() == 0 or bool(_SENTENCE_END.search(text[end : match.start()]))
        end = match.end()
        if token[0].isupper() and (first_too or not opens):
            found.append(token)
    return found


def _numbers(title: str, body: str) -> dict[int, str]:
    """Numbers as written, thousands separators dropped; single digits count only in the title."""
    found = {}
    for index, text in enumerate((title, body)):
        for number in _NUMBER.findall(text):
            plain = re.sub(r"[.,](?=\d{3}\b)", "", number).replace(",", ".")
            if len(plain) > 1 or index == 0:
                found[slot("#" + plain)] = number
    return found


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
    tokens = [token.lower() for token in _TOKEN.findall(f"{text[:SHINGLE_CHARACTERS]}" or title)]
    hashes = {
        zlib.crc32(" ".join(tokens[start : start + SHINGLE_WORDS]).encode())
        for start in range(len(tokens) - SHINGLE_WORDS + 1)
    }
    kept = [value for value in hashes if value % SHINGLE_STEP == 0] if len(hashes) > 100 else list(hashes)
    return np.array(sorted(kept)[:MOST_SHINGLES], np.uint32)
