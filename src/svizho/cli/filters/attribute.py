"""`svizho attribute`: texts in, the claims in them out."""

from __future__ import annotations

from typing import Any

from svizho.attributing import Claim, Quantity, Span, Speaker, find_claims
from svizho.cli.filters.lines import Record, text_field


def transform(record: Record) -> Record:
    """Find the claims of one record `{"id", "lang", "text"}`; spans are character offsets into `text`.

    Raises LineError when the text is missing. A language without a lexicon gives no claims.
    """
    text = text_field(record, "text")
    language = text_field(record, "lang", default="")
    known = {"id": record["id"]} if "id" in record else {}
    return {**known, "claims": [claim_record(claim) for claim in find_claims(text, language=language)]}


def claim_record(claim: Claim) -> dict[str, Any]:
    """Write a claim as JSON: spans as [start, end], the speaker with name, role and span, null where there is none."""
    return {
        "source": _written(claim.source),
        "cue": [_written(span) for span in claim.cue],
        "content": [_written(span) for span in claim.content],
        "kind": claim.kind,
        "anonymous": claim.anonymous,
        "anonymity_reason": claim.anonymity_reason,
        "speaker": _speaker(claim.speaker),
        "quantities": [_quantity(quantity) for quantity in claim.quantities],
        "nested_in": claim.nested_in,
        "via": list(claim.via),
    }


def _written(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span is not None else None


def _speaker(speaker: Speaker | None) -> dict[str, Any] | None:
    if speaker is None:
        return None
    return {"name": speaker.name, "role": speaker.role, "span": _written(speaker.span)}


def _quantity(quantity: Quantity) -> dict[str, Any]:
    return {
        "low": quantity.low,
        "high": quantity.high,
        "bound": quantity.bound,
        "unit": quantity.unit,
        "counted": quantity.counted,
        "span": _written(quantity.span),
    }
