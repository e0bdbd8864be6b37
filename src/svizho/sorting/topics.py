"""What news is about: topics, the sections of the paper they stand in, and their IPTC Media Topics ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the paper: its slug, and the IPTC Media Topics (https://cv.iptc.org/newscodes/mediatopic/) in it."""

    slug: str
    media_topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """What a text is about, finer than a section; `section` is `""` for what is no news.

    `goes_abroad`: when it happens in another country, a story on it stands in World too.
    """

    name: str
    section: str
    media_topic: str
    goes_abroad: bool = False


# A story about foreign affairs has no first-level media topic; 20000638 is "international relations".
SECTIONS: Mapping[str, Section] = MappingProxyType(
    {
        section.slug: section
        for section in (
            Section("politics", ("11000000", "16000000")),
            Section("world", ("20000638",)),
            Section("economy", ("04000000",)),
            Section(
                "society",
                (
                    "14000000",
                    "02000000",
                    "03000000",
                    "05000000",
                    "06000000",
                    "08000000",
                    "09000000",
                    "10000000",
                    "12000000",
                ),
            ),
            Section("science", ("13000000", "07000000")),
            Section("culture", ("01000000",)),
            Section("sport", ("15000000",)),
        )
    }
)

# The order is the order of the columns in the fitted weights.
TOPICS: tuple[Topic, ...] = (
    Topic("politics", "politics", "11000000", goes_abroad=True),
    Topic("conflict", "politics", "16000000", goes_abroad=True),
    Topic("incidents", "society", "03000000", goes_abroad=True),
    Topic("society", "society", "14000000", goes_abroad=True),
    Topic("economy", "economy", "04000000"),
    Topic("science", "science", "13000000"),
    Topic("technology", "science", "13000000"),
    Topic("health", "science", "07000000"),
    Topic("culture", "culture", "01000000"),
    Topic("celebrity", "culture", "01000000"),
    Topic("games", "culture", "01000000"),
    Topic("sport", "sport", "15000000"),
    Topic("travel", "society", "10000000"),
    Topic("places", "world", "20000638"),
    Topic("weather", "", "17000000"),
    Topic("horoscope", "", ""),
    Topic("recipe", "", "10000000"),
    Topic("advice", "", "10000000"),
    Topic("advertising", "", ""),
    Topic("background", "", ""),
)
TOPIC_NAMES: tuple[str, ...] = tuple(topic.name for topic in TOPICS)
