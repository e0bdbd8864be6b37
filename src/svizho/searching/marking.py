"""Marking: the words of a text that answer a question, in whatever form, and the passage that holds most of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from svizho.searching.asking import Meanings
from svizho.searching.lexemes import READ_CHARS, bases_of, form_of
from svizho.searching.spelling import Token, tokens
from svizho.searching.values import Term

# Characters that stand before the first marked word of a passage, so that it is read in its sentence.
RUN_UP = 60

# Matches looked at when a passage is chosen; a text that holds more repeats itself.
MOST_MATCHES = 200


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a passage; `marked` where it answers the question."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class _Match:
    start: int
    end: int
    term: int


def marked(text: str, terms: Sequence[Term], meanings: Meanings, language: str) -> tuple[Piece, ...]:
    """Cut a whole text into pieces, those marked that answer a term; joined they are the text."""
    return _pieces(text, _matches(text, terms, meanings, language), 0, len(text))


def passage(text: str, terms: Sequence[Term], meanings: Meanings, language: str, *, limit: int) -> tuple[Piece, ...]:
    """Give the passage of at most `limit` characters that answers most terms, the earliest of those; () for none.

    It begins and ends at a word; "…" stands where the text goes on.
    """
    text = " ".join(text[:READ_CHARS].split())
    found = _matches(text, terms, meanings, language)[:MOST_MATCHES]
    if not found or limit <= 0:
        return ()
    start = max((_start(text, match.start, limit) for match in found), key=lambda at: (_answers(found, at, limit), -at))
    end = _end(text, start, limit)
    pieces = list(_pieces(text, found, start, end))
    if start > 0:
        pieces.insert(0, Piece("…"))
    if end < len(text):
        pieces.append(Piece("…"))
    return tuple(pieces)


def _matches(text: str, terms: Sequence[Term], meanings: Meanings, language: str) -> list[_Match]:
    """Find where terms stand, in order, none over another."""
    stream = list(tokens(text))
    lexemes = [(*bases_of(token.word, language), form_of(token.word)) for token in stream]
    wanted = [_wanted(term, meanings) for term in terms]
    found: list[_Match] = []
    for place in range(len(stream)):
        for number, words in enumerate(wanted):
            if _stands(lexemes, place, words):
                _add(found, _match(stream, place, len(words), number))
                break
    return found


def _wanted(term: Term, meanings: Meanings) -> list[frozenset[str]]:
    return [frozenset({form_of(word)} if term.exact else meanings.get(word, ())) for word in term.words]


def _stands(lexemes: Sequence[tuple[str, ...]], place: int, words: Sequence[frozenset[str]]) -> bool:
    told = lexemes[place : place + len(words)]
    return len(told) == len(words) and all(not wanted.isdisjoint(one) for wanted, one in zip(words, told, strict=True))


def _match(stream: Sequence[Token], place: int, length: int, term: int) -> _Match:
    return _Match(stream[place].start, stream[place + length - 1].end, term)


def _add(found: list[_Match], match: _Match) -> None:
    if not found or match.start >= found[-1].end:
        found.append(match)


def _start(text: str, at: int, limit: int) -> int:
    """Begin a passage a little before a match: where its sentence begins, else at a word."""
    earliest = max(0, at - min(RUN_UP, limit // 3))
    if earliest == 0:
        return 0
    sentence = max(text.rfind(stop, earliest, at) for stop in (". ", "! ", "? ", "… "))
    if sentence >= 0:
        return sentence + 2
    space = text.find(" ", earliest, at)
    return space + 1 if space >= 0 else at


def _end(text: str, start: int, limit: int) -> int:
    """End a passage at a word."""
    if len(text) - start <= limit:
        return len(text)
    space = text.rfind(" ", start, start + limit)
    return space if space > start else start + limit


def _answers(found: Sequence[_Match], start: int, limit: int) -> int:
    return len({match.term for match in found if match.start >= start and match.end <= start + limit})


def _pieces(text: str, found: Sequence[_Match], start: int, end: int) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    at = start
    for match in found:
        if match.start < at or match.end > end:
            continue
        if match.start > at:
            pieces.append(Piece(text[at : match.start]))
        pieces.append(Piece(text[match.start : match.end], marked=True))
        at = match.end
    if at < end:
        pieces.append(Piece(text[at:end]))
    return tuple(pieces)
