"""The graph as files: readable Turtle, and N-Quads with one named graph a document.

Every term is written by the RDF library, which escapes it; this module lays out lines and uses prefixes.  The
library's own Turtle writer was left, because its prefixes come in another order in each run and because a
statement with a literal costs it ten times as much to take in as to write.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import groupby, islice
from operator import itemgetter
from typing import IO, TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from kg.files import atomic_write
from kg.graph.dataset import Dataset, named_graphs, statements
from kg.graph.terms import Statement, term
from kg.vocab import NAMESPACES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

# these occur in void.ttl, validation.ttl, queries.ttl, nanopublications and the shapes only
_ELSEWHERE = frozenset(("void", "dcat", "spdx", "sh", "rks", "np", "npx", "schema", "query"))
# names that need no escape in Turtle, and literals that need no quotes
_PLAIN_NAME: Final = re.compile(r"[a-z]+:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_A: Final = NamedNode(NAMESPACES["rdf"] + "type")
_SUBJECT: Final = itemgetter(0)
_PREDICATE: Final = itemgetter(1)
_BATCH: Final = 4096  # statements
_BLOCKS_HELD: Final = 500  # subjects written together
_NAMES_HELD: Final = 20_000
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
    # property and object of the links to other vocabularies
    links: Counter[tuple[str, str]] = field(default_factory=Counter)

    def count(self, found: Iterable[Statement]) -> Iterator[Statement]:
        """Pass statements on, grouped by subject as they come, and count them."""
        last: NamedNode | None = None
        for batch in _batches(found):
            self._add(batch)
            self.subjects += sum(1 for _ in groupby(map(_SUBJECT, batch))) - (batch[0][0] == last)
            last = batch[-1][0]
            yield from batch

    def _add(self, batch: Sequence[Statement]) -> None:
        is_a = term("rdf:type")
        self.triples += len(batch)
        for counter, nodes in (
            (self.properties, map(_PREDICATE, batch)),
            (self.classes, (value for _, predicate, value in batch if predicate == is_a)),
        ):
            for node, count in Counter(nodes).items():
                counter[node.value] += count
        linking = _linking()
        self.links.update((predicate.value, value.value) for _, predicate, value in batch if predicate in linking)


@cache
def _linking() -> frozenset[NamedNode]:
    """The properties that lead to things of other vocabularies."""
    return frozenset(term(f"skos:{name}") for name in ("exactMatch", "closeMatch", "broadMatch"))


def _batches(found: Iterable[Statement]) -> Iterator[Sequence[Statement]]:
    """The statements in pieces that are quick to handle and small enough to hold."""
    rest = iter(found)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def write_turtle(dataset: Dataset, path: Path) -> Tally:
    """Write ``kg.ttl`` and return what it holds."""
    tally = Tally()
    with atomic_write(path) as stream:
        stream.write(_HEADER.encode("utf-8"))
        write_lines(tally.count(statements(dataset)), stream, turtle_prefixes())
    return tally


def turtle_prefixes() -> dict[str, str]:
    """The prefixes that the graph may use, to their namespaces, in the order in which they are declared."""
    return {name: start for name, start in NAMESPACES.items() if name not in _ELSEWHERE}


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
    names, predicates = _Names(turtle_term), _Names(turtle_term)
    predicates[_A] = "a"
    blocks: list[str] = []
    for subject, group in groupby(found, key=_SUBJECT):
        lines: list[str] = []
        last: NamedNode | None = None
        for _, predicate, value in group:
            shown = names[value] if isinstance(value, NamedNode) else turtle_term(value)
            lines.append(f" , {shown}" if predicate == last else f" ;\n  {predicates[predicate]} {shown}")
            last = predicate
        body = "".join(lines).removeprefix(" ;\n  ")
        blocks.append(f"\n{names[subject]} {body} .\n")
        if len(blocks) >= _BLOCKS_HELD:
            stream.write("".join(blocks).encode())
            blocks.clear()
    stream.write("".join(blocks).encode())


class _Names(dict[NamedNode, str]):
    """IRIs as they are written; emptied when full, so that memory does not grow with the graph."""

    def __init__(self, write: Callable[[NamedNode], str]) -> None:
        super().__init__()
        self._write = write

    def __missing__(self, node: NamedNode) -> str:
        if len(self) >= _NAMES_HELD:
            self.clear()
        text = self[node] = self._write(node)
        return text


def turtle_term(value: NamedNode | Literal) -> str:
    """A term as Turtle writes it: prefixed or short where it can be, else as the RDF library writes it."""
    if isinstance(value, NamedNode):
        name = local_name(value)
        return name if name != value.value and _PLAIN_NAME.fullmatch(name) else str(value)
    text = str(value)
    return text if text[-1] == '"' or value.language else _typed(value)


@lru_cache(maxsize=10_000)
def _typed(value: Literal) -> str:
    shape = _SHORT.get(value.datatype)
    if shape and shape.fullmatch(value.value):
        return value.value
    return f"{Literal(value.value)!s}^^{turtle_term(value.datatype)}"


def write_nquads(dataset: Dataset, path: Path) -> None:
    """Write ``kg.nq``."""
    names = _Names(str)
    with atomic_write(path) as stream:
        for graph, found in named_graphs(dataset):
            end = f" {names[graph]} .\n"
            for batch in _batches(found):
                lines = [
                    f"{names[s]} {names[p]} {names[o] if isinstance(o, NamedNode) else str(o)}{end}"
                    for s, p, o in batch
                ]
                stream.write("".join(lines).encode())


def local_name(node: NamedNode | str) -> str:
    """The prefixed name of an IRI where a prefix fits, else the IRI itself."""
    text = node if isinstance(node, str) else node.value
    for sign in "#/":
        start, found, local = text.rpartition(sign)
        prefix = _PREFIX_OF.get(start + found)
        if prefix is not None:
            return f"{prefix}:{local}"
    return text
