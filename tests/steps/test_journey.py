"""The whole journey on written answers: every article ends on exactly one line of the account."""

from __future__ import annotations

import pytest

from svizho.articles.models import Article, Page, Stage, Vector
from svizho.errors import SetAside, TryLater
from svizho.journey import BY_NAME, STEPS, Step, account, lanes_with_work, run_leg
from svizho.records.models import Update
from svizho.sources.actions import NewFeed, add_source
from svizho.sources.models import Feed
from svizho.steps.deed import Write, each
from svizho.steps.poll import poll_lane
from svizho.steps.workbench import Workbench
from svizho.stories.models import Placement, Story, StoryState
from tests.steps.fakes import NOW, WrittenDoor, a_bench, a_page, a_rss, refuses, says

pytestmark = pytest.mark.django_db

URL = "https://svitlytsia.example/rss"
TEXT = (
    "Міст через Сулицю відкрили вранці після ремонту, який тривав два роки. Рух ним дозволили легковим автівкам.",
    "Голова громади Остап Верхогляд сказав, що вантажівки зможуть їхати мостом за місяць, коли завершать випробування.",
    "Раніше мешканці двох берегів їздили в об’їзд через сусіднє місто, і дорога забирала понад годину.",
)


def run_all(bench: Workbench) -> list[tuple[str, int]]:
    """Run every step until nothing waits; gives whom they woke."""
    woken: list[tuple[str, int]] = []
    for step in STEPS:
        for lane in lanes_with_work(step, 1, now=bench.now()):
            run_leg(step, lane, 1, bench, lambda name, where: woken.append((name, where)))
    return woken


def started(door: WrittenDoor, *items: str) -> Workbench:
    add_source("Світлиця", [NewFeed(URL)], now=NOW)
    door.answers[URL] = says(a_rss(*items))
    bench = a_bench(door)
    poll_lane(0, 1, bench, on_stored=lambda shards: None)
    return bench


def test_an_article_goes_from_the_feed_to_a_published_story() -> None:
    page = says(a_page("Новина 1 про міст через Сулицю", *TEXT))
    bench = started(WrittenDoor({"https://svitlytsia.example/1": page}), "1")
    woken = run_all(bench)
    article = Article.objects.get()
    assert article.stage == Stage.PUBLISHED
    assert article.language == "uk"
    assert "Верхогляд" in article.text
    assert article.text_from == "page"
    assert article.shown_at == NOW
    assert [name for name, _ in woken] == ["extract", "embed", "sort", "place", "publish", "index", "attribute"]
    story = Story.objects.get()
    assert (story.state, story.lead_id, story.reports) == (StoryState.PUBLISHED, article.pk, 1)
    assert story.titles["uk"]["title"] == article.title
    assert Placement.objects.get().reason["kind"] == "first"
    assert set(Update.objects.values_list("story_id", flat=True)) == {story.pk}
    assert Vector.objects.count() == 1
    assert not Page.objects.exists()


def test_when_the_page_cannot_be_had_the_feeds_own_text_serves() -> None:
    door = WrittenDoor({"https://svitlytsia.example/1": says("", status=403)})
    run_all(started(door, "1"))
    article = Article.objects.get()
    assert (article.stage, article.text_from) == (Stage.PUBLISHED, "feed")
    assert article.lead == "Міст відкрили, рух 1."


def test_a_server_that_is_down_is_asked_again_and_then_the_feed_serves() -> None:
    bench = started(WrittenDoor({"https://svitlytsia.example/1": refuses("nobody answers")}), "1")
    fetch = BY_NAME["fetch"]
    for number in range(1, 3):
        leg = run_leg(fetch, 0, 1, bench, lambda name, lane: None)
        assert leg.later == 1
        assert Article.objects.get().tries == number
        assert lanes_with_work(fetch, 1, now=bench.now()) == []
        bench.__dict__["clock"].move(minutes=5)
    run_all(bench)
    assert Article.objects.get().text_from == "feed"


