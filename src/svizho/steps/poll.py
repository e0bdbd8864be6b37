"""Step 1: ask the feeds of a lane that are due, store their entries, decide when to ask again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import transaction

from svizho.articles.storing import Stored, store_entries
from svizho.diagnosing import Diagnosis, of_refusal, of_status, of_unasked_unchanged
from svizho.hubs.actions import keep_offer, note_found, offer_of
from svizho.hubs.queries import Pushed, pushes_of
from svizho.kit.http import Refusal, Request, Response
from svizho.pacing import Bounds, Decision, Rhythm, Tempo, Wishes, after_poll, asked_wait, decide, new_rhythm
from svizho.parsing import ParsedEntry, ParsedFeed
from svizho.sources.actions import Answer, Failure, record_failed, record_polled
from svizho.sources.beat import count_polls
from svizho.sources.due import take_due
from svizho.sources.models import FailureGrade, Feed, FeedKind
from svizho.steps.reading import Unreadable, read_answer, seen_entry
from svizho.steps.tempo import bounds_set, current_tempo, weight_of
from svizho.steps.workbench import Workbench

log = structlog.get_logger(__name__)

ACCEPT = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"

# A server may say "not modified" for ever: every so many unchanged answers we ask without validators.
VALIDATORS_DROPPED_EVERY = 20

# Called inside the transaction that stored new articles, with the shards in which they wait.
OnStored = Callable[[frozenset[int]], None]

# Feeds taken from the database at a time; more are taken as answers come in.
TAKEN_AT_ONCE = 20


@dataclass
class Polled:
    """What polling a lane came to."""

    feeds: int = 0
    failed: int = 0
    new_articles: int = 0


@dataclass(frozen=True, slots=True)
class _Pace:
    """What decides when feeds are asked again: the tempo of all, the owner's bounds, what hubs push."""

    tempo: Tempo
    bounds: Bounds
    pushes: dict[int, Pushed]

    def decide(
        self,
        feed: Feed,
        rhythm: Rhythm,
        now: datetime,
        *,
        failures: float = 0,
        wait: timedelta,
        wishes: Wishes,
    ) -> Decision:
        """Decide for one feed."""
        weight = weight_of(feed.source.weight)
        pushed = self.pushes.get(feed.pk)
        return decide(
            rhythm,
            self.tempo,
            now,
            bounds=self.bounds,
            weight=weight,
            failures=failures,
            wait=wait,
            wishes=wishes,
            missed=pushed.share if pushed else 1.0,
        )


def poll_lane(lane: int, lanes: int, bench: Workbench, *, on_stored: OnStored) -> Polled:
    """Ask every due feed of the lane; `on_stored(shards)` runs in the transaction that stored new articles."""
    polled = Polled()
    pace = _Pace(current_tempo(bench), bounds_set(bench), {})
    waiting: dict[int, Feed] = {}
    for answer in bench.door.fetch_all(_due_requests(lane, lanes, bench, waiting, pace.pushes)):
        feed = waiting.pop(answer.request.tag)
        polled.feeds += 1
        try:
            polled.new_articles += _take_answer(feed, answer, bench, pace, on_stored)
        except _Unwell as unwell:
            polled.failed += 1
            _write_failure(feed, unwell, bench.now(), pace)
    count_polls(polled.feeds)
    return polled


def _due_requests(
    lane: int, lanes: int, bench: Workbench, waiting: dict[int, Feed], pushes: dict[int, Pushed]
) -> Iterator[Request]:
    """Take due feeds a few at a time, so that one slow server does not keep the others from being taken."""
    while feeds := take_due(lane=lane, lanes=lanes, now=bench.now(), most=TAKEN_AT_ONCE):
        # A ping may make a feed due that is being asked just now.
        feeds = [feed for feed in feeds if feed.pk not in waiting]
        pushes.update(pushes_of([feed.pk for feed in feeds]))
        for feed in feeds:
            waiting[feed.pk] = feed
            yield _request(feed, bench)


def _request(feed: Feed, bench: Workbench) -> Request:
    trusting = (feed.unchanged_polls + 1) % VALIDATORS_DROPPED_EVERY != 0 and feed.kind != FeedKind.SITEMAP_INDEX
    fetching = bench.settings.fetching
    return Request(
        feed.url,
        etag=feed.etag if trusting else "",
        last_modified=feed.last_modified if trusting else "",
        accept=ACCEPT,
        max_bytes=int(fetching.feed_max_mb * 1_000_000),
        seconds=fetching.page_seconds,
        headers=feed.source.sent_headers(),
        tag=feed.pk,
    )


class _Unwell(Exception):
    """A feed could not be read; a result, not a bug."""

    def __init__(self, diagnosis: Diagnosis, wait: timedelta = timedelta(0)) -> None:
        super().__init__(diagnosis.words)
        self.diagnosis = diagnosis
        self.wait = wait


