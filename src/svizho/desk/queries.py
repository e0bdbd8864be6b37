"""What pages of the desk read: the queue with everything a moderator needs beside each comment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Prefetch, Q
from django.utils.translation import get_language

from svizho.comments.models import Ban, Comment, Flag, LogEntry, Note, State
from svizho.screening import Verdict, phase_name, to_desk
from svizho.stories.models import Story

# Comments of the queue on one page; the rest waits until these are decided.
ON_PAGE = 50

# Comments of one person shown beside the one that is judged, and of the talk around it.
OF_PERSON, AROUND = 20, 8


@dataclass(frozen=True, slots=True)
class Waiting:
    """One comment of the queue: why it waits, and what is known of its author."""

    comment: Comment
    story: str
    why: str
    published: int
    refused: int


@dataclass(frozen=True, slots=True)
class Looked:
    """One phase of screening as the desk reads it."""

    phase: str
    words: str
    decided: bool


def language() -> str:
    """Give the language of the page."""
    return get_language() or "uk"


def title_of(story: Story) -> str:
    """Give a story's headline, in the language of the page where it has one."""
    told = story.titles.get(language()) or next(iter(story.titles.values()), {"title": f"{story.pk}"})
    return str(told["title"])


def queue_rows() -> Q:
    """Say what waits for a moderator: what is held, and what is flagged while it stands."""
    return Q(state=State.HELD) | Q(state=State.PUBLISHED, flags__gt=0)


def waiting_count() -> int:
    """Count what waits (one query)."""
    return Comment.objects.filter(queue_rows()).count()


def queue(*, most: int = ON_PAGE) -> tuple[Waiting, ...]:
    """Give what waits, the longest first (four queries)."""
    rows = Comment.objects.filter(queue_rows()).select_related("thread__story", "parent")
    flags = Prefetch("flagged", Flag.objects.filter(settled_at=None).order_by("at"), to_attr="open_flags")
    notes = Prefetch("notes", Note.objects.select_related("by").order_by("at"), to_attr="all_notes")
    found = list(rows.prefetch_related(flags, notes).order_by("at", "pk")[:most])
    known = histories([comment.person for comment in found])
    return tuple(
        Waiting(comment, title_of(comment.thread.story), why_of(comment), *known.get(comment.person, (0, 0)))
        for comment in found
    )


def histories(persons: Sequence[str]) -> Mapping[str, tuple[int, int]]:
    """Count for each person what was published and what was refused (one query)."""
    rows = Comment.objects.filter(person__in=set(persons)).values("person").order_by()
    counted = rows.annotate(
        good=Count("pk", Q(state=State.PUBLISHED)), bad=Count("pk", Q(state__in=[State.REFUSED, State.REMOVED]))
    )
    return {row["person"]: (row["good"], row["bad"]) for row in counted}


def why_of(comment: Comment) -> str:
    """Say in full why a comment waits."""
    looks = Verdict.from_json(comment.verdict).looks
    return f"{phase_name(looks[-1], language())}: {to_desk(looks[-1], language())}" if looks else ""


def looks_of(comment: Comment) -> tuple[Looked, ...]:
    """Tell phase by phase how a comment was screened."""
    return tuple(
        Looked(
            phase_name(look, language()),
            to_desk(look, language()),
            bool(look.decision),
        )
        for look in Verdict.from_json(comment.verdict).looks
    )


def by_person(comment: Comment) -> Sequence[Comment]:
    """Give what else the author of a comment wrote, the newest first (one query)."""
    same = Q(person=comment.person) | (Q(address=comment.address) if comment.address else Q(pk=None))
    return list(Comment.objects.filter(same).exclude(pk=comment.pk).order_by("-at")[:OF_PERSON])


def around(comment: Comment) -> Sequence[Comment]:
    """Give the talk just before and after a comment (one query)."""
    rows = Comment.objects.filter(thread=comment.thread, state=State.PUBLISHED, at__lte=comment.at).exclude(
        pk=comment.pk
    )
    return list(reversed(rows.order_by("-at")[:AROUND]))


def log_of(comment: Comment) -> Sequence[LogEntry]:
    """Give what was decided about a comment, by whom (one query)."""
    return list(LogEntry.objects.filter(comment=comment).select_related("by").order_by("-pk"))


def bans(now: datetime) -> Sequence[Ban]:
    """Give the bans that hold (one query)."""
    return list(Ban.objects.filter(until__gt=now).select_related("by").order_by("until"))
