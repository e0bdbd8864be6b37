"""Labelled texts for the section classifier, and what each set's labels mean in our topics and sections."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[1] / "src" / "svizho" / "sorting" / "data"
SHARED = Path(os.environ.get("SVIZHO_SHARED", HERE.parents[2] / "shared" / "data"))

NOT_NEWS = "not_news"

# What a label of a set may mean, in topics (svizho.sorting.topics). A coarse label allows several.
SIB_TOPICS = {
    "geography": ("places",),
    "travel": ("travel",),
    "health": ("health",),
    "science/technology": ("science", "technology"),
    "politics": ("politics", "conflict"),
    "entertainment": ("culture", "celebrity", "games"),
    "sports": ("sport",),
}
# By the contest's own rules: society holds politics, incidents and crime; entertainment holds games; sports e-sports;
# science holds health; "other" what fits nowhere: in the training pool weather, horoscopes and weddings.
TELEGRAM_TOPICS = {
    "society": ("politics", "conflict", "incidents", "society"),
    "economy": ("economy",),
    "technology": ("technology",),
    "sports": ("sport",),
    "entertainment": ("culture", "celebrity", "games"),
    "science": ("science", "health"),
    "not_news": ("advice", "advertising", "background", "recipe", "horoscope", "weather"),
    "other": ("weather", "horoscope", "celebrity", "society"),
}
# The same in sections, as a filing is judged. Any one of them is right.
SIB_SECTIONS = {
    "geography": ("world",),
    "travel": ("society",),
    "health": ("science",),
    "science/technology": ("science",),
    "politics": ("politics",),
    "entertainment": ("culture",),
    "sports": ("sport",),
}
TELEGRAM_SECTIONS = {
    "society": ("society", "politics", "world"),
    "economy": ("economy",),
    "technology": ("science",),
    "science": ("science",),
    "sports": ("sport",),
    "entertainment": ("culture",),
    "not_news": (NOT_NEWS,),
    # Nothing of ours is called "other": what it holds is no news, or life (society) and its stars (culture).
    "other": (NOT_NEWS, "society", "culture"),
}
GIVEME_SECTIONS = {
    "world": ("world", "politics", "society"),
    "business": ("economy",),
    "technology": ("science",),
    "science": ("science",),
    "entertainment": ("culture",),
    "sports": ("sport",),
}


@dataclass(frozen=True, slots=True)
class Labelled:
    """One labelled text. `topics` and `sections`: what its label may mean; `group`: translations share one."""

    id: str
    language: str
    title: str
    text: str
    label: str
    topics: tuple[str, ...]
    sections: tuple[str, ...]
    source: str
    group: str


def _records(path: str) -> Iterator[dict[str, Any]]:
    with (SHARED / path).open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def sib200(part: str, languages: tuple[str, ...] = ("uk", "en", "ru")) -> list[Labelled]:
    """SIB-200 sentences, part "train" or "dev"."""
    return [
        Labelled(
            record["id"],
            language,
            "",
            record["text"],
            record["section"],
            SIB_TOPICS[record["section"]],
            SIB_SECTIONS[record["section"]],
            "sib200",
            f"sib200 {record['id'].partition('-')[2]}",
        )
        for language in languages
        for record in _records(f"sections/sib200.{language}.{part}.jsonl")
    ]


def contest(part: str, languages: tuple[str, ...] = ("en", "ru")) -> list[Labelled]:
    """Articles of the Telegram contest, part "training" or "exam"."""
    return [
        Labelled(
            record["id"],
            language,
            record["title"],
            record["text"],
            record["section"],
            TELEGRAM_TOPICS[record["section"]],
            TELEGRAM_SECTIONS[record["section"]],
            "telegram",
            f"telegram {record['title']}",
        )
        for language in languages
        for record in _records(f"sections/tgcontest.{language}.{part}.jsonl")
    ]


def giveme5w1h() -> list[Labelled]:
    """English articles of 94 outlets with a section: for testing what was learnt elsewhere, never for fitting."""
    return [
        Labelled(
            str(record["id"]),
            "en",
            record["title"],
            record["text"],
            record["section"],
            (),
            GIVEME_SECTIONS[record["section"]],
            "giveme5w1h",
            str(record["story"]),
        )
        for record in _records("stories/giveme5w1h.jsonl")
    ]


def written() -> list[Labelled]:
    """Headlines and first sentences written for this project: "# topic" lines, then one text a line."""
    found: list[Labelled] = []
    for path in sorted(HERE.glob("*.txt")):
        topic = ""
        for line in filter(None, map(str.strip, path.read_text("utf-8").splitlines())):
            if line.startswith("# "):
                topic = line[2:]
                continue
            found.append(Labelled(line, path.stem, "", line, topic, (topic,), (), "written", f"written {line}"))
    return found
