"""Why a report stands in its story, in data that can be stored and in words that people read."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import Any

KINDS = ("first", "same_event", "near_copy", "editor", "revised")

# Shown at most so many of each: a reason is one line.
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a report stands where it stands.

    `names`, `numbers`, `places`, `words`: what it shares with its nearest report, as written in it. `hours`: hours
    between the two, None if either time is unknown. `meaning`: cosine of their centred titles, None without vectors.
    `nearest`, `nearest_title`: that report. `apart_from`: the story an editor took it out of ("" if none did).
    """

    kind: str
    nearest: str = ""
    nearest_title: str = ""
    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    shared_words: tuple[str, ...] = ()
    hours: float | None = None
    meaning: float | None = None
    apart_from: str = ""

    @property
    def pinned(self) -> bool:
        """Say whether an editor decided this; nothing but an editor may change it then."""
        return self.kind == "editor"

    def words(self, language: str = "uk") -> str:
        """Explain in one line, in Ukrainian ("uk") or, for every other language, in English."""
        return _in_ukrainian(self) if language == "uk" else _in_english(self)

    def to_json(self) -> str:
        """Write as JSON for the database; `from_json` gives back an equal value."""
        kept = {name: value for name, value in asdict(self).items() if value not in ("", (), None)}
        return json.dumps(kept, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Reason:
        """Read what `to_json` wrote; unknown keys are ignored, so that old rows stay readable."""
        known = {field.name for field in fields(cls)}
        stored: dict[str, Any] = {name: value for name, value in json.loads(text).items() if name in known}
        lists = {name: tuple(value) for name, value in stored.items() if isinstance(value, list)}
        return cls(**(stored | lists))


def _in_ukrainian(reason: Reason) -> str:
    if reason.kind == "editor":
        return "так вирішив редактор"
    if reason.kind == "first":
        return "перше повідомлення про подію"
    if reason.kind == "revised":
        return "перегруповано, коли надійшли пізніші повідомлення"
    start = "той самий текст" if reason.kind == "near_copy" else _same(reason, _UKRAINIAN)
    shared = _shared(reason)
    parts = [f"{start}: {shared}" if shared else f"{start}, що й «{reason.nearest_title}»"]
    if reason.hours is not None:
        parts.append(f"{_span_in_ukrainian(reason.hours)} між повідомленнями")
    return "; ".join(parts)


def _in_english(reason: Reason) -> str:
    if reason.kind == "editor":
        return "decided by an editor"
    if reason.kind == "first":
        return "first report of the event"
    if reason.kind == "revised":
        return "regrouped in the light of later reports"
    start = "same text as" if reason.kind == "near_copy" else _same(reason, _ENGLISH) + " as"
    shared = _shared(reason)
    parts = [f"{start} “{reason.nearest_title}”" + (f" ({shared})" if shared else "")]
    if reason.hours is not None:
        parts.append(f"{_span_in_english(reason.hours)} apart")
    return ", ".join(parts)


_UKRAINIAN = {
    "np": "ті самі люди й місце", "n": "ті самі люди й назви", "p": "те саме місце",
    "#": "ті самі числа", "w": "ті самі слова", "": "та сама подія",
}  # fmt: skip
_ENGLISH = {
    "np": "same people and place", "n": "same people and names", "p": "same place",
    "#": "same numbers", "w": "same words", "": "same event",
}  # fmt: skip


def _same(reason: Reason, phrases: dict[str, str]) -> str:
    """Pick the phrase for what is shared: names and places tell most, then numbers, then words."""
    key = ("n" if reason.names else "") + ("p" if reason.places else "")
    return phrases[key or ("#" if reason.numbers else "w" if reason.shared_words else "")]


def _shared(reason: Reason) -> str:
    strong = [*reason.names[:SHOWN], *reason.places[:SHOWN]]
    found = strong + list(reason.numbers[: SHOWN - 1])
    return ", ".join(found or reason.shared_words[:SHOWN])


def _span_in_ukrainian(hours: float) -> str:
    """Say a span of time: under an hour, in hours up to two days, then in days."""
    if hours < 1:
        return "менше години"
    if hours < 48:
        return f"{round(hours)} год"
    days = round(hours / 24)
    if days % 10 == 1 and days % 100 != 11:
        return f"{days} доба"
    return f"{days} {'доби' if 2 <= days % 10 <= 4 and not 12 <= days % 100 <= 14 else 'діб'}"


def _span_in_english(hours: float) -> str:
    """Say a span of time: under an hour, in hours up to two days, then in days."""
    if hours < 1:
        return "less than an hour"
    return f"{round(hours)} h" if hours < 48 else f"{round(hours / 24)} days"
