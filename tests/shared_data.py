"""Where the labelled news lies, for the tests that measure on it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("SVIZHO_SHARED", Path(__file__).resolve().parents[2] / "shared" / "data"))

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the labelled news is not beside this checkout (set SVIZHO_SHARED to its folder)"
)
