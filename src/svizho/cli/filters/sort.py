"""`svizho sort`: texts in, their language and sections out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from svizho.cli.filters.lines import Record, text_field, transformed
from svizho.embedding import Encoder, load_encoder, report_texts
from svizho.errors import LineError
from svizho.sorting import Evidence, Filing, file_under, identify_language

# What is told apart when nothing else is asked. More languages cost accuracy among neighbours: with Serbian and
# Macedonian among them, Russian headlines fall from 98 to 95 %.
LANGUAGES = tuple("uk ru en be bg pl cs sk ro hu de fr es it pt tr sl ar zh".split())  # noqa: SIM905
NOT_NEWS = "not_news"


class Sorter:
    """One run of the filter: which languages to expect, which country is home, what gives vectors (or nothing)."""

    def __init__(
        self, encoder: Encoder | None, *, languages: Sequence[str] = LANGUAGES, home_country: str = "UA"
    ) -> None:
        self._encoder = encoder
        self._languages = tuple(languages)
        self._home = home_country

    def transform(self, record: Record) -> Record:
        """Sort one record `{"id", "title", "text"}`; `url`, `categories` and `declared` (a language) are read too.

        `section` is the best section, "not_news", or "" when unsure; `sections` are all of them with `topic`, the
        finest name found. Raises LineError when there is neither title nor text.
        """
        title, text = text_field(record, "title", default=""), text_field(record, "text", default="")
        if not (title or text).strip():
            raise LineError("a text to sort needs a title or a text")
        declared = text_field(record, "declared", default="")
        guess = identify_language(f"{title}\n{text}", languages=self._languages, declared=declared)
        filing = file_under(
            Evidence(
                title=title,
                text=text,
                language=guess.language,
                categories=_categories(record),
                url=text_field(record, "url", default=""),
                vector=self._vector(title, text),
                home_country=self._home,
                encoder=self._encoder.name if self._encoder else "",
            )
        )
        known = {"id": record["id"]} if "id" in record else {}
        return {**known, "lang": guess.language, "lang_confidence": guess.confidence, **_filed(filing)}

    def _vector(self, title: str, text: str) -> NDArray[np.float32] | None:
        """Meaning of title and lead together, one unit row; None without an encoder."""
        if self._encoder is None:
            return None
        row = self._encoder.encode(report_texts(title, text)).sum(axis=0)
        length = float(np.linalg.norm(row))
        return row / length if length else None


def _categories(record: Record) -> tuple[str, ...]:
    """The feed's categories, when they are a list of strings."""
    found = record.get("categories")
    if not isinstance(found, list):
        return ()
    return tuple(category for category in found if isinstance(category, str))


def _filed(filing: Filing) -> Record:
    """The filing as fields of a record."""
    best = filing.sections[0] if filing.sections else None
    return {
        "section": NOT_NEWS if filing.not_news else best.section if best else "",
        "section_confidence": round(filing.confidence, 4),
        "sections": [guess.section for guess in filing.sections],
        "topic": filing.topic,
    }


@cache
def _sorter() -> Sorter:
    return Sorter(load_encoder())


def transform(record: Record) -> Record:
    """Sort one record with the bundled encoder where it is installed, by words alone where it is not."""
    return _sorter().transform(record)


def run(lines: Iterable[str], *, languages: Sequence[str] = LANGUAGES, home_country: str = "UA") -> Iterator[Record]:
    """Sort the lines in order; a bad line becomes an error line."""
    yield from transformed(lines, Sorter(load_encoder(), languages=languages, home_country=home_country).transform)
