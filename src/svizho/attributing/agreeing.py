"""Claims of one story compared: what speaks of the same thing, which values exclude each other, what changed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from itertools import combinations

from svizho.attributing.lemmas import lemma_of
from svizho.attributing.lexicons import sections, word_set
from svizho.attributing.parts import is_part
from svizho.attributing.values import (
    Agreement,
    Change,
    ClaimGroup,
    Disagreement,
    Quantity,
    StoryClaim,
    Voice,
)

# Claims that share this part of the rarer one's telling words speak of the same thing; two words at least.
# Set by hand on the seed and on invented stories (tests/attributing/test_agreeing.py).
_SHARED_PART, _SHARED_WORDS = 0.3, 2
# Reports nearer in time than this speak at the same time: a different value is no news but a disagreement.
SAME_TIME = timedelta(minutes=45)
# A story holds so many claims at most that are compared with each other: beyond it, the latest ones.
MOST_CLAIMS = 400
# "About 20" and "18" do not exclude each other: the part by which a rounded value may be off.
_ROUNDED = 0.15

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_COMMON = word_set(
    "the a an of in on at to for and or that with from by was were is are be been have has had it its this they "
    "he she his her their said say not no as which who will would also one two three more than after before about "
    "into over another що в у на з із та і й а але як про за до від для не це був була було були є його її їх "
    "також які який яка щоб або по что и с со из от для не это был была было были его ее их также которые который "
    "или при к ко"
)


@cache
def _same() -> dict[str, str]:
    """Lemma -> the name that stands for it, from `same_things.txt`: the counts that news disagrees about."""
    return {word: words[0] for _, words in sections("same_things.txt") for word in words}


_STATE_WORDS = re.compile(
    r"(?P<dead>\b(?:killed|dead|died|deaths?|slain|загин\w+|вбит\w+|убит\w+|погиб\w+|жертв\w*|смерт\w+))|"
    r"(?P<injured>\b(?:injured|wounded|hurt|injuries|поранен\w*|постраждал\w*|травмован\w*|ранен\w*|пострадал\w*))|"
    r"(?P<missing>\b(?:missing|зникл\w+|пропал\w+))",
    re.IGNORECASE,
)


# Characters around a weapon's count in which "shot down" speaks of it.
_NEAR = 30
_DOWNED = re.compile(
    r"\b(?:shot down|downed|intercepted|destroyed|збит\w*|збил\w*|знищ\w*|перехоп\w*|подавлен\w*|сбит\w*|сбил\w*|"
    r"уничт\w*|перехват\w*)\b",
    re.IGNORECASE,
)
_WEAPONS = ("rocket", "drone", "projectile")


@dataclass(frozen=True, slots=True)
class _Told:
    """A claim made ready: its telling words as lemmas and its quantities by what they count."""

    story: StoryClaim
    words: frozenset[str]
    counts: dict[str, tuple[Quantity, ...]]


def agree(claims: Sequence[StoryClaim]) -> Agreement:
    """Group the claims of one story and say where their values exclude each other and where a value changed.

    Two values of one counted thing by two speakers at the same time (within SAME_TIME), or of later speakers who do
    not follow each other, are a disagreement; a later value by the same speaker, or one that later reports carry while
    earlier ones do not, is an update. Nested claims and those whose content is another's are compared like all others.
    """
    told = [_made(claim) for claim in sorted(claims, key=lambda one: (one.time, one.id))[-MOST_CLAIMS:]]
    groups = _groups(told)
    disagreements: list[Disagreement] = []
    updates: list[Change] = []
    for unit in sorted({unit for one in told for unit in one.counts}):
        for tellers in _groups([one for one in told if unit in one.counts]):
            conflict, change = _compared(tellers, unit)
            disagreements.extend(conflict)
            updates.extend(change)
    disagreements = _told_once(disagreements)
    shown = tuple(
        ClaimGroup(_about(members), tuple(one.story.id for one in members)) for members in groups if len(members) > 1
    )
    return Agreement(shown, tuple(disagreements), tuple(updates))


def _told_once(found: Sequence[Disagreement]) -> list[Disagreement]:
    """Join disagreements about one thing with the same values: groups of claims that differ in their other words."""
    joined: dict[tuple[str, frozenset[tuple[object, ...]]], Disagreement] = {}
    for one in found:
        values = frozenset((q.unit, q.low, q.high) for voice in one.voices for q in voice.quantities)
        known = joined.get((one.unit, values))
        voices = {voice.claim: voice for voice in (*(known.voices if known else ()), *one.voices)}
        ordered = tuple(sorted(voices.values(), key=lambda voice: (voice.time, voice.claim)))
        joined[one.unit, values] = Disagreement(one.unit, ordered)
    return list(joined.values())


def _made(story: StoryClaim) -> _Told:
    content = " ".join(span.of(story.text) for span in story.claim.content)
    words = frozenset(
        _same().get(lemma, lemma)
        for word in _WORD.findall(content)
        if len(word) > 2 and (lemma := lemma_of(word, story.language)) not in _COMMON and word.lower() not in _COMMON
    )
    counts: dict[str, list[Quantity]] = defaultdict(list)
    for quantity in story.claim.quantities:
        if not is_part(quantity, story.text):
            counts[_thing(quantity, story.text)].append(quantity)
    return _Told(story, words, {unit: tuple(values) for unit, values in counts.items() if unit})


def _thing(quantity: Quantity, text: str) -> str:
    """What a quantity counts, one name for its synonyms; people who died or were hurt count as such."""
    unit = _same().get(quantity.unit, quantity.unit)
    if unit in ("person", "soldier", "child"):
        near = text[max(0, quantity.span.start - 40) : quantity.span.end + 40]
        state = _STATE_WORDS.search(text, quantity.span.end, quantity.span.end + 30) or _STATE_WORDS.search(near)
        if state is not None and state.lastgroup:
            return state.lastgroup if unit == "person" else f"{unit} {state.lastgroup}"
    if unit in _WEAPONS:
        near = text[max(0, quantity.span.start - _NEAR) : quantity.span.end + _NEAR]
        if _DOWNED.search(near.partition(".")[0] if quantity.span.start < _NEAR else near):
            return f"{unit} downed"  # those shot down are some of those launched
    return unit


def _groups(told: list[_Told]) -> list[list[_Told]]:
    """Claims joined that speak of the same thing; a claim joins the group with a member it is most like."""
    groups: list[list[_Told]] = []
    for one in told:
        scores = [max(_likeness(one, other) for other in group) for group in groups]
        best = max(range(len(groups)), key=scores.__getitem__, default=None)
        if best is not None and scores[best] > 0:
            groups[best].append(one)
        else:
            groups.append([one])
    return groups


def _likeness(one: _Told, other: _Told) -> float:
    """Shared telling words as part of the shorter claim's; 0 when too few, or all is what they count."""
    if one.story.report == other.story.report and _overlap(one, other):
        return 0.0  # a claim and what it holds are one statement told once
    shared = one.words & other.words
    units = one.counts.keys() & other.counts.keys()
    weight = len(shared - units) + len(units)
    size = min(len(one.words | one.counts.keys()), len(other.words | other.counts.keys())) or 1
    if weight < _SHARED_WORDS or shared <= units or weight / size < _SHARED_PART:
        return _kindred(one, other)
    return weight / size


