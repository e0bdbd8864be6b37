"""Reads of hubs: what polls, pages and commands must know of pushes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q

from svizho.hubs.models import Delivery, HubState, PingToken, Subscription
from svizho.kit.links import canonical_link, host_of, is_home_page
from svizho.pacing import missed_share
from svizho.sources.models import Feed

# A ping that names more feeds than this (a home page of a giant) asks for the first ones.
MOST_PINGED = 50


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a poll must know of a feed's pushes."""

    subscription: int
    hub: str
    topic: str
    protocol: str
    trusted: bool
    verified_at: datetime | None
    delivered_at: datetime | None
    missed: float

    @property
    def share(self) -> float:
        """Give the share of its entries that is left to polls."""
        return self.missed if self.trusted else 1.0


def pushes_of(feeds: Collection[int]) -> Mapping[int, Pushed]:
    """Give what is known of the pushes of some feeds, by the feed's number (one query)."""
    rows = Subscription.objects.filter(feed_id__in=feeds).exclude(state=HubState.DROPPED)
    return {row.feed_id: _pushed(row) for row in rows if row.feed_id is not None}


def _pushed(row: Subscription) -> Pushed:
    share = missed_share(delivered=row.delivered, missed=row.missed)
    return Pushed(
        row.pk, row.hub, row.topic, row.protocol, row.trusted, row.verified_at, row.delivered_at, missed=share
    )


def missed_shares() -> Mapping[int, float]:
    """Give, for every feed that is pushed by a trusted hub, the share of its entries left to polls (one query)."""
    rows = Subscription.objects.filter(state=HubState.STANDING, unwell_since=None, feed__isnull=False)
    found = rows.values_list("feed_id", "delivered", "missed")
    return {feed: missed_share(delivered=delivered, missed=missed) for feed, delivered, missed in found if feed}


def subscription_of(feed: Feed) -> Subscription | None:
    """Give the subscription of a feed that stands or is on its way (one query)."""
    return Subscription.objects.filter(feed=feed).exclude(state=HubState.DROPPED).first()


def subscriptions() -> Mapping[int, Subscription]:
    """Give all subscriptions that were not dropped, by the feed's number (one query)."""
    rows = Subscription.objects.filter(feed__isnull=False).exclude(state=HubState.DROPPED)
    return {row.feed_id: row for row in rows if row.feed_id is not None}


def by_token(token: str) -> Subscription | None:
    """Find the subscription that a callback's address names (one query)."""
    return Subscription.objects.filter(token=token).select_related("feed").first() if len(token) <= 64 else None


def lanes_with_deliveries(lanes: int) -> list[int]:
    """Say in which lanes deliveries wait to be read."""
    waiting = Delivery.objects.filter(read_at=None).annotate(lane=F("shard") % lanes)
    return sorted(set(waiting.values_list("lane", flat=True)))


def waiting_deliveries(lane: int, lanes: int, *, most: int) -> list[Delivery]:
    """Give the deliveries of a lane that wait to be read, oldest first."""
    rows = Delivery.objects.filter(read_at=None).annotate(lane=F("shard") % lanes).filter(lane=lane)
    return list(rows.select_related("subscription__feed__source").order_by("arrived_at", "pk")[:most])


def feeds_at(url: str) -> list[Feed]:
    """Find the feeds that an address stands for: a feed's own, a topic's, or a publisher's home page.

    An address that we do not know stands for none: whoever pings can never make us ask a new address.
    """
    if not host_of(url):
        return []
    exact = [url, *({canonical_link(url)} - {None, url})]
    subscribed = Subscription.objects.filter(feed=OuterRef("pk"), topic__in=exact).exclude(state=HubState.DROPPED)
    asked = Q(url__in=exact) | Q(moved_to__in=exact) | Exists(subscribed)
    read = Feed.objects.filter(source__paused=False).select_related("source").order_by("pk")
    found = list(read.filter(asked)[:MOST_PINGED])
    return found or _of_home_page(url, read.filter(_at_home(url))[:MOST_PINGED])


def _at_home(url: str) -> Q:
    host = _plain_host(url)
    addresses = [f"{scheme}://{www}{host}" for scheme in ("http", "https") for www in ("", "www.")]
    return Q(source__home_url__in=[*addresses, *(f"{one}/" for one in addresses)])


def _of_home_page(url: str, feeds: Collection[Feed]) -> list[Feed]:
    """Keep the feeds of the publisher whose home page an address is."""
    home = canonical_link(url)
    if home is None or not is_home_page(home):
        return []
    return [feed for feed in feeds if _plain_host(feed.source.home_url) == _plain_host(url)]


def _plain_host(url: str) -> str:
    return host_of(url).removeprefix("www.")


def ping_tokens() -> list[PingToken]:
    """List the tokens that may ping, by name (one query)."""
    return list(PingToken.objects.order_by("name"))
