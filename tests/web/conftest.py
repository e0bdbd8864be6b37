"""What the tests of pages share: a clock that stands still."""

from __future__ import annotations

import pytest

from svizho.kit import clock
from tests.factories import NOW


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it always be 10:42 in Kyiv on 14 June 2026."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
