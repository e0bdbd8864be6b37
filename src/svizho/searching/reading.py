"""A question as a reader types it -> a Query: words, "phrases", -exclusion, OR, and operators in two languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from svizho.searching.days import read_day
from svizho.searching.spelling import fold, words_in
from svizho.searching.values import Doubt, Note, Query, Term

# A question of more than this is not a person's; what is beyond is not looked for, and the page says so.
LONGEST_QUESTION, MOST_TERMS, MOST_WORDS_OF_PHRASE, MOST_VALUES = 200, 12, 10, 8

# What each operator is called, English first.
OPERATORS: Mapping[str, tuple[str, ...]] = {
    "source": ("source", "site", "джерело"),
    "section": ("section", "розділ", "рубрика"),
    "lang": ("lang", "language", "мова"),
    "speaker": ("speaker", "мовець"),
    "before": ("before", "until", "до"),
    "after": ("after", "since", "після", "від"),
}
_OPERATORS = {name: operator for operator, names in OPERATORS.items() for name in names}

_OR = ("OR", "АБО", "|")
_PARTS = re.compile(
    r"""(?P<minus>[-−–](?=[^\s-]))?
        (?:(?P<name>[^\W\d_]{2,10}):(?=\S))?
        (?:["“”„«»](?P<phrase>[^"“”„«»]*)(?:["“”„«»]|$)|(?P<word>[^\s"“”„«»]+))""",
    re.VERBOSE,
)


@dataclass
class _Reading:
    """A question being read."""

    today: date
    sections: Mapping[str, str]
    languages: Mapping[str, str]
    clauses: list[list[Term]] = field(default_factory=list)
    without: list[Term] = field(default_factory=list)
    found: dict[str, list[str]] = field(default_factory=dict)
    days: dict[str, date] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    terms: int = 0
    joins: bool = False

    def doubt(self, doubt: Doubt, words: str) -> None:
        """Note once what could not be heeded."""
        note = Note(doubt, words)
        if note not in self.notes and len(self.notes) < MOST_VALUES:
            self.notes.append(note)

    def take_term(self, words: str, *, exact: bool, excluded: bool) -> None:
        """Add a word or a phrase; after OR it joins the clause before it."""
        term = Term(words_in(words)[:MOST_WORDS_OF_PHRASE], exact=exact)
        joins, self.joins = self.joins, False
        if not term.words:
            return
        if self.terms >= MOST_TERMS:
            self.doubt("too_many", str(term))
            return
        self.terms += 1
        if excluded:
            self.without.append(term)
        elif joins and self.clauses:
            self.clauses[-1].append(term)
        else:
            self.clauses.append([term])

    def take_operator(self, operator: str, value: str) -> None:
        """Heed an operator, or note why its value says nothing."""
        if operator in ("before", "after"):
            day = read_day(value, today=self.today)
            if day is None:
                self.doubt("date", value)
            else:
                self.days[operator] = day
            return
        for each in [part.strip() for part in value.split(",") if part.strip()][:MOST_VALUES]:
            self._take_value(operator, each)

    def _take_value(self, operator: str, value: str) -> None:
        named = {"section": self.sections, "lang": self.languages}.get(operator)
        known = value if named is None else named.get(fold(value))
        if known is None:
            self.doubt("section" if operator == "section" else "language", value)
            return
        values = self.found.setdefault(operator, [])
        if known not in values and len(values) < MOST_VALUES:
            values.append(known)


def read_query(
    text: str, *, today: date, sections: Mapping[str, str] | None = None, languages: Mapping[str, str] | None = None
) -> Query:
    """Take a question apart; never raises, whatever was typed.

    `sections` and `languages` say which slug or code each name stands for, the names folded (`fold`).
    """
    asked = " ".join(text.replace("\x00", " ").split())
    reading = _Reading(today, sections or {}, languages or {})
    if len(asked) > LONGEST_QUESTION:
        reading.doubt("too_long", asked[LONGEST_QUESTION : LONGEST_QUESTION + 40])
        asked = asked[:LONGEST_QUESTION].rstrip()
    for match in _PARTS.finditer(asked):
        _take(match, reading)
    return Query(
        asked=asked,
        clauses=tuple(tuple(clause) for clause in reading.clauses),
        without=tuple(reading.without),
        sources=tuple(reading.found.get("source", ())),
        speakers=tuple(reading.found.get("speaker", ())),
        sections=tuple(reading.found.get("section", ())),
        languages=tuple(reading.found.get("lang", ())),
        after=reading.days.get("after"),
        before=reading.days.get("before"),
        notes=tuple(reading.notes),
    )


def _take(match: re.Match[str], reading: _Reading) -> None:
    """Take one part of a question: an operator, OR, a phrase or a word."""
    name, phrase, word = match["name"] or "", match["phrase"], match["word"] or ""
    operator = _OPERATORS.get(name.lower())
    if operator and not match["minus"]:
        reading.take_operator(operator, phrase if phrase is not None else word)
    elif word in _OR and not name and not match["minus"]:
        reading.joins = True
    else:
        # "10:30" or a strange operator is words like any other.
        words = phrase if phrase is not None else word
        reading.take_term(
            f"{name} {words}" if name else words, exact=phrase is not None and not name, excluded=bool(match["minus"])
        )


def with_note(query: Query, doubt: Doubt, words: str) -> Query:
    """Give the question with one more part that could not be heeded."""
    return replace(query, notes=(*query.notes, Note(doubt, words)))
