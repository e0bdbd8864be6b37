"""A question -> what PostgreSQL is asked: tsquery texts made of lexemes alone, so nothing typed is ever syntax."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from svizho.searching.lexemes import day_facet, facet, form_of, quoted
from svizho.searching.values import Query, Term

# Under which lexemes each word of a question may stand, by the word as asked.
Meanings = Mapping[str, tuple[str, ...]]


def term_query(term: Term, meanings: Meanings, *, weight: str = "") -> str:
    """Write a term as a tsquery: its words side by side, each in any of its lexemes; `weight` asks for a place."""
    mark = f":{weight}" if weight else ""
    parts = [
        _any(f"{quoted(lexeme)}{mark}" for lexeme in ((form_of(word),) if term.exact else meanings[word]))
        for word in term.words
    ]
    return parts[0] if len(parts) == 1 else f"({' <-> '.join(parts)})"


def clause_queries(query: Query, meanings: Meanings, *, weight: str = "") -> list[str]:
    """Write one tsquery a clause; weight "A" asks whether it holds in the title."""
    return [_any(term_query(term, meanings, weight=weight) for term in clause) for clause in query.clauses]


def whole_query(query: Query, meanings: Meanings, sources: Sequence[int] = ()) -> str:
    """Write everything a question asks of an article as one tsquery; "" where it asks nothing of its lexemes."""
    parts = [_any(term_query(term, meanings) for term in clause) for clause in query.clauses]
    parts += [_any(quoted(facet("source", number)) for number in sources)] if sources else []
    parts += [_any(quoted(facet("section", slug)) for slug in query.sections)] if query.sections else []
    parts += [_any(quoted(facet("lang", code)) for code in query.languages)] if query.languages else []
    parts += [f"!{term_query(term, meanings)}" for term in query.without]
    return " & ".join(parts)


def within_days(asked: str, newest: date, days: int) -> str:
    """Narrow a tsquery to the `days` days that end with `newest`, by their lexemes."""
    dated = _any(quoted(day_facet(newest - timedelta(days=ago))) for ago in range(days))
    return f"{dated} & {asked}" if asked else dated


def _any(parts: Iterable[str]) -> str:
    told = list(parts)
    return told[0] if len(told) == 1 else f"({' | '.join(told)})"
