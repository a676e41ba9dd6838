"""The graph as files: readable Turtle, and N-Quads with one named graph a document.

Terms are escaped by the RDF library; this module only lays out its lines.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from kg.files import atomic_write
from kg.graph.dataset import Dataset, quads, statements
from kg.graph.terms import Statement, term
from kg.vocab import NAMESPACES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

# these occur in void.ttl, validation.ttl and the shapes only
_ELSEWHERE = frozenset(("void", "dcat", "sh", "rks", "owl"))
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
    with atomic_write(path) as stream:
        write_statements(tally.count(statements(dataset)), stream, header=_HEADER)
    return tally


def write_statements(
    found: Iterable[Statement], stream: IO[bytes], *, header: str = "", every: bool = False
) -> None:
    """Write statements as Turtle, the prefixes first; ``every`` also declares those that kg.ttl never uses."""
    prefixes = {name: start for name, start in NAMESPACES.items() if every or name not in _ELSEWHERE}
    stream.write(header.encode("utf-8"))
    for name, start in prefixes.items():
        stream.write(f"@prefix {name}: <{start}> .\n".encode())
    layout = _Layout(stream)
    triples = (Triple(s, p, o) for s, p, o in found)
    serialize(triples, layout, format=RdfFormat.TURTLE, prefixes=prefixes)
    layout.flush()


def write_nquads(dataset: Dataset, path: Path) -> int:
    """Write ``kg.nq`` and return the number of quads."""
    count = 0

    def counted() -> Iterator[object]:
        nonlocal count
        for quad in quads(dataset):
            count += 1
            yield quad

    with atomic_write(path) as stream:
        serialize(counted(), stream, format=RdfFormat.N_QUADS)
    return count


class _Layout:
    """Lays out the library's Turtle: its own prefixes (in no fixed order) go, an empty line parts the subjects.

    Line ends inside literals are escaped, so that each line end is one of the layout.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._rest = b""
        self._in_header = True

    def write(self, data: bytes) -> int:
        self._rest += data
        lines, newline, self._rest = self._rest.rpartition(b"\n")
        if newline:
            self._put(lines + newline)
        return len(data)

    def flush(self) -> None:
        self._put(self._rest)
        self._rest = b""

    def _put(self, lines: bytes) -> None:
        while self._in_header and lines:
            line, newline, after = lines.partition(b"\n")
            if not line.startswith(b"@prefix"):
                self._in_header = False
                self._stream.write(b"\n")
                break
            lines = after
        self._stream.write(lines.replace(b" .\n", b" .\n\n").replace(b"\n\t", b"\n  "))


def local_name(node: NamedNode | str) -> str:
    """The prefixed name of an IRI where a prefix fits, else the IRI itself."""
    text = node if isinstance(node, str) else node.value
    fitting = [
        (len(start), name) for name, start in NAMESPACES.items() if text.startswith(start) and text != start
    ]
    if not fitting:
        return text
    length, name = max(fitting)
    return f"{name}:{text[length:]}"