def test_a_page_that_is_gone_is_set_aside_with_the_reason() -> None:
    bench = started(WrittenDoor({"https://svitlytsia.example/1": says("", status=410)}), "1", "22")
    run_all(bench)
    bench.__dict__["clock"].move(minutes=30)
    for _ in range(3):
        run_all(bench)
        bench.__dict__["clock"].move(minutes=30)
    numbers = account()
    assert [(line.where, line.articles) for line in numbers.aside] == [("gone", 1)]
    assert numbers.articles == numbers.published + sum(line.articles for line in (*numbers.aside, *numbers.waiting))
    assert numbers.published == 1


def test_running_a_leg_twice_does_nothing_twice() -> None:
    page = says(a_page("Новина 1 про міст", *TEXT))
    bench = started(WrittenDoor({"https://svitlytsia.example/1": page}), "1")
    run_all(bench)
    assert run_all(bench) == []
    assert (Placement.objects.count(), Update.objects.filter(kind="story_new").count()) == (1, 1)


def a_step(outcome: Exception | None) -> Step:
    def step(article: Article, bench: Workbench) -> Write:
        if outcome is not None:
            raise outcome
        return lambda: None

    return Step("fetch", Stage.SEEN, Stage.FETCHED, each(step), batch=10)


def test_the_three_outcomes_and_the_bug() -> None:
    bench = started(WrittenDoor(), "1")
    wake: list[tuple[str, int]] = []
    later = run_leg(a_step(TryLater("busy", wait=5)), 0, 1, bench, lambda *who: wake.append(who))
    assert (later.later, Article.objects.get().trouble) == (1, "busy")
    Article.objects.update(retry_at=None)
    bug = run_leg(a_step(ZeroDivisionError("oops")), 0, 1, bench, lambda *who: wake.append(who))
    assert (bug.bugs, Article.objects.get().trouble) == (1, "fetch: ZeroDivisionError: oops")
    Article.objects.update(retry_at=None)
    aside = run_leg(a_step(SetAside("gone")), 0, 1, bench, lambda *who: wake.append(who))
    assert (aside.aside, Article.objects.get().stage) == (1, Stage.SET_ASIDE)
    assert wake == []


def test_a_bug_that_stays_sets_the_article_aside() -> None:
    bench = started(WrittenDoor(), "1")
    for _ in range(8):
        run_leg(a_step(ZeroDivisionError("oops")), 0, 1, bench, lambda *who: None)
        bench.__dict__["clock"].move(hours=1)
    assert [(line.where, line.articles) for line in account().aside] == [("bug", 1)]


def test_a_full_batch_wakes_its_own_step_again() -> None:
    bench = started(WrittenDoor(), "1", "22", "333")
    step = Step("fetch", Stage.SEEN, Stage.FETCHED, a_step(None).work, batch=2)
    woken: list[tuple[str, int]] = []
    run_leg(step, 0, 1, bench, lambda *who: woken.append(who))
    assert woken.count(("fetch", 0)) == 1
    assert woken.count(("extract", 0)) == 2


def test_two_reports_of_one_event_stand_in_one_story() -> None:
    door = WrittenDoor()
    for number in ("1", "22"):
        door.answers[f"https://svitlytsia.example/{number}"] = says(a_page("Новина про міст через Сулицю", *TEXT))
    run_all(started(door, "1", "22"))
    assert Story.objects.count() == 1
    copy = Placement.objects.exclude(near_copy_of=None).get()
    assert copy.reason["kind"] == "near_copy"
    story = Story.objects.get()
    assert (story.reports, story.near_copies, story.sources) == (2, 1, 1)


def test_grouping_goes_on_from_the_database_when_the_worker_is_new() -> None:
    door = WrittenDoor(
        {f"https://svitlytsia.example/{n}": says(a_page("Міст через Сулицю", *TEXT)) for n in ("1", "22")}
    )
    bench = started(door, "1")
    run_all(bench)
    door.answers[URL] = says(a_rss("1", "22"))
    Feed.objects.update(next_poll_at=NOW)
    afresh = a_bench(door)
    afresh.__dict__["clock"].move(hours=1)
    poll_lane(0, 1, afresh, on_stored=lambda shards: None)
    run_all(afresh)
    assert (Story.objects.count(), Placement.objects.count()) == (1, 2)
