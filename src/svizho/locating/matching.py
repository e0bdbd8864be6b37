"""Every stretch of a text that may name a place, with the places it may be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from svizho.locating import lexicon
from svizho.locating.cases import adjective_stem, nominatives
from svizho.locating.gazetteer import Gazetteer
from svizho.locating.tokens import Token
from svizho.locating.values import Entry

# Gaps over which a name of several words goes on.
_JOINTS = frozenset({" ", "-", "\u00a0", "‑", "–", " - "})
# What parts the words of a row of regions: "Харківській, Івано-Франківській".
_ROW_GAPS = frozenset(" \u00a0,-‑")
# How far "область" may stand from "Харківська": "Харківській, Сумській та Полтавській областях".
_REGION_REACH = 7


@dataclass(slots=True)
class Mention:
    """Words `first` to `last` (exclusive) of the tokens, the places they may name, and how they name them."""

    first: int
    last: int
    entries: Sequence[Entry]
    adjective: bool = False
    office: bool = False
    district: bool = False


def mentions_of(tokens: Sequence[Token], book: Gazetteer) -> Iterator[Mention]:
    """Go through the words from the left; the longest name wins, and no two mentions overlap."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.key[0] < "\u0400" and not token.text[0].isupper():
            at += 1  # a common word in Latin letters names nothing
            continue
        mention = _named(tokens, at, book)
        if mention is None or mention.last - mention.first == 1:
            mention = _by_adjective(tokens, at, book) or mention
        if mention is None:
            at += 1
        else:
            yield mention
            at = mention.last


def country_hints(tokens: Sequence[Token], book: Gazetteer) -> frozenset[str]:
    """Codes of the countries whose adjectives stand in the text."""
    keys = {token.key for token in tokens}
    stems = (key if key[0] < "\u0400" else adjective_stem(key) or key for key in keys)
    return frozenset(book.country_stems[stem] for stem in stems if stem in book.country_stems)


def _named(tokens: Sequence[Token], at: int, book: Gazetteer) -> Mention | None:
    token = tokens[at]
    if not token.capital and token.key not in book.lower:
        return None
    if token.key in lexicon.PREPOSITIONS or adjective_stem(token.key) in book.country_stems:
        return None
    if at + 1 < len(tokens) and f"{token.key} {tokens[at + 1].key}".startswith(lexicon.NO_PLACES):
        return None
    best: list[Entry] = []
    length = 0
    for name in nominatives(token.key):
        for rest, entry in book.names.get(name, ()):
            if len(rest) + 1 < length or not _goes_on(tokens, at + 1, rest):
                continue
            if len(rest) + 1 > length:
                best, length = [], len(rest) + 1
            if entry not in best:
                best.append(entry)
    region = _latin_region(tokens, at, book)
    if region is not None and region.last - at > length:
        return region
    return Mention(at, at + length, best) if best else None


def _goes_on(tokens: Sequence[Token], at: int, rest: Sequence[str]) -> bool:
    if at + len(rest) > len(tokens):
        return False
    for offset, word in enumerate(rest):
        token = tokens[at + offset]
        if token.gap not in _JOINTS or word not in nominatives(token.key):
            return False
    return True


def _latin_region(tokens: Sequence[Token], at: int, book: Gazetteer) -> Mention | None:
    """ "Kharkiv region", "Anbar province", "state of Bavaria": an English name with the word for a region beside it."""
    for rest, entry in sorted(book.latin_regions.get(tokens[at].key, ()), key=lambda item: -len(item[0])):
        end = at + 1 + len(rest)
        if not _goes_on(tokens, at + 1, rest):
            continue
        after = tokens[end].key if end < len(tokens) and tokens[end].gap == " " else ""
        if after in lexicon.REGION_WORDS and after not in lexicon.OFFICE_WORDS:
            rivals = [other for others, other in book.latin_regions[tokens[at].key] if others == rest]
            return Mention(at, end + 1, rivals)
        if at > 1 and tokens[at - 1].key == "of" and tokens[at - 2].key in lexicon.REGION_WORDS:
            return Mention(at, end, [entry])
    return None


def _by_adjective(tokens: Sequence[Token], at: int, book: Gazetteer) -> Mention | None:
    """ "Харківської області", "Кременчуцький НПЗ", "Новомосковському районі"."""
    first = at
    stem = adjective_stem(tokens[at].key)
    if not stem or stem in book.country_stems:
        return None
    if at + 1 < len(tokens) and tokens[at + 1].gap in {"-", "‑"}:  # "Івано-Франківської" begins with a name
        return None
    joined = f"{tokens[at - 1].key}-{stem}" if at and tokens[at].gap in {"-", "‑"} else ""
    if joined in book.region_stems:
        stem, first = joined, at - 1
    region = book.region_stems.get(stem)
    head = _head(tokens, at)
    if region is not None and head >= 0:
        office = tokens[head].key in lexicon.OFFICE_WORDS
        return Mention(first, head + 1 if head == at + 1 else at + 1, [region], adjective=True, office=office)
    if region is not None and region.division in {"UA.11", "UA.24", "UA.25"}:
        return Mention(first, at + 1, [region], adjective=True, office=True)
    entries = book.stems.get(stem, ())
    if entries and tokens[at].text != tokens[at].text.upper():
        for index in range(at + 1, min(at + 3, len(tokens))):
            if tokens[index].gap != " ":
                break
            if tokens[index].key.startswith(lexicon.DISTRICT_STEMS):
                return (
                    None
                    if _of_a_town(tokens, index + 1)
                    else Mention(first, at + 1, entries, adjective=True, district=True)
                )
            if tokens[index].key.startswith(lexicon.FACILITY_STEMS):
                return Mention(first, at + 1, entries, adjective=True)
    return None


def _of_a_town(tokens: Sequence[Token], at: int) -> bool:
    """Whether a town follows in the genitive: "Київський район Харкова" is a part of Харків."""
    after = tokens[at] if at < len(tokens) else None
    return after is not None and after.gap == " " and after.capital and not adjective_stem(after.key)


def _head(tokens: Sequence[Token], at: int) -> int:
    """Give where the word "область" stands that an adjective belongs to, -1 if nowhere."""
    for index in range(at + 1, min(at + 1 + _REGION_REACH, len(tokens))):
        token = tokens[index]
        if token.opens or not _ROW_GAPS.issuperset(token.gap):
            return -1
        if token.key in lexicon.OFFICE_WORDS and index == at + 1:
            return index
        if token.key.startswith(lexicon.REGION_STEMS) and token.gap.strip() == "":
            return index
        if not (
            adjective_stem(token.key)
            or token.key in {"та", "і", "й", "и", "а", "також", "также"}
            or token.gap in {"-", "‑"}
            or tokens[index].key == "франко"
        ):
            return -1
    return -1
