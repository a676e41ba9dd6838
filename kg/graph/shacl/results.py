"""What a check finds, as columns of terms: many faults of one constraint in one value."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kg.graph.shacl.columns import Mask, Numbers
    from kg.graph.shacl.shapes import Shape


class Result(NamedTuple):
    """Focus nodes that break one constraint of one shape; values and paths, where there are any, go with them."""

    shape: Shape
    component: str
    focus: Numbers
    values: Numbers | None = None
    paths: Numbers | None = None  # of sh:closed, whose results have the property that should not be there


class Fault(NamedTuple):
    """What a constraint says of some of the nodes that it was given, by their index.

    Without a component the nodes fail by what shapes below found, whose results stand in ``nested``.
    """

    component: str
    at: NDArray[np.intp]
    values: Numbers | None = None
    paths: Numbers | None = None
    nested: tuple[Result, ...] = ()


class Outcome(NamedTuple):
    """Which nodes fail a shape, and all results."""

    failed: Mask
    results: tuple[Result, ...]
