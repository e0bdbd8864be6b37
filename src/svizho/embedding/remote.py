"""An OpenAI-compatible embeddings endpoint, spoken to through a `post` given from outside: rooms have no network."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from svizho.embedding.centring import Centring, unit
from svizho.errors import TryLater

Rows = NDArray[np.float32]

# Sends a body to an address with headers and returns the body of the answer; raises whatever its owner raises.
Post = Callable[[str, bytes, Mapping[str, str]], bytes]

# Texts in one request: services refuse larger lists at different sizes; 64 leads are well below all known limits.
BATCH = 64

# Longer rows than any known encoder gives (the longest have 4,096 numbers) would only fill the memory.
MOST_NUMBERS = 8192

# Neutral headlines in the scripts we meet; their mean is taken away from every row of that script, because raw rows
# of most encoders point into one narrow cone. Own sentences, fixed: the mean must not depend on the stream seen.
REFERENCE: Mapping[str, tuple[str, ...]] = {
    "latin": (
        "Government presents the budget for the coming year", "Storm leaves thousands of homes without power",
        "Court postpones the hearing until Monday", "Champion wins the final after extra time",
        "Scientists describe a new species of frog", "Central bank raises its key interest rate",
        "Museum opens an exhibition of old photographs", "Police look for witnesses of the accident",
        "Parlament stimmt über das neue Gesetz ab", "El presidente visita la región afectada",
        "Le festival de cinéma dévoile son programme", "Szkoły wracają do nauki po feriach",
    ),
    "cyrillic": (
        "Уряд подав проєкт бюджету на наступний рік", "Негода залишила без світла тисячі домівок",
        "Суд відклав засідання до понеділка", "Чемпіон виграв фінал у додатковий час",
        "Науковці описали новий вид жаб", "Центральний банк підвищив облікову ставку",
        "Музей открыл выставку старых фотографий", "Полиция ищет свидетелей аварии",
        "Парламент голосует за новый закон", "Президент посетил пострадавший регион",
        "Фестивал на киното обяви програмата си", "Школы возвращаются к занятиям после каникул",
    ),
}  # fmt: skip


class RemoteEncoder:
    """Rows from an OpenAI-compatible service; the first use asks it for reference sentences to centre by."""

    def __init__(self, url: str, *, post: Post, model: str = "", key: str = "") -> None:
        self._url = url.rstrip("/") + "/embeddings"
        self._post = post
        self._model = model or "default"
        self._headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if key:
            self._headers["Authorization"] = f"Bearer {key}"
        self._centring: Centring | None = None
        self._size = 0

    @property
    def name(self) -> str:
        """Name the service's model: rows of two names must not be compared."""
        return f"http:{self._model}"

    @property
    def size(self) -> int:
        """How many numbers stand in a row; asks the service once if it is not known yet."""
        self._prepare()
        return self._size

    def encode(self, texts: Sequence[str]) -> Rows:
        """Return one centred unit row per text; raises TryLater when the answer makes no sense."""
        centring = self._prepare()
        full = [index for index, text in enumerate(texts) if text.strip()]
        rows = np.zeros((len(texts), self._size), np.float32)
        for start in range(0, len(full), BATCH):
            part = full[start : start + BATCH]
            rows[part] = self._ask([texts[index] for index in part])
        return centring.apply(rows, texts)

    def _prepare(self) -> Centring:
        if self._centring is None:
            means = {script: self._ask(list(lines)).mean(axis=0) for script, lines in REFERENCE.items()}
            means["other"] = (means["latin"] + means["cyrillic"]) / 2
            self._size = int(means["latin"].shape[0])
            self._centring = Centring(means)
        return self._centring

    def _ask(self, texts: Sequence[str]) -> Rows:
        body = json.dumps({"model": self._model, "input": list(texts), "encoding_format": "float"}).encode()
        rows = _rows_of(self._post(self._url, body, self._headers), len(texts))
        if self._size not in (0, rows.shape[1]):
            raise TryLater(f"the embeddings service gave rows of {rows.shape[1]} numbers, and before of {self._size}")
        return unit(rows)


def _rows_of(answer: bytes, count: int) -> Rows:
    """Read the rows in the order of the texts; raises TryLater for anything but one row of numbers for each."""
    try:
        data: list[dict[str, Any]] = sorted(json.loads(answer)["data"], key=lambda item: int(item["index"]))
        if [int(item["index"]) for item in data] != list(range(count)):
            raise TryLater(f"the embeddings service gave {len(data)} rows for {count} texts, or the wrong ones")
        rows = np.array([item["embedding"] for item in data], np.float32)
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise TryLater(f"the embeddings service gave an answer that cannot be read: {error}") from error
    if rows.ndim != 2 or not 0 < rows.shape[1] <= MOST_NUMBERS or not np.isfinite(rows).all():
        raise TryLater(f"the embeddings service gave {rows.shape} numbers for {count} texts, or such as are none")
    return rows
