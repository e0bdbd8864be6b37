"""Where the sentences of a text begin and end."""

from __future__ import annotations

import re
from bisect import bisect_right

# The end of a sentence: its mark, what closes it, white space, and a capital letter, digit or quotation mark after it.
# The look behind keeps a row of ten thousand dots from being tried at each of them.
_END = re.compile(r"(?<![.!?…])[.!?…]+[\"'»”)\]]*[ \t\u00a0]+(?=[\"'«“„(\[—–-]*[ ]?[A-ZА-ЯІЇЄҐ0-9])|\n\s*")
# A full stop after these ends no sentence.
_SHORT = re.compile(
    r"(?:\b(?:р|рр|ст|м|с|г|гг|обл|вул|ул|ім|им|св|т|тис|тыс|млн|грн|проф|див|тзв|Mr|Mrs|Ms|Dr|St|Gov|Sen|Rep|Gen|Lt|Jan|Feb|"
    r"Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|No|vs|[A-ZА-ЯІЇЄҐ]|[ap]\.m))\.\s*$"
)
_SHORTEST_LOOK_BACK = 12


class Sentences:
    """The sentences of one text."""

    def __init__(self, text: str) -> None:
        self._starts = [0]
        self._ends: list[int] = []
        for match in _END.finditer(text):
            before = text[max(0, match.start() - _SHORTEST_LOOK_BACK) : match.end()]
            if "\n" not in match.group() and _SHORT.search(before):
                continue
            if match.end() < len(text):
                self._ends.append(match.end() - (len(match.group()) - len(match.group().rstrip())))
                self._starts.append(match.end())
        self._ends.append(len(text.rstrip()))

    def around(self, at: int) -> tuple[int, int]:
        """Give the span of the sentence that holds a character."""
        number = bisect_right(self._starts, at) - 1
        return self._starts[number], max(self._ends[number], self._starts[number])
