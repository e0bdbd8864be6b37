"""Beside the journey: drop what is no longer needed."""

from __future__ import annotations

from svizho.articles.actions import drop_old_pages
from svizho.comments.tidying import forget
from svizho.hubs.actions import forget_old as forget_old_pushes
from svizho.hubs.pings import forget_allowances
from svizho.members.actions import forget_tries
from svizho.photos.actions import drop_old_photos
from svizho.records.actions import forget_old
from svizho.steps.workbench import Workbench


def tidy(bench: Workbench) -> int:
    """Drop pages without use, updates that no open page asks for, pushes long read; says how many rows went."""
    now = bench.now()
    return (
        drop_old_pages(now)
        + forget_old(now)
        + forget(now, address_days=bench.settings.comments.address_days)
        + forget_old_pushes(now)
        + forget_allowances(now)
        + forget_tries(now)
        + drop_old_photos(now, days=bench.settings.sources.photo_days)
    )
