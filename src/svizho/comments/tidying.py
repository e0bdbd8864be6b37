"""What is forgotten of commenters, and when."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from svizho.comments.models import Ban, Comment, Flag, State

# Refused comments are kept for the desk's own look back and for an objection; then their words go.
REFUSED_KEPT = timedelta(days=180)


def forget(now: datetime, *, address_days: int) -> int:
    """Empty the hashes of addresses older than `address_days`, drop bans that ended and words long refused; says how
    many rows were touched. Hashes of comments that still wait for a moderator are kept until that is decided."""
    old = Q(at__lt=now - timedelta(days=address_days)) & ~Q(state=State.HELD) & ~Q(address="", network="")
    emptied = Comment.objects.filter(old).update(address="", network="")
    settled = Flag.objects.filter(settled_at__lt=now - timedelta(days=address_days)).delete()[0]
    bans = Ban.objects.filter(until__lt=now).delete()[0]
    refused = Comment.objects.filter(state=State.REFUSED, at__lt=now - REFUSED_KEPT).delete()[0]
    return emptied + settled + bans + refused
