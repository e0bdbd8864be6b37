"""Text in, places out: names of places in Ukrainian, Russian and English, and where the event happened."""

from svizho.locating.finding import find_places, place_of_event
from svizho.locating.gazetteer import place_name
from svizho.locating.values import Kind, Place, Role

__all__ = ["Kind", "Place", "Role", "find_places", "place_name", "place_of_event"]