def _overlap(one: _Told, other: _Told) -> bool:
    return any(a.start < b.end and b.start < a.end for a in one.story.claim.content for b in other.story.claim.content)


def _kindred(one: _Told, other: _Told) -> float:
    """Likeness of two claims of one publisher's report about like things counted, told right after each other."""
    if one.story.report != other.story.report:
        return 0.0
    units = one.counts.keys() & other.counts.keys()
    near = abs(one.story.claim.cue[0].start - other.story.claim.cue[0].start) < 400
    return 0.1 if units and near else 0.0


def _about(members: Sequence[_Told]) -> tuple[str, ...]:
    """The words most members share, the commonest first, five at most."""
    count: dict[str, int] = defaultdict(int)
    for one in members:
        for word in one.words:
            count[word] += 1
    ranked = sorted((word for word in count if count[word] > 1), key=lambda word: (-count[word], word))
    return tuple(ranked[:5])


def _compared(tellers: list[_Told], unit: str) -> tuple[list[Disagreement], list[Change]]:
    """Whether the values of one counted thing among like claims disagree, or one followed another."""
    pairs = [(a, b) for a, b in combinations(tellers, 2) if _exclude(_total(a, unit), _total(b, unit))]
    if not pairs:
        return [], []
    involved = [one for one in tellers if any(one in pair for pair in pairs)]
    conflicting = [pair for pair in pairs if not _follows(*pair)]
    if conflicting:
        parties = [one for one in tellers if any(one in pair for pair in conflicting)]
        return [Disagreement(unit, tuple(_voice(one, unit) for one in parties))], []
    return [], [Change(unit, tuple(_voice(one, unit) for one in involved))]


