"""Waking a leg: queueing the job that says "there is work for this step in this lane", from any process."""

from __future__ import annotations

import procrastinate
from django.db import transaction
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued

# Lanes of each step that may run side by side, whatever the number of machines. It divides
# `sources.actions.SHARDS`, so lanes are even; every worker must agree on it, so it is no setting.
LANES = 6

POLL, PUSH = "poll", "push"
NAMESPACE = "svizho"

# What was pushed is what is freshest: it goes before every step (there are fewer than so many).
PUSH_PRIORITY = 15

# Deferring goes through Django's own connection, so that a job commits (or not) together with its reason.
deferring = procrastinate.App(connector=DjangoConnector())


def wake_leg(step: str, lane: int, *, priority: int) -> None:
    """Queue the leg of a step in a lane, unless it is queued already; safe inside a transaction."""
    lock = f"{step}/{lane}"
    deferrer = deferring.configure_task(
        f"{NAMESPACE}:leg", lock=lock, queueing_lock=lock, priority=priority, allow_unknown=True
    )
    try:
        # The savepoint keeps "already queued" from spoiling the transaction around it.
        with transaction.atomic():
            deferrer.defer(step=step, lane=lane)
    except AlreadyEnqueued:
        pass


def wake_push(shard: int) -> None:
    """Wake the reading of what hubs delivered for feeds of a shard."""
    wake_leg(PUSH, shard % LANES, priority=PUSH_PRIORITY)


def wake_poll(shard: int) -> None:
    """Wake the polling of feeds of a shard, where one has become due."""
    wake_leg(POLL, shard % LANES, priority=0)
