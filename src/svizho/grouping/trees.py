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
    """A sum of small decision trees, all nodes end to end; a leaf points to itself on both sides."""

    start: float
    roots: NDArray[np.int32]
    feature: NDArray[np.int32]
    threshold: NDArray[np.float32]
    missing_left: NDArray[np.bool_]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float64]
    depth: int

    def chances(self, table: Floats) -> NDArray[np.float64]:
        """Chance, 0 to 1, for each row of features; NaN in a row means not known."""
        rows = np.arange(len(table))[:, None]
        nodes = np.broadcast_to(self.roots, (len(table), len(self.roots)))
        for _ in range(self.depth):
            values = table[rows, self.feature[nodes]]
            goes_left = np.where(np.isnan(values), self.missing_left[nodes], values <= self.threshold[nodes])
            nodes = np.where(goes_left, self.left[nodes], self.right[nodes])
        return np.asarray(1 / (1 + np.exp(-(self.start + self.value[nodes].sum(axis=1)))))


def trees_from(stored: Mapping[str, Any], features: Sequence[str]) -> Trees:
    """Read trees as `evals/fit_grouping.py` writes them; raises ValueError if they were fitted on other features."""
    if tuple(stored["features"]) != tuple(features):
        raise ValueError("these trees were fitted on other features: run python -m evals.fit_grouping")
    nodes = stored["nodes"]
    return Trees(
        start=float(stored["start"]),
        roots=np.array(stored["roots"], np.int32),
        feature=np.array(nodes["feature"], np.int32),
        threshold=np.array(nodes["threshold"], np.float32),
        missing_left=np.array(nodes["missing_left"], np.bool_),
        left=np.array(nodes["left"], np.int32),
        right=np.array(nodes["right"], np.int32),
        value=np.array(nodes["value"], np.float64),
        depth=int(stored["depth"]),
    )
