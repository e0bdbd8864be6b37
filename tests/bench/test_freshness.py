"""The simulator of polling: always the same by its seed, and our pacing holds its place in a quick slice of it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from bench.freshness import BURSTS, OURS, RHYTHM, Options, Results, main, ratios, simulate, table
from bench.polling.clock import outcome, run
from bench.polling.plot import draw
from bench.polling.policies import Clairvoyant, Ours, Uniform
from bench.polling.world import build, invented_rates

QUICK = Options(feeds=250, posts_per_day=5_400, polls_per_hour=250, days=2, seed=1, seeds=1)
DAY = 1  # the second


@pytest.fixture(scope="module")
def results() -> Results:
    return simulate(QUICK)


def test_on_the_second_day_we_are_near_the_clairvoyant(results: Results) -> None:
    """Few feeds make a rough estimate of what is common; the full table is in docs/pacing.md."""
    assert ratios(results, DAY)[0] < 1.12
    assert ratios(results, DAY, BURSTS)[0] < 1.16


def test_we_are_never_worse_than_others_with_the_same_requests(results: Results) -> None:
    ours = results[OURS][0][DAY]
    for name in ("uniform", "Miniflux", "Media Cloud"):
        other = results[name][0][DAY]
        assert ours.mean < 0.9 * other.mean
        assert ours.requests < 1.02 * other.requests


def test_everyone_spends_the_budget(results: Results) -> None:
    for name, runs in results.items():
        assert runs[0][DAY].requests == pytest.approx(QUICK.polls_per_hour * 24, rel=0.05), name


def test_the_same_seed_gives_the_same_polls() -> None:
    rng = np.random.default_rng(7)
    world = build(*invented_rates(30, 600.0, rng), 1, rng)
    first, again = (run(world, Ours(30, 720.0), np.random.default_rng(3)) for _ in range(2))
    assert (first.at == again.at).all()
    assert (first.feed == again.feed).all()


def test_the_clairvoyant_comes_to_what_the_formula_says() -> None:
    rng = np.random.default_rng(4)
    world = build(*invented_rates(200, 8_000.0, rng), 2, rng)
    calm = np.zeros(0)
    world = type(world)(
        *(world.per_day, world.usual, world.actual, world.keeps, world.post_feed, world.post_time),
        *(np.zeros(0, dtype=np.int64), calm, calm, world.days),
    )
    best = Clairvoyant(RHYTHM, world.actual, 200 * 24.0)
    found = outcome(world, run(world, best, rng), 0)
    assert found.mean == pytest.approx(best.expected[0], rel=0.06)
    even = outcome(world, run(world, Uniform(200, 200 * 24.0), rng), 0)
    assert even.mean == pytest.approx(30.0, rel=0.03)


def test_rates_can_come_from_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rates = tmp_path / "rates.jsonl"
    lines = [{"feed": f"f{n}", "per_day": 2.0 + n, "hours": [1.0] * 12 + [3.0] * 12} for n in range(30)]
    rates.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert main(["--rates", str(rates), "--days", "1", "--seeds", "1", "--plot", str(tmp_path / "p.svg")]) == 0
    assert "30 feeds" in capsys.readouterr().out
    assert "<svg" in (tmp_path / "p.svg").read_text(encoding="utf-8")


def test_the_table_names_every_policy(results: Results) -> None:
    told = table(results, DAY)
    assert all(name in told for name in ("uniform", "Miniflux", "Media Cloud", OURS, RHYTHM, BURSTS))


def test_names_in_the_picture_do_not_lie_on_each_other() -> None:
    picture = draw({"one": [10.0, 5.0], "two": [9.0, 5.1]}, "a < b")
    assert "a &lt; b" in picture
    names = [line for line in picture.splitlines() if line.endswith(("one</text>", "two</text>"))]
    heights = [float(line.split('y="')[1].split('"')[0]) for line in names]
    assert abs(heights[0] - heights[1]) >= 16
