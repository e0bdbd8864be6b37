"""The fitted part: how likely each topic is, from the meaning of a text (its vector) and from its words."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from svizho.sorting.topics import TOPIC_NAMES
from svizho.sorting.words import lemma, words_of

Row = NDArray[np.float32]

# Past this many characters an article repeats itself; the title is read twice.
WORDS_FROM = 2_000


@dataclass(frozen=True, slots=True)
class TopicModel:
    """Weights fitted by `python -m evals.fit_sections`; k = len(TOPICS) columns everywhere.

    vector_weights (size, k) and vector_bias (k,): for unit rows of the encoder named `encoder`.
    lemma_rows: lemma -> its row in lemma_weights (n, k); words_bias (k,).
    blend: what log-likelihoods by vector and by words weigh together; alone: what words weigh without a vector.
    """

    encoder: str
    vector_weights: Row
    vector_bias: Row
    lemma_rows: Mapping[str, int]
    lemma_weights: Row
    words_bias: Row
    blend: tuple[float, float]
    alone: float

    def by_vector(self, vector: Row) -> Row:
        """Log-likelihood of each topic by the vector of a text, shape (k,)."""
        return log_softmax(vector.astype(np.float32) @ self.vector_weights + self.vector_bias)

    def by_words(self, lemmas: Counter[str]) -> Row:
        """Log-likelihood of each topic by the counted lemmas of a text, shape (k,)."""
        known = [(self.lemma_rows[name], count) for name, count in lemmas.items() if name in self.lemma_rows]
        if not known:
            return log_softmax(self.words_bias)
        rows = np.array([row for row, _ in known])
        weights = np.sqrt(np.array([count for _, count in known], np.float32))
        mean = weights @ self.lemma_weights[rows] / np.linalg.norm(weights)
        return log_softmax(mean + self.words_bias)

    def likelihoods(self, title: str, text: str, language: str, vector: Row | None) -> Row:
        """Log-likelihood of each topic by all that is known of a text, shape (k,)."""
        by_words = self.by_words(count_lemmas(title, text, language))
        if vector is None or vector.shape != (len(self.vector_weights),) or not np.any(vector):
            return log_softmax(self.alone * by_words)
        return log_softmax(self.blend[0] * self.by_vector(vector) + self.blend[1] * by_words)


def log_softmax(scores: Row) -> Row:
    """Turn scores into log-likelihoods that sum to one."""
    shifted = scores - scores.max()
    return np.asarray(shifted - np.log(np.exp(shifted).sum()), np.float32)


def count_lemmas(title: str, text: str, language: str) -> Counter[str]:
    """Count the dictionary forms of a text's words; those of the title count twice."""
    counts = Counter(lemma(word, language) for word in words_of(text[:WORDS_FROM]))
    for word in words_of(title[:WORDS_FROM]):
        counts[lemma(word, language)] += 2
    return counts


@cache
def load_topic_model() -> TopicModel:
    """Read the fitted weights that ship with the room (data/topics.npz; what they come from: data/topics.json)."""
    folder = files("svizho.sorting").joinpath("data")
    facts = json.loads(folder.joinpath("topics.json").read_text("utf-8"))
    if tuple(facts["topics"]) != TOPIC_NAMES:
        raise ValueError("data/topics.json was fitted for other topics: run python -m evals.fit_sections")
    with folder.joinpath("topics.npz").open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
        lemmas = str(arrays["lemmas"]).split("\n")
        return TopicModel(
            encoder=facts["encoder"],
            vector_weights=arrays["vector_weights"].astype(np.float32),
            vector_bias=arrays["vector_bias"].astype(np.float32),
            lemma_rows={name: row for row, name in enumerate(lemmas)},
            lemma_weights=arrays["lemma_weights"].astype(np.float32) * np.float32(arrays["lemma_scale"]),
            words_bias=arrays["words_bias"].astype(np.float32),
            blend=(facts["blend"]["vector"], facts["blend"]["words"]),
            alone=facts["blend"]["words_alone"],
        )
