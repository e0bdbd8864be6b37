"""Writes of comments by moderators: deciding, undoing, banning, noting; everything leaves a line in the log."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction

from svizho.comments.actions import tell_of
from svizho.comments.models import (
    Ban,
    BanKind,
    Comment,
    Deed,
    Flag,
    LogEntry,
    Note,
    SpamMemory,
    State,
    Thread,
)
from svizho.errors import CommentError
from svizho.kit.text import tidy
from svizho.members.models import Member
from svizho.records.actions import announce
from svizho.records.models import UpdateKind
from svizho.screening import Memory, Mode, learn
from svizho.stories.models import Story

# Why a moderator refuses or removes; the public log and the author read it.
REASONS = ("insult", "hate", "spam", "false", "private", "off_topic", "other")

# Decision -> the state it gives, what it is called in the log, what the spam score learns.
_DECISIONS = {
    "publish": (State.PUBLISHED, Deed.PUBLISHED, 1),
    "hold": (State.HELD, Deed.HELD, 0),
    "refuse": (State.REFUSED, Deed.REFUSED, -1),
}

# How long after a decision it may be undone: a slip is noticed soon, and later the log should be believed.
UNDO_WITHIN = timedelta(hours=24)

# Any number not used for another advisory lock: verdicts are learned one at a time.
MEMORY_LOCK = 7_216_002

LONGEST_BAN = timedelta(days=366)


@transaction.atomic
def decide(
    numbers: Sequence[int], decision: str, by: Member, *, now: datetime, reason: str = ""
) -> tuple[str, Sequence[Comment]]:
    """Publish, hold or refuse comments together; gives the name of the batch for undoing, and what was decided on.

    A published one that is refused counts as removed. Comments their author withdrew are left alone. Raises
    CommentError for a decision or reason that is none.
    """
    if decision not in _DECISIONS or (decision == "refuse" and reason not in REASONS):
        raise CommentError("choose a decision, and for a refusal a reason")
    state, deed, lesson = _DECISIONS[decision]
    batch = secrets.token_hex(8)
    rows = (
        Comment.objects.select_for_update(of=("self",)).select_related("thread__story").exclude(state=State.WITHDRAWN)
    )
    found = list(rows.filter(pk__in=numbers).order_by("pk"))
    for comment in found:
        _decide_one(comment, state, deed, lesson, by, now, reason, batch)
    return batch, found


def _decide_one(
    comment: Comment, state: State, deed: Deed, lesson: int, by: Member, now: datetime, reason: str, batch: str
) -> None:
    before, flags = State(comment.state), comment.flags
    if state == State.REFUSED and before in (State.PUBLISHED, State.REMOVED):
        state, deed = State.REMOVED, Deed.REMOVED
    if deed == Deed.PUBLISHED and before == State.PUBLISHED:
        deed = Deed.SETTLED
    comment.state, comment.flags = state, 0
    comment.decided_at = None if state == State.HELD else now
    _teach(comment, lesson)
    comment.save()
    Flag.objects.filter(comment=comment, settled_at=None).update(settled_at=now)
    LogEntry.objects.create(
        deed=deed,
        comment=comment,
        story=comment.thread.story,
        reason=reason,
        by=by,
        before=before,
        flags_before=flags,
        batch=batch,
        at=now,
    )
    if (before == State.PUBLISHED) != (state == State.PUBLISHED):
        tell_of(comment, now)


def _teach(comment: Comment, lesson: int) -> None:
    """Let the spam score learn a verdict, and forget the one it learned from this comment before."""
    if comment.taught == lesson:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [MEMORY_LOCK])
    row = SpamMemory.objects.first() or SpamMemory(counts=Memory().counts)
    memory = Memory(row.good, row.bad, bytes(row.counts))
    if comment.taught:
        memory = learn(memory, comment.text, spam=comment.taught < 0, times=-1)
    if lesson:
        memory = learn(memory, comment.text, spam=lesson < 0)
    row.good, row.bad, row.counts = memory.good, memory.bad, memory.counts
    row.save()
    comment.taught = lesson


@transaction.atomic
def undo(batch: str, by: Member, *, now: datetime) -> int:
    """Take a batch of one's own decisions back; says how many. Comments decided on again since are left as they are."""
    lines = LogEntry.objects.select_for_update().filter(
        batch=batch, by=by, undone_at=None, at__gte=now - UNDO_WITHIN, comment__isnull=False
    )
    undone = 0
    for line in lines.order_by("pk"):
        assert line.comment_id is not None  # noqa: S101 - the filter above, told to the checker of types
        later = LogEntry.objects.filter(comment_id=line.comment_id, pk__gt=line.pk, undone_at=None).exists()
        comment = (
            Comment.objects.select_for_update(of=("self",)).select_related("thread__story").get(pk=line.comment_id)
        )
        if later or comment.state == State.WITHDRAWN:
            continue
        was = comment.state
        comment.state, comment.flags, comment.decided_at = line.before, line.flags_before, None
        _teach(comment, 0)
        comment.save()
        Flag.objects.filter(comment=comment, settled_at=line.at).update(settled_at=None)
        line.undone_at = now
        line.save(update_fields=["undone_at"])
        if (was == State.PUBLISHED) != (comment.state == State.PUBLISHED):
            tell_of(comment, now)
        undone += 1
    return undone


def ban(comment: Comment, kind: BanKind, days: int, reason: str, by: Member, *, now: datetime) -> Ban:
    """Ban the author of a comment, its address or the network around it for some days.

    Raises CommentError where the hash was emptied already, for no reason given, and for a term beyond LONGEST_BAN.
    """
    key = {BanKind.PERSON: comment.person, BanKind.ADDRESS: comment.address, BanKind.NETWORK: comment.network}[kind]
    told = tidy(reason)[:200]
    if not key:
        raise CommentError("the address of this comment is no longer known")
    if not told or not timedelta(0) < timedelta(days=days) <= LONGEST_BAN:
        raise CommentError("a ban needs a reason and an end, a year away at most")
    made = Ban.objects.create(kind=kind, key=key, reason=told, until=now + timedelta(days=days), by=by, at=now)
    LogEntry.objects.create(
        deed=Deed.BANNED, comment=comment, story=comment.thread.story, reason=kind, by=by, before=comment.state, at=now
    )
    return made


def lift(number: int, by: Member, *, now: datetime) -> bool:
    """End a ban; says whether there was one."""
    found = Ban.objects.filter(pk=number, until__gt=now).update(until=now)
    if found:
        LogEntry.objects.create(deed=Deed.UNBANNED, by=by, at=now)
    return bool(found)


def note(comment: Comment, words: str, by: Member, *, now: datetime) -> Note:
    """Leave a note for the other moderators; raises CommentError for an empty one."""
    told = tidy(words)[:1000]
    if not told:
        raise CommentError("the note is empty")
    return Note.objects.create(comment=comment, by=by, words=told, at=now)


@transaction.atomic
def set_mode(story: Story, mode: str, by: Member, *, now: datetime) -> Thread:
    """Set the mode of one story's thread, "" for what section and site say; raises CommentError for no such mode."""
    if mode and mode not in list(Mode):
        raise CommentError("there is no such mode")
    thread, _ = Thread.objects.update_or_create(story=story, defaults={"mode": mode})
    LogEntry.objects.create(deed=Deed.MODE, story=story, reason=mode or "usual", by=by, at=now)
    announce(UpdateKind.STORY_TALK, now=now, story_id=story.pk)
    return thread
