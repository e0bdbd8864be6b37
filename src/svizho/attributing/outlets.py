"""Outlets that are cited: "told Reuters", "в інтерв'ю BBC", "із посиланням на УНІАН"."""

from __future__ import annotations

import re
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


def outlets_told(reading: Reading, found: Found) -> tuple[str, ...]:
    """Outlets named in the attribution's sentence as those the words were given to or taken from."""
    first, last = next(
        ((a, b) for a, b in reading.sentences if a <= found.anchor < b), (found.anchor, found.anchor + 1)
    )
    if not any(reading.words[index][0].isupper() for index in range(first + 1, last)):
        return ()
    sentence = reading.text[reading.starts[first] : reading.ends[last - 1]]
    names: list[str] = []
    for match in _TOLD.finditer(sentence):
        outlet = outlets().match(sentence, match.end())
        if outlet is not None and outlet.group(1) not in names:
            names.append(outlet.group(1))
    return tuple(names)
