"""A graph in memory as numbers: a number for each term, and for each property two sorted columns."""

from __future__ import annotations

import re
from array import array
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from pyoxigraph import BlankNode, Literal, NamedNode

from kg.graph.terms import term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from kg.graph.convert import ReadTriple

    Numbers = NDArray[np.int32]
    Mask = NDArray[np.bool_]

Term = NamedNode | BlankNode | Literal
IRI, BLANK, LITERAL = 0, 1, 2
_KINDS: Final = {NamedNode: IRI, BlankNode: BLANK, Literal: LITERAL}
_BY_CHANCE: Final = re.compile(r"[0-9a-f]{28,32}")  # how pyoxigraph calls them
_HALF: Final = np.uint64(32)
_LOW: Final = np.uint64(0xFFFFFFFF)
_MOST_PREDICATES: Final = 2**16


class Terms(dict[Term, int]):
    """Terms to numbers, counted up from 0 as they come."""

    def __missing__(self, key: Term) -> int:  # noqa: D105 - the class says it
        number = self[key] = len(self)
        return number


class Table(NamedTuple):
    """The triples of one property: two columns of equal length without repeats, sorted by the first, then the second.

    ``key`` is the subjects' column for the table from subjects to objects, the objects' for the inverse one.
    """

    key: Numbers
    value: Numbers


class Pairs(NamedTuple):
    """Values by node: ``values[i]`` belongs to the node at ``at[i]``; no pair comes twice."""

    at: NDArray[np.intp]
    values: Numbers


class Columns:
    """A graph; ``triples`` is the number of its distinct triples."""

    def __init__(self, triples: Iterable[ReadTriple], terms: Terms) -> None:
        subjects, predicates, objects, names = _numbered(triples, terms)
        self.terms: list[Term] = _steady(list(terms))
        self._numbers = terms
        self._tables = _tables(subjects, predicates, objects, [terms[name] for name in names])
        self._inverse: dict[int, Table] = {}
        self.triples = sum(len(table.key) for table in self._tables.values())

    @cached_property
    def kinds(self) -> NDArray[np.int8]:
        """IRI, BLANK or LITERAL of each term."""
        return np.fromiter((_KINDS[type(t)] for t in self.terms), np.int8, len(self.terms))

    @property
    def predicates(self) -> Iterable[int]:
        """The properties that occur."""
        return self._tables.keys()

    def nodes(self) -> Numbers:
        """The terms that are a subject or an object, sorted."""
        parts = [column for table in self._tables.values() for column in table]
        return np.unique(np.concatenate(parts)) if parts else numbers(())

    def statements(self) -> Iterator[ReadTriple]:
        """The triples as terms, each once, property by property."""
        for predicate, table in self._tables.items():
            name = self.terms[predicate]
            for subject, value in zip(table.key.tolist(), table.value.tolist(), strict=True):
                yield self.terms[subject], name, self.terms[value]  # type: ignore[misc] # as they were read

    def number(self, name: str) -> int:
        """The number of a prefixed name of our own code; of one that does not occur, a number that nothing has."""
        return self._numbers.get(term(name), -1)

    def named(self, name: str) -> Table:
        """The table of a property by its prefixed name."""
        return self.table(self.number(name))

    def table(self, predicate: int, *, inverse: bool = False) -> Table:
        """The triples of a property, empty where there are none."""
        forward = self._tables.get(predicate, _EMPTY)
        if not inverse:
            return forward
        if predicate not in self._inverse:
            self._inverse[predicate] = _split(np.sort(_joined(forward.value, forward.key)))
        return self._inverse[predicate]

    def follow(self, predicate: int, nodes: Numbers, *, inverse: bool = False) -> Pairs:
        """From each node, which may come twice, over a property."""
        table = self.table(predicate, inverse=inverse)
        left = np.searchsorted(table.key, nodes, "left")
        counts = np.searchsorted(table.key, nodes, "right") - left
        index = np.repeat(np.arange(len(nodes)), counts)
        offsets = np.arange(len(index)) - np.repeat(np.cumsum(counts) - counts, counts)
        return Pairs(index, table.value[np.repeat(left, counts) + offsets])

    def members(self, class_: int) -> Numbers:
        """What is an instance of a class or of a class below it, sorted."""
        below = [class_, *self.below(class_)]
        found = [self.follow(self.number("rdf:type"), numbers(below), inverse=True).values]
        return np.unique(np.concatenate(found))

    def below(self, class_: int) -> set[int]:
        """The classes below a class, by rdfs:subClassOf."""
        found: set[int] = set()
        step = numbers([class_])
        while len(step):
            step = self.follow(self.number("rdfs:subClassOf"), step, inverse=True).values
            step = numbers([n for n in set(step.tolist()) if n not in found])
            found.update(step.tolist())
        return found


def numbers(values: Iterable[int]) -> Numbers:
    """Numbers of terms as a column."""
    return np.fromiter(values, np.int32)


def distinct(index: NDArray[np.intp], values: Numbers) -> Pairs:
    """The pairs without repeats."""
    key, value = _split(np.unique(_joined(index, values)))
    return Pairs(key.astype(np.intp), value)


def _joined(key: NDArray[np.signedinteger], value: Numbers) -> NDArray[np.uint64]:
    return (key.astype(np.uint64) << _HALF) | value.astype(np.uint64)


def _split(joined: NDArray[np.uint64]) -> Table:
    return Table((joined >> _HALF).astype(np.int32), (joined & _LOW).astype(np.int32))


def _steady(terms: list[Term]) -> list[Term]:
    """The terms with blank nodes that have no name in the file called by their order, not by chance."""
    places = [place for place, term_ in enumerate(terms) if type(term_) is BlankNode]
    for number, place in enumerate(places):
        if _BY_CHANCE.fullmatch(terms[place].value):
            terms[place] = BlankNode(f"unnamed{number}")
    return terms


_EMPTY: Final = _split(np.empty(0, np.uint64))


def _numbered(triples: Iterable[ReadTriple], terms: Terms) -> tuple[Numbers, Numbers, Numbers, Terms]:
    """Columns of subjects, predicates (which have numbers of their own) and objects, and the predicates."""
    names = Terms()
    subjects, predicates, objects = array("i"), array("i"), array("i")
    add_subject, add_predicate, add_object = subjects.append, predicates.append, objects.append
    for subject, predicate, value in triples:
        add_subject(terms[subject])
        add_predicate(names[predicate])
        add_object(terms[value])
    for name in names:
        terms[name]
    columns = (np.frombuffer(column, np.int32) for column in (subjects, predicates, objects))
    return *columns, names  # type: ignore[return-value] # three columns, which mypy cannot count


def _tables(subjects: Numbers, predicates: Numbers, objects: Numbers, names: list[int]) -> dict[int, Table]:
    small = predicates.astype(np.uint16) if len(names) < _MOST_PREDICATES else predicates  # sorts in linear time
    order = np.argsort(small, kind="stable")
    joined = _joined(subjects, objects)[order]
    ends = np.cumsum(np.bincount(predicates, minlength=len(names)))
    parts = np.split(joined, ends[:-1]) if names else []
    return {name: _split(np.unique(part)) for name, part in zip(names, parts, strict=True)}
