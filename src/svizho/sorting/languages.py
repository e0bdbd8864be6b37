"""The language of a headline or an article: a byte model, and a dictionary where the model hesitates."""

from __future__ import annotations

import math
import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from svizho.kit.lemmas import has_dictionary, is_known, words_of

# py3langid reads bytes one by one; 1,500 characters settle every case seen, more only costs time.
ENOUGH = 1_500
# Temperature of the naive-Bayes scores: py3langid's own (`_decide`): the square root of the length in bytes.
# Below this lead (in those units) the first is asked again, with dictionaries. All 24 errors of the bare model on
# our headlines and on ua_trends that a reader would call errors had a lead under 2.
CLOSE = 2.0
# Weight of one word that a language's dictionary lacks, over the square root of the number of words.
# 0, 1 and 2 were tried: 97.9, 98.9 and 99.0 % on the titles of ua_trends, 98.6, 98.9 and 99.4 % on our headlines.
STRANGE = 2.0
# Belarusian has no dictionary in simplemma: it is charged what half-strange words would cost.
NO_DICTIONARY = 0.5
# A declared language is worth odds of two to one: feeds of bilingual sites declare one language and publish two,
# so it must not outweigh a clear text. On our headlines: right declaration 100 %, wrong one 98.6 %, none 99.4 %.
DECLARED = math.log(2)
WORDS_LOOKED_UP = 40
# A dictionary costs seconds once and 13 MB for good, so only the likeliest languages are looked up.
MOST_IN_QUESTION = 3


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    """A language (ISO 639-1, `""` when there was nothing to judge) and how sure we are, 0 to 1."""

    language: str
    confidence: float


class _Model:
    """py3langid's identifier, loaded once at the first question; scoring changes nothing, so threads may share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._identifier: Any = None

    def _loaded(self) -> Any:
        if self._identifier is None:
            with self._lock:
                if self._identifier is None:
                    # The library is imported here because it costs 0.2 s and 30 MB that most commands never need.
                    from py3langid.langid import MODEL_FILE, LanguageIdentifier

                    self._identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
        return self._identifier

    def scores(self, text: str, languages: frozenset[str]) -> dict[str, float]:
        """Log-likelihoods over the temperature, for the languages asked for (all if none of them is known).

        The identifier's own `set_languages` changes it for everybody; naive-Bayes scores of the languages do
        not depend on each other, so leaving the others out afterwards gives the same answer.
        """
        ranked: list[tuple[str, float]] = self._loaded().rank(text)
        heat = math.sqrt(len(text.encode("utf-8", "surrogatepass")) or 1)
        wanted = {name: score / heat for name, score in ranked if name in languages}
        return wanted or {name: score / heat for name, score in ranked}


_MODEL = _Model()


def _base(code: str) -> str:
    """`uk-UA` -> `uk`; `ua`, which many sites write for Ukrainian, too."""
    code = re.split(r"[-_]", code.strip().lower(), maxsplit=1)[0]
    return "uk" if code == "ua" else code


def _strangeness(words: Sequence[str], language: str) -> float:
    """How many of the words the language's dictionary lacks, over the square root of their number."""
    if not has_dictionary(language):
        return NO_DICTIONARY * math.sqrt(len(words))
    return sum(not is_known(word, language) for word in words) / math.sqrt(len(words))


def _second_look(scores: Mapping[str, float], text: str) -> dict[str, float]:
    """Ask the dictionaries of the languages in question."""
    words = words_of(text)[:WORDS_LOOKED_UP]
    if not words:
        return dict(scores)
    return {name: score - STRANGE * _strangeness(words, name) for name, score in scores.items()}


def _confidence(scores: Mapping[str, float], best: str) -> float:
    """Softmax share of the best."""
    return 1 / sum(math.exp(score - scores[best]) for score in scores.values())


def identify_language(text: str, *, languages: Sequence[str], declared: str = "") -> LanguageGuess:
    """Say in which of `languages` (ISO 639-1; none = all 140 the model knows) the text is written.

    `declared` (what the feed or page says of itself, `uk-UA` allowed) decides only where the text leaves doubt:
    such headlines as «Погода на завтра» are good in two languages. Without a letter in the text, the declared
    language is returned with confidence 0. Safe to call from many threads; the model (1 s) loads at the first call.
    """
    prior = _base(declared)
    wanted = frozenset(map(_base, languages))
    text = text[:ENOUGH]
    if not words_of(text):
        return LanguageGuess(prior if prior in wanted or not wanted else "", 0.0)
    scores = _MODEL.scores(text, wanted)
    top = sorted(scores.values(), reverse=True)
    if len(top) > 1 and top[0] - top[1] < CLOSE:
        least = max(top[0] - 2 * CLOSE, top[:MOST_IN_QUESTION][-1])
        scores = _second_look({name: score for name, score in scores.items() if score >= least}, text)
    if prior in scores:
        scores[prior] += DECLARED
    best = max(scores, key=lambda name: scores[name])
    return LanguageGuess(best, round(_confidence(scores, best), 4))
