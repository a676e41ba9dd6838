"""Demands on a value alone, whatever node it belongs to: kind, datatype, class, text, range, membership."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np
import pyoxigraph
import rdflib
from rdflib import XSD

from kg.graph.convert import to_rdflib_term
from kg.graph.shacl.columns import BLANK, IRI, LITERAL, Columns, numbers
from kg.graph.shacl.literals import compare, has_datatype
from kg.graph.shacl.results import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kg.graph.shacl.columns import Mask, Numbers, Pairs

Relation = Literal["<", "<=", ">", ">="]
NODE_KINDS = {
    "IRI": (IRI,), "BlankNode": (BLANK,), "Literal": (LITERAL,), "BlankNodeOrIRI": (BLANK, IRI),
    "BlankNodeOrLiteral": (BLANK, LITERAL), "IRIOrLiteral": (IRI, LITERAL),
}  # fmt: skip


class Test(Protocol):
    """Tells good values from others."""

    def passed(self, graph: Columns, values: Numbers) -> Mask:
        """Which of some values pass."""


@dataclass(frozen=True, slots=True)
class Each:
    """The demand that every value passes a test."""

    component: str
    test: Test

    def faults(self, graph: Columns, focus: Numbers, pairs: Pairs) -> Iterable[Fault]:
        """The values that fail."""
        del focus
        bad = np.flatnonzero(~self.test.passed(graph, pairs.values))
        if len(bad):
            yield Fault(self.component, pairs.at[bad], pairs.values[bad])


def one_by_one(values: Numbers, passes: Callable[[int], bool]) -> Mask:
    """A test in Python for each different value."""
    different, places = np.unique(values, return_inverse=True)
    return np.fromiter(map(passes, different.tolist()), np.bool_, len(different))[places]


@dataclass(frozen=True, slots=True)
class NodeKind:
    """sh:nodeKind."""

    kinds: tuple[int, ...]

    def passed(self, graph: Columns, values: Numbers) -> Mask:
        """By the kind of term."""
        return np.isin(graph.kinds[values], self.kinds)


@dataclass(frozen=True, slots=True)
class Datatype:
    """sh:datatype."""

    datatype: rdflib.URIRef

    def passed(self, graph: Columns, values: Numbers) -> Mask:
        """Literals of the datatype whose text is one of its own."""
        return one_by_one(values, lambda number: self._passes(graph.terms[number]))

    def _passes(self, value: object) -> bool:
        if not isinstance(value, pyoxigraph.Literal):
            return False
        if self.datatype == XSD.string:  # most literals, and any text is a string
            return value.datatype.value == str(XSD.string)
        literal = to_rdflib_term(value)
        return isinstance(literal, rdflib.Literal) and has_datatype(literal, self.datatype)


@dataclass(frozen=True, slots=True)
class Class:
    """sh:class."""

    class_: int

    def passed(self, graph: Columns, values: Numbers) -> Mask:
        """Instances of the class or of a class below it."""
        return np.isin(values, graph.members(self.class_))


@dataclass(frozen=True, slots=True)
class In:
    """sh:in."""

    allowed: tuple[int, ...]

    def passed(self, graph: Columns, values: Numbers) -> Mask:
        """The same terms."""
        del graph
        return np.isin(values, numbers(self.allowed))


@dataclass(frozen=True, slots=True)
class Text:
    """sh:minLength, sh:maxLength and sh:pattern, which no blank node passes."""

    passes: Callable[[str], bool]

    def passed(self, graph: Columns, values: Numbers) -> Mask:
        """By the letters of the IRI or literal."""
        terms, blank = graph.terms, graph.kinds == BLANK
        return one_by_one(values, lambda number: not blank[number] and bool(self.passes(terms[number].value)))


def at_least(length: int) -> Text | Always:
    """A text of so many characters or more; none is asked for by 0, whatever the value."""
    return Text(lambda text: len(text) >= length) if length else Always()


def at_most(length: int) -> Text:
    """A text of so many characters or fewer."""
    return Text(lambda text: len(text) <= length)


def matching(pattern: re.Pattern[str]) -> Text:
    """A text in which the pattern is found."""
    return Text(lambda text: pattern.search(text) is not None)


@dataclass(frozen=True, slots=True)
class Always:
    """No demand at all."""

    def passed(self, graph: Columns, values: Numbers) -> Mask:
        """Everything."""
        del graph
        return np.ones(len(values), np.bool_)


@dataclass(frozen=True, slots=True)
class LanguageIn:
    """sh:languageIn: ``languages`` are small letters, ``*`` any."""

    languages: frozenset[str]

    def passed(self, graph: Columns, values: Numbers) -> Mask:
        """Texts in one of the languages or in a variety of it."""
        return one_by_one(values, lambda number: self._passes(language(graph.terms[number])))

    def _passes(self, tag: str) -> bool:
        own = {tag, tag.partition("-")[0], "*"}
        return bool(tag) and not own.isdisjoint(self.languages)


def language(value: object) -> str:
    """The language of a literal in small letters; empty where there is none."""
    return (value.language or "").lower() if isinstance(value, pyoxigraph.Literal) else ""


@dataclass(frozen=True, slots=True)
class Range:
    """sh:minInclusive and its like: the bound, and how the value may compare with it."""

    bound: rdflib.Literal
    relation: Relation

    def passed(self, graph: Columns, values: Numbers) -> Mask:
        """Literals that compare with the bound as they should."""
        return one_by_one(values, lambda number: self._passes(graph.terms[number]))

    def _passes(self, value: object) -> bool:
        if not isinstance(value, pyoxigraph.Literal):
            return False
        literal = to_rdflib_term(value)
        try:
            sign = compare(literal, self.bound) if isinstance(literal, rdflib.Literal) else 0
        except (TypeError, NotImplementedError):
            return False
        return (sign > 0) == (self.relation[0] == ">") if sign else self.relation[-1] == "="
