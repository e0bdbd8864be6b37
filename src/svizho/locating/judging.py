"""Whether a mention is a place at all, and which of its namesakes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, hypot, log10, radians

from svizho.locating import lexicon
from svizho.locating.cases import adjective_stem
from svizho.locating.gazetteer import gazetteer
from svizho.locating.matching import Mention
from svizho.locating.surroundings import FAMOUS, is_namesake, is_person, is_typed, preposition_before
from svizho.locating.tokens import Token
from svizho.locating.values import Entry

# Weights of what speaks for one of several namesakes, in powers of ten of inhabitants: set by hand so that a region
# named in the text outweighs any size, the home country a hundred times the size, a neighbour in the text ten times.
_REGION, _BESIDE, _HOME, _HINT, _NEAR, _EXACT, _RENOWN = 5.0, 2.0, 2.5, 2.0, 1.5, 0.7, 3.5
_NEAR_KILOMETRES = 120
# A settlement below this needs more than its name.
_SMALL = 5_000
_BIG = 100_000
# Names that are adjectives in form.
_ADJECTIVAL = ("кий", "ке", "ki", "kyi", "kyy", "kiy", "ke", "koye")


@dataclass(slots=True)
class Found:
    """A mention with the place chosen for it, how sure that is, and how much speaks for the event being there."""

    mention: Mention
    entry: Entry
    confidence: float
    event: float = 0.0


@dataclass(frozen=True, slots=True)
class Context:
    """What the whole text tells: the source's country, regions and countries named, settlements without namesakes.

    `regions` are the words at which a region is named.
    """

    home: str
    divisions: frozenset[str]
    countries: frozenset[str]
    sure: tuple[Entry, ...]
    regions: tuple[int, ...]


def kilometres(one: Entry, other: Entry) -> float:
    """Distance between two places on a flat map."""
    flat = cos(radians((one.latitude + other.latitude) / 2))
    return 111.2 * hypot(one.latitude - other.latitude, (one.longitude - other.longitude) * flat)


def context_of(mentions: Iterable[Mention], hints: frozenset[str], home: str) -> Context:
    """Gather what is certain before anything is chosen."""
    divisions, countries, sure, regions = set(), set(hints), [], []
    for mention in mentions:
        for entry in mention.entries:
            if entry.kind == "region" and (entry.country == home or len(mention.entries) == 1):
                divisions.add(entry.division)
                regions.append(mention.first)
            elif entry.kind == "country":
                countries.add(entry.country)
        towns = [entry for entry in mention.entries if entry.kind == "settlement"]
        big = [entry for entry in towns if entry.inhabitants > _BIG]
        if len(big) == 1 or (len(towns) == 1 and towns[0].country == home):
            sure.append((big or towns)[0])
    return Context(home, frozenset(divisions), frozenset(countries), tuple(sure), tuple(regions))


def choose(mention: Mention, tokens: Sequence[Token], context: Context) -> Found | None:
    """Pick the best of the namesakes; None if the words are no place here."""
    ranked = sorted(
        ((_weight(entry, mention, tokens, context), n) for n, entry in enumerate(mention.entries)), reverse=True
    )
    weight, number = ranked[0]
    entry = mention.entries[number]
    evidence = _evidence(mention, entry, tokens, context)
    if evidence <= 0:
        return None
    lead = weight - ranked[1][0] if len(ranked) > 1 else 3.0
    return Found(mention, entry, round(min(0.98, 0.35 + 0.12 * min(evidence, 3) + 0.09 * min(lead, 3)), 2))


def _weight(entry: Entry, mention: Mention, tokens: Sequence[Token], context: Context) -> float:
    weight = log10(max(entry.inhabitants, 50))
    if entry.kind == "country":
        weight = 7.5
    elif entry.kind == "region":
        weight = 5.5 if not mention.adjective else 6.0
    if entry.kind == "settlement" and entry.division in context.divisions:
        weight += _REGION + _BESIDE * _region_beside(mention, tokens, context)
    weight += _RENOWN * (entry.inhabitants > (_BIG if entry.country == context.home else 10 * _BIG))
    if entry.country == context.home:
        weight += _HOME
    elif entry.country in context.countries:
        weight += _HINT
    if any(entry is not other and kilometres(entry, other) < _NEAR_KILOMETRES for other in context.sure):
        weight += _NEAR
    if _spelt_exactly(entry, mention, tokens):
        weight += _EXACT
    return weight


def _spelt_exactly(entry: Entry, mention: Mention, tokens: Sequence[Token]) -> bool:
    written = tokens[mention.first].text
    return entry.name.startswith(written) or entry.ukrainian.startswith(written)


def _evidence(mention: Mention, entry: Entry, tokens: Sequence[Token], context: Context) -> float:
    """Weigh what speaks for a place being meant: above 0 it is one."""
    if (
        mention.district
        and context.divisions
        and entry.division not in context.divisions
        and entry.kind == "settlement"
    ):
        return 0.0
    if entry.kind == "country" or entry.kind == "region" or mention.adjective or entry.landmark:
        name_too = entry.division.startswith("US.") or tokens[mention.first].key in lexicon.FIRST_NAMES
        return 0.0 if is_namesake(mention, tokens) or (name_too and is_person(mention, tokens)) else 3.0
    if is_namesake(mention, tokens) or is_person(mention, tokens):
        return 0.0
    before = preposition_before(mention, tokens)
    in_place = before in lexicon.PREPOSITIONS or is_typed(mention, tokens)
    if _is_no_name(mention, entry, tokens, in_place) or _elsewhere(mention, entry, tokens, context):
        return 0.0
    if _in_wrong_case(mention, entry, tokens):
        return 0.0
    evidence = min(log10(max(entry.inhabitants, 10)) - 3.7, 2.0)  # zero at five thousand inhabitants
    evidence += 1.5 * (before in lexicon.INSIDE) + 0.7 * (before in lexicon.AWAY) + 2.5 * is_typed(mention, tokens)
    evidence += 1.5 * (entry.division in context.divisions) + 1.0 * (mention.last - mention.first > 1)
    evidence += 0.5 * (entry.country == context.home)
    ordinary = mention.last - mention.first == 1 and tokens[mention.first].key in lexicon.ORDINARY
    if ordinary and not is_typed(mention, tokens) and (before not in lexicon.INSIDE or entry.inhabitants < _SMALL):
        return 0.0
    if tokens[mention.first].opens and not in_place and entry.inhabitants < _SMALL:
        evidence -= 1.0
    if entry.country != context.home:
        evidence -= 2.0 * (not in_place and entry.inhabitants < FAMOUS)
        evidence -= 1.5 * (entry.inhabitants < _BIG and entry.country not in context.countries)
    return evidence


def _is_no_name(mention: Mention, entry: Entry, tokens: Sequence[Token], in_place: bool) -> bool:
    """Whether a word is an abbreviation (ТЕС, ОВА) or an adjective before its noun (Бердянський аеродром)."""
    token = tokens[mention.first]
    if mention.last - mention.first > 1:
        return False
    after = tokens[mention.last] if mention.last < len(tokens) else None
    beside = [other for other in (after, tokens[mention.first - 1] if mention.first else None) if other is not None]
    shouting = any(other.text.isupper() and len(other.text) > 4 for other in beside)
    if token.text.isupper() and len(token.text) <= 4 and not shouting:
        return True
    noun_follows = (
        after is not None and after.gap == " " and not after.capital and after.key not in lexicon.PREPOSITIONS
    )
    city = entry.inhabitants > _BIG and entry.ukrainian and in_place  # Хмельницький; no district of a city
    if city or not (entry.ukrainian or entry.name).endswith(_ADJECTIVAL):
        return False
    stem = adjective_stem(token.key)
    town = any(other.inhabitants > max(entry.inhabitants, _SMALL) for other in gazetteer().stems.get(stem, ()))
    return bool(stem) and (noun_follows or (town and not is_typed(mention, tokens)))


def _in_wrong_case(mention: Mention, entry: Entry, tokens: Sequence[Token]) -> bool:
    """Whether "у" or "в" stands before a genitive, as in "у Ляшка": that is a person's name, not a small place."""
    if mention.first == 0 or entry.inhabitants > _BIG or tokens[mention.first - 1].key not in {"у", "в"}:
        return False
    return tokens[mention.first].key.endswith(("а", "я", "ого", "его"))


def _elsewhere(mention: Mention, entry: Entry, tokens: Sequence[Token], context: Context) -> bool:
    """Whether the text puts the settlement into a region that has none of the name: then it is one we do not know."""
    if entry.inhabitants > _BIG or not context.regions or entry.division in context.divisions:
        return False
    return _region_beside(mention, tokens, context)


def _region_beside(mention: Mention, tokens: Sequence[Token], context: Context) -> bool:
    """Whether a region is named right after: "у Миколаєві Львівської області"."""
    sentence = tokens[mention.first].sentence
    return any(0 <= first - mention.last < 3 and tokens[first].sentence == sentence for first in context.regions)
