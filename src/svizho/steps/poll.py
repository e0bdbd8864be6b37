"""Step 1: ask the feeds of a lane that are due, store their entries, decide when to ask again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import DatabaseError, DataError, IntegrityError, transaction

from svizho.articles.storing import Stored, store_all
from svizho.diagnosing import Diagnosis, of_refusal, of_status, of_unasked_unchanged
from svizho.hubs.actions import keep_offer, note_found, offer_of
from svizho.hubs.queries import Pushed, pushes_of
from svizho.kit.http import Refusal, Request, Response
from svizho.pacing import Decision, Rhythm, Wishes, after_polls, asked_wait, new_rhythm
from svizho.parsing import ParsedFeed
from svizho.sources.actions import Answer, Failure, record_all_failed, record_all_polled
from svizho.sources.beat import count_polls
from svizho.sources.due import take_due
from svizho.sources.models import FailureGrade, Feed, FeedKind
from svizho.steps.pace import Pace, Poll, current_pace
from svizho.steps.reading import OnStored, Unreadable, read_answers, seen_entry
from svizho.steps.workbench import Workbench

log = structlog.get_logger(__name__)

ACCEPT = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"

# A server may say "not modified" for ever: every so many unchanged answers we ask without validators.
VALIDATORS_DROPPED_EVERY = 20

# Feeds taken from the database at a time; more are taken as answers come in.
TAKEN_AT_ONCE = 50


@dataclass
class Polled:
    """What polling a lane came to."""

    feeds: int = 0
    failed: int = 0
    new_articles: int = 0


def poll_lane(lane: int, lanes: int, bench: Workbench, *, on_stored: OnStored) -> Polled:
    """Ask every due feed of the lane; `on_stored(shards)` runs in the transactions that stored new articles.

    Answers are taken as they come, all that have come together: one trip to the parsers, one transaction for what is
    new, one statement for what is unchanged. A slow server makes nobody wait, and a busy lane costs little a feed.
    """
    visit = _Visit(bench, current_pace(bench), on_stored)
    waiting: dict[int, Feed] = {}
    for answers in bench.door.fetch_some(_due_requests(lane, lanes, bench, waiting, visit.pace.pushes)):
        visit.take([(waiting.pop(answer.request.tag), answer) for answer in answers])
    count_polls(visit.polled.feeds)
    return visit.polled


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


@dataclass(frozen=True, slots=True)
class _Read:
    """A feed whose answer was new to us, and what was read in it."""

    feed: Feed
    answer: Response
    parsed: ParsedFeed
    digest: str


_Came = Sequence[tuple[Feed, Response | Refusal]]


class _Visit:
    """One round over the feeds of a lane: takes what they answer, some at a time."""

    def __init__(self, bench: Workbench, pace: Pace, on_stored: OnStored) -> None:
        self.pace = pace
        self.polled = Polled()
        self._bench = bench
        self._on_stored = on_stored

    def take(self, came: _Came) -> None:
        """Keep what feeds answered, each in its own way."""
        now = self._bench.now()
        unwell: list[tuple[Feed, _Unwell]] = []
        same: list[tuple[Feed, Response]] = []
        new: list[tuple[Feed, Response, str]] = []
        for feed, answer in came:
            try:
                told, digest = _judged(feed, answer, now)
            except _Unwell as error:
                unwell.append((feed, error))
            else:
                (new.append((feed, told, digest)) if digest else same.append((feed, told)))
        read = self._read(new, unwell)
        self._keep_unchanged(same, now)
        self._store(read, self._bench.now())
        self._write_failures(unwell, self._bench.now())
        self.polled.feeds += len(came)
        self.polled.failed += len(unwell)

    def _read(self, new: Sequence[tuple[Feed, Response, str]], unwell: list[tuple[Feed, _Unwell]]) -> list[_Read]:
        """Parse what is new; what cannot be read is unwell."""
        read = []
        results = read_answers([(feed, answer) for feed, answer, _ in new], self._bench)
        for (feed, answer, digest), parsed in zip(new, results, strict=True):
            if isinstance(parsed, Unreadable):
                unwell.append((feed, _Unwell(parsed.diagnosis)))
            else:
                read.append(_Read(feed, answer, parsed, digest))
        return read

    def _keep_unchanged(self, same: Sequence[tuple[Feed, Response]], now: datetime) -> None:
        polls = [
            Poll(feed, rhythm, wishes, asked_wait(answer.headers, ttl=wishes.ttl, now=now))
            for (feed, answer), rhythm in zip(same, self._still(same, now), strict=True)
            for wishes in (Wishes.from_json(feed.wishes),)
        ]
        told = [
            (poll.feed, _unchanged(poll, answer, decided))
            for poll, (_, answer), decided in zip(polls, same, self.pace.decide(polls, now), strict=True)
        ]
        record_all_polled(told, now=now)

    def _still(self, same: Sequence[tuple[Feed, Response]], now: datetime) -> list[Rhythm]:
        """Learn that nothing came."""
        known = [Rhythm.from_json(feed.rhythm) for feed, _ in same]
        nothing = [0] * sum(rhythm is not None for rhythm in known)
        learnt = iter(
            after_polls([one for one in known if one], self.pace.tempo, found=nothing, keeps=nothing, now=now)
        )
        return [next(learnt) if rhythm else new_rhythm(now) for rhythm in known]

    def _store(self, read: Sequence[_Read], now: datetime) -> None:
        """Store what was read, in one transaction; feed by feed where that fails, so that none loses the others."""
        try:
            self._store_together(read, now)
        except DatabaseError as trouble:
            if len(read) == 1:
                raise
            log.warning("feeds are stored one by one", feeds=len(read), why=str(trouble))
            for one in read:
                self._store_alone(one, now)

    def _store_alone(self, one: _Read, now: datetime) -> None:
        """Store one feed; what its data make impossible is a bug of ours, told in the log, and no other's loss."""
        try:
            self._store_together([one], now)
        except (DataError, IntegrityError) as bug:
            log.error("bug", step="poll", feed=one.feed.url, exc_info=bug)

    def _store_together(self, read: Sequence[_Read], now: datetime) -> None:
        if not read:
            return
        with transaction.atomic():
            told = [(one.feed, [seen_entry(entry, one.feed.source) for entry in one.parsed.entries]) for one in read]
            stored = store_all(told, now=now)
            for one, result in zip(read, stored, strict=True):
                _weigh_push(one.feed, one.parsed, result, self.pace, now)
            # The ETags are kept after the entries, in one transaction: a validator never outlives what it stands for.
            record_all_polled(self._learnt(read, stored, now), now=now)
            if shards := frozenset[int]().union(*(result.shards for result in stored)):
                self._on_stored(shards)
        self.polled.new_articles += sum(result.new_articles for result in stored)

    def _learnt(self, read: Sequence[_Read], stored: Sequence[Stored], now: datetime) -> list[tuple[Feed, Answer]]:
        """Say what is to be remembered of feeds that were read."""
        polls = [
            Poll(one.feed, rhythm, _wishes(one.parsed), asked_wait(one.answer.headers, ttl=one.parsed.ttl, now=now))
            for one, rhythm in zip(read, self._rhythms(read, stored, now), strict=True)
        ]
        decisions = self.pace.decide(polls, now)
        return [
            (one.feed, _answer(one, poll, result, decided))
            for one, poll, result, decided in zip(read, polls, stored, decisions, strict=True)
        ]

    def _rhythms(self, read: Sequence[_Read], stored: Sequence[Stored], now: datetime) -> list[Rhythm]:
        """Learn from what was found; on the first reading, from the dates of the entries (a hint only)."""
        known = [Rhythm.from_json(one.feed.rhythm) if one.feed.answered_at is not None else None for one in read]
        found = [result.new_entries for result, rhythm in zip(stored, known, strict=True) if rhythm]
        keeps = [len(one.parsed.entries) for one, rhythm in zip(read, known, strict=True) if rhythm]
        learnt = iter(after_polls([one for one in known if one], self.pace.tempo, found=found, keeps=keeps, now=now))
        return [next(learnt) if rhythm else _begun(one.parsed, now) for one, rhythm in zip(read, known, strict=True)]

    def _write_failures(self, unwell: Sequence[tuple[Feed, _Unwell]], now: datetime) -> None:
        polls = [
            Poll(
                feed,
                Rhythm.from_json(feed.rhythm) or new_rhythm(now),
                Wishes.from_json(feed.wishes),
                error.wait,
                feed.setbacks + error.diagnosis.setback,
            )
            for feed, error in unwell
        ]
        decisions = self.pace.decide(polls, now)
        failures = [
            (feed, _failure(error.diagnosis, decided)) for (feed, error), decided in zip(unwell, decisions, strict=True)
        ]
        record_all_failed(failures, now=now)
        for feed, error in unwell:
            found = error.diagnosis
            log.info("feed unwell", feed=feed.url, grade=found.grade, cause=found.cause, why=found.words)


