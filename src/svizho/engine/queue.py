"""The queue: which jobs there are, and how a step wakes the next one in its own transaction.

A job says only "there is work for this step in this lane"; the truth about the work is the stage on each article's
row. So a lost job loses nothing (the sweep wakes its lane again), and a repeated one does nothing twice.
"""

from __future__ import annotations

import procrastinate
import structlog
from asgiref.sync import async_to_sync
from procrastinate.contrib.django import DjangoApp
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Status

from svizho.engine.bench import workbench
from svizho.engine.waking import LANES, NAMESPACE, POLL, PUSH, PUSH_PRIORITY, deferring, wake_leg
from svizho.errors import SvizhoError
from svizho.hubs.queries import lanes_with_deliveries
from svizho.journey import BY_NAME, STEPS, lanes_with_work, run_leg
from svizho.sources.due import lanes_with_due_feeds
from svizho.steps.audit import audit_stories
from svizho.steps.deliver import take_deliveries
from svizho.steps.picture import take_pictures
from svizho.steps.poll import poll_lane
from svizho.steps.publish import rank_again
from svizho.steps.subscribe import tend_subscriptions
from svizho.steps.tell import tell_hub
from svizho.steps.tidy import tidy

__all__ = ["LANES", "NAMESPACE", "POLL", "PUSH", "app", "let_go_of_jobs", "tasks", "wake"]

log = structlog.get_logger(__name__)

tasks = procrastinate.Blueprint()

# What the worker runs; it puts a connector of its own in for as long as a connection lasts.
app = DjangoApp(connector=DjangoConnector())


def wake(step: str, lane: int) -> None:
    """Queue the leg of a step in a lane, unless it is queued already; safe inside a transaction."""
    wake_leg(step, lane, priority=_priority(step))


def _priority(step: str) -> int:
    """Give later steps the right of way: what is nearly on the page goes first, what is patient last."""
    if step in BY_NAME and (BY_NAME[step].patient or BY_NAME[step].gives is None):
        # The article is on the page already: what comes after must not hold up what is on its way there.
        return -1
    order = [POLL, *(each.name for each in STEPS)]
    return PUSH_PRIORITY if step == PUSH else order.index(step)


@tasks.task(name="leg")
def leg(step: str, lane: int) -> None:
    """Work on one step in one lane."""
    bench = workbench()
    if step == POLL:
        polled = poll_lane(lane, LANES, bench, on_stored=_wake_fetch)
        if polled.feeds:
            log.info("polled", feeds=polled.feeds, failed=polled.failed, new=polled.new_articles)
        return
    if step == PUSH:
        delivered = take_deliveries(lane, LANES, bench, on_stored=_wake_fetch)
        if delivered.taken:
            log.info("delivered", taken=delivered.taken, bad=delivered.unreadable, new=delivered.new_articles)
        if delivered.more:
            wake(PUSH, lane)
        return
    if step not in BY_NAME:
        raise SvizhoError(f"no step is called {step!r}")
    done = run_leg(BY_NAME[step], lane, LANES, bench, wake)
    if done.taken:
        log.info(step, moved=done.moved, aside=done.aside, later=done.later, bugs=done.bugs)


def _wake_fetch(shards: frozenset[int]) -> None:
    """Wake the first step of articles that a poll or a delivery just stored."""
    first = STEPS[0]
    for lane in {first.lane_of(shard, LANES) for shard in shards}:
        wake(first.name, lane)


@tasks.periodic(cron="* * * * * *")
@tasks.task(name="ask_due_feeds", queueing_lock="ask_due_feeds", priority=20)
def ask_due_feeds(timestamp: int) -> None:
    """Every second: wake the lanes in which feeds are due."""
    for lane in lanes_with_due_feeds(LANES, now=workbench().now()):
        wake(POLL, lane)


@tasks.periodic(cron="* * * * * */5")
@tasks.task(name="sweep", queueing_lock="sweep", priority=20)
def sweep(timestamp: int) -> None:
    """Every five seconds: wake lanes whose articles wait, be it after `TryLater` or because a job was lost."""
    now = workbench().now()
    for step in STEPS:
        for lane in lanes_with_work(step, LANES, now=now):
            wake(step.name, lane)
    for lane in lanes_with_deliveries(LANES):
        wake(PUSH, lane)


@tasks.periodic(cron="* * * * * */5")
@tasks.task(name="tend_hubs", queueing_lock="tend_hubs", lock="tend_hubs", priority=20)
def tend_hubs(timestamp: int) -> None:
    """Every five seconds: ask hubs for what is due, settle what polls doubted of them."""
    tended = tend_subscriptions(workbench())
    if tended.asked or tended.unwell or tended.lapsed:
        log.info("hubs", **vars(tended))


@tasks.periodic(cron="* * * * * */2")
@tasks.task(name="tell_hub", queueing_lock="tell_hub", lock="tell_hub", priority=20)
def tell_our_hub(timestamp: int) -> None:
    """Every two seconds: tell our own hub, if there is one, which of our feeds changed."""
    tell_hub(workbench())


@tasks.periodic(cron="* * * * *")
@tasks.task(name="rank", queueing_lock="rank", lock="publish/0", priority=15)
def rank(timestamp: int) -> None:
    """Every minute: let time pass on the front page."""
    rank_again(workbench())


@tasks.periodic(cron="3,18,33,48 * * * *")
@tasks.task(name="audit", queueing_lock="audit", lock="place/0", priority=10)
def audit(timestamp: int) -> None:
    """Four times an hour: regroup the last hours with hindsight."""
    audit_stories(workbench())


@tasks.periodic(cron="* * * * * */5")
@tasks.task(name="pictures", queueing_lock="pictures", lock="pictures", priority=-1)
def pictures(timestamp: int) -> None:
    """Every five seconds: take the pictures of what came to the page, where their source allows it."""
    if taken := take_pictures(workbench()):
        log.info("pictures", taken=taken)


@tasks.periodic(cron="7,27,47 * * * *")
@tasks.task(name="tidy", queueing_lock="tidy")
def tidy_up(timestamp: int) -> None:
    """Three times an hour: drop what is no longer needed."""
    tidy(workbench())


def let_go_of_jobs() -> int:
    """End the jobs that a former run of the whole tree left in hand, when nobody works; says how many.

    Their articles keep their stage, so the sweep finds them.
    """
    jobs = deferring.job_manager.list_jobs(status=Status.DOING.value)
    for job in jobs:
        async_to_sync(deferring.job_manager.finish_job)(job, status=Status.FAILED, delete_job=True)
    return len(jobs)


app.add_tasks_from(tasks, namespace=NAMESPACE)
