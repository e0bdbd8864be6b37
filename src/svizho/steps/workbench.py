"""The tools that the steps of one worker process share: socket door, cage, encoder, grouping window, clock."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from svizho import __version__
from svizho.embedding import Encoder, load_encoder
from svizho.errors import TryLater
from svizho.kit import clock
from svizho.kit.cage import Cage
from svizho.kit.http import Door, Refusal, Request
from svizho.settings import Settings

# A feed or page that takes a parser longer than this is hostile or broken (the slowest honest one took 2 s).
CAGE_SECONDS = 10.0
# Address space of one parsing process: the libraries take 250 MB of it before the first document.
CAGE_MEGABYTES = 1200
# Loaded by each parsing process when it starts, so that imports do not eat the time limit of its first document.
PARSERS = ("svizho.parsing", "svizho.extracting", "svizho.picturing")


@dataclass
class Workbench:
    """Tools, made when first used and shared by the threads of a process."""

    settings: Settings
    now: Callable[[], datetime] = clock.now
    # The grouping window lives here between legs; the place step fills it and drops it when a write fails.
    window: object | None = None
    _lock: threading.RLock = field(default_factory=threading.RLock)

    @cached_property
    def door(self) -> Door:
        """The one socket out."""
        fetching = self.settings.fetching
        return Door(
            agent=fetching.agent or f"Svizho/{__version__} (+{self.settings.site.base_url})",
            open_addresses=fetching.open_addresses,
            per_host=fetching.per_host,
            host_pause=fetching.host_pause_seconds,
            total=fetching.total,
        )

    @cached_property
    def cage(self) -> Cage:
        """Killable processes for parsers."""
        return Cage(workers=2, seconds=CAGE_SECONDS, megabytes=CAGE_MEGABYTES, preload=PARSERS)

    @cached_property
    def encoder(self) -> Encoder | None:
        """What turns text into vectors; None where Svizho must work by words alone."""
        with self._lock:
            grouping = self.settings.grouping
            return load_encoder(
                grouping.embeddings_url,
                model=grouping.embeddings_model,
                key=grouping.embeddings_key,
                post=self._post,
            )

    def _post(self, url: str, body: bytes, headers: Mapping[str, str]) -> bytes:
        """Send a request of the HTTP encoder through the door."""
        request = Request(url, headers=tuple(headers.items()), max_bytes=50_000_000)
        answer = self.door.post(request, body, "application/json")
        if isinstance(answer, Refusal):
            raise TryLater(f"the embeddings endpoint cannot be reached: {answer.words}", wait=30)
        if answer.status != 200:
            raise TryLater(f"the embeddings endpoint answered {answer.status}", wait=30)
        return answer.body

    def close(self) -> None:
        """Give back sockets and processes."""
        for name in ("door", "cage"):
            tool = self.__dict__.get(name)
            if tool is not None:
                tool.close()
