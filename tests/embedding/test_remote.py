"""The endpoint: asked in batches, centred by its own reference sentences, nonsense refused in words."""

import json
from collections.abc import Mapping

import numpy as np
import pytest

from svizho.embedding import load_encoder
from svizho.errors import SvizhoError


class Service:
    """Answers as an OpenAI-compatible service would, in a mixed order, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, list[str], str]] = []

    def __call__(self, url: str, body: bytes, headers: Mapping[str, str]) -> bytes:
        texts = json.loads(body)["input"]
        self.asked.append((url, texts, headers.get("Authorization", "")))
        rows = [{"index": index, "embedding": self.row(text)} for index, text in enumerate(texts)]
        return json.dumps({"data": rows[::-1]}).encode()

    @staticmethod
    def row(text: str) -> list[float]:
        return [5.0, float(len(text)), float(sum(map(ord, text)) % 97), float(text.count("a"))]


def test_rows_come_back_in_order_unit_and_centred() -> None:
    service = Service()
    encoder = load_encoder("http://127.0.0.1:9/v1/", post=service, model="tiny", key="secret")
    assert encoder is not None
    texts = [f"text {'a' * index}" for index in range(100)]
    rows = encoder.encode([*texts, " "])
    assert rows.shape == (101, 4)
    assert np.linalg.norm(rows[:100], axis=1) == pytest.approx(np.ones(100), abs=1e-5)
    assert not rows[100].any()
    assert rows[3] == pytest.approx(encoder.encode([texts[3]])[0], abs=1e-5)
    assert {url for url, _, _ in service.asked} == {"http://127.0.0.1:9/v1/embeddings"}
    assert {key for _, _, key in service.asked} == {"Bearer secret"}
    assert max(len(asked) for _, asked, _ in service.asked) == 64
    assert encoder.name == "http:tiny"
    assert encoder.size == 4


def rows_of(embedding: str) -> bytes:
    """An answer as long as there are reference sentences of a script, with one kind of row."""
    rows = [f'{{"index": {index}, "embedding": {embedding}}}' for index in range(12)]
    return f'{{"data": [{", ".join(rows)}]}}'.encode()


@pytest.mark.parametrize(
    "answer",
    [
        b"<html>",
        b"{}",
        b"[]",
        b'{"data": 7}',
        b'{"data": []}',
        b'{"data": [1, 2]}',
        b'{"data": [{"index": 0, "embedding": "x"}]}',
        b'{"data": [' + b"[" * 100_000 + b"]" * 100_000 + b"]}",
        rows_of("[1, 2]").replace(b'"index": 3', b'"index": 4'),
        rows_of("[]"),
        rows_of("[1e999, 0]"),
        rows_of("[NaN, 0]"),
        rows_of("[" + "9" * 400 + ", 1]"),
        rows_of('["a", "b"]'),
        rows_of("[[1, 2], [3, 4]]"),
        rows_of("[" + "0," * 9_000 + "1]"),
        "{“data”".encode("utf-16"),
    ],
)
def test_nonsense_is_refused_in_words(answer: bytes) -> None:
    encoder = load_encoder("http://127.0.0.1:9", post=lambda url, body, headers: answer)
    assert encoder is not None
    with pytest.raises(SvizhoError, match="embeddings service"):
        encoder.encode(["one"])


def test_an_endpoint_needs_a_way_to_reach_it() -> None:
    with pytest.raises(ValueError, match="post"):
        load_encoder("http://127.0.0.1:9")


def test_rows_that_change_their_length_are_refused() -> None:
    service = Service()
    encoder = load_encoder("http://127.0.0.1:9", post=service)
    assert encoder is not None
    encoder.encode(["one"])
    service.row = lambda text: [1.0, 2.0]  # type: ignore[method-assign]
    with pytest.raises(SvizhoError, match="before of 4"):
        encoder.encode(["two"])
