"""What `svizho sources` says of pushes, and the tokens that let publishers ping."""

from __future__ import annotations

import argparse
from datetime import datetime

from rich.console import Console

from svizho.cli.ages import ago, ahead
from svizho.hubs.models import HubState, Subscription
from svizho.hubs.pings import make_token, revoke_token
from svizho.hubs.queries import ping_tokens
from svizho.kit.clock import now
from svizho.pacing import missed_share

console = Console()


def push_words(row: Subscription | None) -> str:
    """Say in a word or two how a feed's pushes are, for a table."""
    if row is None:
        return "–"
    if row.state != HubState.STANDING:
        return str(row.state)
    return "unwell" if row.unwell_since else "pushed"


def push_lines(row: Subscription | None, moment: datetime) -> list[tuple[str, str]]:
    """Tell all there is to tell of a feed's pushes: (what, how it is)."""
    if row is None:
        return [("push", "the feed names no hub, so it is polled")]
    words = f": {row.words}" if row.words else ""
    lines = [("push", f"{row.get_protocol_display()} at {row.hub}, {row.state}{words}")]
    if row.topic:
        lines.append(("push topic", row.topic))
    if row.lease_until and row.state == HubState.STANDING:
        renewed = f", asked for anew {ahead(row.act_at, moment)}" if row.act_at else ""
        lines.append(("push lease", f"ends {ahead(row.lease_until, moment)}{renewed}"))
    elif row.act_at:
        lines.append(("push lease", f"none; the hub is asked {ahead(row.act_at, moment)}"))
    lines.append(("last delivery", ago(row.delivered_at, moment) if row.delivered_at else "never"))
    share = missed_share(delivered=row.delivered, missed=row.missed)
    counts = f"{row.delivered:.0f} entries delivered, {row.missed:.0f} missed"
    lines.append(("push trust", row.unwell or f"{counts}; believed to miss {share:.2g}"))
    if row.forged and row.forged_at:
        lines.append(("forged deliveries", f"{row.forged}, the last {ago(row.forged_at, moment)}; ignored"))
    return lines


def push_facts(row: Subscription | None) -> dict[str, object] | None:
    """Give the same for programs."""
    if row is None:
        return None
    return {
        "hub": row.hub,
        "topic": row.topic,
        "protocol": row.protocol,
        "state": row.state,
        "words": row.words,
        "lease_until": row.lease_until.isoformat() if row.lease_until else None,
        "delivered_at": row.delivered_at.isoformat() if row.delivered_at else None,
        "unwell": row.unwell,
        "forged": row.forged,
    }


def ping_token_command(args: argparse.Namespace) -> int:
    """Make, take back or list the tokens that may ping."""
    if args.revoke:
        revoke_token(args.name)
        console.print(f"The token {args.name} pings no more", highlight=False)
    elif args.name:
        token = make_token(args.name, now=now())
        console.print("It is shown this once; only its hash is kept:")
        print(token)
        console.print("curl -H 'Authorization: Bearer TOKEN' -d url=FEED BASE_URL/api/v1/ping", highlight=False)
    else:
        _list_tokens()
    return 0


def _list_tokens() -> None:
    found, moment = ping_tokens(), now()
    for token in found:
        used = f"used {ago(token.used_at, moment)}" if token.used_at else "never used"
        console.print(f"{token.name}: made {ago(token.made_at, moment)}, {used}", highlight=False)
    console.print(f"{len(found)} ping tokens")
