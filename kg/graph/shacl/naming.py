"""Names of shapes for people: a shape without an IRI is called after the shape that it stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rdflib import RDF, SH, URIRef

from kg.graph.writers import local_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib import Graph
    from rdflib.term import Node

_USES: Final = (SH.property, SH.node, SH["not"], SH.qualifiedValueShape)
_LISTS: Final = (SH["and"], SH["or"], SH.xone)
_DEEPEST: Final = 15


def shape_name(graph: Graph, node: Node, depth: int = 0) -> str:
    """The prefixed name of a shape, or where it stands: ``ex:Paper / ex:title``, ``ex:Paper / sh:not``."""
    if isinstance(node, URIRef):
        return local_name(str(node))
    way = graph.value(node, SH.path)
    own = local_name(str(way)) if isinstance(way, URIRef) else ""
    if depth < _DEEPEST:
        for parent, use in sorted(_parents(graph, node), key=str):
            return f"{shape_name(graph, parent, depth + 1)} / {own or local_name(str(use))}"
    return own or str(node)


def _parents(graph: Graph, node: Node) -> Iterator[tuple[Node, URIRef]]:
    """The shapes that use a shape, and by which property."""
    for use in _USES:
        for parent in graph.subjects(use, node):
            yield parent, use
    for start in graph.subjects(RDF.first, node):
        for head in (start, *graph.transitive_subjects(RDF.rest, start)):
            for use in _LISTS:
                for parent in graph.subjects(use, head):
                    yield parent, use