def _take_answer(feed: Feed, answer: Response | Refusal, bench: Workbench, pace: _Pace, on_stored: OnStored) -> int:
    """Store what a feed answered; says how many articles are new; raises _Unwell."""
    if isinstance(answer, Refusal):
        found = of_refusal(answer.kind, answer.words, lasting=answer.lasting)
        raise _Unwell(found, timedelta(seconds=answer.wait))
    now = bench.now()
    _check_status(answer, now)
    digest = hashlib.sha256(answer.body).hexdigest()
    if answer.status == 304 or (digest == feed.body_hash and feed.kind != FeedKind.SITEMAP_INDEX):
        record_polled(feed, _unchanged(feed, answer, now, pace), now=now)
        return 0
    try:
        parsed = read_answer(feed, answer, bench)
    except Unreadable as error:
        raise _Unwell(error.diagnosis) from error
    with transaction.atomic():
        stored = store_entries(feed, [seen_entry(entry, feed.source) for entry in parsed.entries], now=now)
        _weigh_push(feed, parsed, stored, pace, now)
        # The ETag is kept after the entries, in the same transaction: a validator never outlives what it stands for.
        record_polled(feed, _read(feed, answer, parsed, stored, digest, now, pace), now=now)
        if stored.shards:
            on_stored(stored.shards)
    return stored.new_articles


def _weigh_push(feed: Feed, parsed: ParsedFeed, stored: Stored, pace: _Pace, now: datetime) -> None:
    """Keep which hub the feed names, and whether the poll found what that hub should have told."""
    known = pace.pushes.get(feed.pk)
    offer = offer_of(hub=parsed.hub, self_url=parsed.self_url, cloud=parsed.cloud, url=feed.url)
    keep_offer(feed, offer, known, now=now)
    if known is not None and offer.fits(known):
        note_found(known, stored.new_entries, asked_before=feed.polled_at, now=now)


def _check_status(answer: Response, now: datetime) -> None:
    """Raise _Unwell for an answer that is neither a success nor an "unchanged" we asked for."""
    if answer.status == 304 and not (answer.request.etag or answer.request.last_modified):
        raise _Unwell(of_unasked_unchanged())
    if answer.status != 304 and not 200 <= answer.status < 300:
        wait = asked_wait(answer.headers, ttl=None, now=now)
        raise _Unwell(of_status(answer.status, answer.headers, answer.body, wait=wait), wait)


def _read(
    feed: Feed,
    answer: Response,
    parsed: ParsedFeed,
    stored: Stored,
    digest: str,
    now: datetime,
    pace: _Pace,
) -> Answer:
    """Say what is to be remembered of a feed that was read."""
    wishes = Wishes(parsed.ttl, parsed.skip_hours, parsed.skip_days)
    rhythm = _rhythm(feed, parsed.entries, stored, now, pace.tempo)
    decided = pace.decide(feed, rhythm, now, wait=asked_wait(answer.headers, ttl=parsed.ttl, now=now), wishes=wishes)
    return Answer(
        decided.when,
        decided.reason,
        decided.per_day,
        new_entries=stored.new_entries,
        etag=answer.headers.get("etag", ""),
        last_modified=answer.headers.get("last-modified", ""),
        body_hash=digest,
        kind=parsed.kind,
        title=parsed.title,
        language=parsed.language,
        home_url=parsed.home_url,
        moved_to=answer.moved_to or "",
        rhythm=rhythm.to_json(),
        wishes=wishes.to_json(),
        selector=parsed.selector,
        remark="; ".join(parsed.warnings),
    )


def _unchanged(feed: Feed, answer: Response, now: datetime, pace: _Pace) -> Answer:
    wishes = Wishes.from_json(feed.wishes)
    known = Rhythm.from_json(feed.rhythm)
    rhythm = after_poll(known, pace.tempo, found=0, now=now) if known else new_rhythm(now)
    decided = pace.decide(feed, rhythm, now, wait=asked_wait(answer.headers, ttl=wishes.ttl, now=now), wishes=wishes)
    return Answer(
        decided.when,
        decided.reason,
        decided.per_day,
        etag=answer.headers.get("etag", feed.etag),
        last_modified=answer.headers.get("last-modified", feed.last_modified),
        body_hash=feed.body_hash,
        unchanged=True,
        moved_to=answer.moved_to or "",
        rhythm=rhythm.to_json(),
        wishes=feed.wishes,
    )


def _rhythm(feed: Feed, entries: Sequence[ParsedEntry], stored: Stored, now: datetime, tempo: Tempo) -> Rhythm:
    """Learn from what was found; on the first reading, from the dates of the entries (a hint only)."""
    known = Rhythm.from_json(feed.rhythm) if feed.answered_at is not None else None
    if known is None:
        return new_rhythm(now, keeps=len(entries), dated=[entry.published for entry in entries if entry.published])
    return after_poll(known, tempo, found=stored.new_entries, keeps=len(entries), now=now)


def _write_failure(feed: Feed, unwell: _Unwell, now: datetime, pace: _Pace) -> None:
    rhythm = Rhythm.from_json(feed.rhythm) or new_rhythm(now)
    wishes, found = Wishes.from_json(feed.wishes), unwell.diagnosis
    failures = feed.setbacks + found.setback
    decided = pace.decide(feed, rhythm, now, failures=failures, wait=unwell.wait, wishes=wishes)
    failure = Failure(
        decided.when,
        decided.reason,
        FailureGrade(found.grade),
        found.words,
        cause=found.cause,
        advice=found.advice,
        setback=found.setback,
    )
    record_failed(feed, failure, now=now)
    log.info("feed unwell", feed=feed.url, grade=found.grade, cause=found.cause, why=found.words)
