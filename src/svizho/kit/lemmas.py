"""Words and their dictionary forms, for every language simplemma knows."""

from __future__ import annotations

import re
from functools import lru_cache

from simplemma import Lemmatizer
from simplemma.strategies import DefaultStrategy, DictionaryLookupStrategy
from simplemma.strategies.dictionaries import TrieDictionaryFactory
from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES

# Tries are mapped from disk (13 MB of memory for Ukrainian, 66 MB as a dict: PARTS section 3). The library keeps
# eight dictionaries by default; a site that reads twelve languages would load one anew for every headline.
_DICTIONARIES = TrieDictionaryFactory(cache_max_size=len(SUPPORTED_LANGUAGES))
_LOOKUP = DictionaryLookupStrategy(_DICTIONARIES)
_LEMMATIZER = Lemmatizer(lemmatization_strategy=DefaultStrategy(dictionary_factory=_DICTIONARIES))

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")


def words_of(text: str) -> list[str]:
    """Runs of letters, in order, as they stand; an apostrophe inside a word belongs to it."""
    return _WORD.findall(text)


def has_dictionary(language: str) -> bool:
    """Tell whether `is_known` and `lemma` know the language."""
    return language in SUPPORTED_LANGUAGES


@lru_cache(maxsize=100_000)
def is_known(word: str, language: str) -> bool:
    """Tell whether the language's dictionary has the word (in any of its forms); the language must have one."""
    return _LOOKUP.get_lemma(word.replace("’", "'").replace("ʼ", "'"), language) is not None


@lru_cache(maxsize=100_000)
def lemma(word: str, language: str) -> str:
    """Return the dictionary form in lower case; the word itself where there is no dictionary."""
    if language not in SUPPORTED_LANGUAGES:
        return word.lower()
    return _LEMMATIZER.lemmatize(word, lang=language).lower()
