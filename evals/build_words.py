"""Make the word lists that ship: how common words are, and a table of word vectors distilled from the encoder.

`python -m evals.build_words --common` writes `grouping/data/common_words.json` in a second;
`python -m evals.build_words --table` writes `grouping/data/words.npz` in a quarter of an hour of one core.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import defaultdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from wordfreq import available_languages, top_n_list, word_frequency

from evals.grouping import CACHE
from svizho.embedding import load_encoder
from svizho.grouping.word_table import key_of
from svizho.grouping.words import lemma

SOURCE = Path(__file__).resolve().parents[1] / "src" / "svizho"
LANGUAGES = ("uk", "en", "ru", "bg", "pl", "de", "fr", "es", "pt", "it", "ar", "sl", "tr", "cs", "ro", "nl")
# The three languages the site is read in first, and the rest.
HOME = ("uk", "en", "ru")

# Lemmas with their frequency: enough to know what is ordinary, few enough to be read by a person.
COMMON_HOME, COMMON_OTHER = 2_500, 500
# Lemmas with a vector: 60,000 in all.
TABLE_HOME, TABLE_OTHER = 12_000, 1_850
# Forms looked through for a lemma.
FORMS = 4
DIMENSIONS = 128

ABOUT = (
    "How common words are: lemmas by Zipf value (log10 of occurrences in a billion words). Derived from wordfreq "
    "3.1.1 by Robyn Speer (CC BY-SA 4.0), lemmatised by simplemma; this file is under CC BY-SA 4.0."
)

Rows = NDArray[np.float32]


def lemmas_of(language: str, count: int, forms: int, wordlist: str = "best") -> list[tuple[str, float]]:
    """Give the `count` commonest lemmas among the `forms` commonest forms, with their share of all words."""
    shares: dict[str, float] = defaultdict(float)
    for word in top_n_list(language, forms, wordlist=wordlist):
        if not any(sign.isdigit() for sign in word):
            form = lemma(word, language)
            if len(form) > 1:
                shares[form] += word_frequency(word, language, wordlist=wordlist)
    return sorted(shares.items(), key=lambda item: (-item[1], item[0]))[:count]


def common_words() -> dict[str, object]:
    """Put lemmas into steps of a fifth of a Zipf unit, commonest first."""
    languages = {}
    for language in LANGUAGES:
        levels: dict[float, list[str]] = defaultdict(list)
        home = language in HOME
        found = lemmas_of(language, COMMON_HOME if home else COMMON_OTHER, 12_000 if home else 4_000, "small")
        for form, share in found:
            levels[round(5 * math.log10(share * 1e9)) / 5].append(form)
        languages[language] = {f"{level:.1f}": " ".join(words) for level, words in sorted(levels.items(), reverse=True)}
    return {"about": ABOUT, "languages": languages}


Word = tuple[str, str, float]


def table_words() -> list[Word]:
    """Give language, lemma and share of all words of every word of the table."""
    assert set(LANGUAGES) <= set(available_languages("best")), "another wordfreq?"
    words: list[Word] = []
    for language in LANGUAGES:
        most = TABLE_HOME if language in HOME else TABLE_OTHER
        words.extend((language, form, share) for form, share in lemmas_of(language, most, FORMS * most))
    return words


def encoded(words: list[Word]) -> Rows:
    """Encode every word once; rows are kept in the eval cache, since it takes a quarter of an hour."""
    memory = CACHE / "words.npz"
    stored = dict(np.load(memory)) if memory.exists() else {"words": np.zeros(0, "U1"), "rows": np.zeros((0, 384))}
    rows = dict(zip(stored["words"].tolist(), stored["rows"], strict=True))
    missing = sorted({word for _, word, _ in words} - set(rows))
    encoder = load_encoder()
    assert encoder is not None, "the bundled encoder is needed"
    for start in range(0, len(missing), 2_000):
        part = missing[start : start + 2_000]
        rows.update(zip(part, encoder.encode(part), strict=True))
        print(f"{start + len(part)} of {len(missing)} words", flush=True)
        memory.parent.mkdir(parents=True, exist_ok=True)
        np.savez(memory, words=np.array(list(rows)), rows=np.stack(list(rows.values())).astype(np.float32))
    return np.stack([rows[word] for _, word, _ in words]).astype(np.float32)


def distilled(words: list[Word], rows: Rows, rarity: Rows, size: int) -> Rows:
    """Take each language's usual text away and keep the `size` directions in which words differ most; unit rows.

    A usual text is the mean of the words, weighted as they weigh in one: by how often they stand in it and how rare.
    """
    rows = rows.copy()
    languages = np.array([language for language, _, _ in words])
    weights = np.array([share for _, _, share in words]) * rarity
    for language in LANGUAGES:
        inside = languages == language
        rows[inside] -= np.average(rows[inside], axis=0, weights=weights[inside])
    values, axes = np.linalg.eigh(rows.T @ rows)
    kept = rows @ axes[:, np.argsort(-values)[:size]]
    return np.asarray(kept / np.linalg.norm(kept, axis=1, keepdims=True), np.float32)


def write_table(size: int) -> None:
    """Write keys in order, and rows of whole steps of 1/127 of the largest entry of each row."""
    words = table_words()
    keys = np.array([key_of(form, language) for language, form, _ in words], np.uint32)
    # Nats, in sixteenths, from 3 for the commonest.
    rarity = np.array([min(max(-16 * math.log(share) - 48, 1), 255) for _, _, share in words], np.uint8)
    rows = distilled(words, encoded(words), rarity.astype(np.float32), size)
    keys, first = np.unique(keys, return_index=True)
    steps = np.round(rows[first] / np.abs(rows[first]).max(axis=1, keepdims=True) * 127).astype(np.int8)
    np.savez(SOURCE / "grouping" / "data" / "words.npz", keys=keys, steps=steps, rarity=rarity[first])
    print(f"{len(keys)} words, {steps.nbytes / 1e6:.1f} MB")


def main() -> None:
    """Write what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--common", action="store_true")
    parser.add_argument("--table", action="store_true")
    parser.add_argument("--size", type=int, default=DIMENSIONS)
    options = parser.parse_args()
    if options.common:
        text = json.dumps(common_words(), ensure_ascii=False, indent=0)
        (SOURCE / "grouping" / "data" / "common_words.json").write_text(text + "\n", "utf-8")
    if options.table:
        write_table(options.size)


if __name__ == "__main__":
    main()
