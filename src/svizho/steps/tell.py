"""Beside the journey: tell our own hub which of our feeds changed, so that it tells their readers."""

from __future__ import annotations

import structlog

from svizho.hubs.telling import gather_changes, note_told, take_changes
from svizho.kit.http import Refusal
from svizho.steps.speaking import send_form
from svizho.steps.workbench import Workbench

log = structlog.get_logger(__name__)

# Feeds told of in one round; what is left is told in the next, two seconds later.
TOLD_AT_ONCE = 30


def tell_hub(bench: Workbench) -> int:
    """Tell the hub that the settings name of the feeds that changed; says how many it took."""
    hub = bench.settings.push.hub_url
    if not hub:
        return 0
    gather_changes(bench.settings, now=bench.now())
    return sum(_told(hub, topic, bench) for topic in take_changes(now=bench.now(), most=TOLD_AT_ONCE))


def _told(hub: str, topic: str, bench: Workbench) -> bool:
    """Tell of one feed. WebSub leaves the words open; hubs listen to `hub.url` or `hub.topic`, so both are said."""
    answer = send_form(hub, {"hub.mode": "publish", "hub.url": topic, "hub.topic": topic}, bench)
    if isinstance(answer, Refusal):
        trouble = answer.words
    else:
        trouble = "" if 200 <= answer.status < 300 else f"the hub answered {answer.status}"
    note_told(topic, trouble, now=bench.now())
    if trouble:
        log.info("hub not told", hub=hub, topic=topic, why=trouble)
    return not trouble
