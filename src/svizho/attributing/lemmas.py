"""Dictionary forms of words, from simplemma's tries (MIT); the first use of a language writes its cache."""

from __future__ import annotations

from functools import lru_cache

from simplemma import Lemmatizer
from simplemma.strategies import DefaultStrategy
from simplemma.strategies.dictionaries import TrieDictionaryFactory

_LEMMATIZER = Lemmatizer(lemmatization_strategy=DefaultStrategy(dictionary_factory=TrieDictionaryFactory()))


@lru_cache(maxsize=50_000)
def lemma_of(word: str, language: str) -> str:
    """The dictionary form of a word, in lower case; `language` is one that simplemma knows."""
    plain = word.replace("’", "'").replace("ʼ", "'").lower()
    return str(_LEMMATIZER.lemmatize(plain, lang=language)).lower()
