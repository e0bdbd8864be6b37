"""Near vectors: exact among the latest, by cells among the older, never more than asked for."""

import numpy as np

from svizho.grouping.nearness import WINDOW, Nearness, Stream


def rows(count: int, size: int = 16) -> np.ndarray:
    found = np.random.default_rng(1).standard_normal((count, size)).astype(np.float16).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def test_the_latest_are_found_exactly() -> None:
    vectors = rows(500)
    index = Nearness(16, lambda serials: vectors[serials])
    for serial, row in enumerate(vectors):
        index.add(row, serial)
    serials, cosines = index.near(vectors[7], 10)
    assert serials[0] == 7
    assert serials.tolist() == np.argsort(-(vectors @ vectors[7]))[:10].tolist()
    assert (np.diff(cosines) <= 0).all()


def test_the_older_are_found_by_their_cells() -> None:
    vectors = rows(WINDOW + 1_000)
    index = Nearness(16, lambda serials: vectors[serials])
    for serial, row in enumerate(vectors):
        index.add(row, serial)
    found = [serial in index.near(vectors[serial], 8)[0] for serial in range(0, 1_000, 50)]
    assert np.mean(found) > 0.8
    serials, _ = index.near(vectors[0], 8)
    assert len(serials) == len(set(serials.tolist())) == 8


def test_a_stream_is_drawn_to_nothing_while_it_is_young() -> None:
    stream = Stream(4, most=10, prior=30)
    row = np.array([1, 0, 0, 0], np.float32)
    stream.add(row)
    assert 0 < stream.mean()[0] < 0.05
    for _ in range(100):
        stream.add(row)
    assert stream.mean()[0] == np.float32(10 / 40)
