"""Guessing: what a reader meant who typed a word that no article holds, and which words sound like one asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from svizho.searching.spelling import fold, is_cyrillic, other_keyboard, sound_of

# Words that sound alike, of another alphabet or spelling, that a word may stand for.
MOST_ALIKE = 6

# A word so long may differ by two letters from the one that was meant, a shorter one by one.
LONG = 8

# The shortest word that is guessed at: three letters are near to too many others.
SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Known:
    """A word that articles hold: its lexeme, how a reader writes it, how it sounds, in how many articles."""

    lexeme: str
    written: str
    sound: str
    articles: int


def with_sounds(meanings: Mapping[str, tuple[str, ...]], known: Sequence[Known]) -> dict[str, tuple[str, ...]]:
    """Let each word of a question stand for those that sound like it in another alphabet ("Zelensky", «Зеленський»).

    Words of its own alphabet that sound alike count only where no article holds the word itself.
    """
    found = {}
    for word, lexemes in meanings.items():
        alike = [one for one in known if one.sound and one.sound == sound_of(lexemes[0])]
        held = any(one.lexeme in lexemes for one in alike)
        added = [one.lexeme for one in alike if not held or is_cyrillic(one.lexeme) != is_cyrillic(word)]
        found[word] = tuple(dict.fromkeys([*lexemes, *added[:MOST_ALIKE]]))
    return found


def candidates(word: str) -> tuple[str, ...]:
    """Give the spellings to look up for a word that is not found: itself, and what other keys would have written."""
    return tuple(dict.fromkeys(each for each in (fold(word), fold(other_keyboard(word))) if len(each) >= SHORTEST))


def best_guess(word: str, known: Iterable[Known]) -> Known | None:
    """Choose the word that was most likely meant: fewest letters apart, then found most often; None where none is near.

    A word typed on the wrong keyboard is none apart from the right one.
    """
    best: tuple[int, int, Known] | None = None
    for spelling in candidates(word):
        for one in known:
            apart = min(distance(spelling, one.lexeme), distance(spelling, fold(one.written)))
            if apart > (2 if len(spelling) >= LONG else 1) or (apart == 0 and spelling == fold(word)):
                continue
            if best is None or (apart, -one.articles) < best[:2]:
                best = (apart, -one.articles, one)
    return best[2] if best else None


def distance(one: str, other: str) -> int:
    """Count the letters to add, drop, change or swap with a neighbour to make one word of the other.

    Damerau's distance with adjacent swaps (optimal string alignment); 3 stands for "far".
    """
    if abs(len(one) - len(other)) > 2:
        return 3
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, right in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return min(row[-1], 3)
