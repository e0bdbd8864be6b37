"""A comment said: kept, held, refused; counted, changed, withdrawn, flagged."""

from __future__ import annotations

from datetime import timedelta

import pytest

from svizho.comments.actions import FLAGS_HOLD, Person, change, flag, may_change, withdraw
from svizho.comments.models import Comment, Flag, FlagReason, LogEntry, State, Thread
from svizho.comments.moderation import decide
from svizho.comments.queries import thread_of
from svizho.comments.tidying import forget
from svizho.errors import CommentError
from svizho.members.models import Role
from svizho.records.models import Update, UpdateKind
from svizho.screening import Decision
from svizho.stories.models import Story
from tests.comments.conftest import HONEST, Say, make_member, reader
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def published(tell: Say, text: str = HONEST, person: Person | None = None, **facts: object) -> Comment:
    comment = tell(text, person, **facts).comment
    assert comment is not None
    if comment.state == State.HELD:
        decide([comment.pk], "publish", make_member(f"m{comment.pk}"), now=NOW)
    comment.refresh_from_db()
    return comment


def test_a_first_comment_waits_and_the_next_appears_at_once(tell: Say, story: Story) -> None:
    first = tell()
    assert first.verdict.code == "first"
    assert first.comment is not None
    assert first.comment.state == State.HELD
    assert thread_of(story.pk).count == 0
    assert not Update.objects.filter(kind=UpdateKind.STORY_TALK).exists()
    decide([first.comment.pk], "publish", make_member(), now=NOW)
    again = tell("А коли відкриють рух на Портовій вулиці?", now=NOW + timedelta(minutes=11))
    assert again.verdict.decision == Decision.PUBLISH
    assert thread_of(story.pk).count == 2
    update = Update.objects.order_by("-pk")[0]
    assert (update.kind, update.story_id) == (UpdateKind.STORY_TALK, story.pk)
    assert "Мотря" not in update.title


def test_what_is_refused_is_not_kept(tell: Say) -> None:
    assert tell("Онлайн казино чекає!").comment is None
    assert tell("  \n ").comment is None
    assert Comment.objects.count() == 0


def test_the_same_words_twice_are_said_once(tell: Say) -> None:
    assert tell().comment is not None
    again = tell(HONEST.upper().replace(" ", "  "))
    assert (again.verdict.code, again.comment) == ("said_before", None)
    assert Comment.objects.count() == 1


def test_a_flood_from_one_address_is_held_then_refused_and_hurts_nobody_else(tell: Say) -> None:
    codes = [tell(f"Коментар число {number}, зовсім інший", reader(f"п{number}")).verdict.code for number in range(62)]
    assert codes[0] == "first"
    assert codes[12:59] == ["address_rate"] * 47
    assert codes[60:] == ["flood", "flood"]
    assert Comment.objects.count() == 60
    other = tell("А я з іншого міста, питаю просто", reader("лесь", "198.51.100.9"))
    assert other.verdict.code == "thread_rate"
    assert other.comment is not None


def test_one_text_from_many_is_held(tell: Say) -> None:
    codes = [tell(HONEST, reader(f"п{n}", f"198.51.{n}.1")).verdict.code for n in range(5)]
    assert codes == ["first", "first", "first", "same_text", "same_text"]


def test_the_desk_speaks_at_once_and_under_its_own_name(tell: Say) -> None:
    editor = make_member("соломія", Role.EDITOR)
    outcome = tell("Уточнили в порту: рух відкриють завтра.", reader("с", member=editor), name="Адмін")
    assert outcome.comment is not None
    assert (outcome.comment.state, outcome.comment.name) == (State.PUBLISHED, "соломія")


def test_an_answer_stands_under_what_it_answers_and_nothing_hidden_is_answered(tell: Say) -> None:
    first = published(tell)
    held = tell("Чекаю на перевірку вже годину", reader("інший")).comment
    answer = published(tell, "Дякую за відповідь, Мотре!", reader("лесь"), parent=first.pk)
    stray = tell("Відповідь у порожнечу тут", reader("третій"), parent=held.pk if held else 0).comment
    assert answer.parent_id == first.pk
    assert stray is not None
    assert stray.parent_id is None


