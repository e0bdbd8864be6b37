"""The thread under a story, made ready for a page: who may write, and what readers are told about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from svizho.comments.queries import ThreadShown, thread_of
from svizho.comments.rules import mode_now
from svizho.screening import Mode
from svizho.settings import site_settings
from svizho.stories.models import Story


@dataclass(frozen=True, slots=True)
class TalkNote:
    """A line about where other parts of the talk are."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Talking:
    """The talk of a story on a page; `article` is the one under which the page stands, if it is an article's."""

    thread: ThreadShown
    story: int
    article: int | None
    open: bool
    promise: str
    most_chars: int
    notes: tuple[TalkNote, ...]


def talking(story: Story, now: datetime, *, article: int | None = None) -> Talking:
    """Gather a story's talk for a page (one query)."""
    thread = thread_of(story.pk)
    mode = mode_now(story, thread.mode, now)
    return Talking(
        thread=thread,
        story=story.pk,
        article=article,
        open=mode != Mode.CLOSED,
        promise=promise_of(mode),
        most_chars=site_settings().comments.most_chars,
        notes=tuple(_note(dict(note)) for note in thread.notes),
    )


def promise_of(mode: Mode) -> str:
    """Say honestly what will become of a comment in a mode, before it is written."""
    if mode == Mode.CLOSED:
        return gettext("The talk of this story is closed.")
    if mode == Mode.PREMODERATED:
        return gettext("A moderator looks at every comment here before it appears.")
    if mode == Mode.FIRST:
        return gettext("Your first comment waits for a moderator; later ones appear at once.")
    return gettext("The comment appears at once, unless it has to be looked at first; you will be told.")


def _note(note: dict[str, object]) -> TalkNote:
    story, count = int(str(note["story"])), int(str(note["comments"]))
    if note["kind"] == "merged":
        words = ngettext(
            "%(n)s comment came here with a story that was merged into this one.",
            "%(n)s comments came here with a story that was merged into this one.",
            count,
        ) % {"n": count}
    elif note["kind"] == "split":
        words = gettext("A part of the reports became a story of its own; it has a talk of its own, too.")
    else:
        words = gettext("This story was a part of another one; the talk before that is there.")
    url = "" if note["kind"] == "merged" else reverse("story-short", args=[story])
    return TalkNote(words, url)
