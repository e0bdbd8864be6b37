"""Attributions as found become claims: kind, speaker, anonymity, quantities, nesting, chain."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from svizho.attributing.anonymity import Veil
from svizho.attributing.english import find_english
from svizho.attributing.finding import Found, Tokens, spans_of
from svizho.attributing.lexicons import word_set
from svizho.attributing.outlets import Told, outlets
from svizho.attributing.plausible import with_speaker
from svizho.attributing.quantities import quantities_in
from svizho.attributing.reading import Reading, read_text
from svizho.attributing.slavic import find_slavic
from svizho.attributing.speakers import Resolver
from svizho.attributing.values import Claim, Kind, Quantity, Span, Speaker

LANGUAGES = ("uk", "en", "ru")
_UKRAINIAN = re.compile(r"[іїєґІЇЄҐ]")
_CYRILLIC = re.compile(r"[а-яА-Я]")
_MARKS = "\"“”„«»'`"
# Quoted words fewer than this are a name, an idiom or irony, not speech (GUIDELINES: they make no claim "mixed").
_SPEECH_TOKENS = 5
# Verbs that make a claim within a claim; wishes and feelings of the speaker ("said he hopes") are what was said.
_RELAYING = word_set(
    "believe believes believed indicate indicates indicated report reports reported confirmed heard seen said says "
    "told showed suggested claimed warned"
)


def find_claims(text: str, *, language: str) -> tuple[Claim, ...]:
    """All claims of an article in the order of their cues; () for a language that has no lexicon.

    `language` is "uk", "en" or "ru" (other codes give (); "" lets the letters decide). Spans are offsets into `text`;
    what stands beyond `reading.LONGEST` characters is not read.
    """
    language = language[:2].lower() or _guess(text)
    if language not in LANGUAGES:
        return ()
    reading = read_text(text)
    found = find_english(reading) if language == "en" else find_slavic(reading, language)
    found = [said for one in found if (said := with_speaker(reading, one, language)) is not None]
    found = _kept(reading, sorted(found, key=lambda one: one.anchor), language)
    parents = parents_of(found)
    quantities = quantities_in(reading, language)
    resolver = Resolver(reading, language)
    veil, told = Veil(reading, language), Told(reading)
    speakers = [resolver.speaker_of(one) for one in found]
    claims = []
    for one, parent, speaker in zip(found, parents, speakers, strict=True):
        reason = veil.reason(one, speaker)
        content = spans_of(reading, one.content)
        claims.append(
            Claim(
                source=reading.span(*one.source) if one.source else None,
                cue=spans_of(reading, one.cue),
                content=content,
                kind=_kind(reading, one.content),
                anonymous=bool(reason),
                anonymity_reason=reason,
                speaker=speaker,
                quantities=_within(quantities, content),
                nested_in=parent,
                via=_via(told.to(one), parents, speakers, parent),
            )
        )
    return tuple(claims)


def _guess(text: str) -> str:
    """Language by letters, for callers that do not know it."""
    if _CYRILLIC.search(text[:2000]) is None:
        return "en"
    return "uk" if _UKRAINIAN.search(text[:2000]) else "ru"


def _holders(found: Sequence[Found]) -> list[list[int]]:
    """For each attribution (in order of cues) the indices of those in whose content its cue stands."""
    anchors = [one.anchor for one in found]
    holders: list[list[int]] = [[] for _ in found]
    for index, outer in enumerate(found):
        first, last = min(a for a, _ in outer.content), max(b for _, b in outer.content)
        for inner in range(bisect_left(anchors, first), bisect_left(anchors, last)):
            if inner != index and _holds(outer, found[inner]):
                holders[inner].append(index)
    return holders


def _kept(reading: Reading, found: list[Found], language: str) -> list[Found]:
    """Leave out, in English, what is nested but does not open the content that holds it."""
    if language != "en":
        return found
    return [
        one
        for one, outer in zip(found, _holders(found), strict=True)
        if not outer or any(_opens(reading, found[index], one) for index in outer)
    ]


def _holds(outer: Found, inner: Found) -> bool:
    """Whether the inner cue stands in the outer content; of two that hold each other, the larger content is outer."""
    if not _inside(inner.anchor, outer.content):
        return False
    return not _inside(outer.anchor, inner.content) or _extent(outer.content) > _extent(inner.content)


def _inside(token: int, ranges: Sequence[Tokens]) -> bool:
    return any(first <= token < last for first, last in ranges)


def _extent(ranges: Sequence[Tokens]) -> int:
    return sum(last - first for first, last in ranges)


def _opens(reading: Reading, outer: Found, inner: Found) -> bool:
    """Whether the inner attribution is what the outer content begins with ("said [initial reports indicated that]").

    English prose is full of verbs of thought inside what others said; only these are claims of their own.
    """
    begin = outer.content[0][0]
    first = min([inner.anchor, *([inner.source[0]] if inner.source else []), *(part[0] for part in inner.content)])
    said = reading.lower[inner.cue[0][1] - 1] in _RELAYING
    return inner.how == "absence" or (said and first - begin <= 1 and inner.how in ("before", "passive"))


def parents_of(found: Sequence[Found]) -> list[int | None]:
    """For each attribution the index of the smallest one that holds it; none is held, over others, by itself."""
    parents: list[int | None] = [None] * len(found)
    for index, outer in enumerate(_holders(found)):
        for holder in sorted(outer, key=lambda one: _extent(found[one].content)):
            if not _leads_to(parents, holder, index):
                parents[index] = holder
                break
    return parents


def _leads_to(parents: Sequence[int | None], start: int, goal: int) -> bool:
    """Whether going from parent to parent one comes from `start` to `goal`."""
    at: int | None = start
    while at is not None and at != goal:
        at = parents[at]
    return at is not None


def _kind(reading: Reading, content: Sequence[Tokens]) -> Kind:
    """Direct when all of it is quoted, mixed when speech is quoted within, else indirect."""
    tokens = [index for first, last in content for index in range(first, last)]
    quoted = [index for index in tokens if reading.quote_of[index] >= 0]
    if not quoted:
        return "indirect"
    loose = sum(1 for index in tokens if reading.quote_of[index] < 0 and reading.words[index][0].isalnum())
    if not loose:
        return "direct"
    return "mixed" if any(_is_speech(reading, reading.quote_of[index]) for index in quoted) else "indirect"


def _is_speech(reading: Reading, quote: int) -> bool:
    """Whether a quotation inside a sentence is speech: longer than a name, or opening with a small letter."""
    quotation = reading.quotations[quote]
    words = [word for word in reading.words[quotation.first : quotation.last] if word not in _MARKS]
    return len(words) >= _SPEECH_TOKENS or (bool(words) and words[0][0].islower() and reading.words[0].isascii())


def _within(quantities: Sequence[Quantity], content: Sequence[Span]) -> tuple[Quantity, ...]:
    return tuple(
        quantity
        for quantity in quantities
        if any(part.start <= quantity.span.start and quantity.span.end <= part.end + 1 for part in content)
    )


def _via(
    told: Sequence[str],
    parents: Sequence[int | None],
    speakers: Sequence[Speaker | None],
    parent: int | None,
) -> tuple[str, ...]:
    """Outlets through which the words came: those the speaker told them to, then those that pass the claim on."""
    names = list(told)
    while parent is not None:
        speaker = speakers[parent]
        if speaker is not None and outlets().fullmatch(speaker.name) and speaker.name not in names:
            names.append(speaker.name)
        parent = parents[parent]
    return tuple(names)
