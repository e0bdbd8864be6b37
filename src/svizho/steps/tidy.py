"""Beside the journey: drop what is no longer needed."""

from __future__ import annotations

from svizho.articles.actions import drop_old_pages
from svizho.records.actions import forget_old
from svizho.steps.workbench import Workbench


def tidy(bench: Workbench) -> int:
    """Drop pages without use and updates that no open page can ask for; says how many rows went."""
    now = bench.now()
    return drop_old_pages(now) + forget_old(now)
