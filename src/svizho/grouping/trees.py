"""Decision trees fitted elsewhere, weighed here with numpy alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Trees:
    """A sum of small decision trees, all nodes end to end; a leaf points to itself on both sides.

    A node asks whether feature > threshold. NaN answers no, so a node at which the unknown goes right asks about the
    negated feature instead (column number + count of features) and has its sides exchanged.
    """

    start: float
    roots: NDArray[np.int32]
    feature: NDArray[np.int32]
    threshold: NDArray[np.float32]
    sides: NDArray[np.int32]
    value: NDArray[np.float64]
    depth: int

    def chances(self, table: Floats) -> NDArray[np.float64]:
        """Chance, 0 to 1, for each row of features; NaN in a row means not known."""
        both = np.concatenate([table, -table], axis=1)
        flat = both.ravel()
        offsets = (np.arange(len(table), dtype=np.int32) * both.shape[1])[:, None]
        nodes = np.repeat(self.roots[None], len(table), axis=0)
        for _ in range(self.depth):
            larger = flat.take(offsets + self.feature.take(nodes)) > self.threshold.take(nodes)
            nodes = self.sides.take(2 * nodes + larger)
        return np.asarray(1 / (1 + np.exp(-(self.start + self.value.take(nodes).sum(axis=1)))))


def trees_from(stored: Mapping[str, Any], features: Sequence[str]) -> Trees:
    """Read trees as `evals/fit_grouping.py` writes them; raises ValueError if they were fitted on other features."""
    if tuple(stored["features"]) != tuple(features):
        raise ValueError("these trees were fitted on other features: run python -m evals.fit_grouping")
    nodes = stored["nodes"]
    threshold = np.array(nodes["threshold"], np.float32)
    left_if_unknown = np.array(nodes["missing_left"], np.bool_)
    left, right = np.array(nodes["left"], np.int32), np.array(nodes["right"], np.int32)
    # x <= t is the same as -x > -(the next number above t)
    negated = -np.nextafter(threshold, np.float32(np.inf))
    sides = np.where(left_if_unknown[:, None], np.column_stack([left, right]), np.column_stack([right, left]))
    return Trees(
        start=float(stored["start"]),
        roots=np.array(stored["roots"], np.int32),
        feature=np.array(nodes["feature"], np.int32) + np.where(left_if_unknown, 0, len(features)).astype(np.int32),
        threshold=np.where(left_if_unknown, threshold, negated).astype(np.float32),
        sides=sides.astype(np.int32).ravel(),
        value=np.array(nodes["value"], np.float64),
        depth=int(stored["depth"]),
    )