def _total(one: _Told, unit: str) -> Quantity:
    """The value a claim gives a thing: the first it names (later ones are parts: "nine, four of them children")."""
    return one.counts[unit][0]


def _exclude(one: Quantity, other: Quantity) -> bool:
    """Whether two values cannot both be true: their intervals, widened where rounded, do not meet."""
    low, high = _interval(one)
    other_low, other_high = _interval(other)
    return high < other_low or other_high < low


def _interval(quantity: Quantity) -> tuple[float, float]:
    low = quantity.low if quantity.low is not None else 0.0
    high = quantity.high if quantity.high is not None else float("inf")
    if quantity.bound == "about":
        return low * (1 - _ROUNDED), high * (1 + _ROUNDED)
    return low, high


def _follows(one: _Told, other: _Told) -> bool:
    """Whether the later of two tells what the earlier could not know yet: the same speaker or publisher, or later."""
    if one.story.report == other.story.report:
        return _speaker(one) == _speaker(other) and _speaker(one) != ""
    apart = abs(one.story.time - other.story.time)
    named = {_speaker(one), _speaker(other)} - {""}
    # A publisher corrects itself; two people whom it names do not correct each other.
    same = len(named) == 1 if _speaker(one) and _speaker(other) else one.story.publisher == other.story.publisher
    return apart > SAME_TIME or (apart > timedelta(0) and (same or _grew(one) or _grew(other)))


def _grew(one: _Told) -> bool:
    """Whether a claim says itself that its value is a new one ("the toll rose to nine", "зросла до дев'яти")."""
    return any(_GREW.search(span.of(one.story.text)) for span in one.story.claim.content)


def _speaker(one: _Told) -> str:
    speaker = one.story.claim.speaker
    return speaker.name if speaker is not None else ""


def _voice(one: _Told, unit: str) -> Voice:
    """Who gave the value, with the like things counted beside it ("a drone and three rockets")."""
    beside = tuple(
        quantity
        for thing, values in one.counts.items()
        for quantity in values
        if thing == unit or thing in _BESIDE.get(unit, ())
    )
    ordered = tuple(sorted(beside, key=lambda quantity: quantity.span))
    return Voice(one.story.id, one.story.report, _speaker(one), one.story.time, ordered)


_GREW = re.compile(
    r"\b(?:rose|risen|rises|climbed|increased|grew|grown|revised|now stands|зросл\w*|збільшил\w*|сягнул\w*|"
    r"уточн\w*|вырос\w*|возрос\w*|увеличил\w*|достигл\w*)\b",
    re.IGNORECASE,
)
# Things that are counted together when one kind of weapon is told from another.
_BESIDE = dict.fromkeys(_WEAPONS, _WEAPONS)
