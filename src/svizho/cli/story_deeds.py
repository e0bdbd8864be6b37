"""What `svizho stories` does: each deed prints what it did in a sentence."""

from __future__ import annotations

import argparse

from rich.console import Console

from svizho.engine.bench import workbench
from svizho.errors import StoryError
from svizho.steps.audit import audit_stories, regroup
from svizho.stories.models import PlacedBy, Placement, Regrouping, RegroupingState, Story
from svizho.stories.regrouping import Wanted, decide, open_proposals

console = Console()

EDITOR = {"kind": "editor"}


def proposals_command(_args: argparse.Namespace) -> int:
    """List what waits for an editor."""
    waiting = open_proposals()
    for one in waiting:
        goal = Story.objects.filter(root_id=one.goal_root).first()
        where = f"story {goal.pk}" if goal else "a story of its own"
        console.print(
            f"{one.pk}: {one.kind} {len(one.articles)} articles of story {one.origin_id} into {where}, "
            f"chance {one.confidence:.2f}: {one.origin.lead}",
            highlight=False,
            soft_wrap=True,
        )
    console.print(f"{len(waiting)} changes wait for an editor")
    return 0


def accept_command(args: argparse.Namespace) -> int:
    """Carry out a proposal."""
    wanted = decide(_proposal(args.number), accepted=True)
    return _carried(wanted is not None and regroup(wanted, workbench(), by=PlacedBy.EDITOR))


def decline_command(args: argparse.Namespace) -> int:
    """Decline a proposal; it is not made again."""
    decide(_proposal(args.number), accepted=False)
    console.print("Declined; it will not be proposed again")
    return 0


def _proposal(number: int) -> Regrouping:
    found = Regrouping.objects.filter(pk=number, state=RegroupingState.PROPOSED).select_related("origin").first()
    if found is None:
        raise StoryError(f"no change number {number} waits; `svizho stories proposals` lists them")
    return found


def merge_command(args: argparse.Namespace) -> int:
    """Merge a story into another."""
    origin, goal = _story(args.story), _story(args.into)
    if origin == goal:
        raise StoryError("a story cannot be merged into itself")
    articles = tuple(Placement.objects.filter(story=origin).values_list("article_id", flat=True))
    wanted = Wanted("merge", articles, origin.root_id, goal.root_id, 1.0, EDITOR)
    return _carried(regroup(wanted, workbench(), by=PlacedBy.EDITOR))


def split_command(args: argparse.Namespace) -> int:
    """Split articles off their story."""
    rows = list(Placement.objects.filter(article__in=args.articles).select_related("story").order_by("happened_at"))
    if len(rows) != len(set(args.articles)) or len({row.story_id for row in rows}) != 1:
        raise StoryError("the articles must all stand in one story")
    story = rows[0].story
    if Placement.objects.filter(story=story).count() == len(rows):
        raise StoryError("these are all articles of the story; nothing would stay")
    goal = next((row.article_id for row in rows if row.article_id != story.root_id), None)
    if goal is None:
        raise StoryError("the article that started a story cannot be split off alone; split off the others")
    wanted = Wanted("split", tuple(row.article_id for row in rows), story.root_id, goal, 1.0, EDITOR)
    return _carried(regroup(wanted, workbench(), by=PlacedBy.EDITOR))


def _story(number: int) -> Story:
    story = Story.objects.filter(pk=number, merged_into=None).first()
    if story is None:
        raise StoryError(f"there is no story {number} (its number stands in its address)")
    return story


def audit_command(_args: argparse.Namespace) -> int:
    """Let the auditor look now."""
    done = audit_stories(workbench())
    console.print(f"{done} changes carried out; {len(open_proposals())} wait for an editor")
    return 0


def _carried(done: bool) -> int:
    console.print("Done; the pages show it" if done else "Nothing had to move")
    return 0 if done else 1
