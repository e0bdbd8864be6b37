"""Counts of a part: "two of the three missiles", "ще двоє", "71 з 75": they contradict no count of the whole."""

from __future__ import annotations

import re

from svizho.attributing.values import Quantity

# Characters before a count in which words that make it a part may stand.
_BEFORE = 32
_ADDING = re.compile(
    r"(?:\b(?:another|additional|further|remaining|other|at least one of|ще|іще|ещё|еще|інші|інших|решта|решту|"
    r"остальные)\s(?:\w+\s)?|\b(?:of them|of those|of which|of whom|among them|including|з них|із них|з яких|"
    r"із яких|серед них|серед яких|(?:у|в) тому числі|зокрема|из них|из которых|"
    r"среди них|в том числе)[,:–—]?\s(?:\w+\s)?)$",
    re.IGNORECASE,
)
_OF = re.compile(
    r"\bof (?:the|them|those|these|its|his|her|their|which|whom)\b|\bmore\b(?! than)|"
    r"\b(?:з|із|зі|из) (?:них|яких|цих|тих|которых|этих|\d|двох|трьох|чотирьох|\w+(?:ьох|дцяти|десяти|еми)\b)",
    re.IGNORECASE,
)
_FRACTION = re.compile(r"\s(?:of|out of|of the|з|із|из)\s(?:the |цих |них |этих )?\d", re.IGNORECASE)


def is_part(quantity: Quantity, text: str) -> bool:
    """Whether a quantity counts some of a whole ("two of the"), or what comes on top ("another two", "ще двоє")."""
    start, end = quantity.span
    if _OF.search(quantity.span.of(text)) or _FRACTION.match(text, end):
        return True
    before = text[max(0, start - _BEFORE) : start]
    return _ADDING.search(re.split(r"[.!?;]\s", before)[-1]) is not None
