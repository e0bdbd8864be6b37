"""Placing reports: same event together, strangers apart, copies folded, editors obeyed, state restored exactly."""

from datetime import UTC, datetime, timedelta

import pytest

from svizho.grouping import Decision, Grouper, Reason, Report

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)

QUAKE = (
    "Strong earthquake of magnitude 6.4 shakes Izmir, dozens hurt",
    "A strong earthquake of magnitude 6.4 shook the Turkish city of Izmir on Monday morning, and at least 38 people "
    "were hurt, the disaster agency AFAD said. Mayor Cemil Aksoy asked residents of Karabaglar to stay outdoors.",
)
QUAKE_AGAIN = (
    "Izmir earthquake: at least 38 hurt as magnitude 6.4 tremor hits Turkey",
    "At least 38 people were hurt when a magnitude 6.4 tremor hit Izmir in western Turkey on Monday, according to "
    "AFAD. Cemil Aksoy, the mayor, said that several houses in Karabaglar had collapsed.",
)
CUP = (
    "Dynamo reach cup final after penalty shoot-out in Poltava",
    "Dynamo beat Vorskla on penalties in the semi-final of the national cup. Goalkeeper Heorhii Bushchan saved twice.",
)


def report(name: str, words: tuple[str, str], hours: float = 0, source: str = "", language: str = "en") -> Report:
    return Report(name, language, NOON + timedelta(hours=hours), source or f"{name}.example", *words)


def test_reports_of_one_event_stand_in_one_story_and_strangers_apart() -> None:
    grouper = Grouper()
    first = grouper.place(report("a", QUAKE))
    stranger = grouper.place(report("b", CUP, 1))
    second = grouper.place(report("c", QUAKE_AGAIN, 2))
    assert (first.story, stranger.story, second.story) == ("a", "b", "a")
    assert first.reason.kind == "first"
    assert second.reason.kind == "same_event"
    assert second.near_copy_of is None
    assert second.reason.hours == 2
    assert "2 h apart" in second.reason.words("en")
    assert "2 год між повідомленнями" in second.reason.words("uk")


def test_republished_text_is_folded_under_the_first() -> None:
    grouper = Grouper()
    grouper.place(report("a", QUAKE))
    copy = grouper.place(report("b", (QUAKE[0], QUAKE[1].replace("Monday morning", "Monday") + " (agencies)"), 1))
    again = grouper.place(report("c", ("Izmir shaken", QUAKE[1]), 2))
    assert (copy.story, copy.near_copy_of) == ("a", "a")
    assert (again.story, again.near_copy_of) == ("a", "a"), "a copy of a copy is folded under the original"
    assert copy.reason.words("en").startswith("same text as")


def test_a_report_placed_twice_keeps_its_decision() -> None:
    grouper = Grouper()
    first = grouper.place(report("a", QUAKE))
    assert grouper.place(report("a", CUP)) == first
    assert len(grouper) == 1


def test_restoring_gives_the_same_decisions_as_never_stopping() -> None:
    stream = [
        report(f"r{index}", (words[0] + f" {index}", words[1]), index * 5.0, language=language)
        for index, (words, language) in enumerate(
            [(QUAKE, "en"), (CUP, "en"), (QUAKE_AGAIN, "en"), (CUP, "xx"), (QUAKE, "uk"), (CUP, "en")] * 5
        )
    ]
    whole = Grouper()
    decided = [whole.place(one) for one in stream[:14]]
    whole.forget(NOON + timedelta(hours=22))
    again = Grouper()
    for one, decision in list(zip(stream, decided, strict=False))[5:]:
        again.restore(one, decision)
    assert len(again) == len(whole) == 9
    assert [again.place(one) for one in stream[14:]] == [whole.place(one) for one in stream[14:]]


def test_forgetting_lets_go_of_the_old_only() -> None:
    grouper = Grouper()
    grouper.place(report("a", QUAKE))
    grouper.place(report("b", CUP, 30))
    assert grouper.forget(NOON + timedelta(hours=1)) == 1
    assert len(grouper) == 1
    assert grouper.place(report("c", QUAKE_AGAIN, 31)).story == "c"
    with pytest.raises(KeyError):
        grouper.story_of("a")


def test_reports_without_time_language_or_title_are_placed() -> None:
    grouper = Grouper()
    grouper.place(Report("a", "", None, "", "", QUAKE[1]))
    assert grouper.place(Report("b", "", None, "", *QUAKE)).story == "a"
    assert grouper.place(Report("c", "tlh", None, "", "Qapla'", "")).story == "c"


def test_an_editor_moves_merges_and_splits() -> None:
    grouper = Grouper()
    grouper.place(report("a", QUAKE))
    grouper.place(report("b", QUAKE_AGAIN, 1))
    grouper.place(report("c", CUP, 1))
    moved = grouper.move("b", "b")
    assert moved.reason.pinned
    assert moved.reason.apart_from == "a"
    assert (grouper.members_of("a"), grouper.members_of("b")) == (("a",), ("b",))
    merged = grouper.merge("a", "c")
    assert {decision.story for decision in merged} == {"a"}
    assert all(decision.reason.words("uk") == "так вирішив редактор" for decision in merged)
    split = grouper.split(["c"])
    assert split == (Decision("c", None, 1.0, Reason("editor", apart_from="a")),)
