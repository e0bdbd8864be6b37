"""What a test says of a claim: the words of its spans."""

from __future__ import annotations

from svizho.attributing import Claim, find_claims

Words = tuple[str, str, str]


def words_of(text: str, claim: Claim) -> Words:
    """Source, cue and content as words, parts joined with " | "."""
    return (
        claim.source.of(text) if claim.source else "",
        " | ".join(span.of(text) for span in claim.cue),
        " | ".join(span.of(text) for span in claim.content),
    )


def claims_in(text: str, language: str) -> list[Words]:
    """The claims of a text as words."""
    return [words_of(text, claim) for claim in find_claims(text, language=language)]
