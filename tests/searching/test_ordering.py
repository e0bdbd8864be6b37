"""Which answers stand first, and which meanings are nearest."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np

from svizho.searching import Hit, Shelf, by_story, relevance, row_of

NOW = datetime(2026, 6, 14, 7, 42, tzinfo=UTC)


def hit(article: int, *, days: float = 0, title: int = 0, head: int = 0) -> Hit:
    return Hit(article, NOW - timedelta(days=days), title, max(head, title))


def test_the_title_outweighs_the_lead_and_the_lead_the_rest() -> None:
    title, lead, rest = (relevance(each, 1, now=NOW) for each in (hit(1, title=1), hit(2, head=1), hit(3)))
    assert title > lead > rest > 0


def test_age_costs_but_never_everything() -> None:
    assert relevance(hit(1, title=1, days=14), 1, now=NOW) < relevance(hit(1, title=1), 1, now=NOW)
    assert relevance(hit(1, title=1, days=5000), 1, now=NOW) > relevance(hit(1), 1, now=NOW)
    assert relevance(hit(1), 0, now=NOW) == 1.0


def test_hits_are_gathered_by_story() -> None:
    hits = [hit(1, title=1), hit(2, head=1), hit(3, title=1, days=1), hit(4)]
    groups = by_story(hits, {1: 10, 2: 10, 3: 11}, clauses=1, now=NOW, newest=False)
    assert [(group.story, [each.article for each in group.hits]) for group in groups] == [
        (10, [1, 2]), (11, [3]), (None, [4]),
    ]  # fmt: skip


def test_newest_first_knows_nothing_of_relevance() -> None:
    hits = [hit(1, title=1, days=3), hit(2, days=1), hit(3, days=2)]
    groups = by_story(hits, {}, clauses=1, now=NOW, newest=True)
    assert [group.hits[0].article for group in groups] == [2, 3, 1]


def test_the_nearest_meanings() -> None:
    shelf = Shelf(most=3)
    rows = [np.array(row, np.float32) for row in ([1, 0], [0, 1], [0.6, 0.8], [0.8, 0.6])]
    shelf.add([1, 2, 3, 4], rows)
    assert (len(shelf), shelf.last) == (3, 4)
    assert [alike.article for alike in shelf.nearest(np.array([1, 0], np.float32), count=5, least=0.5)] == [4, 3]
    assert shelf.nearest(np.zeros(3, np.float32), count=5, least=0.0) == ()
    assert Shelf(3).nearest(rows[0], count=1, least=0.0) == ()


def test_rows_of_another_size_are_left_out() -> None:
    shelf = Shelf(most=3)
    shelf.add([1], [np.array([1, 0], np.float32)])
    shelf.add([2, 3], [np.array([1, 0, 0], np.float32), np.array([0, 1], np.float32)])
    assert len(shelf) == 2


def test_a_row_is_title_and_lead_together() -> None:
    title, lead = (np.array(row, np.float16).tobytes() for row in ([1, 0], [0, 1]))
    assert np.allclose(row_of(title, lead), [0.7071, 0.7071], atol=1e-3)
    assert np.allclose(row_of(title, b""), [1, 0])
