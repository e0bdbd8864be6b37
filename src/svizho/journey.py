"""The one place where the order of the steps is written, and the runner that knows their three outcomes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import Count, F, Q, QuerySet

from svizho.articles.actions import MOST_TRIES, mark, move, put_off, set_aside
from svizho.articles.models import Article, Entry, Stage
from svizho.errors import SetAside, TryLater
from svizho.steps.attribute import attribute_article
from svizho.steps.deed import Think, Work, each
from svizho.steps.embed import embed_article
from svizho.steps.extract import extract_article
from svizho.steps.fetch import fetch_pages
from svizho.steps.index import index_article
from svizho.steps.place import place_articles
from svizho.steps.publish import publish_stories
from svizho.steps.sort import sort_article
from svizho.steps.workbench import Workbench
from svizho.stories.models import Placement, Story, StoryState

log = structlog.get_logger(__name__)

# Seconds before an article on which a step stumbled over a bug is tried again, times the number of tries.
BUG_WAIT = 30.0

# Wakes the leg of a step in a lane; called inside the transaction whose result it shall work on.
Wake = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Step:
    """One deed on the journey: takes articles at one stage to the next."""

    name: str
    takes: Stage
    # None: the article stays where it is and is marked, so that news never waits for the step.
    gives: Stage | None
    work: Work
    # Articles in one leg: large enough that a job's own cost is small, small enough that others get their turn.
    batch: int
    # Grouping is one decision at a time, and a story is published by one hand.
    one_lane: bool = False
    # The column that such a mark is: an article without it waits.
    marks: str = ""
    # Gives everything else the right of way, and begins with the newest: there may be years of articles to do.
    patient: bool = False

    def lane_of(self, shard: int, lanes: int) -> int:
        """Say in which lane an article of `shard` is worked on."""
        return 0 if self.one_lane else shard % lanes


STEPS: tuple[Step, ...] = (
    Step("fetch", Stage.SEEN, Stage.FETCHED, fetch_pages, batch=60),
    Step("extract", Stage.FETCHED, Stage.EXTRACTED, each(extract_article), batch=50),
    Step("embed", Stage.EXTRACTED, Stage.EMBEDDED, each(embed_article), batch=25),
    Step("sort", Stage.EMBEDDED, Stage.SORTED, each(sort_article), batch=50),
    Step("place", Stage.SORTED, Stage.PLACED, place_articles, batch=100, one_lane=True),
    Step("publish", Stage.PLACED, Stage.PUBLISHED, publish_stories, batch=100, one_lane=True),
    Step("index", Stage.PUBLISHED, None, each(index_article), batch=50, marks="indexed_at", patient=True),
    Step("attribute", Stage.PUBLISHED, None, each(attribute_article), batch=25, marks="read_at"),
)

BY_NAME = {step.name: step for step in STEPS}
AFTER = {stage: tuple(step for step in STEPS if step.takes == stage) for stage in Stage}


@dataclass
class Leg:
    """What one leg came to."""

    taken: int = 0
    moved: int = 0
    aside: int = 0
    later: int = 0
    bugs: int = 0


def run_leg(step: Step, lane: int, lanes: int, bench: Workbench, wake: Wake) -> Leg:
    """Take a batch of articles that wait in a lane through one step; wakes itself again while more wait."""
    articles = waiting(step, lane, lanes, now=bench.now(), most=step.batch)
    leg = Leg(taken=len(articles))
    for article, think in step.work(articles, bench):
        _run_one(step, article, think, lanes, bench, wake, leg)
    if len(articles) == step.batch:
        wake(step.name, lane)
    return leg


def waiting(step: Step, lane: int, lanes: int, *, now: datetime, most: int) -> list[Article]:
    """Give the articles that wait for a step in a lane, oldest first, so that newest first stays true on the page."""
    rows = _ready(step, now)
    if not step.one_lane:
        rows = rows.annotate(lane=F("shard") % lanes).filter(lane=lane)
    order = ("-happened_at", "-pk") if step.patient else ("happened_at", "pk")
    return list(rows.select_related("source").order_by(*order)[:most])


def _ready(step: Step, now: datetime) -> QuerySet[Article]:
    rows = Article.objects.filter(Q(retry_at=None) | Q(retry_at__lte=now), stage=step.takes)
    return rows if step.gives else rows.filter(**{step.marks: None})


def _run_one(step: Step, article: Article, think: Think, lanes: int, bench: Workbench, wake: Wake, leg: Leg) -> None:
    """Take one article through a step and count its outcome; the one place that catches everything."""
    try:
        write = think()
        with transaction.atomic():
            aside = write()
            if aside is None:
                _move_on(step, article, lanes, bench, wake)
        if aside is not None:
            raise aside
        leg.moved += 1
    except TryLater as later:
        leg.later += 1
        put_off(article, str(later), wait=later.wait, now=bench.now())
    except SetAside as aside_error:
        leg.aside += 1
        _put_aside(step, article, aside_error.reason, str(aside_error), bench)
    except Exception as bug:
        leg.bugs += 1
        _note_bug(step, article, bug, bench)


def _move_on(step: Step, article: Article, lanes: int, bench: Workbench, wake: Wake) -> None:
    """Move an article to its next stage and wake the next leg, in the transaction of the result."""
    if step.gives is None:
        mark(article, step.marks, now=bench.now())
        return
    move(article, step.gives, now=bench.now())
    for after in AFTER[step.gives]:
        wake(after.name, after.lane_of(article.shard, lanes))


def _put_aside(step: Step, article: Article, reason: str, words: str, bench: Workbench) -> None:
    """Take an article off its journey; one that is published already stays so, only unread or not found."""
    if step.gives is None:
        mark(article, step.marks, now=bench.now())
    else:
        set_aside(article, reason, words, now=bench.now())


def _note_bug(step: Step, article: Article, bug: Exception, bench: Workbench) -> None:
    """Log a bug with the article's id; retried a few times, then set aside where the desk sees it."""
    log.error("bug", step=step.name, article=article.pk, exc_info=bug)
    words = f"{step.name}: {type(bug).__name__}: {bug}"
    if article.tries + 1 >= MOST_TRIES:
        _put_aside(step, article, "bug", words, bench)
    else:
        put_off(article, words, wait=BUG_WAIT * (article.tries + 1), now=bench.now())


