"""Writes for asking hubs: which subscriptions are due to be asked for, and what the asking came to."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from svizho.hubs.actions import DENIED_FOR
from svizho.hubs.models import HubState, Subscription
from svizho.sources.models import Feed

# A hub that took a request has so long to verify it before it is asked again; times the tries so far.
CONFIRMED_WITHIN = timedelta(minutes=10)
# A hub that did not take a request is asked again after so long, times the tries so far, a day at most.
RETRIED_AFTER, RETRIED_AT_LEAST = timedelta(minutes=5), timedelta(days=1)
# Where no hub could reach us, the settings are looked at again after so long.
UNREACHABLE_FOR = timedelta(hours=1)


def let_leases_run_out(*, now: datetime) -> int:
    """Find subscriptions whose lease has run out; their feeds are polled as usual, at once. Says how many."""
    rows = Subscription.objects.filter(state=HubState.STANDING, lease_until__lte=now)
    feeds = [feed for feed in rows.values_list("feed_id", flat=True) if feed]
    words = "the lease has run out, and the hub has not confirmed a new one"
    count = rows.update(state=HubState.ASKED, words=words, verified_at=None, doubt_at=None, act_at=now)
    Feed.objects.filter(pk__in=feeds, next_poll_at__gt=now).update(next_poll_at=now)
    return count


def drop_orphans(*, now: datetime) -> int:
    """Give up the subscriptions of feeds that are gone; says how many."""
    rows = Subscription.objects.filter(feed=None).exclude(state=HubState.DROPPED)
    words = "its feed is no longer read"
    return rows.update(state=HubState.DROPPED, words=words, dropped_at=now, act_at=now, asked_at=None, tries=0)


def take_due(*, now: datetime, most: int) -> list[Subscription]:
    """Take subscriptions that are due to be asked for, so that no one else does, and expect their verification.

    It is expected from now on, before the hub is asked: some verify before they answer.
    """
    with transaction.atomic():
        due = Subscription.objects.filter(act_at__lte=now).order_by("act_at")
        rows = list(due.select_for_update(skip_locked=True)[:most])
        for row in rows:
            row.act_at = now + CONFIRMED_WITHIN * (row.tries + 1)
            row.asked_at, row.tries = now, row.tries + 1
            if row.state not in (HubState.STANDING, HubState.DROPPED):
                row.state = HubState.ASKED
        Subscription.objects.bulk_update(rows, ["act_at", "asked_at", "tries", "state"])
    return rows


def note_taken(row: Subscription) -> None:
    """Keep that a hub took our request; unless it has verified meanwhile, it now has its time to."""
    words = "the hub took the request and has not confirmed it yet"
    Subscription.objects.filter(pk=row.pk, state=HubState.ASKED, asked_at=row.asked_at).update(words=words)


def note_refused(row: Subscription, words: str, *, lasting: bool, now: datetime) -> None:
    """Keep why a hub did not take our request, and when it is asked again; a lease that stands goes on standing."""
    if row.state == HubState.DROPPED:
        # It was told once that we leave; it will hear 410.
        Subscription.objects.filter(pk=row.pk).update(act_at=None, asked_at=None)
        return
    wait = DENIED_FOR if lasting else min(RETRIED_AFTER * row.tries, RETRIED_AT_LEAST)
    mine = Subscription.objects.filter(pk=row.pk, asked_at=row.asked_at)
    mine.update(words=words[:500], act_at=now + wait, asked_at=None)
    mine = Subscription.objects.filter(pk=row.pk, asked_at=None)
    mine.filter(state=HubState.ASKED).update(state=HubState.DENIED if lasting else HubState.REFUSED)


def note_unreachable(row: Subscription, words: str, *, now: datetime) -> None:
    """Keep that no hub can reach us, so none is asked."""
    state = row.state if row.state in (HubState.STANDING, HubState.DROPPED) else HubState.OFFERED
    Subscription.objects.filter(pk=row.pk).update(
        state=state, words=words[:500], asked_at=None, act_at=now + UNREACHABLE_FOR, tries=F("tries") - 1
    )


def stop_telling(row: Subscription) -> None:
    """Keep that the hub of a dropped subscription was told."""
    Subscription.objects.filter(Q(pk=row.pk), state=HubState.DROPPED).update(act_at=None)
