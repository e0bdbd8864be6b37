"""Text in, places out: what is named, which place it is, and where the event happened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from svizho.locating.events import prefer_the_exact, score_event, within_headline
from svizho.locating.gazetteer import gazetteer
from svizho.locating.judging import Found, choose, context_of, kilometres
from svizho.locating.matching import country_hints, mentions_of
from svizho.locating.tokens import Token, tokens_of
from svizho.locating.values import Place, Role

# More mentions than this are not weighed: a list of a thousand places is no report of an event.
_MOST = 400
# "X in Y": an X farther from Y than this is another place of the name than the one that lies in Y.
_CITY_REACH = 60
_WITHIN = frozenset({"у", "в", "in"})
# Places of the same sentence, brought in alike, whose score is this near to the best share the event with it.
_SHARED = 0.4
# Below this nothing speaks for the event being at a place: a country that acts, or is acted on, is no scene.
_LEAST = -0.4


def find_places(text: str, *, language: str, home_country: str = "UA", every: bool = False) -> tuple[Place, ...]:
    """Find the places that a text names: those of the event first, the others in the order of the text.

    Each place is given once, at the mention that says most; with `every`, each mention is given. `language` ("uk",
    "ru", "en") is a hint: names of all three are sought in any text. `home_country` is the country of the source:
    of two namesakes the one at home is meant. Reads the first 200,000 characters; never raises.
    """
    tokens = tokens_of(text)
    found = _weighed(tokens, home_country)
    if not found:
        return ()
    best = max(found, key=lambda item: item.event)
    places = [(item, _place(item, tokens, _role(item, best, tokens))) for item in found]
    if not every:
        places = _once(places)
    places.sort(key=lambda pair: _rank(pair[0], pair[1], best))
    return tuple(place for _, place in places)


def place_of_event(places: Iterable[Place]) -> Place | None:
    """Give the place of the event out of what `find_places` found, None if there is none."""
    return next((place for place in places if place.role == "event"), None)


def _rank(item: Found, place: Place, best: Found) -> tuple[bool, bool, float]:
    happened = place.role == "event"
    return not happened, item is not best, -item.event if happened else place.span[0]


def _weighed(tokens: Sequence[Token], home: str) -> list[Found]:
    book = gazetteer()
    mentions = []
    for mention in mentions_of(tokens, book):
        mentions.append(mention)
        if len(mentions) == _MOST:
            break
    context = context_of(mentions, country_hints(tokens, book), home)
    found = [item for mention in mentions if (item := choose(mention, tokens, context)) is not None]
    found = _without_parts(found, tokens)
    for order, item in enumerate(found):
        item.event = score_event(item, tokens, home, order)
    within_headline(found, tokens)
    prefer_the_exact(found)
    return found


def _without_parts(found: Sequence[Found], tokens: Sequence[Token]) -> list[Found]:
    """Leave out a part of a city that was taken for a town far off: "у районі П'ятихаток у Харкові"."""
    parts: set[int] = set()
    for one, other in pairwise(found):
        between = tokens[one.mention.last : other.mention.first]
        inside = len(between) == 1 and between[0].key in _WITHIN and between[0].gap == " "
        towns = one.entry.kind == other.entry.kind == "settlement" and not one.entry.landmark
        if inside and towns and one.entry.inhabitants < other.entry.inhabitants:
            far = kilometres(one.entry, other.entry) > _CITY_REACH
            parts.update({id(one)} if far else ())
    return [item for item in found if id(item) not in parts]


def _role(item: Found, best: Found, tokens: Sequence[Token]) -> Role:
    if best.event < _LEAST:
        return "mentioned"
    if item is best:
        return "event"
    together = tokens[item.mention.first].sentence == tokens[best.mention.first].sentence
    alike = item.entry.kind == best.entry.kind and item.entry.kind != "country"
    return "event" if together and alike and best.event - item.event <= _SHARED else "mentioned"


def _place(item: Found, tokens: Sequence[Token], role: Role) -> Place:
    entry = item.entry
    return Place(
        span=(tokens[item.mention.first].start, tokens[item.mention.last - 1].end),
        name=entry.name,
        geonameid=entry.geonameid,
        latitude=entry.latitude,
        longitude=entry.longitude,
        country=entry.country,
        kind=entry.kind,
        role=role,
        confidence=item.confidence,
        ukrainian=entry.ukrainian,
        approximate=entry.approximate,
    )


def _once(places: Sequence[tuple[Found, Place]]) -> list[tuple[Found, Place]]:
    """Keep of each place the mention with the highest score, called the event's if any of its mentions is."""
    kept: dict[tuple[int | None, str, float], tuple[Found, Place]] = {}
    for item, place in places:
        key = (place.geonameid, place.name, place.latitude)
        known = kept.get(key)
        if known is None or item.event > known[0].event:
            role = "event" if known is not None and known[1].role == "event" else place.role
            kept[key] = (item, replace(place, role=role))
    return list(kept.values())