def lanes_with_work(step: Step, lanes: int, *, now: datetime) -> list[int]:
    """Say in which lanes articles wait for a step, for the sweep that finds what a lost job left behind."""
    if step.one_lane:
        return [0] if _ready(step, now).exists() else []
    return sorted(set(_ready(step, now).annotate(lane=F("shard") % lanes).values_list("lane", flat=True)))


@dataclass(frozen=True, slots=True)
class Tally:
    """How many articles stand somewhere."""

    where: str
    articles: int


@dataclass(frozen=True, slots=True)
class Account:
    """The journey in numbers: every article stands in exactly one line, so the lines add up to all of them."""

    entries: int
    articles: int
    waiting: tuple[Tally, ...]
    put_off: int
    published: int
    unread: int
    unindexed: int
    placed: int
    stories: int
    aside: tuple[Tally, ...]
    troubles: tuple[Tally, ...]


def account() -> Account:
    """Count where all articles stand, what was set aside and why."""
    by_stage = dict(Article.objects.values_list("stage").annotate(Count("pk")))
    return Account(
        entries=Entry.objects.count(),
        articles=sum(by_stage.values()),
        waiting=tuple(Tally(step.name, by_stage.get(step.takes, 0)) for step in STEPS if step.gives),
        unread=Article.objects.filter(stage=Stage.PUBLISHED, read_at=None).count(),
        unindexed=Article.objects.filter(stage=Stage.PUBLISHED, indexed_at=None).count(),
        put_off=Article.objects.filter(retry_at__isnull=False).exclude(stage=Stage.SET_ASIDE).count(),
        published=by_stage.get(Stage.PUBLISHED, 0),
        placed=Placement.objects.count(),
        stories=Story.objects.exclude(state=StoryState.MERGED).count(),
        aside=_counted("aside_reason", Q(stage=Stage.SET_ASIDE)),
        troubles=_counted("trouble", ~Q(trouble="") & ~Q(stage=Stage.SET_ASIDE))[:10],
    )


def _counted(field: str, which: Q) -> tuple[Tally, ...]:
    rows: Sequence[tuple[str, int]] = list(
        Article.objects.filter(which).values_list(field).annotate(n=Count("pk")).order_by("-n", field)
    )
    return tuple(Tally(where, number) for where, number in rows)
