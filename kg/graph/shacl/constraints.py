"""Demands on all values of a node together: how many, which, and how they compare with other values of the node."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import rdflib

from kg.graph.convert import to_rdflib_term
from kg.graph.shacl.columns import distinct, numbers
from kg.graph.shacl.literals import is_less
from kg.graph.shacl.results import Fault
from kg.graph.shacl.values import language
from kg.graph.terms import term

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from kg.graph.shacl.columns import Columns, Mask, Numbers, Pairs


@dataclass(frozen=True, slots=True)
class Count:
    """sh:minCount or sh:maxCount."""

    relation: Literal["min", "max"]
    limit: int

    def faults(self, graph: Columns, focus: Numbers, pairs: Pairs) -> Iterable[Fault]:
        """Nodes with too few or too many values."""
        del graph
        counts = np.bincount(pairs.at, minlength=len(focus))
        bad = counts < self.limit if self.relation == "min" else counts > self.limit
        yield Fault("MinCount" if self.relation == "min" else "MaxCount", np.flatnonzero(bad))


@dataclass(frozen=True, slots=True)
class HasValue:
    """sh:hasValue."""

    value: int

    def faults(self, graph: Columns, focus: Numbers, pairs: Pairs) -> Iterable[Fault]:
        """Nodes without the value."""
        del graph
        lacking = np.ones(len(focus), np.bool_)
        lacking[pairs.at[pairs.values == self.value]] = False
        yield Fault("HasValue", np.flatnonzero(lacking))


@dataclass(frozen=True, slots=True)
class Compared:
    """sh:equals or sh:disjoint with the values of another property."""

    component: Literal["Equals", "Disjoint"]
    predicate: int

    def faults(self, graph: Columns, focus: Numbers, pairs: Pairs) -> Iterable[Fault]:
        """Values that only one side has, or that both have."""
        other = graph.follow(self.predicate, focus)
        width = np.int64(len(graph.terms))
        ours, theirs = (p.at.astype(np.int64) * width + p.values for p in (pairs, other))
        found = np.setxor1d(ours, theirs) if self.component == "Equals" else np.intersect1d(ours, theirs)
        yield Fault(self.component, found // width, (found % width).astype(np.int32))


@dataclass(frozen=True, slots=True)
class LessThan:
    """sh:lessThan or sh:lessThanOrEquals than the values of another property."""

    predicate: int
    or_equal: bool

    def faults(self, graph: Columns, focus: Numbers, pairs: Pairs) -> Iterable[Fault]:
        """Values that are not less than every one of the others."""
        index, value, other = self._met(graph, focus, pairs)
        one, place = np.unique(np.stack([value, other]), axis=1, return_inverse=True)
        less = [self._is_less(graph, a, b) for a, b in one.T.tolist()]
        bad = ~np.fromiter(less, np.bool_, len(less))[place.ravel()]
        found = distinct(index[bad], value[bad])
        yield Fault("LessThanOrEquals" if self.or_equal else "LessThan", found.at, found.values)

    def _met(self, graph: Columns, focus: Numbers, pairs: Pairs) -> tuple[NDArray[np.intp], Numbers, Numbers]:
        """Every value with every other value of its node."""
        others = graph.follow(self.predicate, focus)
        left = np.searchsorted(others.at, pairs.at, "left")
        counts = np.searchsorted(others.at, pairs.at, "right") - left
        which = np.repeat(np.arange(len(pairs.at)), counts)
        offsets = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
        other = others.values[np.repeat(left, counts) + offsets]
        return pairs.at[which], pairs.values[which], other

    def _is_less(self, graph: Columns, one: int, other: int) -> bool:
        """What cannot be compared is not less, as SHACL says; pyshacl gives up there."""
        first, second = to_rdflib_term(graph.terms[one]), to_rdflib_term(graph.terms[other])
        if isinstance(first, rdflib.BNode) or isinstance(second, rdflib.BNode):
            return False
        try:
            return is_less(first, second, or_equal=self.or_equal)
        except TypeError:
            return False


@dataclass(frozen=True, slots=True)
class UniqueLanguage:
    """sh:uniqueLang."""

    def faults(self, graph: Columns, focus: Numbers, pairs: Pairs) -> Iterable[Fault]:
        """Nodes with two texts in one language."""
        del focus
        tags = [language(graph.terms[number]) for number in pairs.values.tolist()]
        places = {tag: number for number, tag in enumerate(sorted(set(tags)))}
        coded = numbers(places[tag] for tag in tags)
        told = coded != places.get("", -1)
        index, coded = pairs.at[told], coded[told]
        key = index.astype(np.int64) * len(places) + coded
        one, counts = np.unique(key, return_counts=True)
        yield Fault("UniqueLang", np.unique(one[counts > 1] // max(len(places), 1)))


@dataclass(frozen=True, slots=True)
class Closed:
    """sh:closed: the properties that a value may have."""

    allowed: tuple[int, ...]

    def faults(self, graph: Columns, focus: Numbers, pairs: Pairs) -> Iterable[Fault]:
        """Every triple of a value over another property."""
        del focus
        for predicate in graph.predicates:
            if predicate in self.allowed:
                continue
            found = graph.follow(predicate, pairs.values)
            kept = self._counts(graph, predicate, found.values)
            index, values = pairs.at[found.at[kept]], found.values[kept]
            if len(index):
                yield Fault("Closed", index, values, np.full(len(index), predicate, np.int32))

    @staticmethod
    def _counts(graph: Columns, predicate: int, values: Numbers) -> Mask:
        """Everything but that a thing is a rdfs:Resource, which any may say of itself."""
        said = graph.terms[predicate] == term("rdf:type")
        resource = [number for number in np.unique(values).tolist() if graph.terms[number] == term("rdfs:Resource")]
        return ~np.isin(values, numbers(resource)) if said else np.ones(len(values), np.bool_)
