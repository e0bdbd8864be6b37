"""The auditor: proposes with hindsight, carries out what it proposed, and leaves editors' decisions alone."""

from datetime import timedelta

from svizho.grouping import Decision, Grouper, Reason
from tests.grouping.test_grouper import CUP, NOON, QUAKE, QUAKE_AGAIN, report

APART = Reason("first")


def wrongly_placed() -> Grouper:
    """Two stories about one quake, and a cup report in one of them."""
    grouper = Grouper()
    grouper.restore(report("a", QUAKE), Decision("a", None, 1.0, APART))
    grouper.restore(report("b", QUAKE_AGAIN, 1), Decision("b", None, 1.0, APART))
    grouper.restore(report("c", CUP, 2), Decision("a", None, 0.6, APART))
    return grouper


def test_the_auditor_merges_and_splits() -> None:
    grouper = wrongly_placed()
    changes = grouper.revise()
    assert {change.kind for change in changes} == {"merge", "split"}
    assert all(0 <= change.confidence <= 1 for change in changes)
    assert grouper.story_of("c") == "a", "proposing changes nothing"
    grouper.carry_out(changes)
    assert grouper.story_of("a") == grouper.story_of("b")
    assert grouper.story_of("c") == "c"
    assert grouper.revise() == (), "a second look finds nothing more to do"


def test_what_an_editor_decided_is_not_overruled() -> None:
    grouper = wrongly_placed()
    grouper.move("c", "a")
    grouper.move("b", "b")
    grouper.merge("a", "b")
    grouper.split(["b"])
    before = [grouper.story_of(name) for name in "abc"]
    grouper.carry_out(grouper.revise())
    assert [grouper.story_of(name) for name in "abc"] == before


def test_only_the_window_is_looked_at() -> None:
    grouper = wrongly_placed()
    grouper.restore(report("d", ("Quiet day in Lviv", ""), 100), Decision("d", None, 1.0, APART))
    assert grouper.revise(hours=60) == ()
    assert grouper.revise(hours=None)
    assert NOON + timedelta(hours=100) > NOON


def test_nothing_active_nothing_proposed() -> None:
    assert Grouper().revise() == ()
