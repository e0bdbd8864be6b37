"""How Svizho logs: one line an event to stderr, for eyes on a terminal and as JSON elsewhere."""

from __future__ import annotations

import logging
import os
import sys
from typing import Any

import structlog

QUIET = (
    "asyncio",
    "aiohttp",
    "trafilatura",
    "htmldate",
    "courlan",
    "urllib3",
    "py3langid",
    "procrastinate",
)


def logging_config(*, terminal: bool | None = None, level: str = "INFO") -> dict[str, Any]:
    """Describe logging for `logging.config.dictConfig`; `terminal` None means: what SVIZHO_LOG_FORMAT says.

    `svizho run` sets that variable for its children, whose own stderr is a pipe to it; else stderr itself is asked.
    """
    told = os.environ.get("SVIZHO_LOG_FORMAT", "terminal" if sys.stderr.isatty() else "json")
    for_eyes = told == "terminal" if terminal is None else terminal
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="%H:%M:%S" if for_eyes else "iso", utc=not for_eyes),
        structlog.processors.StackInfoRenderer(),
    ]
    if not for_eyes:
        shared += [add_role, structlog.processors.format_exc_info]
    last: Any = structlog.dev.ConsoleRenderer() if for_eyes else structlog.processors.JSONRenderer(ensure_ascii=False)
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        "foreign_pre_chain": shared,
    }
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {name: {"level": logging.WARNING} for name in QUIET},
    }


def add_role(logger: Any, name: str, event: dict[str, Any]) -> dict[str, Any]:
    """Add which process of `svizho run` wrote the line."""
    if role := os.environ.get("SVIZHO_ROLE"):
        event["role"] = role
    return event
