"""Text -> claims: who said what, by which words; quantities; how the claims of one story agree."""

from svizho.attributing.agreeing import agree
from svizho.attributing.claims import LANGUAGES, find_claims
from svizho.attributing.quantities import find_quantities
from svizho.attributing.values import (
    Agreement,
    Change,
    Claim,
    ClaimGroup,
    Disagreement,
    Quantity,
    Span,
    Speaker,
    StoryClaim,
    Voice,
)

__all__ = [
    "LANGUAGES",
    "Agreement",
    "Change",
    "Claim",
    "ClaimGroup",
    "Disagreement",
    "Quantity",
    "Span",
    "Speaker",
    "StoryClaim",
    "Voice",
    "agree",
    "find_claims",
    "find_quantities",
]
