"""Property paths and lists of a shapes graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rdflib import RDF, SH, BNode, Graph, URIRef

from kg.graph.shacl.paths import Alternative, Path, Repeated, Sequence, Step
from kg.graph.shacl.shapes import Unsupported

if TYPE_CHECKING:
    from collections.abc import Callable

    from rdflib.term import Node

_DEEPEST: Final = 8  # parts of a path, all together; pyshacl gives up at 10
_REPEATED: Final = {
    SH.zeroOrMorePath: (True, True), SH.oneOrMorePath: (False, True), SH.zeroOrOnePath: (True, False),
}  # fmt: skip


def read_path(graph: Graph, way: Node, number: Callable[[Node], int]) -> Path:
    """The path at a node; raises Unsupported where pyshacl's reading of it is not sure to be the same."""
    return _Reader(graph, number).path(way)


class _Reader:
    def __init__(self, graph: Graph, number: Callable[[Node], int]) -> None:
        self._graph, self._number = graph, number
        self._left = _DEEPEST

    def path(self, way: Node) -> Path:
        """A path or a part of one."""
        self._left -= 1
        if self._left < 0:
            raise Unsupported("a path of many parts")
        if isinstance(way, URIRef):
            return Step(self._number(way))
        told = list(self._graph.predicate_objects(way)) if isinstance(way, BNode) else []
        if {predicate for predicate, _ in told} == {RDF.first, RDF.rest}:
            return Sequence(self._parts(way))
        if len(told) != 1:
            raise Unsupported("a malformed path")
        ((predicate, inner),) = told
        if predicate == SH.inversePath and isinstance(inner, URIRef):  # pyshacl turns longer ones round in its own way
            return Step(self._number(inner), inverse=True)
        if predicate == SH.alternativePath:
            return Alternative(self._parts(inner))
        if isinstance(predicate, URIRef) and predicate in _REPEATED:
            zero, many = _REPEATED[predicate]
            return Repeated(self.path(inner), zero, many)
        raise Unsupported(f"the path {predicate}")

    def _parts(self, head: Node) -> tuple[Path, ...]:
        parts = tuple(map(self.path, read_list(self._graph, head)))
        if len(parts) < 2:
            raise Unsupported("a path of one part in a list")
        return parts


def read_list(graph: Graph, head: Node) -> list[Node]:
    """The members of a list; raises Unsupported where it is malformed."""
    found: list[Node] = []
    seen: set[Node] = set()
    while head != RDF.nil:
        first, rest = list(graph.objects(head, RDF.first)), list(graph.objects(head, RDF.rest))
        if len(first) != 1 or len(rest) != 1 or head in seen:
            raise Unsupported("a malformed list")
        seen.add(head)
        found += first
        head = rest[0]
    return found
