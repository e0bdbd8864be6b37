"""Reads of comments: one function for what each page needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, FilteredRelation, Q

from svizho.comments.models import Comment, LogEntry, State, Thread
from svizho.members.models import Role

# Comments shown of one thread, the newest; a longer talk says how many came before.
MOST_SHOWN = 1000

# Replies are set in so deep; what answers deeper stands beside what it answers.
DEEPEST = 3

_SHOWN = (State.PUBLISHED, State.REMOVED, State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Voice:
    """One comment as a page shows it. `answers` is the name of the one it answers where depth does not show it;
    `gone` says that its words were withdrawn or removed and only its place is left, for the sake of replies."""

    id: int
    name: str
    html: str
    language: str
    at: datetime
    edited: bool
    gone: str
    of_desk: bool
    answers: str
    replies: tuple[Voice, ...]


@dataclass(frozen=True, slots=True)
class ThreadShown:
    """A thread as a page shows it: first the oldest. `mode` is the desk's own word ("" for none)."""

    voices: tuple[Voice, ...]
    count: int
    before: int
    mode: str
    notes: tuple[Mapping[str, object], ...]


_COLUMNS = ("pk", "parent_id", "name", "html", "language", "at", "edited_at", "state", "member__role")
_Row = tuple[object, ...]


def thread_of(story: int) -> ThreadShown:
    """Give the thread of a story (one query: the thread with its comments beside it)."""
    told = FilteredRelation("comments", condition=Q(comments__state__in=_SHOWN))
    rows = list(
        Thread.objects.filter(story_id=story)
        .annotate(told=told)
        .order_by(F("told__at").desc(nulls_last=True), "-told__pk")
        .values_list("mode", "notes", *(f"told__{name}" for name in _COLUMNS))[: MOST_SHOWN + 1]
    )
    if not rows:
        return ThreadShown((), 0, 0, "", ())
    mode, notes = rows[0][:2]
    comments = [row[2:] for row in reversed(rows[:MOST_SHOWN]) if row[2] is not None]
    voices = _tree(comments)
    count = sum(row[7] == State.PUBLISHED for row in comments)
    return ThreadShown(voices, count, len(rows) - MOST_SHOWN if len(rows) > MOST_SHOWN else 0, mode, tuple(notes))


def _tree(rows: Sequence[tuple[object, ...]]) -> tuple[Voice, ...]:
    """Set rows, oldest first, under those they answer; beyond DEEPEST beside them."""
    by_number = {row[0]: row for row in rows}
    below: dict[object, list[tuple[object, ...]]] = {}
    for row in rows:
        below.setdefault(row[1] if row[1] in by_number else None, []).append(row)

    def voices(parent: object, depth: int, answers: str) -> list[Voice]:
        made = []
        for row in below.get(parent, ()):
            name = str(row[2])
            if depth < DEEPEST:
                replies, beside = voices(row[0], depth + 1, ""), []
            else:
                replies, beside = [], voices(row[0], depth, name)
            voice = _voice(row, answers, tuple(replies))
            made += [*([voice] if replies or beside or not voice.gone else []), *beside]
        return made

    return tuple(voices(None, 0, ""))


def _voice(row: tuple[object, ...], answers: str, replies: tuple[Voice, ...]) -> Voice:
    number, _, name, html, language, at, edited_at, state, role = row
    assert isinstance(number, int)  # noqa: S101 - what the table promises, told to the checker of types
    assert isinstance(at, datetime)  # noqa: S101 - the same
    gone = "" if state == State.PUBLISHED else str(state)
    return Voice(
        id=number,
        name="" if gone else str(name),
        html="" if gone else str(html),
        language=str(language),
        at=at,
        edited=edited_at is not None,
        gone=gone,
        of_desk=role in (Role.MODERATOR, Role.EDITOR, Role.CHIEF),
        answers=answers,
        replies=replies,
    )


def comment_page(number: int) -> Comment | None:
    """Give a comment with its thread and story, whatever its state (one query)."""
    return Comment.objects.filter(pk=number).select_related("thread__story", "parent").first()


# Lines of the moderation log on one page.
LOG_LINES = 100


def moderation_log(*, before: int | None = None) -> tuple[LogEntry, ...]:
    """Give the newest lines of the moderation log, or those before a number, with their stories (one query).

    Who decided is not asked for: the public log has no names.
    """
    rows = LogEntry.objects.filter(undone_at=None).select_related("story").defer("by")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return tuple(rows.order_by("-pk")[: LOG_LINES + 1])
