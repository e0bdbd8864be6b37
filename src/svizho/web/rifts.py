"""Where sources disagree, and what changed as time went on: versions side by side, with who gives each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext, pgettext_lazy

from svizho.claims.models import Claim, StoryAgreement
from svizho.claims.queries import Conflict, values_of
from svizho.web.cards import language, outlet_of
from svizho.web.said import Teller, address_of, teller_of
from svizho.web.values import Outlet, Split, Words

# Disagreements and updates on one page, and voices under one version: more is a table, not a page.
MOST_RIFTS, MOST_UPDATES, MOST_VOICES = 6, 8, 5

# What is counted, by the names that comparing gives to things (svizho/attributing/data/same_things.txt).
COUNTED = {
    "dead": pgettext_lazy("how many", "dead"),
    "injured": pgettext_lazy("how many", "injured"),
    "missing": pgettext_lazy("how many", "missing"),
    "person": pgettext_lazy("how many", "people"),
    "drone": pgettext_lazy("how many", "drones"),
    "rocket": pgettext_lazy("how many", "missiles"),
    "projectile": pgettext_lazy("how many", "shells"),
    "soldier": pgettext_lazy("how many", "soldiers"),
    "house": pgettext_lazy("how many", "houses"),
    "child": pgettext_lazy("how many", "children"),
    "explosion": pgettext_lazy("how many", "explosions"),
    "attack": pgettext_lazy("how many", "attacks"),
}


@dataclass(frozen=True, slots=True)
class Voice:
    """Who gives a version, in which report, when; `url` leads to the words."""

    teller: Teller
    outlet: Outlet
    at: datetime
    url: str


@dataclass(frozen=True, slots=True)
class Side:
    """One version in the words of who gave it first, and everyone who gives it."""

    words: Words
    voices: tuple[Voice, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Rift:
    """Versions that cannot all be true; for an update they follow each other."""

    counted: str
    sides: tuple[Side, ...]

    @property
    def title(self) -> str:
        """Say what the versions are about, where that has a name."""
        if self.counted:
            return gettext("Where sources disagree: how many %(counted)s") % {"counted": self.counted}
        return gettext("Where sources disagree")


def rifts_of(agreement: StoryAgreement | None, claims: Sequence[Claim]) -> tuple[Rift, ...]:
    """Make the disagreements of a story out of those of its claims that may be quoted."""
    return tuple(_rifts(agreement.disagreements if agreement else (), claims))[:MOST_RIFTS]


def updates_of(agreement: StoryAgreement | None, claims: Sequence[Claim]) -> tuple[Rift, ...]:
    """Make the changed values of a story, earliest version first."""
    return tuple(_rifts(agreement.updates if agreement else (), claims))[:MOST_UPDATES]


def _rifts(found: Sequence[Mapping[str, Any]], claims: Sequence[Claim]) -> Iterator[Rift]:
    known = {claim.pk: claim for claim in claims}
    for each in found:
        sides = _sides(each["voices"], known)
        # With one version left of those we may quote, nobody disagrees on our page.
        if len(sides) > 1:
            yield Rift(counted(each["unit"]), sides)


def counted(unit: str) -> str:
    """Name what is counted in the language of the page; "" for what has no name there."""
    return str(COUNTED.get(unit, ""))


def _sides(voices: Sequence[Mapping[str, Any]], known: Mapping[int, Claim]) -> tuple[Side, ...]:
    """Gather voices by the values they give, whatever the words: "4 rockets" and "чотири ракети" are one version."""
    groups: dict[object, list[tuple[Claim, str]]] = {}
    for voice in voices:
        claim = known.get(voice["claim"])
        if claim and voice["words"]:
            groups.setdefault(version(voice["words"], values_of(claim)), []).append((claim, voice["words"]))
    return tuple(_side(group) for group in groups.values())


def version(words: str, values: Mapping[str, tuple[object, ...]]) -> object:
    """Give what two versions must share to be the same one: the values where we know them, else the words."""
    parts = words.split(", ")
    return tuple(values[part] for part in parts) if all(part in values for part in parts) else words.casefold()


def _side(group: Sequence[tuple[Claim, str]]) -> Side:
    mine = [pair for pair in group if pair[0].article.language == language()]
    claim, words = (mine or group)[0]
    voices = [_voice(claim) for claim, _ in group]
    once = list({(voice.teller.name, voice.outlet.url): voice for voice in reversed(voices)}.values())[::-1]
    return Side(Words(words, claim.article.language), tuple(once[:MOST_VOICES]), max(0, len(once) - MOST_VOICES))


def _voice(claim: Claim) -> Voice:
    return Voice(
        teller=teller_of(claim),
        outlet=outlet_of(claim.article.source),
        at=claim.article.happened_at,
        url=address_of(claim)[0],
    )


def split_of(conflict: Conflict | None) -> Split | None:
    """Put a disagreement in one line; None where no two versions are told in one language."""
    if conflict is None:
        return None
    versions: dict[str, dict[object, str]] = {}
    for voice in conflict.disagreement["voices"]:
        told = conflict.told.get(voice["claim"])
        if told and voice["words"]:
            key = version(voice["words"], told.values)
            versions.setdefault(told.language, {}).setdefault(key, voice["words"])
    full = [code for code, words in versions.items() if len(words) > 1]
    if not full:
        return None
    code = language() if language() in full else full[0]
    one, other, *_ = versions[code].values()
    return Split(counted(conflict.disagreement["unit"]), Words(one, code), Words(other, code))
