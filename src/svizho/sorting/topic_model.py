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

from svizho.kit.lemmas import lemma, words_of
from svizho.sorting.topics import TOPIC_NAMES

Row = NDArray[np.float32]

# Past this many characters an article repeats itself; the title is read twice.
WORDS_FROM = 2_000


@dataclass(frozen=True, slots=True)
class TopicModel:
    """Weights fitted by `python -m evals.fit_sections`; k = len(TOPICS).

    Every set of weights has 2k + 2 columns: topics as prose (guide books, encyclopaedias) uses them, topics as news
    uses them, and the two kinds themselves. vector_weights (size, 2k + 2): for unit rows of the encoder named
    `encoder`. lemma_rows: lemma -> its row in lemma_weights (n, 2k + 2).
    scales: what log-likelihoods by vector, and by words, are multiplied by to be as sure as they are right.
    """

    encoder: str
    vector_weights: Row
    vector_bias: Row
    lemma_rows: Mapping[str, int]
    lemma_weights: Row
    words_bias: Row
    scales: tuple[float, float]

    def by_vector(self, vector: Row) -> Row:
        """Log-likelihood of each topic by the vector of a text, shape (k,)."""
        return _mixed(vector.astype(np.float32) @ self.vector_weights + self.vector_bias)

    def by_words(self, lemmas: Counter[str]) -> Row:
        """Log-likelihood of each topic by the counted lemmas of a text, shape (k,)."""
        known = [(self.lemma_rows[name], count) for name, count in lemmas.items() if name in self.lemma_rows]
        if not known:
            return _mixed(self.words_bias)
        rows = np.array([row for row, _ in known])
        weights = np.sqrt(np.array([count for _, count in known], np.float32))
        mean = weights @ self.lemma_weights[rows] / np.linalg.norm(weights)
        return _mixed(mean + self.words_bias)

    def likelihoods(self, title: str, text: str, language: str, vector: Row | None) -> Row:
        """Log-likelihood of each topic, shape (k,): by the vector where there is one, else by the words.

        Together they are no better than the vector alone (docs/decisions/sorting.md): both heads stand on the
        same encoder, and the vector has read the words in their order.
        """
        if vector is not None and vector.shape == (len(self.vector_weights),) and np.any(vector):
            return log_softmax(self.by_vector(vector) * self.scales[0])
        return log_softmax(self.by_words(count_lemmas(title, text, language)) * self.scales[1])


def log_softmax(scores: Row) -> Row:
    """Turn scores into log-likelihoods that sum to one."""
    shifted = scores - scores.max()
    return np.asarray(shifted - np.log(np.exp(shifted).sum()), np.float32)


def _mixed(scores: Row) -> Row:
    """Log-likelihood of each topic from the scores of the three heads, shape (2k + 2,) -> (k,)."""
    k = len(TOPIC_NAMES)
    shares = log_softmax(scores[2 * k :])
    as_prose, as_news = log_softmax(scores[:k]) + shares[0], log_softmax(scores[k : 2 * k]) + shares[1]
    return np.asarray(np.logaddexp(as_prose, as_news), np.float32)


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
            lemma_weights=arrays["lemma_weights"].astype(np.float32) * arrays["lemma_scale"].astype(np.float32),
            words_bias=arrays["words_bias"].astype(np.float32),
            scales=(facts["scales"]["vector"], facts["scales"]["words"]),
        )
