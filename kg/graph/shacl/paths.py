"""SHACL property paths over columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from kg.graph.shacl.columns import Pairs, distinct

if TYPE_CHECKING:
    from kg.graph.shacl.columns import Columns, Numbers


class Path(Protocol):
    """A way from nodes to values."""

    def follow(self, graph: Columns, nodes: Numbers) -> Pairs:
        """The values of each node."""


@dataclass(frozen=True, slots=True)
class Step:
    """One property, forwards or backwards."""

    predicate: int
    inverse: bool = False

    def follow(self, graph: Columns, nodes: Numbers) -> Pairs:
        """Over the property once."""
        return graph.follow(self.predicate, nodes, inverse=self.inverse)


@dataclass(frozen=True, slots=True)
class Sequence:
    """One path after another."""

    parts: tuple[Path, ...]

    def follow(self, graph: Columns, nodes: Numbers) -> Pairs:
        """Over each part from where the part before arrived."""
        index, values = np.arange(len(nodes)), nodes
        for part in self.parts:
            onwards = part.follow(graph, values)
            index, values = distinct(index[onwards.at], onwards.values)
        return Pairs(index, values)


@dataclass(frozen=True, slots=True)
class Alternative:
    """Any of several paths."""

    parts: tuple[Path, ...]

    def follow(self, graph: Columns, nodes: Numbers) -> Pairs:
        """Over every part."""
        found = [part.follow(graph, nodes) for part in self.parts]
        return distinct(np.concatenate([p.at for p in found]), np.concatenate([p.values for p in found]))


@dataclass(frozen=True, slots=True)
class Repeated:
    """A path once or, ``many``, any number of times; or, ``zero``, not at all."""

    part: Path
    zero: bool
    many: bool

    def follow(self, graph: Columns, nodes: Numbers) -> Pairs:
        """Over the path again and again until nothing new is met."""
        found = step = self.part.follow(graph, nodes)
        while self.many and len(step.at):
            onwards = self.part.follow(graph, step.values)
            known = distinct(found.at, found.values)
            more = distinct(
                np.concatenate([known.at, step.at[onwards.at]]), np.concatenate([known.values, onwards.values])
            )
            step = _without(more, known)
            found = more
        if self.zero:
            index = np.concatenate([np.arange(len(nodes)), found.at])
            return distinct(index, np.concatenate([nodes, found.values]))
        return found


def _without(more: Pairs, known: Pairs) -> Pairs:
    """The pairs that are new; both come sorted."""
    width = np.int64(max(more.values.max(initial=0), known.values.max(initial=0)) + 1)
    new = ~np.isin(more.at * width + more.values, known.at * width + known.values, assume_unique=True)
    return Pairs(more.at[new], more.values[new])