def test_no_story_no_thread(tell: Say, story: Story) -> None:
    for number in (0, 999_999):
        with pytest.raises(CommentError):
            tell(story=number)
    assert not Thread.objects.exists()


def test_nothing_of_the_address_is_kept_and_its_hash_goes(tell: Say) -> None:
    comment = published(tell)
    row = Comment.objects.filter(pk=comment.pk).values()[0]
    assert "203.0.113" not in str(row)
    assert len(row["address"]) == len(row["network"]) == 32
    forget(NOW + timedelta(days=15), address_days=14)
    comment.refresh_from_db()
    assert (comment.address, comment.network) == ("", "")


def test_a_change_is_screened_anew(tell: Say) -> None:
    comment = published(tell)
    soon = NOW + timedelta(minutes=5)
    refused = change(comment, "Онлайн казино чекає!", reader(), now=soon)
    assert refused.comment is None
    comment.refresh_from_db()
    assert comment.text == HONEST
    changed = change(comment, "Вибухів було п’ять, перерахували.", reader(), now=soon)
    assert changed.comment is not None
    assert changed.comment.state == State.PUBLISHED
    assert changed.comment.edited_at == soon
    held = change(comment, "Та всі ви ідіоти, хто рахував вибухи", reader(), now=soon)
    assert held.comment is not None
    assert held.comment.state == State.HELD


def test_what_waits_cannot_be_changed_into_the_page(tell: Say) -> None:
    comment = tell().comment
    assert comment is not None
    changed = change(comment, "Інші слова, такі ж чемні, про порт", reader(), now=NOW)
    assert changed.comment is not None
    assert changed.comment.state == State.HELD


def test_the_window_closes(tell: Say) -> None:
    comment = tell().comment
    assert comment is not None
    late = NOW + timedelta(minutes=16)
    assert may_change(comment, NOW)
    assert not may_change(comment, late)
    with pytest.raises(CommentError):
        change(comment, "Запізно міняти", reader(), now=late)


def test_withdrawn_words_are_erased_and_answers_stay(tell: Say, story: Story) -> None:
    comment = published(tell)
    published(tell, "Дякую за відповідь!", reader("лесь"), parent=comment.pk)
    withdraw(comment, now=NOW)
    comment.refresh_from_db()
    assert (comment.name, comment.text, comment.html) == ("", "", "")
    (voice,) = thread_of(story.pk).voices
    assert (voice.gone, voice.html, len(voice.replies)) == ("withdrawn", "", 1)
    with pytest.raises(CommentError):
        withdraw(comment, now=NOW)


def test_flags_count_people_and_take_a_comment_off_the_page(tell: Say) -> None:
    author = reader("відомий", "198.51.100.77")
    published(tell, "Перший мій коментар про порт", author)
    comment = published(tell, "Другий мій коментар, уже без перевірки", author)
    assert comment.decided_at is None
    assert flag(comment, FlagReason.FALSE, "Звідки він це знає?", reader("а", "192.0.2.1"), now=NOW)
    assert not flag(comment, FlagReason.FALSE, "Ще раз", reader("б", "192.0.2.1"), now=NOW)
    for place in range(2, FLAGS_HOLD + 1):
        flag(comment, FlagReason.INSULT, "", reader(f"в{place}", f"192.0.{place + 9}.1"), now=NOW)
    comment.refresh_from_db()
    assert (comment.state, comment.code, comment.flags) == (State.HELD, "flagged", 3)
    assert LogEntry.objects.filter(reason="flagged", by=None).count() == 1
    assert Flag.objects.count() == 3


def test_what_a_moderator_let_stand_is_not_flagged_away(tell: Say) -> None:
    comment = published(tell)
    for place in range(FLAGS_HOLD + 2):
        flag(comment, FlagReason.SPAM, "", reader(f"в{place}", f"192.0.{place}.1"), now=NOW)
    comment.refresh_from_db()
    assert (comment.state, comment.flags) == (State.PUBLISHED, FLAGS_HOLD + 2)
