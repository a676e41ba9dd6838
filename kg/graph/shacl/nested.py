"""Demands by other shapes: sh:property, sh:node, sh:not, sh:and, sh:or, sh:xone and qualified values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from kg.graph.shacl.results import Fault, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from kg.graph.shacl.columns import Columns, Mask, Numbers, Pairs
    from kg.graph.shacl.shapes import Shape


def _outcome(shape: Shape, graph: Columns, values: Numbers) -> Outcome:
    """Which values fail a shape, each with its own mark, and the results."""
    different, places = np.unique(values, return_inverse=True)
    outcome = shape.check(graph, different)
    return Outcome(outcome.failed[places], outcome.results)


@dataclass(frozen=True, slots=True)
class Property:
    """sh:property: the results are those of the property shape."""

    shape: Shape

    def faults(self, graph: Columns, focus: Numbers, pairs: Pairs) -> Iterable[Fault]:
        """Nodes with a value that fails, and what the property shape says of it."""
        del focus
        outcome = _outcome(self.shape, graph, pairs.values)
        yield Fault("", pairs.at[outcome.failed], nested=outcome.results)


@dataclass(frozen=True, slots=True)
class Logical:
    """sh:node, sh:not, sh:and, sh:or, sh:xone: how many of the shapes a value may pass."""

    component: Literal["Node", "Not", "And", "Or", "Xone"]
    shapes: tuple[Shape, ...]

    def faults(self, graph: Columns, focus: Numbers, pairs: Pairs) -> Iterable[Fault]:
        """The values that pass too few or too many."""
        del focus
        passed = np.zeros(len(pairs.values), np.intp)
        for shape in self.shapes:
            passed += ~_outcome(shape, graph, pairs.values).failed
        bad = np.flatnonzero(self._fails(passed))
        yield Fault(self.component, pairs.at[bad], pairs.values[bad])

    def _fails(self, passed: NDArray[np.intp]) -> Mask:
        if self.component == "Not":
            return np.greater(passed, 0)
        if self.component == "Or":
            return np.equal(passed, 0)
        return np.not_equal(passed, 1 if self.component == "Xone" else len(self.shapes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualified:
    """sh:qualifiedValueShape: how many values pass it, those that pass a sibling's left out."""

    shape: Shape
    siblings: tuple[Shape, ...]
    least: int | None
    most: int | None

    def faults(self, graph: Columns, focus: Numbers, pairs: Pairs) -> Iterable[Fault]:
        """Nodes with too few or too many such values."""
        good = ~_outcome(self.shape, graph, pairs.values).failed
        for sibling in self.siblings:
            good &= _outcome(sibling, graph, pairs.values).failed
        counts = np.bincount(pairs.at[good], minlength=len(focus))
        if self.most is not None:
            yield Fault("QualifiedMaxCount", np.flatnonzero(counts > self.most))
        if self.least is not None:
            yield Fault("QualifiedMinCount", np.flatnonzero(counts < self.least))
