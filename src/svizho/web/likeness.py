"""Search by meaning: the newest vectors and an encoder in the web process, loaded when first asked for."""

from __future__ import annotations

import threading
from typing import Literal

from svizho.articles.queries import vectors_after
from svizho.embedding import Encoder, load_encoder
from svizho.searching import Alike, Shelf, row_of
from svizho.settings import site_settings

# Articles whose meaning is kept in memory: a day or two of a large site, weeks of a small one; 1.5 KB each.
SHELF = 20_000

# Vectors read at a time: the first question reads them all.
READ = 2_000

# Seconds that a question waits for the one before it: the encoder works on one at a time (40 ms each).
PATIENCE = 2.0

# How many articles are near, and the least cosine of one that is: rows are centred, so strangers are about 0.
NEAREST, LEAST = 60, 0.25

Reason = Literal["no encoder", "busy", "empty"]


class Likeness:
    """The meanings of the newest articles; threads take turns."""

    def __init__(self, encoder: Encoder | None = None) -> None:
        self._lock = threading.Lock()
        self._encoder = encoder
        self._tried = encoder is not None
        self._shelf = Shelf(SHELF)
        self._last = 0

    def nearest(self, question: str) -> tuple[Alike, ...] | Reason:
        """Give the articles nearest in meaning to a question, or why that cannot be said."""
        if not self._lock.acquire(timeout=PATIENCE):
            return "busy"
        try:
            encoder = self._ready()
            if encoder is None:
                return "no encoder"
            self._catch_up(encoder.name)
            if not len(self._shelf):
                return "empty"
            return self._shelf.nearest(encoder.encode([question])[0], count=NEAREST, least=LEAST)
        finally:
            self._lock.release()

    def _ready(self) -> Encoder | None:
        """Load the encoder once; an endpoint elsewhere is the workers' alone, since a page must not wait for it."""
        if not self._tried:
            self._tried = True
            self._encoder = None if site_settings().grouping.embeddings_url else load_encoder()
        return self._encoder

    def _catch_up(self, encoder: str) -> None:
        """Take in the vectors that came since, the newest SHELF at most."""
        while rows := vectors_after(self._last, encoder=encoder, most=READ, newest=SHELF):
            self._shelf.add([row.article for row in rows], [row_of(row.title, row.body) for row in rows])
            self._last = rows[-1].number
            if len(rows) < READ:
                return


# One for the process: four threads share the encoder's 100 MB.
likeness = Likeness()
