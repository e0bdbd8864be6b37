"""A spam score learned from the moderators' verdicts: naive Bayes over words and letter runs, in one frozen value."""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from svizho.screening.folding import letters_of, words_of

# Counters of each side. Features share counters by a hash of theirs (Weinberger et al. 2009); a moderated site of a
# few thousand verdicts fills a fraction of them.
BUCKETS = 1 << 13

# Letters in a row that count as a feature: long enough to know a stem, short enough to see through endings.
RUN = 5

# Features of one text that are looked at, the most telling ones first (Graham 2002 took 15 words; runs overlap).
TOLD_BY = 40

# Verdicts of each side before the score says anything: below that it would repeat single comments.
LEARNED_FROM = 15

# Weight of "nothing known" in each counter, and of features against each other: they overlap, so their evidence must
# not simply be multiplied.
PRIOR, TEMPER = 0.5, 0.25


@dataclass(frozen=True, slots=True)
class Memory:
    """What was learned: how many texts were published and refused, and in how many each feature stood."""

    good: int = 0
    bad: int = 0
    counts: bytes = b"\0" * (4 * 2 * BUCKETS)

    def table(self) -> list[int]:
        """Give the counters: those of published texts, then those of refused ones."""
        return list(struct.unpack(f"<{2 * BUCKETS}I", self.counts))


def features(text: str) -> frozenset[int]:
    """Give the counters that a text touches: its words, and runs of RUN letters inside them."""
    return frozenset(zlib.crc32(each.encode()) % BUCKETS for each in _features(text))


def _features(text: str) -> Iterator[str]:
    for word in words_of(letters_of(text)):
        yield f"w {word}"
        padded = f" {word} "
        for place in range(len(padded) - RUN + 1):
            yield padded[place : place + RUN]
    if "http" in text or "www." in text:
        yield "a link"


def learn(memory: Memory, text: str, *, spam: bool, times: int = 1) -> Memory:
    """Give the memory with one more verdict; `times=-1` takes one back, never below nothing."""
    table, shift = memory.table(), BUCKETS if spam else 0
    for bucket in features(text):
        table[shift + bucket] = max(0, table[shift + bucket] + times)
    good, bad = memory.good + (0 if spam else times), memory.bad + (times if spam else 0)
    return Memory(max(0, good), max(0, bad), struct.pack(f"<{2 * BUCKETS}I", *table))


def spam_score(memory: Memory, text: str) -> float | None:
    """Say how likely a text is to be refused, 0 to 1; None before LEARNED_FROM verdicts of each side."""
    if min(memory.good, memory.bad) < LEARNED_FROM:
        return None
    table = memory.table()
    odds = sorted((_odds(memory, table, bucket) for bucket in features(text)), key=abs, reverse=True)[:TOLD_BY]
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, TEMPER * sum(odds)))))


def _odds(memory: Memory, table: list[int], bucket: int) -> float:
    """Say by how much a feature speaks for spam: the logarithm of how much oftener it stood there."""
    bad = (table[BUCKETS + bucket] + PRIOR) / (memory.bad + 2 * PRIOR)
    good = (table[bucket] + PRIOR) / (memory.good + 2 * PRIOR)
    return math.log(bad / good)
