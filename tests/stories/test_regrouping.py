"""Changing stories after the fact: articles move, addresses lead on, editors are never overruled."""

from __future__ import annotations

import pytest

from svizho.records.models import Update, UpdateKind
from svizho.stories.actions import NewPlacement, place
from svizho.stories.models import PlacedBy, Placement, Regrouping, RegroupingState, Story, StoryState
from svizho.stories.regrouping import Wanted, carry_out, decide, epoch, open_proposals, propose
from tests.stories.test_actions import NOW, alone, article

pytestmark = pytest.mark.django_db


def two_stories() -> tuple[Story, Story]:
    first, second, third = article(1), article(2), article(3)
    one = place(first, alone(first), now=NOW).story
    place(second, NewPlacement(first.pk, None, 0.9, {}), now=NOW)
    two = place(third, alone(third), now=NOW).story
    return one, two


def merge(one: Story, two: Story) -> Wanted:
    return Wanted("merge", (two.root_id,), two.root_id, one.root_id, 0.9, {"kind": "same_event"})


def members(story: Story) -> set[int]:
    return set(Placement.objects.filter(story=story).values_list("article_id", flat=True))


def test_a_merge_moves_the_articles_and_the_old_address_leads_on() -> None:
    one, two = two_stories()
    before = epoch()
    assert carry_out(merge(one, two), now=NOW, by=PlacedBy.AUDITOR) == (two, one)
    two.refresh_from_db()
    assert (two.state, two.merged_into_id) == (StoryState.MERGED, one.pk)
    assert len(members(one)) == 3
    assert epoch() > before
    assert Update.objects.get().kind == UpdateKind.STORY_MERGED
    # What grouping still knows by the old root lands in the story that stands.
    late = article(4)
    assert place(late, NewPlacement(two.root_id, None, 0.8, {}), now=NOW).story_id == one.pk


def test_a_split_starts_a_story_and_the_rest_stays() -> None:
    one, _ = two_stories()
    moved = max(members(one))
    carry_out(Wanted("split", (moved,), one.root_id, moved, 0.8, {}), now=NOW, by=PlacedBy.AUDITOR)
    started = Story.objects.get(root_id=moved)
    assert members(started) == {moved}
    assert members(one) == {one.root_id}
    assert Placement.objects.get(article_id=moved).by == PlacedBy.AUDITOR


def test_a_split_wakes_a_story_that_was_merged_away() -> None:
    one, two = two_stories()
    carry_out(merge(one, two), now=NOW, by=PlacedBy.AUDITOR)
    back = Wanted("split", (two.root_id,), one.root_id, two.root_id, 0.8, {})
    carry_out(back, now=NOW, by=PlacedBy.EDITOR)
    two.refresh_from_db()
    assert (two.state, two.merged_into_id) == (StoryState.PUBLISHED, None)
    assert members(two) == {two.root_id}


def test_what_an_editor_decided_is_not_overruled() -> None:
    one, two = two_stories()
    carry_out(merge(one, two), now=NOW, by=PlacedBy.EDITOR)
    moved = two.root_id
    split = Wanted("split", (moved,), one.root_id, moved, 0.99, {})
    assert carry_out(split, now=NOW, by=PlacedBy.AUDITOR) is None
    assert carry_out(split, now=NOW, by=PlacedBy.EDITOR) is not None


def test_repeating_a_change_does_nothing() -> None:
    one, two = two_stories()
    carry_out(merge(one, two), now=NOW, by=PlacedBy.AUDITOR)
    assert carry_out(merge(one, two), now=NOW, by=PlacedBy.AUDITOR) is None
    assert Regrouping.objects.count() == 1


def test_a_proposal_waits_for_the_desk_and_is_made_once() -> None:
    one, two = two_stories()
    assert propose(merge(one, two), now=NOW) is not None
    assert propose(merge(one, two), now=NOW) is None
    (waiting,) = open_proposals()
    assert decide(waiting, accepted=False) is None
    assert open_proposals() == []
    assert propose(merge(one, two), now=NOW) is None
    assert Regrouping.objects.get().state == RegroupingState.DECLINED


def test_an_accepted_proposal_is_an_editors_word() -> None:
    one, two = two_stories()
    propose(merge(one, two), now=NOW)
    wanted = decide(open_proposals()[0], accepted=True)
    assert wanted is not None
    carry_out(wanted, now=NOW, by=PlacedBy.EDITOR)
    assert Placement.objects.get(article_id=two.root_id).reason == {"kind": "editor"}
