"""The logistic model: what each feature weighs, read from a table that people can read."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Mapping

WEIGHTS: Final = Path(__file__).with_name("weights.tsv")
CONSTANT: Final = "(constant)"


class Weights(NamedTuple):
    """Feature to weight: of the names alone, and of names and surroundings together."""

    names: dict[str, float]
    both: dict[str, float]


@cache
def read_weights(path: Path = WEIGHTS) -> Weights:
    """The weights of a table; raises RuleError with the line of a row that is none."""
    found = Weights({}, {})
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        feature, *cells = line.split("\t")
        if len(cells) != 2:
            raise RuleError(str(path), number, "expected a feature and two weights")
        for weights, cell in zip(found, cells, strict=True):
            if cell:
                weights[feature] = _number(cell, path, number)
    return found


def _number(cell: str, path: Path, line: int) -> float:
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise RuleError(str(path), line, f"not a finite number: {cell}")
    return value


def probability(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """How likely a pair is the same thing."""
    total = weights.get(CONSTANT, 0.0) + sum(weights.get(name, 0.0) * value for name, value in features.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
