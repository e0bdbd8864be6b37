"""The one place that asks the machine what time it is."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """Say the present moment, aware, in UTC."""
    return datetime.now(UTC)
