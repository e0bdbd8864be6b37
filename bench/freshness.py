"""How fresh polling keeps us: our pacing beside other rules and the clairvoyant, at the same number of requests.

`python -m bench.freshness` simulates 2,000 feeds for eight days with three seeds (about a minute and a half of one
core); `--quick` simulates 400 feeds for two days in seconds. The clairvoyant knows every true rate, hour by hour,
and polls with a density in proportion to its square root, which is optimal for Poisson feeds (Cho and Garcia-Molina
2003 give the method; with delay as the measure the optimum is sqrt(rate), and takes (sum sqrt r)^2 / (N sum r) of
the delay of uniform polling).
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import numpy as np  # noqa: E402 - one thread must be asked for first

from bench.polling.clock import Outcome, Policy, outcome, run  # noqa: E402
from bench.polling.plot import draw  # noqa: E402
from bench.polling.policies import Clairvoyant, MediaCloud, Miniflux, Ours, Uniform  # noqa: E402
from bench.polling.world import World, build, invented_rates, read_rates  # noqa: E402

OURS = "Svizho"
RHYTHM, BURSTS = "clairvoyant", "clairvoyant of bursts"
SEEDS = 3


@dataclass(frozen=True, slots=True)
class Options:
    """What is simulated."""

    feeds: int = 2_000
    posts_per_day: float = 43_500.0
    polls_per_hour: float = 2_000.0
    days: int = 8
    seed: int = 1
    seeds: int = SEEDS
    rates: Path | None = None


# Outcomes of each policy: for each seed, one a day.
Results = dict[str, list[list[Outcome]]]


def simulate(options: Options, say: Callable[[str], None] = lambda line: None) -> Results:
    """Run all policies through the world of each seed."""
    results: Results = {}
    for seed in range(options.seed, options.seed + options.seeds):
        world = _world(options, seed)
        say(f"seed {seed}: {len(world)} feeds, {len(world.post_time)} entries, {_facts(world)}")
        for policy in _policies(world, options.polls_per_hour * 24):
            polls = run(world, policy, np.random.default_rng(seed + 1_000))
            results.setdefault(policy.name, []).append([outcome(world, polls, day) for day in range(world.days)])
    return results


def _world(options: Options, seed: int) -> World:
    rng = np.random.default_rng(seed)
    if options.rates is not None:
        rates, shapes = read_rates(options.rates)
    else:
        rates, shapes = invented_rates(options.feeds, options.posts_per_day, rng)
    return build(rates, shapes, options.days, rng)


def _facts(world: World) -> str:
    """Say what bounds anyone: the ratio of the optimum to uniform polling, of rates alone."""
    ratio = np.sqrt(world.per_day).sum() ** 2 / (len(world) * world.per_day.sum())
    return f"the optimum is {ratio:.3f} of uniform by the rates alone"


def _policies(world: World, budget: float) -> list[Policy]:
    return [
        Uniform(len(world), budget),
        Miniflux(world, budget),
        MediaCloud(len(world), budget),
        Ours(len(world), budget),
        Clairvoyant(RHYTHM, world.usual, budget),
        Clairvoyant(BURSTS, world.actual, budget),
    ]


def ratios(results: Results, day: int, reference: str = RHYTHM) -> list[float]:
    """Give our mean delay over the clairvoyant's on a day (0 = the first), one a seed."""
    pairs = zip(results[OURS], results[reference], strict=True)
    return [ours[day].mean / best[day].mean for ours, best in pairs]


def table(results: Results, day: int) -> str:
    """Set the figures of one day side by side, means over the seeds."""
    head = f"day {day + 1:<20} requests  mean min  p95 min  missed  entries  to clairvoyant  to its bursts"
    lines = [head]
    for name, runs in results.items():
        today = [run[day] for run in runs]
        mean = fmean(one.mean for one in today)
        to_best = [mean / fmean(run[day].mean for run in results[best]) for best in (RHYTHM, BURSTS)]
        lines.append(
            f"{name:24} {fmean(one.requests for one in today):8.0f}  {mean:8.2f}  "
            f"{fmean(one.p95 for one in today):7.1f}  {fmean(one.missed for one in today):6.0f}  "
            f"{fmean(one.entries for one in today):7.0f}  {to_best[0]:14.3f}  {to_best[1]:13.3f}"
        )
    return "\n".join(lines)


def _by_seed(results: Results, day: int) -> str:
    usual, bursts = (" ".join(f"{ratio:.3f}" for ratio in ratios(results, day, best)) for best in (RHYTHM, BURSTS))
    return f"{OURS} by seed, day {day + 1}: {usual} to the clairvoyant, {bursts} to the one who foresees bursts"


def _days_shown(days: int) -> list[int]:
    return sorted({min(1, days - 1), days - 1})


def _options(arguments: Sequence[str] | None) -> tuple[Options, Path | None]:
    parser = argparse.ArgumentParser(prog="python -m bench.freshness", description=__doc__)
    parser.add_argument("--feeds", type=int)
    parser.add_argument("--posts-per-day", type=float, help="of all feeds together")
    parser.add_argument("--polls-per-hour", type=float, help="of all feeds together; one a feed unless said")
    parser.add_argument("--days", type=int)
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--seeds", type=int, help="how many seeds")
    parser.add_argument("--rates", type=Path, help='JSON Lines {"feed", "per_day", "hours": [24 weights]}')
    parser.add_argument("--quick", action="store_true", help="400 feeds, two days, one seed")
    parser.add_argument("--plot", type=Path, help="write the delay by day as SVG")
    told = parser.parse_args(arguments)
    feeds = told.feeds or (400 if told.quick else 2_000)
    if told.rates:
        feeds = len(read_rates(told.rates)[0])
    options = Options(
        feeds=feeds,
        posts_per_day=told.posts_per_day or 21.75 * feeds,
        polls_per_hour=told.polls_per_hour or float(feeds),
        days=told.days or (2 if told.quick else 8),
        seed=told.seed,
        seeds=told.seeds or (1 if told.quick else SEEDS),
        rates=told.rates,
    )
    return options, told.plot


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables."""
    options, plot = _options(arguments)
    results = simulate(options, print)
    for day in _days_shown(options.days):
        print(f"\n{table(results, day)}\n{_by_seed(results, day)}")
    if plot is not None:
        lines = {
            name: [fmean(run[day].mean for run in runs) for day in range(options.days)]
            for name, runs in results.items()
        }
        plot.write_text(draw(lines, "Mean minutes from publication to sighting, same requests"), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
