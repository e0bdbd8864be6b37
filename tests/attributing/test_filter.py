"""The filter `svizho attribute`."""

from __future__ import annotations

import pytest

from svizho.cli.filters.attribute import transform
from svizho.errors import LineError


def test_a_record_becomes_claims() -> None:
    text = "Мер Іван Гай повідомив, що збито 5 дронів."
    out = transform({"id": "a", "lang": "uk", "text": text})
    (claim,) = out["claims"]
    assert out["id"] == "a"
    assert text[slice(*claim["source"])] == "Мер Іван Гай"
    assert [text[slice(*span)] for span in claim["cue"]] == ["повідомив"]
    assert claim["speaker"]["name"] == "Іван Гай"
    assert [(q["low"], q["unit"]) for q in claim["quantities"]] == [(5, "дрон")]


def test_a_record_without_text_is_an_error() -> None:
    with pytest.raises(LineError):
        transform({"id": "a", "lang": "uk"})
