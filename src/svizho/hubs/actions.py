"""Writes of hubs: what feeds offer, what hubs confirm and deliver, what polls find that pushes missed."""

from __future__ import annotations

import hashlib
import secrets
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from svizho.hubs.models import Delivery, HubState, Protocol, Subscription
from svizho.hubs.queries import Pushed
from svizho.pacing import renewal_at, sooner_at
from svizho.sources.models import Feed

# A verification is awaited this long after we asked; hubs queue them, some for minutes.
VERIFIED_WITHIN = timedelta(hours=1)
# A hub's own lease is believed between these; who gives none is taken to give ten days (Google's hub gives five).
SHORTEST_LEASE, LONGEST_LEASE, USUAL_LEASE = timedelta(seconds=60), timedelta(days=90), timedelta(days=10)
# rssCloud forgets a registration after 25 hours.
CLOUD_LEASE = timedelta(hours=25)
# A hub may take so long to tell of an entry that a poll has found; hubs that poll themselves take minutes.
TOLD_MINUTES = 5.0
TOLD_WITHIN = timedelta(minutes=TOLD_MINUTES)
# Beyond so many counted entries both counts are halved, so that what a hub did long ago counts less.
COUNTS_HALVED_AT = 400
# Deliveries of one subscription that may wait to be read; more are not acknowledged, so the hub sends them again.
MOST_WAITING = 40
# A hub that denied us, or is gone, is asked again after so long, in case its publisher settled it.
DENIED_FOR = timedelta(days=7)
# What parsing wants to know of a delivery besides its body.
HEADERS_KEPT = frozenset({"content-type", "content-language"})
# A dropped subscription hears 410 for so long; a read delivery is remembered so long, so that it counts once.
REMEMBERED = timedelta(days=30)
DELIVERIES_REMEMBERED = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a feed says of its hub; empty where it names none."""

    hub: str = ""
    topic: str = ""
    protocol: Protocol = Protocol.WEBSUB

    def fits(self, known: Pushed) -> bool:
        """Say whether this is what we subscribed to, or asked for."""
        return (self.hub, self.topic, self.protocol) == (known.hub, known.topic, known.protocol)


def offer_of(*, hub: str, self_url: str, cloud: str, url: str) -> Offer:
    """Make an offer of what a feed at `url` says; WebSub before rssCloud, its own word for its address before ours."""
    if hub:
        return Offer(hub[:2000], (self_url or url)[:2000])
    return Offer(cloud[:2000], url[:2000], Protocol.RSSCLOUD) if cloud else Offer()


def keep_offer(feed: Feed, offer: Offer, known: Pushed | None, *, now: datetime) -> None:
    """Keep what a feed says of its hub now: a new one is to be subscribed to, one no longer named is dropped."""
    if known is not None:
        if offer.fits(known):
            return
        drop(known.subscription, "the feed no longer names this hub", now=now)
    if offer.hub:
        _offered(feed, offer, now)


def _offered(feed: Feed, offer: Offer, now: datetime) -> None:
    row = Subscription(
        feed=feed,
        protocol=offer.protocol,
        hub=offer.hub,
        topic=offer.topic,
        token=secrets.token_urlsafe(32),
        secret=secrets.token_urlsafe(48),
        act_at=now,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        # Two polls of one feed at once: the other one was first.
        return


def drop(subscription: int, words: str, *, now: datetime) -> None:
    """Give a subscription up; its hub is told once, and its deliveries hear 410."""
    rows = Subscription.objects.filter(pk=subscription).exclude(state=HubState.DROPPED)
    standing = rows.filter(verified_at__isnull=False, protocol=Protocol.WEBSUB)
    standing.update(act_at=now, asked_at=None)
    rows.filter(Q(verified_at=None) | ~Q(protocol=Protocol.WEBSUB)).update(act_at=None, asked_at=None)
    rows.update(state=HubState.DROPPED, words=words[:500], dropped_at=now, tries=0)


def note_found(known: Pushed, found: int, *, asked_before: datetime | None, now: datetime) -> None:
    """Weigh that a poll found so many new entries in a feed that is pushed.

    What came up before the subscription stood, or after a push that only said "look", is no fault of the hub's.
    """
    if not found or not known.trusted or asked_before is None or known.verified_at is None:
        return
    if asked_before < known.verified_at:
        return
    row = Subscription.objects.filter(pk=known.subscription)
    if known.delivered_at is not None and known.delivered_at >= asked_before:
        _count(known.subscription, delivered=found)
    else:
        row.filter(doubt_at=None).update(doubt_at=now, doubted=found)


def settle_doubts(*, now: datetime) -> int:
    """Find the hubs that had time enough to tell of what a poll found and did not; says how many are unwell now."""
    late = Subscription.objects.filter(doubt_at__lte=now - TOLD_WITHIN)
    told = late.filter(delivered_at__gte=F("doubt_at"))
    told.update(doubt_at=None, doubted=0)
    unwell = 0
    for row in late.filter(state=HubState.STANDING):
        words = f"a poll found {row.doubted} new entries that the hub did not tell of within {TOLD_MINUTES:g} min"
        unwell += Subscription.objects.filter(pk=row.pk, doubt_at=row.doubt_at).update(
            unwell_since=now, unwell=words, missed=F("missed") + row.doubted, doubt_at=None, doubted=0
        )
        # Polling is as usual again from now on, not from the next seldom poll on.
        if row.feed_id is not None:
            Feed.objects.filter(pk=row.feed_id, next_poll_at__gt=now).update(next_poll_at=now)
    return unwell


def _count(subscription: int, *, delivered: int) -> None:
    rows = Subscription.objects.filter(pk=subscription)
    rows.update(delivered=F("delivered") + delivered)
    heavy = rows.annotate(all=F("delivered") + F("missed")).filter(all__gt=COUNTS_HALVED_AT)
    heavy.update(delivered=F("delivered") / 2, missed=F("missed") / 2)


def confirm(row: Subscription, *, lease: timedelta | None, now: datetime) -> None:
    """Keep that a hub confirmed a subscription that we asked for, and when it is to be renewed."""
    fallback = CLOUD_LEASE if row.protocol == Protocol.RSSCLOUD else USUAL_LEASE
    lease = min(max(lease or fallback, SHORTEST_LEASE), LONGEST_LEASE)
    Subscription.objects.filter(pk=row.pk).update(
        state=HubState.STANDING,
        words="",
        tries=0,
        asked_at=None,
        verified_at=row.verified_at if row.state == HubState.STANDING else now,
        lease_until=now + lease,
        act_at=renewal_at(now, lease, row.token),
    )


def confirm_dropped(row: Subscription) -> None:
    """Keep that a hub confirmed the end of a subscription."""
    Subscription.objects.filter(pk=row.pk).update(asked_at=None, act_at=None)


def deny(row: Subscription, reason: str, *, now: datetime) -> None:
    """Keep that a hub said no: polls are as usual, and it is asked again in a week."""
    words = f"the hub denied the subscription: {reason}" if reason else "the hub denied the subscription"
    Subscription.objects.filter(pk=row.pk).exclude(state=HubState.DROPPED).update(
        state=HubState.DENIED, words=words[:500], asked_at=None, lease_until=None, act_at=now + DENIED_FOR
    )


def expects_verification(row: Subscription, *, now: datetime) -> bool:
    """Say whether we asked this hub for something not long ago."""
    return row.asked_at is not None and now - row.asked_at <= VERIFIED_WITHIN


def note_forged(row: Subscription, *, now: datetime) -> None:
    """Count a delivery that does not bear our signature."""
    Subscription.objects.filter(pk=row.pk).update(forged=F("forged") + 1, forged_at=now)


class Kept(Enum):
    """What became of a delivery."""

    NEW = "new"
    KNOWN = "known"
    FULL = "full"


def keep_delivery(row: Subscription, body: bytes, headers: Mapping[str, str], *, now: datetime) -> Kept:
    """Keep a delivery until it is read. A repeated one is known and neither counts nor is read twice.

    FULL says that too many wait already: this one is not kept and must not be acknowledged.
    """
    if Delivery.objects.filter(subscription=row, read_at=None).count() >= MOST_WAITING:
        return Kept.FULL
    try:
        with transaction.atomic():
            Delivery.objects.create(
                subscription=row,
                shard=row.feed.shard if row.feed else 0,
                digest=hashlib.sha256(body).hexdigest(),
                body=zlib.compress(body, 1),
                headers={name: value[:500] for name, value in headers.items() if name in HEADERS_KEPT},
                arrived_at=now,
            )
    except IntegrityError:
        return Kept.KNOWN
    return Kept.NEW


def delivered_body(delivery: Delivery) -> bytes:
    """Give back the bytes of a kept delivery."""
    return zlib.decompress(delivery.body) if delivery.body else b""


def note_spoken(row: Subscription, *, now: datetime) -> None:
    """Keep that a hub spoke, authentically: whatever it missed before, it is well again."""
    Subscription.objects.filter(pk=row.pk).update(delivered_at=now, unwell_since=None, unwell="")


def mark_delivery_read(delivery: Delivery, *, new_entries: int, words: str = "", now: datetime) -> None:
    """Keep that a delivery was read and what it brought, and drop its body."""
    Delivery.objects.filter(pk=delivery.pk).update(read_at=now, body=b"", words=words[:300])
    if new_entries:
        _count(delivery.subscription_id, delivered=new_entries)


def ask_sooner(feed: Feed, *, fastest: timedelta, now: datetime) -> datetime:
    """Make a feed due sooner, with a floor (`pacing.sooner_at`); says when."""
    at = sooner_at(now, planned=feed.next_poll_at, polled_at=feed.polled_at, failures=feed.failures, fastest=fastest)
    Feed.objects.filter(pk=feed.pk, next_poll_at__gt=at).update(next_poll_at=at)
    return at


def forget_old(now: datetime) -> int:
    """Drop what nobody asks for any more; says how many rows went."""
    gone = Subscription.objects.filter(state=HubState.DROPPED, dropped_at__lt=now - REMEMBERED).delete()[0]
    return gone + Delivery.objects.filter(read_at__lt=now - DELIVERIES_REMEMBERED).delete()[0]
