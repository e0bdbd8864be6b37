"""The workbench of this process, made once."""

from __future__ import annotations

import atexit
from functools import cache

from svizho.settings import site_settings
from svizho.steps.workbench import Workbench


@cache
def workbench() -> Workbench:
    """Give the tools that all legs of this process share."""
    bench = Workbench(site_settings())
    atexit.register(bench.close)
    return bench
