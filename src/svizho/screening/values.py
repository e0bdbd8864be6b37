"""What screening is asked and what it answers, as frozen values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from svizho.screening.memory import Memory
from svizho.screening.modes import Mode
from svizho.screening.wordlists import WordList


class Decision(StrEnum):
    """What is to become of a comment."""

    PUBLISH = "publish"
    HOLD = "hold"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Draft:
    """A comment as it was sent, tidied: `trap` is what stood in the field nobody sees, `seconds` how long it was
    written (None where nobody measured: without a script)."""

    name: str
    text: str
    trap: str = ""
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes, as far as it is known: how many comments were published and refused before, whether one of the
    desk, whether banned (`banned` is the reason given, "" for none)."""

    published: int = 0
    refused: int = 0
    trusted: bool = False
    banned: str = ""


@dataclass(frozen=True, slots=True)
class Recent:
    """How much was written lately: comments of the last `Rules.rate_minutes` by person, by address and in the thread;
    `said_before`: the person wrote this very text in this thread; `same_text`: how often it came in a day, from all."""

    by_person: int = 0
    by_address: int = 0
    in_thread: int = 0
    said_before: bool = False
    same_text: int = 0


@dataclass(frozen=True, slots=True)
class Rules:
    """By what is judged. The numbers are the house's; `docs/decisions/comments.md` says where each comes from."""

    mode: Mode = Mode.FIRST
    most_chars: int = 3000
    most_name: int = 40
    rate_minutes: int = 10
    person_rate: int = 5
    address_rate: int = 12
    thread_rate: int = 60
    flood: int = 60
    held_links: int = 2
    refused_links: int = 8
    same_texts: int = 3
    least_seconds: float = 2.0
    refusals: int = 3
    spam_from: float = 0.9
    banned: WordList = field(default_factory=WordList)
    suspect: WordList = field(default_factory=WordList)
    memory: Memory = field(default_factory=Memory)


@dataclass(frozen=True, slots=True)
class Look:
    """One phase as it went: its name, what it decided ("" for nothing), and the facts it saw."""

    phase: str
    decision: str = ""
    code: str = ""
    facts: Mapping[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided, by which phase (`looks[-1]`), and what the phases before it saw."""

    decision: Decision
    looks: tuple[Look, ...]

    @property
    def phase(self) -> str:
        """The phase that decided."""
        return self.looks[-1].phase

    @property
    def code(self) -> str:
        """The reason in one word, by which `tellings` finds its sentences."""
        return self.looks[-1].code

    def to_json(self) -> str:
        """Write as JSON for the database; `from_json` gives back an equal value."""
        looks = [[look.phase, look.decision, look.code, dict(look.facts)] for look in self.looks]
        return json.dumps({"decision": str(self.decision), "looks": looks}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Verdict:
        """Read what `to_json` wrote."""
        stored = json.loads(text)
        return cls(Decision(stored["decision"]), tuple(Look(*each) for each in stored["looks"]))
