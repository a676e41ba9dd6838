"""Compiled shapes: where they look, what they demand there, and how results are told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from kg.graph.shacl.columns import Pairs, numbers
from kg.graph.shacl.results import Outcome, Result

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.graph.shacl.columns import Columns, Numbers
    from kg.graph.shacl.paths import Path
    from kg.graph.shacl.results import Fault


class Unsupported(Exception):  # noqa: N818 - a situation that the caller expects: another engine takes over
    """A construct that this engine does not know."""


class Constraint(Protocol):
    """One demand of a shape."""

    def faults(self, graph: Columns, focus: Numbers, pairs: Pairs) -> Iterable[Fault]:
        """Where the values of focus nodes break it; ``pairs`` are their values by index of the focus node."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """What a shape is about, by numbers of terms."""

    nodes: tuple[int, ...] = ()
    classes: tuple[int, ...] = ()
    subjects_of: tuple[int, ...] = ()
    objects_of: tuple[int, ...] = ()

    def focus(self, graph: Columns) -> Numbers:
        """The focus nodes, each once, sorted."""
        found = [numbers(self.nodes)]
        found += [graph.members(class_) for class_ in self.classes]
        found += [graph.table(predicate).key for predicate in self.subjects_of]
        found += [graph.table(predicate).value for predicate in self.objects_of]
        return np.unique(np.concatenate(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A node shape, or with a path a property shape; names as violations show them."""

    name: str
    path: Path | None
    path_name: str
    severity: str
    message: str
    deactivated: bool
    targets: Targets
    constraints: tuple[Constraint, ...]

    def check(self, graph: Columns, focus: Numbers) -> Outcome:
        """Which of some nodes fail, and why."""
        failed = np.zeros(len(focus), np.bool_)
        if self.deactivated or not len(focus):
            return Outcome(failed, ())
        pairs = self.path.follow(graph, focus) if self.path else Pairs(np.arange(len(focus)), focus)
        results: list[Result] = []
        for constraint in self.constraints:
            for fault in constraint.faults(graph, focus, pairs):
                failed[fault.at] = True
                results += self._results(fault, focus)
        return Outcome(failed, tuple(results))

    def _results(self, fault: Fault, focus: Numbers) -> Iterator[Result]:
        if fault.component and len(fault.at):
            yield Result(self, fault.component, focus[fault.at], fault.values, fault.paths)
        yield from fault.nested


@dataclass(frozen=True, slots=True)
class Plan:
    """All shapes of a shapes graph, in order of their names."""

    shapes: tuple[Shape, ...]


def rule_of(name: str, message: str) -> Shape:
    """A rule that is no shape of a file, so that what breaks it can be told in the same way."""
    return Shape(
        name=name, path=None, path_name="", severity="Violation", message=message, deactivated=False, targets=Targets(),
        constraints=(),
    )  # fmt: skip
