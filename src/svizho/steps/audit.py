"""Beside the journey: regroup the last hours with hindsight, carry out what is sure, lay the rest before the desk."""

from __future__ import annotations

import json

import structlog
from django.db import transaction

from svizho.comments.following import follow
from svizho.grouping import Proposal
from svizho.steps.shaping import publish_now
from svizho.steps.window import window_of
from svizho.steps.workbench import Workbench
from svizho.stories.facts import placements_of
from svizho.stories.models import PlacedBy, Story
from svizho.stories.regrouping import Wanted, carry_out, epoch, propose

log = structlog.get_logger(__name__)

# Hours that the auditor looks back: what is older no longer moves on any front page.
LOOKS_BACK = 60.0

# From this chance on a change is carried out without asking; below it the desk decides. Carrying out all of them
# gains on Ukrainian news and loses a hundredth on three other sets (docs/decisions/grouping.md), hence only the surest.
SURE = 0.8


def audit_stories(bench: Workbench) -> int:
    """Regroup the last hours; says how many changes were carried out."""
    window = window_of(bench)
    proposals = window.grouper.revise(hours=LOOKS_BACK)
    done = 0
    for proposal in proposals:
        if proposal.confidence < SURE:
            propose(_wanted(proposal), now=bench.now())
        elif regroup(_wanted(proposal), bench, by=PlacedBy.AUDITOR):
            done += 1
    if done:
        # The window of this process is read anew like everybody's, so that it is what the database holds.
        bench.window = None
        log.info("stories regrouped", changes=done, proposed=len(proposals) - done, epoch=epoch())
    return done


def _wanted(proposal: Proposal) -> Wanted:
    """Say which articles leave which story for which, in the database's numbers."""
    merging = proposal.kind == "merge"
    origin = proposal.stories[1] if merging else proposal.stories[0]
    target = proposal.stories[0] if merging else proposal.reports[0]
    if not merging and len(proposal.stories) > 1:
        target = proposal.stories[-1]
    return Wanted(
        proposal.kind,
        tuple(int(report) for report in proposal.reports),
        int(origin),
        int(target),
        proposal.confidence,
        json.loads(proposal.reason.to_json()),
    )


def regroup(wanted: Wanted, bench: Workbench, *, by: PlacedBy) -> bool:
    """Carry out one change and publish both stories anew, together."""
    with transaction.atomic():
        stories = carry_out(wanted, now=bench.now(), by=by)
        if stories is None:
            return False
        follow(*stories, now=bench.now())
        moved = set(wanted.articles)
        for story in stories:
            _publish_again(story, moved if story == stories[1] else set(), bench)
    return True


def _publish_again(story: Story, moved: set[int], bench: Workbench) -> None:
    rows = placements_of(story)
    if rows:
        newcomers = [row.article for row in rows if row.article_id in moved]
        publish_now(story, rows, grew_by=newcomers, now=bench.now(), languages=bench.settings.site.languages)
