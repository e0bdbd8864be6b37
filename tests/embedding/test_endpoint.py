"""The endpoint as an owner sets it up: settings, socket door and a real server on loopback, honest and hostile."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from svizho.errors import TryLater
from svizho.settings import Settings, load_settings
from svizho.steps.workbench import Workbench
from tests.kit.http.servers import Asked, Behaviour, RawServer, always, answer, redirect


async def honest(asked: Asked, writer: asyncio.StreamWriter) -> None:
    texts = json.loads(asked.body)["input"]
    rows = [{"index": index, "embedding": [float(len(text)), 3.0, float(len(set(text)))]}
            for index, text in enumerate(texts)]  # fmt: skip
    body = json.dumps({"object": "list", "data": rows}).encode()
    writer.write(answer(body=body, headers=("Content-Type: application/json",)))
    await writer.drain()


@pytest.fixture
def benches() -> Iterator[list[Workbench]]:
    made: list[Workbench] = []
    yield made
    for bench in made:
        bench.close()


def bench_for(server: RawServer, made: list[Workbench]) -> Workbench:
    """The tools of a worker whose owner named this server and allowed its address."""
    environ = {"SVIZHO_EMBEDDINGS_URL": server.url("/v1"), "SVIZHO_GROUPING_EMBEDDINGS_KEY": "hush"}
    settings: Settings = load_settings(None, environ)
    fetching = replace(settings.fetching, open_addresses=(server.address,), host_pause_seconds=0.0)
    made.append(Workbench(replace(settings, fetching=fetching)))
    return made[-1]


def test_an_honest_endpoint_is_asked_and_believed(benches: list[Workbench]) -> None:
    with RawServer(honest) as server:
        encoder = bench_for(server, benches).encoder
        assert encoder is not None
        rows = encoder.encode(["Землетрус у Ізмірі", "Quake in Izmir", ""])
    assert rows.shape == (3, 3)
    assert np.linalg.norm(rows[:2], axis=1) == pytest.approx(np.ones(2), abs=1e-5)
    assert not rows[2].any()
    last = server.asked[-1]
    assert (last.method, last.path) == ("POST", "/v1/embeddings")
    assert last.headers["authorization"] == "Bearer hush"
    assert json.loads(last.body)["input"] == ["Землетрус у Ізмірі", "Quake in Izmir"]


@pytest.mark.parametrize(
    "behaviour",
    [
        always(answer("500 Oops", b"no")),
        always(answer("429 Too Many Requests", b"", ("Retry-After: 5",))),
        always(answer(body=b"<html>sign in</html>")),
        always(answer(body=b'{"data": [{"index": 0}]}')),
        always(answer(body=b'{"data": ' + b"[" * 500_000)),
        always(b"SSH-2.0-OpenSSH_9.9\r\n"),
        always(b""),
        always(redirect("http://169.254.169.254/latest/meta-data", "307 Temporary Redirect")),
    ],
    ids=["500", "429", "page", "holes", "deep", "not http", "silence", "redirect inside"],
)
def test_a_hostile_endpoint_only_delays(behaviour: Behaviour, benches: list[Workbench]) -> None:
    """Articles wait and are tried again; nothing crashes, nothing false is believed."""
    with RawServer(behaviour) as server:
        encoder = bench_for(server, benches).encoder
        assert encoder is not None
        with pytest.raises(TryLater, match="embeddings"):
            encoder.encode(["one"])


def test_an_endpoint_that_is_not_there_only_delays(benches: list[Workbench]) -> None:
    with RawServer(honest) as server:
        bench = bench_for(server, benches)
    assert bench.encoder is not None
    with pytest.raises(TryLater, match="cannot be reached"):
        bench.encoder.encode(["one"])
