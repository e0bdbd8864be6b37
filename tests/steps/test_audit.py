"""The auditor: sure changes are carried out and shown, others wait for the desk, windows are read anew."""

from __future__ import annotations

import pytest

from svizho.articles.models import Article
from svizho.grouping import Grouper, Proposal, Reason
from svizho.records.models import Update, UpdateKind
from svizho.steps.audit import SURE, audit_stories
from svizho.steps.window import window_of
from svizho.steps.workbench import Workbench
from svizho.stories.models import Placement, Regrouping, RegroupingState, Story, StoryState
from tests.steps.fakes import WrittenDoor, a_page, says
from tests.steps.test_journey import TEXT, run_all, started

pytestmark = pytest.mark.django_db

OTHER = (
    "Музей кераміки відкрив виставку глечиків, знайдених під час розкопок на околиці міста минулого літа.",
    "Кураторка Лада Сокирко розповіла, що виставка триватиме до осені, а вхід для школярів безплатний.",
)


def two_stories() -> Workbench:
    door = WrittenDoor(
        {
            "https://svitlytsia.example/1": says(a_page("Міст через Сулицю відкрили", *TEXT)),
            "https://svitlytsia.example/22": says(a_page("Музей показав глечики", *OTHER)),
        }
    )
    bench = started(door, "1", "22")
    # By words alone: vectors made of letters would find any two Ukrainian texts alike.
    bench.__dict__["encoder"] = None
    Article.objects.filter(link__endswith="/22").update(title="Музей показав глечики")
    run_all(bench)
    assert Story.objects.count() == 2
    return bench


def proposed(monkeypatch: pytest.MonkeyPatch, confidence: float) -> None:
    """Let the auditor propose to merge the second story into the first."""
    first, second = Article.objects.order_by("pk").values_list("pk", flat=True)
    proposal = Proposal("merge", (str(first), str(second)), (str(second),), confidence, Reason("same_event"))
    monkeypatch.setattr(Grouper, "revise", lambda self, hours=60.0: (proposal,))


def test_a_sure_merge_is_carried_out_and_published(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = two_stories()
    proposed(monkeypatch, SURE + 0.1)
    assert audit_stories(bench) == 1
    first, second = Story.objects.order_by("pk")
    assert (second.state, second.merged_into_id) == (StoryState.MERGED, first.pk)
    assert first.reports == 2
    kinds = set(Update.objects.values_list("kind", flat=True))
    assert {UpdateKind.STORY_MERGED, UpdateKind.STORY_GREW} <= kinds
    assert bench.window is None
    # The window read anew holds what the database holds.
    root = str(first.root_id)
    assert set(window_of(bench).grouper.members_of(root)) == {
        str(pk) for pk in Placement.objects.values_list("article_id", flat=True)
    }


def test_an_unsure_change_waits_for_the_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = two_stories()
    proposed(monkeypatch, SURE - 0.1)
    assert audit_stories(bench) == 0
    assert Regrouping.objects.get().state == RegroupingState.PROPOSED
    assert Story.objects.filter(state=StoryState.MERGED).count() == 0


def test_what_hindsight_leaves_alone_stays() -> None:
    bench = two_stories()
    audit_stories(bench)
    assert Placement.objects.count() == 2
    assert Article.objects.filter(stage="published").count() == 2
