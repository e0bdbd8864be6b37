"""What becomes of threads when stories merge and split; called by whoever carries that out, in its transaction."""

from __future__ import annotations

from datetime import datetime

from svizho.comments.models import Comment, Thread
from svizho.stories.models import Story, StoryState

# Notes kept on one thread: a story that keeps moving has its last moves told.
MOST_NOTES = 6


def follow(origin: Story, goal: Story, *, now: datetime) -> int:
    """Let comments follow reports that moved from `origin` to `goal`; says how many comments moved.

    A story that was emptied gives its whole thread to the one it leads to. A story that comes back after a merge takes
    its own comments along. Where only some reports left, comments stay and both threads say where the other talk is.
    """
    origin.refresh_from_db(fields=["state", "merged_into"])
    merged = origin.state == StoryState.MERGED and origin.merged_into_id == goal.pk
    left = Thread.objects.filter(story=origin).first()
    if left is None or not left.comments.exists():
        return 0
    entered, _ = Thread.objects.get_or_create(story=goal)
    moving = Comment.objects.filter(thread=left) if merged else Comment.objects.filter(thread=left, home=entered)
    moved = moving.update(thread=entered)
    if merged:
        _note(entered, "merged", origin, moved, now)
        return moved
    _note(left, "split", goal, moved, now)
    _note(entered, "began", origin, moved, now)
    return moved


def _note(thread: Thread, kind: str, other: Story, comments: int, now: datetime) -> None:
    note = {"kind": kind, "story": other.pk, "comments": comments, "at": now.isoformat()}
    # The same move twice is told once.
    kept = [each for each in thread.notes if (each["kind"], each["story"]) != (kind, other.pk)]
    thread.notes = [*kept, note][-MOST_NOTES:]
    thread.save(update_fields=["notes"])
