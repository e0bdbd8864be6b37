"""Outlets that are cited: "told Reuters", "в інтерв'ю BBC", "із посиланням на УНІАН"."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache

from svizho.attributing.finding import Found
from svizho.attributing.lexicons import sections
from svizho.attributing.reading import Reading

_TOLD = re.compile(
    r"(?:\b(?:told|tells|interview (?:with|to|on)|speaking to|spoke to|statement to|citing|quoted by|"
    r"reported by|comments? to|via|on)|інтерв['’]ю|коментарі|розмові з|посиланням на|ефірі|цитує|інтервью|"
    r"комментарии|разговоре с|ссылкой на|эфире|цитирует)\s+"
)


@cache
def outlets() -> re.Pattern[str]:
    """The names of `outlets.txt` as one pattern, the longest first."""
    names = [" ".join(words) for _, words in sections("outlets.txt")]
    joined = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?:the |The )?[\"“«„]?({joined})(?![\w])")


class Told:
    """Names the outlets to which the words of an article's sentences were given, or from which they were taken."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._starts = [first for first, _ in reading.sentences]
        self._known: dict[int, tuple[str, ...]] = {}

    def to(self, found: Found) -> tuple[str, ...]:
        """Outlets named in the attribution's sentence ("told Reuters", "в інтерв'ю BBC"), in order."""
        at = max(bisect_right(self._starts, found.anchor) - 1, 0)
        if at not in self._known:
            self._known[at] = self._in_sentence(*self._reading.sentences[at])
        return self._known[at]

    def _in_sentence(self, first: int, last: int) -> tuple[str, ...]:
        sentence = self._reading.text[self._reading.starts[first] : self._reading.ends[last - 1]]
        names: list[str] = []
        for match in _TOLD.finditer(sentence):
            outlet = outlets().match(sentence, match.end())
            if outlet is not None and outlet.group(1) not in names:
                names.append(outlet.group(1))
        return tuple(names)
