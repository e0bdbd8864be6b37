"""Fixed directions that part the vector space into cells, so that near vectors are looked for in a few cells only."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

CELLS = 1024


@cache
def pivots_for(size: int) -> NDArray[np.float32]:
    """Give CELLS unit rows of `size` numbers, always the same."""
    rows = np.random.default_rng(size).standard_normal((CELLS, size))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)
