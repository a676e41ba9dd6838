"""Fitting the weights: ridge-penalised logistic regression by Newton's method, the same on every machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from kg.align.model import CONSTANT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ROUNDS: Final = 30
_ENOUGH: Final = 1e-7


def fit(
    rows: Sequence[Mapping[str, float]], right: Sequence[bool], importance: Sequence[float] | None = None,
    *, ridge: float = 1.0,
) -> dict[str, float]:  # fmt: skip
    """Feature to weight, the constant under ``(constant)``; ``importance`` weighs the rows."""
    names = sorted({name for row in rows for name in row})
    place = {name: i + 1 for i, name in enumerate(names)}
    x = np.zeros((len(rows), len(names) + 1))
    x[:, 0] = 1
    for i, row in enumerate(rows):
        for name, value in row.items():
            x[i, place[name]] = value
    y = np.array(right, dtype=float)
    weight = np.ones(len(rows)) if importance is None else np.array(importance)
    penalty = np.full(len(names) + 1, ridge)
    penalty[0] = 1e-6
    b = np.zeros(len(names) + 1)
    for _ in range(_ROUNDS):
        p = 1 / (1 + np.exp(-np.clip(x @ b, -30, 30)))
        gradient = x.T @ (weight * (y - p)) - penalty * b
        curvature = (x * (weight * np.maximum(p * (1 - p), 1e-9))[:, None]).T @ x + np.diag(penalty)
        step = np.linalg.solve(curvature, gradient)
        b += step
        if float(np.abs(step).max()) < _ENOUGH:
            break
    return {CONSTANT: float(b[0])} | {name: float(b[i]) for name, i in place.items()}
