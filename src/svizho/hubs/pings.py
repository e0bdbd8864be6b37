"""Writes for pings: the tokens that allow them, and how many are allowed."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import connection

from svizho.errors import SourceError
from svizho.hubs.models import Allowance, PingToken
from svizho.kit.text import tidy

# An allowance begins anew after so long.
MINUTE = timedelta(minutes=1)


def _digest(token: str) -> str:
    # A token is 256 random bits, so a plain hash cannot be guessed back; nothing slower is needed.
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def make_token(name: str, *, now: datetime) -> str:
    """Make a token that may ping; it is given once and kept as a hash. Raises SourceError for a name that is taken."""
    name = tidy(name)[:80]
    if not name or PingToken.objects.filter(name=name).exists():
        raise SourceError(f"a ping token needs a name of its own; {name!r} is none or taken")
    token = secrets.token_urlsafe(32)
    PingToken.objects.create(name=name, digest=_digest(token), made_at=now)
    return token


def revoke_token(name: str) -> None:
    """Take a token back; raises SourceError when there is none of that name."""
    if not PingToken.objects.filter(name=name).delete()[0]:
        raise SourceError(f"there is no ping token {name!r}")


def token_known(token: str, *, now: datetime) -> PingToken | None:
    """Give the token that somebody showed, and keep when; None for one that was never given or was taken back.

    It is looked up by its hash, so the time this takes tells nothing of the tokens there are.
    """
    found = PingToken.objects.filter(digest=_digest(token)).first() if token else None
    if found is not None:
        PingToken.objects.filter(pk=found.pk).update(used_at=now)
    return found


def allowed(who: str, *, most: int, now: datetime) -> bool:
    """Count one deed of somebody's, and say whether it is within `most` a minute (one query, over all machines)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO hubs_allowance AS kept (who, since, used) VALUES (%s, %s, 1)
            ON CONFLICT (who) DO UPDATE SET
                used = CASE WHEN kept.since <= %s THEN 1 ELSE LEAST(kept.used + 1, 1000000) END,
                since = CASE WHEN kept.since <= %s THEN EXCLUDED.since ELSE kept.since END
            RETURNING used
            """,
            [who[:100], now, now - MINUTE, now - MINUTE],
        )
        return int(cursor.fetchone()[0]) <= most


def forget_allowances(now: datetime) -> int:
    """Drop allowances that were begun long ago; says how many."""
    return Allowance.objects.filter(since__lt=now - 60 * MINUTE).delete()[0]
