"""Reads of members."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.sessions.models import Session
from django.utils import timezone

from svizho.members.models import Member, Sitting


def sittings_of(member: Member) -> Sequence[Sitting]:
    """Give a member's sessions that still stand, the newest first (two queries)."""
    mine = list(Sitting.objects.filter(member=member).order_by("-began_at"))
    keys = [sitting.session for sitting in mine]
    alive = set(
        Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now()).values_list(
            "session_key", flat=True
        )
    )
    return [sitting for sitting in mine if sitting.session in alive]


def members() -> Sequence[Member]:
    """Give all members by name (one query)."""
    return list(Member.objects.order_by("username"))
