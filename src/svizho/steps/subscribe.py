"""Beside the journey: ask hubs for subscriptions and for new leases, and settle what polls doubted of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit

import structlog

from svizho.hubs.actions import confirm, settle_doubts
from svizho.hubs.asking import (
    drop_orphans,
    let_leases_run_out,
    note_refused,
    note_taken,
    note_unreachable,
    stop_telling,
    take_due,
)
from svizho.hubs.callbacks import callback_url, why_unreachable
from svizho.hubs.models import HubState, Protocol, Subscription
from svizho.kit.http import Refusal, Response
from svizho.kit.text import shorten, tidy
from svizho.steps.speaking import send_form
from svizho.steps.workbench import Workbench

log = structlog.get_logger(__name__)

# Hubs asked in one round, and at a time: one that is slow must not hold up the others for long.
ASKED_AT_ONCE, SIDE_BY_SIDE = 40, 8


@dataclass
class Tended:
    """What one round came to."""

    asked: int = 0
    taken: int = 0
    refused: int = 0
    unwell: int = 0
    lapsed: int = 0


def tend_subscriptions(bench: Workbench) -> Tended:
    """Write to the hubs that are due to be written to; polls go on whatever they answer."""
    now = bench.now()
    tended = Tended(unwell=settle_doubts(now=now), lapsed=let_leases_run_out(now=now))
    drop_orphans(now=now)
    rows = [row for row in take_due(now=now, most=ASKED_AT_ONCE) if _can_be_asked(row, bench)]
    with ThreadPoolExecutor(SIDE_BY_SIDE, thread_name_prefix="hub") as threads:
        answers = list(threads.map(lambda row: _ask(row, bench), rows))
    for row, answer in zip(rows, answers, strict=True):
        tended.asked += 1
        taken = _take(row, answer, bench)
        tended.taken += taken
        tended.refused += not taken
    return tended


def _can_be_asked(row: Subscription, bench: Workbench) -> bool:
    """Say whether asking makes sense: a hub that cannot reach us cannot push; leaving needs no way back."""
    if row.state == HubState.DROPPED and row.protocol == Protocol.RSSCLOUD:
        # Clouds know no way to leave: they forget us within a day.
        stop_telling(row)
        return False
    words = why_unreachable(bench.settings, row.hub)
    if words and row.state != HubState.DROPPED:
        note_unreachable(row, words, now=bench.now())
        return False
    return True


def _ask(row: Subscription, bench: Workbench) -> Response | Refusal:
    """Send the request."""
    form = _cloud_form(row, bench) if row.protocol == Protocol.RSSCLOUD else _websub_form(row, bench)
    return send_form(row.hub, form, bench)


def _websub_form(row: Subscription, bench: Workbench) -> dict[str, str]:
    """Write the request of W3C WebSub, section 5.1."""
    form = {
        "hub.callback": callback_url(bench.settings, row.token),
        "hub.mode": "unsubscribe" if row.state == HubState.DROPPED else "subscribe",
        "hub.topic": row.topic,
    }
    if row.state != HubState.DROPPED:
        form["hub.secret"] = row.secret
        form["hub.lease_seconds"] = str(int(bench.settings.push.lease_days * 86_400))
    return form


def _cloud_form(row: Subscription, bench: Workbench) -> dict[str, str]:
    """Write the registration of rssCloud; naming our domain makes the cloud verify it."""
    callback = urlsplit(callback_url(bench.settings, row.token, cloud=True))
    https = callback.scheme == "https"
    return {
        "notifyProcedure": "",
        "protocol": "https-post" if https else "http-post",
        "domain": callback.hostname or "",
        "port": str(callback.port or (443 if https else 80)),
        "path": callback.path,
        "url1": row.topic,
    }


def _take(row: Subscription, answer: Response | Refusal, bench: Workbench) -> bool:
    """Keep what the asking came to; says whether the hub took the request."""
    words = _trouble(row, answer)
    if words:
        lasting = isinstance(answer, Response) and answer.status == 410
        note_refused(row, words, lasting=lasting, now=bench.now())
        log.info("hub refused", hub=row.hub, topic=row.topic, why=words)
        return False
    if row.state == HubState.DROPPED:
        stop_telling(row)
    elif row.protocol == Protocol.RSSCLOUD:
        # A cloud has verified before it answers.
        confirm(row, lease=None, now=bench.now())
    else:
        note_taken(row)
    return True


def _trouble(row: Subscription, answer: Response | Refusal) -> str:
    """Say in words why the hub did not take the request; "" where it did."""
    if isinstance(answer, Refusal):
        return f"the hub cannot be asked: {answer.words}"
    if answer.status == 410:
        return "the hub says that it is gone (410)"
    told = shorten(tidy(answer.body[:2_000].decode("utf-8", "replace")), 120)
    if not 200 <= answer.status < 300:
        return f"the hub answered {answer.status}" + (f": {told}" if told else "")
    if row.protocol == Protocol.RSSCLOUD and 'success="false"' in told.replace("'", '"'):
        return f"the cloud refused: {told}"
    return ""
