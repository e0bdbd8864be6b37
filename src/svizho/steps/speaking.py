"""What the steps that speak to hubs share: a form, sent through the door with little patience."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from svizho.kit.http import Refusal, Request, Response
from svizho.steps.workbench import Workbench

# A hub answers in a sentence, if at all, and soon.
HUB_SECONDS, HUB_BYTES = 10.0, 65_536
FORM = "application/x-www-form-urlencoded"


def send_form(hub: str, form: Mapping[str, str], bench: Workbench) -> Response | Refusal:
    """Send a form to a hub. It goes through the door, which visits no private address, whatever the name leads to."""
    request = Request(hub, max_bytes=HUB_BYTES, seconds=HUB_SECONDS)
    return bench.door.post(request, urlencode(form).encode(), FORM)
