"""`svizho locate`: lines in, places out, and what its shape is."""

from __future__ import annotations

import json

import pytest

from svizho.cli.filters.lines import transformed
from svizho.cli.filters.locate import transform
from svizho.errors import LineError


def test_the_place_of_the_event_comes_first() -> None:
    text = "Росія обстріляла Ніжин"
    record = transform({"id": "7", "lang": "uk", "text": text})
    first = record["places"][0]
    assert record["id"] == "7"
    assert (first["name"], first["geonameid"], first["role"], first["kind"]) == (
        "Nizhyn",
        699942,
        "event",
        "settlement",
    )
    assert text[slice(*first["span"])] == "Ніжин"
    assert (round(first["lat"]), round(first["lon"])) == (51, 32)
    assert [place["role"] for place in record["places"]] == ["event", "mentioned"]
    json.dumps(record)


def test_a_text_without_places_and_a_line_without_a_text() -> None:
    assert transform({"id": 1, "text": "Нічого"}) == {"id": 1, "places": []}
    with pytest.raises(LineError):
        transform({"id": 1})
    lines = ['{"id": 1}', '{"id": 2, "lang": null, "text": "Київ"}']
    errors = [("error" in record) for record in transformed(lines, transform)]
    assert errors == [True, False]