def _judged(feed: Feed, answer: Response | Refusal, now: datetime) -> tuple[Response, str]:
    """Say whether an answer is new to us, by the digest of its body ("" for unchanged); raises _Unwell."""
    if isinstance(answer, Refusal):
        found = of_refusal(answer.kind, answer.words, lasting=answer.lasting)
        raise _Unwell(found, timedelta(seconds=answer.wait))
    _check_status(answer, now)
    if answer.status == 304:
        return answer, ""
    digest = hashlib.sha256(answer.body).hexdigest()
    return answer, "" if digest == feed.body_hash and feed.kind != FeedKind.SITEMAP_INDEX else digest


def _weigh_push(feed: Feed, parsed: ParsedFeed, stored: Stored, pace: Pace, now: datetime) -> None:
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


def _wishes(parsed: ParsedFeed) -> Wishes:
    return Wishes(parsed.ttl, parsed.skip_hours, parsed.skip_days)


def _begun(parsed: ParsedFeed, now: datetime) -> Rhythm:
    dated = [entry.published for entry in parsed.entries if entry.published]
    return new_rhythm(now, keeps=len(parsed.entries), dated=dated)


def _answer(one: _Read, poll: Poll, stored: Stored, decided: Decision) -> Answer:
    """Say what is to be remembered of a feed that was read."""
    answer, parsed = one.answer, one.parsed
    return Answer(
        decided.when,
        decided.reason,
        decided.per_day,
        new_entries=stored.new_entries,
        etag=answer.headers.get("etag", ""),
        last_modified=answer.headers.get("last-modified", ""),
        body_hash=one.digest,
        kind=parsed.kind,
        title=parsed.title,
        language=parsed.language,
        home_url=parsed.home_url,
        moved_to=answer.moved_to or "",
        rhythm=poll.rhythm.to_json(),
        wishes=poll.wishes.to_json(),
        selector=parsed.selector,
        remark="; ".join(parsed.warnings),
    )


def _unchanged(poll: Poll, answer: Response, decided: Decision) -> Answer:
    """Say what is to be remembered of a feed that had nothing new."""
    feed = poll.feed
    return Answer(
        decided.when,
        decided.reason,
        decided.per_day,
        etag=answer.headers.get("etag", feed.etag),
        last_modified=answer.headers.get("last-modified", feed.last_modified),
        body_hash=feed.body_hash,
        unchanged=True,
        moved_to=answer.moved_to or "",
        rhythm=poll.rhythm.to_json(),
        wishes=feed.wishes,
    )


def _failure(found: Diagnosis, decided: Decision) -> Failure:
    return Failure(
        decided.when,
        decided.reason,
        FailureGrade(found.grade),
        found.words,
        cause=found.cause,
        advice=found.advice,
        setback=found.setback,
    )
