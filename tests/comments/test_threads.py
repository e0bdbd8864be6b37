"""Threads: one query, a readable depth; they follow stories that merge and split."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from svizho.comments.following import follow
from svizho.comments.models import Comment, State, Thread
from svizho.comments.queries import DEEPEST, Voice, thread_of
from svizho.stories.models import PlacedBy, Story
from svizho.stories.regrouping import Wanted, carry_out
from tests.comments.conftest import Say, reader
from tests.factories import NOW, make_article, make_story

pytestmark = pytest.mark.django_db

Pinned = Callable[[int], AbstractContextManager[Any]]


def grown(tell: Say, story: Story, comments: int, *, chain: bool = False) -> list[Comment]:
    """Let readers talk: each answers the one before (`chain`), or every third the first."""
    made: list[Comment] = []
    for number in range(comments):
        comment = tell(
            f"Думка число {number} про порт", reader(f"ч{number}", f"10.{number % 250}.0.{number // 250}")
        ).comment
        assert comment is not None
        if made and (chain or number % 3 == 0):
            comment.parent = made[-1] if chain else made[0]
        comment.state = State.PUBLISHED
        comment.save()
        made.append(comment)
    return made


@pytest.mark.parametrize("comments", [0, 1, 40])
def test_a_thread_is_one_query(tell: Say, story: Story, comments: int, django_assert_num_queries: Pinned) -> None:
    grown(tell, story, comments)
    with django_assert_num_queries(1):
        assert thread_of(story.pk).count == comments


def depth(voices: tuple[Voice, ...]) -> int:
    return 1 + max((depth(voice.replies) for voice in voices), default=-1)


def test_a_long_quarrel_stays_readable_and_loses_nobody(tell: Say, story: Story) -> None:
    made = grown(tell, story, 12, chain=True)
    shown = thread_of(story.pk)
    seen: list[int] = []

    def walk(voices: tuple[Voice, ...]) -> None:
        for voice in voices:
            seen.append(voice.id)
            walk(voice.replies)

    walk(shown.voices)
    assert seen == [comment.pk for comment in made]
    assert depth(shown.voices) == DEEPEST + 1
    (top,) = shown.voices
    deep = top.replies[0].replies[0].replies
    assert [bool(voice.answers) for voice in deep] == [False, *[True] * (len(deep) - 1)]


def test_only_what_was_published_is_shown(tell: Say, story: Story) -> None:
    made = grown(tell, story, 4)
    for comment, state in zip(made, (State.HELD, State.REFUSED, State.REMOVED, State.PUBLISHED), strict=True):
        Comment.objects.filter(pk=comment.pk).update(state=state)
    shown = thread_of(story.pk)
    assert [voice.id for voice in shown.voices] == [made[3].pk]
    assert shown.count == 1


def moved(kind: str, origin: Story, goal_root: int, articles: list[int]) -> tuple[Story, Story]:
    done = carry_out(Wanted(kind, tuple(articles), origin.root_id, goal_root, 1.0, {}), now=NOW, by=PlacedBy.EDITOR)
    assert done is not None
    follow(*done, now=NOW)
    return done


def articles_of(story: Story) -> list[int]:
    return list(story.placements.values_list("article_id", flat=True))


def test_merged_stories_merge_threads_and_come_apart_again(tell: Say, story: Story) -> None:
    other = make_story([make_article(), make_article()])
    mine = grown(tell, story, 3)
    theirs = tell("Тут інша розмова, не про порт", reader("лесь"), story=other.pk).comment
    assert theirs is not None
    own = articles_of(story)
    moved("merge", story, other.root_id, own)
    shown = thread_of(other.pk)
    assert (shown.count, [note["kind"] for note in shown.notes]) == (3, ["merged"])
    assert thread_of(story.pk).count == 0
    # The desk takes the merge back: the story wakes, and its comments come home; the other's stay.
    other.refresh_from_db()
    moved("split", other, story.root_id, own)
    assert {comment.pk for comment in mine} == {voice.id for voice in flat(thread_of(story.pk).voices)}
    assert Comment.objects.get(pk=theirs.pk).thread.story_id == other.pk


def flat(voices: tuple[Voice, ...]) -> list[Voice]:
    return [each for voice in voices for each in (voice, *flat(voice.replies))]


def test_a_split_leaves_notes_on_both_sides(tell: Say, story: Story) -> None:
    grown(tell, story, 2)
    leaving = articles_of(story)[1]
    origin, goal = moved("split", story, leaving, [leaving])
    here, there = thread_of(origin.pk), thread_of(goal.pk)
    assert (here.count, there.count) == (2, 0)
    assert [(note["kind"], note["story"]) for note in here.notes] == [("split", goal.pk)]
    assert [(note["kind"], note["story"]) for note in there.notes] == [("began", origin.pk)]


def test_stories_without_talk_get_no_threads(story: Story) -> None:
    other = make_story([make_article()])
    moved("merge", story, other.root_id, articles_of(story))
    assert not Thread.objects.exists()
