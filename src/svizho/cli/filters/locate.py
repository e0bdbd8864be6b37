"""`svizho locate`: a text in, the places it names out, that of the event first."""

from __future__ import annotations

from svizho.cli.filters.lines import Record, text_field
from svizho.locating import Place, find_places


def transform(record: Record) -> Record:
    """Read `{"id", "lang", "text"}` and give the places named, those where the event happened first."""
    text = text_field(record, "text")
    places = find_places(text, language=text_field(record, "lang", default=""))
    return {"id": record.get("id"), "places": [_written(place) for place in places]}


def _written(place: Place) -> Record:
    """Write one place; `geonameid` is null for a village that GeoNames is not known to have."""
    return {
        "span": list(place.span),
        "name": place.name,
        "geonameid": place.geonameid,
        "lat": place.latitude,
        "lon": place.longitude,
        "country": place.country,
        "kind": place.kind,
        "role": place.role,
        "confidence": place.confidence,
    }
