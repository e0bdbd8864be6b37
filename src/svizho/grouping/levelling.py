"""Levelling: vectors are turned so that what reports of one event differ in (language, style, detail) counts less."""

from __future__ import annotations

import base64
import json
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]

# Numbers are kept as whole steps of largest / 32767 in 16 bits: 0.003 % of the largest entry.
STEPS = 32767


@cache
def load_levelling(encoder: str) -> Matrix | None:
    """Read the symmetric matrix fitted for an encoder, shape (size, size); None for encoders it was not fitted for.

    It is the inverse square root of the covariance within events plus its mean variance (within-class covariance
    normalisation, Hatch and others 2006), fitted by `python -m evals.fit_grouping`.
    """
    stored = json.loads(files("svizho.grouping").joinpath("data/levelling.json").read_text("utf-8"))
    if stored["encoder"] != encoder:
        return None
    size = int(stored["size"])
    upper = np.frombuffer(base64.b64decode(stored["upper"]), "<i2").astype(np.float32) * (stored["largest"] / STEPS)
    matrix = np.zeros((size, size), np.float32)
    matrix[np.triu_indices(size)] = upper
    return np.asarray(matrix + np.triu(matrix, 1).T)


def pack_levelling(matrix: Matrix, encoder: str) -> dict[str, object]:
    """Write a symmetric matrix so that `load_levelling` reads it."""
    upper = matrix[np.triu_indices(len(matrix))]
    largest = float(np.abs(upper).max())
    steps = np.round(upper / largest * STEPS).astype("<i2")
    packed = base64.b64encode(steps.tobytes()).decode("ascii")
    return {"encoder": encoder, "size": len(matrix), "largest": largest, "upper": packed}


def level(vector: NDArray[np.float32] | None, matrix: Matrix | None) -> Matrix | None:
    """Turn a unit row by the matrix and scale it to length 1; None for none or zeros; as it is without a matrix."""
    if vector is None or not np.any(vector):
        return None
    row = np.asarray(vector, np.float32)
    if matrix is None or len(matrix) != len(row):
        return row
    turned = matrix @ row
    return np.asarray(turned / np.linalg.norm(turned), np.float32)
