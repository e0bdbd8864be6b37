"""Moderators decide, undo, ban and note; the log tells of it, and the spam score learns."""

from __future__ import annotations

from datetime import timedelta

import pytest

from svizho.comments.models import Ban, BanKind, Comment, Deed, LogEntry, SpamMemory, State
from svizho.comments.moderation import UNDO_WITHIN, ban, decide, lift, note, set_mode, undo
from svizho.comments.queries import moderation_log
from svizho.errors import CommentError
from svizho.screening import Decision
from svizho.stories.models import Story
from tests.comments.conftest import Say, make_member, reader
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def held(tell: Say, count: int = 3) -> list[Comment]:
    told = [tell(f"Думка число {n} про порт", reader(f"ч{n}", f"10.0.{n}.1")).comment for n in range(count)]
    return [comment for comment in told if comment is not None]


def states(comments: list[Comment]) -> list[str]:
    found = dict(Comment.objects.values_list("pk", "state"))
    return [found[comment.pk] for comment in comments]


def learned() -> tuple[int, int]:
    return SpamMemory.objects.values_list("good", "bad").get()


def test_many_are_decided_on_together_and_undone_together(tell: Say) -> None:
    comments, anna = held(tell), make_member("анна")
    batch, decided = decide([each.pk for each in comments], "publish", anna, now=NOW)
    assert len(decided) == 3
    assert states(comments) == ["published"] * 3
    assert learned() == (3, 0)
    assert undo(batch, make_member("чужа"), now=NOW) == 0
    assert undo(batch, anna, now=NOW + timedelta(hours=1)) == 3
    assert states(comments) == ["held"] * 3
    assert learned() == (0, 0)
    assert undo(batch, anna, now=NOW) == 0
    assert moderation_log() == ()


def test_undoing_leaves_later_decisions_alone(tell: Say) -> None:
    comments, anna = held(tell, 2), make_member("анна")
    batch, _ = decide([each.pk for each in comments], "publish", anna, now=NOW)
    decide([comments[0].pk], "refuse", anna, now=NOW, reason="spam")
    assert undo(batch, anna, now=NOW) == 1
    assert states(comments) == ["removed", "held"]
    late, _ = decide([comments[1].pk], "publish", anna, now=NOW)
    assert undo(late, anna, now=NOW + UNDO_WITHIN + timedelta(minutes=1)) == 0


def test_a_refusal_needs_a_reason_and_teaches(tell: Say) -> None:
    (comment,), anna = held(tell, 1), make_member()
    for decision, reason in (("refuse", ""), ("refuse", "бо так"), ("burn", "spam")):
        with pytest.raises(CommentError):
            decide([comment.pk], decision, anna, now=NOW, reason=reason)
    decide([comment.pk], "refuse", anna, now=NOW, reason="spam")
    assert states([comment]) == ["refused"]
    assert learned() == (0, 1)
    decide([comment.pk], "publish", anna, now=NOW)
    assert learned() == (1, 0)


def test_a_withdrawn_comment_is_nobodys_to_publish(tell: Say) -> None:
    (comment,) = held(tell, 1)
    Comment.objects.filter(pk=comment.pk).update(state=State.WITHDRAWN)
    assert decide([comment.pk], "publish", make_member(), now=NOW)[1] == []


@pytest.mark.parametrize(("kind", "same"), [(BanKind.PERSON, False), (BanKind.ADDRESS, False), (BanKind.NETWORK, True)])
def test_bans_go_by_person_address_or_range_and_end(tell: Say, kind: BanKind, same: bool) -> None:
    comment = tell(person=reader("злий", "203.0.113.7")).comment
    assert comment is not None
    made = ban(comment, kind, 7, "лайка", make_member(), now=NOW)
    again = tell("Знову я, той самий", reader("злий", "203.0.113.7"))
    assert again.verdict.code == "banned"
    neighbour = tell("А я сусід, я нічого такого не казав", reader("сусід", "203.0.113.8"))
    assert (neighbour.verdict.code == "banned") == same
    later = tell("Минув тиждень, пишу знову", reader("злий", "203.0.113.7"), now=NOW + timedelta(days=8))
    assert later.verdict.decision != Decision.REFUSE
    assert lift(made.pk, make_member("б"), now=NOW)
    assert not lift(made.pk, make_member("в"), now=NOW)


def test_a_ban_without_reason_end_or_address_is_none(tell: Say) -> None:
    (comment,), anna = held(tell, 1), make_member()
    for days, reason in ((7, " "), (0, "лайка"), (999, "лайка")):
        with pytest.raises(CommentError):
            ban(comment, BanKind.PERSON, days, reason, anna, now=NOW)
    comment.address = ""
    with pytest.raises(CommentError):
        ban(comment, BanKind.ADDRESS, 7, "лайка", anna, now=NOW)
    assert not Ban.objects.exists()


def test_notes_and_modes(tell: Say, story: Story) -> None:
    (comment,), anna = held(tell, 1), make_member()
    assert note(comment, " Писав  те саме вчора ", anna, now=NOW).words == "Писав те саме вчора"
    with pytest.raises(CommentError):
        note(comment, "  ", anna, now=NOW)
    set_mode(story, "closed", anna, now=NOW)
    assert tell("Чи ще можна писати?", reader("інший")).verdict.code == "closed"
    set_mode(story, "", anna, now=NOW)
    assert tell("Чи ще можна писати?", reader("інший")).verdict.code == "first"
    with pytest.raises(CommentError):
        set_mode(story, "ajar", anna, now=NOW)
    assert [line.deed for line in LogEntry.objects.order_by("pk")] == [Deed.MODE, Deed.MODE]
