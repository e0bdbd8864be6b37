"""The demo newswire is what its ABOUT.md says: whole, in order, in both languages, with true near copies."""

import json
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

import pytest

KEYS = {
    "id",
    "lang",
    "time",
    "source",
    "url",
    "title",
    "text",
    "categories",
    "story",
    "section",
    "near_copy_of",
}
SECTIONS = {"politics", "world", "economy", "society", "science", "culture", "sport"}
FLASH_WORDS = 42  # a flash is two sentences; anything longer is a report of 60 words or more
REPORT_WORDS = range(60, 221)

Wire = list[dict[str, Any]]


@pytest.fixture(scope="module")
def wire() -> Wire:
    path = files("svizho.cli") / "newswire" / "newswire.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def shingles(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + 3]) for at in range(len(words) - 2)}


def overlap(one: dict[str, Any], other: dict[str, Any]) -> float:
    left, right = shingles(one["text"]), shingles(other["text"])
    return len(left & right) / len(left | right)


def languages_of_events(wire: Wire) -> dict[str, set[str]]:
    events: dict[str, set[str]] = {}
    for report in wire:
        events.setdefault(report["story"], set()).add(report["lang"])
    return events


def test_every_report_has_the_same_keys_and_nothing_empty(wire: Wire) -> None:
    for report in wire:
        assert set(report) == KEYS
        assert all(report[key] for key in KEYS - {"categories", "near_copy_of"}), report["id"]
        assert isinstance(report["categories"], list)


def test_ids_and_addresses_are_unique_and_lead_nowhere(wire: Wire) -> None:
    assert len({report["id"] for report in wire}) == len(wire)
    assert len({report["url"] for report in wire}) == len(wire)
    hosts = {(report["source"], urlsplit(report["url"]).hostname or "") for report in wire}
    assert len(hosts) == 8
    assert all(host.endswith(".example") for _, host in hosts)


def test_times_are_in_order_and_span_about_thirty_hours(wire: Wire) -> None:
    times = [datetime.fromisoformat(report["time"]) for report in wire]
    assert times == sorted(times)
    assert all(time.utcoffset() == timedelta(0) for time in times)
    assert datetime(2026, 6, 13, tzinfo=UTC) < times[0] < times[-1] < datetime(2026, 6, 15, tzinfo=UTC)
    assert timedelta(hours=28) < times[-1] - times[0] < timedelta(hours=34)


def test_counts_of_reports_events_and_outlets(wire: Wire) -> None:
    assert 160 <= len(wire) <= 210
    outlets = {(report["source"], report["lang"]) for report in wire}
    assert Counter(lang for _, lang in outlets) == {"uk": 5, "en": 3}
    sizes = Counter(report["story"] for report in wire if report["section"] != "not_news")
    assert 38 <= len(sizes) <= 52
    assert max(sizes.values()) >= 12
    assert min(sizes.values()) == 1
    assert sum(size <= 4 for size in sizes.values()) > len(sizes) / 2  # a heavy tail


def test_every_section_is_covered_and_some_is_not_news(wire: Wire) -> None:
    sections = Counter(report["section"] for report in wire)
    assert set(sections) == SECTIONS | {"not_news"}
    assert all(sections[section] >= 8 for section in SECTIONS)
    assert 4 <= sections["not_news"] <= 8
    assert any(not report["categories"] for report in wire)


def test_at_least_twelve_events_are_told_in_both_languages(wire: Wire) -> None:
    both = [event for event, languages in languages_of_events(wire).items() if languages == {"uk", "en"}]
    assert len(both) >= 12


def test_an_event_keeps_one_section(wire: Wire) -> None:
    filed = {(report["story"], report["section"]) for report in wire}
    assert len(filed) == len({event for event, _ in filed})


def test_near_copies_are_truly_near_and_later(wire: Wire) -> None:
    known = {report["id"]: report for report in wire}
    copies = [report for report in wire if report["near_copy_of"]]
    assert len(copies) >= 20
    for copy in copies:
        first = known[copy["near_copy_of"]]
        assert first["near_copy_of"] is None
        assert (first["story"], first["lang"]) == (copy["story"], copy["lang"])
        assert first["source"] != copy["source"]
        assert first["time"] < copy["time"]
        assert overlap(first, copy) > 0.5, copy["id"]
        assert copy["text"] != first["text"]


def test_reports_not_marked_as_copies_are_not_copies(wire: Wire) -> None:
    originals = [(report["id"], shingles(report["text"])) for report in wire if not report["near_copy_of"]]
    for at, (name, left) in enumerate(originals):
        for other, right in originals[:at]:
            assert len(left & right) < 0.3 * min(len(left), len(right)), (name, other)


def test_reports_are_flashes_or_of_a_readable_length(wire: Wire) -> None:
    lengths = {report["id"]: len(report["text"].split()) for report in wire}
    flashes = [name for name, length in lengths.items() if length <= FLASH_WORDS]
    assert 4 <= len(flashes) <= len(wire) / 8
    assert all(length in REPORT_WORDS for name, length in lengths.items() if name not in flashes)


def test_quotation_marks_are_balanced_and_typographic(wire: Wire) -> None:
    for report in wire:
        text = report["title"] + "\n" + report["text"]
        opening, closing = ("«„", "»“") if report["lang"] == "uk" else ("“", "”")
        for left, right in zip(opening, closing, strict=True):
            assert text.count(left) == text.count(right), report["id"]
        assert not re.search("[\"'\u02bc\u2014]", text), report["id"]


def test_letters_belong_to_the_language_and_no_word_mixes_scripts(wire: Wire) -> None:
    for report in wire:
        text = report["title"] + "\n" + report["text"]
        assert not re.search(r"[a-z][а-яґєії]|[а-яґєії][a-z]", text, re.IGNORECASE), report["id"]
        assert not re.search(r"[ыэъё]", text, re.IGNORECASE), report["id"]
        share = len(re.findall(r"[а-яґєії]", text, re.IGNORECASE)) / len(re.findall(r"[^\W\d_]", text))
        assert share > 0.85 if report["lang"] == "uk" else share == 0, report["id"]
