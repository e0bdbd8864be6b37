"""Writes of stories after the fact: articles move between stories, emptied stories lead to where they went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from svizho.articles.models import Article
from svizho.records.actions import announce
from svizho.records.models import UpdateKind
from svizho.stories.models import PlacedBy, Placement, Regrouping, RegroupingState, Story, StoryState


@dataclass(frozen=True, slots=True)
class Wanted:
    """A change of stories: `articles` leave the story of root `origin` for that of root `goal`."""

    kind: str
    articles: tuple[int, ...]
    origin: int
    goal: int
    confidence: float
    reason: Mapping[str, object]


def epoch() -> int:
    """Give the number of the latest change that was carried out: windows of an older epoch are out of date."""
    done = Regrouping.objects.filter(state=RegroupingState.CARRIED_OUT).order_by("-pk").first()
    return done.pk if done else 0


def propose(wanted: Wanted, *, now: datetime) -> Regrouping | None:
    """Lay a change before the desk; one that was proposed or declined before is not proposed again."""
    origin = Story.objects.filter(root_id=wanted.origin).first()
    if origin is None:
        return None
    same = {"kind": wanted.kind, "articles": sorted(wanted.articles), "origin": origin, "goal_root": wanted.goal}
    if Regrouping.objects.filter(**same).exists():
        return None
    return Regrouping.objects.create(**same, confidence=wanted.confidence, reason=dict(wanted.reason), at=now)


@transaction.atomic
def carry_out(wanted: Wanted, *, now: datetime, by: PlacedBy) -> tuple[Story, Story] | None:
    """Move articles between stories; gives the story left and the story entered, None where nothing had to move.

    What an editor decided is moved by an editor only. A story that is left empty leads to the one entered, so that
    its address and its readers' comments are not lost.
    """
    rows = Placement.objects.select_for_update().filter(article__in=wanted.articles, story__root=wanted.origin)
    if by != PlacedBy.EDITOR:
        rows = rows.exclude(by=PlacedBy.EDITOR)
    moving = list(rows)
    if not moving:
        return None
    origin = moving[0].story
    goal = _goal(wanted, now)
    for row in moving:
        row.story, row.by, row.nearness, row.reason = goal, by, wanted.confidence, dict(wanted.reason)
    Placement.objects.bulk_update(moving, ["story", "by", "nearness", "reason"])
    if not Placement.objects.filter(story=origin).exists():
        _lead_on(origin, goal, now)
    Regrouping.objects.create(
        kind=wanted.kind,
        articles=sorted(row.article_id for row in moving),
        origin=origin,
        goal_root=wanted.goal,
        confidence=wanted.confidence,
        reason=dict(wanted.reason),
        state=RegroupingState.CARRIED_OUT,
        by=by,
        at=now,
    )
    return origin, goal


def _goal(wanted: Wanted, now: datetime) -> Story:
    """Find the story that articles go to; a split wakes a story that was merged away, or starts one."""
    story = Story.objects.select_for_update().filter(root_id=wanted.goal).first()
    if story is None:
        article = Article.objects.get(pk=wanted.goal)
        return Story.objects.create(
            root=article,
            lead=article,
            slug=article.slug,
            first_at=article.happened_at,
            last_at=article.happened_at,
            changed_at=now,
        )
    if story.merged_into_id is not None and wanted.kind == "split":
        story.merged_into, story.state = None, StoryState.PUBLISHED
        story.save(update_fields=["merged_into", "state"])
    while story.merged_into is not None:
        story = story.merged_into
    return story


def _lead_on(origin: Story, goal: Story, now: datetime) -> None:
    """Let the address of an emptied story lead to the story its articles went to."""
    origin.state, origin.merged_into, origin.changed_at = StoryState.MERGED, goal, now
    origin.save(update_fields=["state", "merged_into", "changed_at"])
    announce(UpdateKind.STORY_MERGED, now=now, story_id=goal.pk, sections=goal.sections)


def decide(regrouping: Regrouping, *, accepted: bool) -> Wanted | None:
    """Take the desk's word on a proposal; gives the change to carry out when it was accepted."""
    regrouping.state = RegroupingState.DECLINED
    if not accepted:
        regrouping.save(update_fields=["state"])
        return None
    wanted = Wanted(
        regrouping.kind,
        tuple(regrouping.articles),
        regrouping.origin.root_id,
        regrouping.goal_root,
        regrouping.confidence,
        {"kind": "editor"},
    )
    regrouping.delete()
    return wanted


def open_proposals() -> Sequence[Regrouping]:
    """Give the proposals that wait for the desk, the surest first."""
    waiting = Regrouping.objects.filter(state=RegroupingState.PROPOSED).select_related("origin__lead")
    return list(waiting.order_by("-confidence", "pk"))
