"""What a reader wants to see, as an address says it: nobody but the reader's own browser keeps it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from svizho.kit.text import number_of, tidy

# More than anybody ticks by hand; an address is cut short rather than refused.
MOST_CHOSEN = 100
MOST_MUTED = 40
LONGEST_MUTED = 60
LONGEST_SLUG = 80


@dataclass(frozen=True, slots=True)
class Taste:
    """Sections, sources (by slug) and stories (by number) that are followed, languages read, words not wanted."""

    sections: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    stories: tuple[int, ...] = ()
    languages: tuple[str, ...] = ()
    muted: tuple[str, ...] = ()

    @property
    def follows(self) -> bool:
        """Say whether anything is followed; if nothing is, all news is meant."""
        return bool(self.sections or self.sources or self.stories)

    def mutes(self, headlines: Iterable[str]) -> bool:
        """Say whether any headline has a muted word: at the beginning of a word, so that its other forms count too."""
        if not self.muted:
            return False
        starts = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, self.muted))})", re.IGNORECASE)
        return any(starts.search(each) for each in headlines)


def taste_of(query: QueryDict) -> Taste:
    """Read a taste from `?section=&source=&story=&lang=&mute=a,b`; what is not understood is left out."""
    return Taste(
        sections=_slugs(query.getlist("section")),
        sources=_slugs(query.getlist("source")),
        stories=tuple(number for each in _few(query.getlist("story")) if (number := number_of(each)) is not None),
        languages=_slugs(query.getlist("lang")),
        muted=_muted(query.getlist("mute")),
    )


def _few(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))[:MOST_CHOSEN]


def _slugs(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(each for each in _few(values) if re.fullmatch(rf"[\w-]{{1,{LONGEST_SLUG}}}", each))


def _muted(values: Sequence[str]) -> tuple[str, ...]:
    words = (tidy(word)[:LONGEST_MUTED].strip() for word in re.split(r"[,;\n]", ",".join(values)))
    return tuple(dict.fromkeys(word for word in words if len(word) > 1))[:MOST_MUTED]
