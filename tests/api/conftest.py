"""What the tests of the API share: a clock that stands still."""

from __future__ import annotations

from tests.web.conftest import _noon  # noqa: F401
