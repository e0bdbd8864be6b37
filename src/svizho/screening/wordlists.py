"""Lists of words that a comment should not hold, found in every form and however disguised."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from svizho.screening.folding import in_cyrillic, in_latin, letters_of, words_of

# Words of a comment that are looked at; the longest comment allowed has fewer.
MOST_WORDS = 2000


@dataclass(frozen=True, slots=True)
class WordList:
    """Words, beginnings of words and phrases. `whole` and `starts` hold folded words, `phrases` folded beginnings in
    a row; each leads to the entry as it was written."""

    whole: dict[str, str] = field(default_factory=dict)
    starts: dict[str, str] = field(default_factory=dict)
    phrases: tuple[tuple[tuple[str, ...], str], ...] = ()

    def find(self, text: str) -> str:
        """Give the first entry that the text holds, as it stands in the list; "" when there is none."""
        words = words_of(letters_of(text))[:MOST_WORDS]
        for fold in (in_cyrillic, in_latin):
            folded = tuple(fold(word) for word in words)
            found = next((hit for word in folded if (hit := self._entry(word))), "") or self._phrase(folded)
            if found:
                return found
        return ""

    def _entry(self, word: str) -> str:
        if word in self.whole:
            return self.whole[word]
        heads = (word[:size] for size in range(3, len(word) + 1))
        return next((self.starts[head] for head in heads if head in self.starts), "")

    def _phrase(self, words: tuple[str, ...]) -> str:
        for parts, entry in self.phrases:
            for place in range(len(words) - len(parts) + 1):
                if all(words[place + each].startswith(part) for each, part in enumerate(parts)):
                    return entry
        return ""

    def with_entries(self, lines: Iterable[str]) -> WordList:
        """Give a list that holds more entries; a line is a word, the beginning of one with "*", or several of these."""
        whole, starts, phrases = dict(self.whole), dict(self.starts), list(self.phrases)
        for entry in entries(lines):
            for fold in (in_cyrillic, in_latin):
                parts = tuple(fold(word) for word in words_of(letters_of(entry.replace("*", " "))))
                if len(parts) > 1:
                    phrases.append((parts, entry))
                elif parts:
                    (starts if entry.endswith("*") else whole).setdefault(parts[0], entry)
        return WordList(whole, starts, tuple(phrases))


def entries(lines: Iterable[str]) -> Iterator[str]:
    """Give the entries of a word file: what stands before "#" on a line, if anything."""
    return (entry for line in lines if (entry := line.partition("#")[0].strip()))


@cache
def bundled_words(name: str) -> WordList:
    """Read one of the lists that ship with Svizho: "banned" or "suspect"."""
    text = files("svizho.screening").joinpath("words", f"{name}.txt").read_text(encoding="utf-8")
    return WordList().with_entries(text.splitlines())
