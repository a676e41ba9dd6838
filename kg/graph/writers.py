"""The graph as files: readable Turtle, and N-Quads with one named graph a document.

Every term is written by the RDF library, which escapes it; this module lays out lines and uses prefixes.  The
library's own Turtle writer was left, because its prefixes come in another order in each run and because a
statement with a literal costs it ten times as much to take in as to write.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import IO, TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from kg.files import atomic_write
from kg.graph.dataset import Dataset, quads, statements
from kg.graph.terms import Statement, term
from kg.vocab import NAMESPACES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

# these occur in void.ttl, validation.ttl and the shapes only
_ELSEWHERE = frozenset(("void", "dcat", "sh", "rks", "owl"))
# names that need no escape in Turtle, and literals that need no quotes
_PLAIN_NAME: Final = re.compile(r"[a-z]+:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_A: Final = NamedNode(NAMESPACES["rdf"] + "type")
_STRING: Final = NamedNode(NAMESPACES["xsd"] + "string")
_PREFIX_OF: Final = {start: name for name, start in NAMESPACES.items()}  # every namespace ends in / or #
_SHORT: Final = {
    NamedNode(NAMESPACES["xsd"] + "integer"): re.compile(r"-?[0-9]+"),
    NamedNode(NAMESPACES["xsd"] + "decimal"): re.compile(r"-?[0-9]+\.[0-9]+"),
    NamedNode(NAMESPACES["xsd"] + "boolean"): re.compile(r"true|false"),
}
_HEADER = """\
# ResistKG: what resists which therapy, by which mechanism, with the sentence that says so.
# First the claims, each with its evidence; then entities with direct triples, documents and runs, vocabulary.
"""


@dataclass(slots=True)
class Tally:
    """What was written: numbers of triples, subjects, members of each class, uses of each property, links."""

    triples: int = 0
    subjects: int = 0
    classes: Counter[str] = field(default_factory=Counter)
    properties: Counter[str] = field(default_factory=Counter)
    links: Counter[str] = field(default_factory=Counter)  # objects of skos:exactMatch

    def count(self, found: Iterable[Statement]) -> Iterator[Statement]:
        """Pass statements on, grouped by subject as they come, and count them."""
        is_a, same, last = term("rdf:type"), term("skos:exactMatch"), None
        for statement in found:
            subject, predicate, value = statement
            self.triples += 1
            self.properties[predicate.value] += 1
            if subject != last:
                self.subjects += 1
                last = subject
            if predicate == is_a:
                self.classes[value.value] += 1
            elif predicate == same:
                self.links[value.value] += 1
            yield statement


def write_turtle(dataset: Dataset, path: Path) -> Tally:
    """Write ``kg.ttl`` and return what it holds."""
    tally = Tally()
    prefixes = {name: start for name, start in NAMESPACES.items() if name not in _ELSEWHERE}
    with atomic_write(path) as stream:
        stream.write(_HEADER.encode("utf-8"))
        write_lines(tally.count(statements(dataset)), stream, prefixes)
    return tally


def write_statements(found: Iterable[Statement], stream: IO[bytes]) -> None:
    """Write a small graph as Turtle with the prefixes that it uses; it is held in memory."""
    held = tuple(found)
    shown = {turtle_term(t) for statement in held for t in statement if t != _A}
    names = {text.partition(":")[0] for text in shown}
    if any("^^xsd:" in text for text in shown):
        names.add("xsd")
    write_lines(held, stream, {name: start for name, start in NAMESPACES.items() if name in names})


def write_lines(found: Iterable[Statement], stream: IO[bytes], prefixes: Mapping[str, str]) -> None:
    """Write statements, which come grouped by subject, as Turtle with the given prefixes."""
    for name, start in prefixes.items():
        stream.write(f"@prefix {name}: <{start}> .\n".encode())
    for subject, group in groupby(found, key=itemgetter(0)):
        lines = [
            f"{'a' if predicate == _A else turtle_term(predicate)} "
            + " , ".join(turtle_term(value) for _, _, value in same)
            for predicate, same in groupby(group, key=itemgetter(1))
        ]
        body = " ;\n  ".join(lines)
        stream.write(f"\n{turtle_term(subject)} {body} .\n".encode())


def turtle_term(value: NamedNode | Literal) -> str:
    """A term as Turtle writes it: prefixed or short where it can be, else as the RDF library writes it."""
    if isinstance(value, NamedNode):
        return _turtle_name(value)
    shape = _SHORT.get(value.datatype)
    if shape and shape.fullmatch(value.value):
        return value.value
    if value.datatype == _STRING or value.language:
        return str(value)
    return f"{Literal(value.value)!s}^^{_turtle_name(value.datatype)}"


@lru_cache(maxsize=10_000)
def _turtle_name(node: NamedNode) -> str:
    name = local_name(node)
    return name if _PLAIN_NAME.fullmatch(name) else str(node)


def write_nquads(dataset: Dataset, path: Path) -> None:
    """Write ``kg.nq``."""
    with atomic_write(path) as stream:
        for subject, predicate, value, graph in quads(dataset):
            stream.write(f"{_plain(subject)} {_plain(predicate)} {value!s} {_plain(graph)} .\n".encode())


@lru_cache(maxsize=10_000)
def _plain(node: NamedNode) -> str:
    return str(node)


def local_name(node: NamedNode | str) -> str:
    """The prefixed name of an IRI where a prefix fits, else the IRI itself."""
    text = node if isinstance(node, str) else node.value
    for sign in "#/":
        start, found, local = text.rpartition(sign)
        prefix = _PREFIX_OF.get(start + found)
        if prefix is not None:
            return f"{prefix}:{local}"
    return text
