"""What stands around a mention: prepositions, words for a kind of settlement, and signs that it is no place."""

from __future__ import annotations

from collections.abc import Sequence

from svizho.locating import lexicon
from svizho.locating.cases import nominatives
from svizho.locating.matching import Mention
from svizho.locating.tokens import Token

# Inhabitants of a city that needs no introduction.
FAMOUS = 500_000
# Endings of several streets: those of a city, none of which bears its name.
_PLURAL = ("вулицях", "вулицями", "улицах", "улицами", "проспектах", "площах", "площадях", "streets")
# Beginnings of words that may stand between a preposition and its place: "у тимчасово окупованому селищі".
_BETWEEN = (
    *lexicon.TYPE_STEMS,
    *lexicon.SETTING_STEMS,
    *("окупован", "оккупирован", "тимчасово", "временно", "північн", "південн", "східн", "західн", "центральн"),
)


def preposition_before(mention: Mention, tokens: Sequence[Token]) -> str:
    """Give the preposition before a mention, looking past "районі", "місті" and the like; "" if there is none."""
    at = mention.first - 1
    steps = 0
    while at >= 0 and steps < 4 and not tokens[at + 1].opens:
        key = tokens[at].key
        if key == "of" and at and tokens[at - 1].key in lexicon.BESIDE:
            return "near"
        if key in lexicon.PREPOSITIONS:
            return key
        if not (key in lexicon.NEAR_WORDS or key in lexicon.TYPE_WORDS or key.startswith(_BETWEEN)):
            return ""
        at -= 1
        steps += 1
    return ""


def is_typed(mention: Mention, tokens: Sequence[Token]) -> bool:
    """Whether a word such as "село" or "village of" stands right before."""
    if mention.first == 0:
        return False
    token = tokens[mention.first - 1]
    if token.key == "of" and mention.first > 1:
        token = tokens[mention.first - 2]
    short = token.key in lexicon.TYPE_WORDS and (len(token.key) > 1 or tokens[mention.first].gap.startswith("."))
    return short or token.key.startswith(lexicon.TYPE_STEMS)


def is_namesake(mention: Mention, tokens: Sequence[Token]) -> bool:
    """Whether a ship, club or street bears the name: told by the word before, or by quotation marks of its own."""
    first = tokens[mention.first]
    before = tokens[mention.first - 1] if mention.first else None
    close = before is not None and (first.gap.strip() in {"", ".", "«", "“", '"', "„", "'"} or '"' in first.gap)
    if before is not None and close and before.key.startswith(lexicon.NAMESAKE_STEMS):
        return not before.key.endswith(_PLURAL)  # "вулиця Харківська", but "на вулицях Харкова"
    river = any(name in lexicon.RIVERS for name in nominatives(first.key))
    if river and before is not None and before.key.startswith(lexicon.RIVER_STEMS):
        return True
    if any(entry.landmark for entry in mention.entries):
        return False
    quoted = first.gap.rstrip(" ")[-1:] in {"«", "“", "„", '"'} and first.gap[-1:] in {"«", "“", "„", '"'}
    after = tokens[mention.last].gap[:1] if mention.last < len(tokens) else ""
    if quoted and after in {"»", "”", "“", '"'} and before is not None:
        return not before.key.startswith(lexicon.SETTING_STEMS)
    return False


def is_person(mention: Mention, tokens: Sequence[Token]) -> bool:
    """Whether the word is part of a person's name: a capital word at its side that no preposition parts from it."""
    first = tokens[mention.first]
    before = tokens[mention.first - 1] if mention.first else None
    after = tokens[mention.last] if mention.last < len(tokens) else None
    single = mention.last - mention.first == 1
    follows = after is not None and after.capital and after.gap == " " and not after.text.isupper()
    bare = not preposition_before(mention, tokens) and not is_typed(mention, tokens)
    if after is not None and follows and bare and first.key[0] < "\u0400":
        famous = any(entry.inhabitants > FAMOUS for entry in mention.entries)
        if not famous or after.key in lexicon.BRANDS:
            return True  # "Brandon Guyer", "Chicago Cubs"; but "Tokyo Olympics"
    named = single and any(name in lexicon.FIRST_NAMES for name in nominatives(first.key))
    if named and (follows or preposition_before(mention, tokens) not in lexicon.INSIDE):
        return True
    if before is None or first.opens or first.gap not in {" ", ". ", "."}:
        return False
    initial = len(before.text) == 1 and before.capital and "." in first.gap and before.key not in {"м", "с", "г"}
    joined = first.gap == " " and before.capital and not before.text.isupper() and not before.opens
    return single and (initial or (joined and before.key not in lexicon.PREPOSITIONS and not is_typed(mention, tokens)))
