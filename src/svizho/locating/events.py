"""Where the event happened: how a place is brought in, how exact it is, how early it stands."""

from __future__ import annotations

from collections.abc import Sequence

from svizho.locating import lexicon
from svizho.locating.judging import Found
from svizho.locating.surroundings import preposition_before
from svizho.locating.tokens import Token

# A place something comes from is rarely the scene; one it goes to, not often.
_AWAY = dict.fromkeys(("з", "із", "зі", "из", "с", "from"), -1.0) | dict.fromkeys(("до", "к", "to"), -0.5)


def score_event(found: Found, tokens: Sequence[Token], home: str, order: int) -> float:
    """Weigh what speaks for the event being at a place: how it is brought in, how exact it is, how early it stands."""
    mention, entry = found.mention, found.entry
    score = {"settlement": 2.0, "region": 1.0, "country": -1.5}[entry.kind]
    if entry.kind == "country" and entry.country == home:
        score -= 0.5
    before = preposition_before(mention, tokens)
    score += 2.0 if before in lexicon.INSIDE else _AWAY.get(before, 0.0)
    if mention.adjective:
        score -= 2.5 if mention.office else 0.5
    if mention.first and not tokens[mention.first].opens:
        previous = tokens[mention.first - 1].key
        score += 1.5 * previous.startswith(lexicon.FACILITY_STEMS) - 2.5 * previous.startswith(lexicon.SOURCE_STEMS)
    sentence = tokens[mention.first].sentence
    dateline = mention.last < len(tokens) and tokens[mention.first].opens and tokens[mention.last].gap in {" — ", " – "}
    near = tokens[max(0, mention.first - 12) : mention.last + 12]
    if dateline or any(token.sentence == sentence and token.key.startswith(lexicon.EVENT_STEMS) for token in near):
        score += 1.0
    return score - 0.6 * min(sentence, 6) - 0.05 * min(order, 10)


def within_headline(found: Sequence[Found], tokens: Sequence[Token]) -> None:
    """Raise what lies in a country or region that the headline names: the text says more exactly where."""
    head = {
        item.entry.division
        for item in found
        if not _part_of_a_name(item, tokens)
        if tokens[item.mention.first].sentence == 0 and item.entry.kind != "settlement"
    }
    for item in found:
        exact = item.entry.kind == "settlement" or (item.entry.kind == "region" and item.entry.division not in head)
        if exact and (item.entry.country in head or item.entry.division in head):
            item.event += 1.5


def _part_of_a_name(item: Found, tokens: Sequence[Token]) -> bool:
    """Whether an English name of a country only begins that of a company or office: "Malaysia Airlines"."""
    last = item.mention.last
    latin = tokens[item.mention.first].key[0] < "\u0400"
    return latin and last < len(tokens) and tokens[last].capital and tokens[last].gap == " "


def prefer_the_exact(found: Sequence[Found]) -> None:
    """Put a region behind a settlement of it that the text names too: "у Фастові Київської області"."""
    settled = {item.entry.division for item in found if item.entry.kind == "settlement" and item.event > 0}
    for item in found:
        if item.entry.kind == "region" and item.entry.division in settled:
            item.event -= 2.0
