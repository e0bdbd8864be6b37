"""Beside the journey: read what hubs delivered, and store it as a poll would."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import transaction

from svizho.articles.storing import Stored, store_entries
from svizho.hubs.actions import ask_sooner, delivered_body, mark_delivery_read
from svizho.hubs.models import Delivery
from svizho.hubs.queries import waiting_deliveries
from svizho.kit.http import Request, Response
from svizho.pacing import Rhythm, Tempo, after_poll
from svizho.parsing import ParsedFeed
from svizho.sources.actions import record_pushed
from svizho.sources.beat import kept_tempo
from svizho.sources.models import Feed
from svizho.steps.reading import OnStored, Unreadable, read_answer, seen_entry
from svizho.steps.tempo import ping_floor
from svizho.steps.workbench import Workbench

log = structlog.get_logger(__name__)

# Deliveries read in one leg.
BATCH = 20


@dataclass
class Delivered:
    """What reading the deliveries of a lane came to."""

    taken: int = 0
    unreadable: int = 0
    new_articles: int = 0

    @property
    def more(self) -> bool:
        """Say whether more may wait."""
        return self.taken == BATCH


def take_deliveries(lane: int, lanes: int, bench: Workbench, *, on_stored: OnStored) -> Delivered:
    """Read the deliveries that wait in a lane, oldest first; none is forgotten before what it brought is stored."""
    done = Delivered()
    for delivery in waiting_deliveries(lane, lanes, most=BATCH):
        done.taken += 1
        feed = delivery.subscription.feed
        if feed is None or feed.source.paused:
            mark_delivery_read(delivery, new_entries=0, words="its feed is not read now", now=bench.now())
            continue
        try:
            parsed = read_answer(feed, _as_answer(delivery, feed), bench)
            words = "" if parsed.entries else "it holds no entries"
        except Unreadable as error:
            words = error.diagnosis.words
        if words:
            done.unreadable += 1
            _look_for_ourselves(delivery, feed, words, bench)
        else:
            done.new_articles += _store(delivery, feed, parsed, bench, on_stored)
    return done


def _as_answer(delivery: Delivery, feed: Feed) -> Response:
    """Take a delivery for what the feed itself might have answered."""
    return Response(
        request=Request(feed.url),
        url=feed.url,
        moved_to=None,
        status=200,
        headers=dict(delivery.headers),
        body=delivered_body(delivery),
        seconds=0.0,
    )


def _look_for_ourselves(delivery: Delivery, feed: Feed, words: str, bench: Workbench) -> None:
    """Take a delivery that cannot be read for the bare word that there is something new."""
    now = bench.now()
    with transaction.atomic():
        mark_delivery_read(delivery, new_entries=0, words=words, now=now)
        ask_sooner(feed, fastest=ping_floor(bench), now=now)
    log.info("delivery unreadable", feed=feed.url, why=words)


def _store(delivery: Delivery, feed: Feed, parsed: ParsedFeed, bench: Workbench, on_stored: OnStored) -> int:
    now = bench.now()
    with transaction.atomic():
        stored = store_entries(feed, [seen_entry(entry, feed.source) for entry in parsed.entries], now=now)
        _learn(feed, stored, now)
        mark_delivery_read(delivery, new_entries=stored.new_entries, now=now)
        if stored.shards:
            on_stored(stored.shards)
    return stored.new_articles


def _learn(feed: Feed, stored: Stored, now: datetime) -> None:
    """Teach pacing what was pushed: a push observes its entries completely, and at once."""
    known = Rhythm.from_json(feed.rhythm)
    if known is None or not stored.new_entries:
        return
    rhythm = after_poll(known, Tempo.from_json(kept_tempo()), found=stored.new_entries, now=now)
    record_pushed(feed, rhythm=rhythm.to_json(), now=now)
