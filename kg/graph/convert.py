"""Where terms cross between pyoxigraph, which is fast, and rdflib, which pyshacl knows."""

from __future__ import annotations

import logging
import warnings
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from kg.errors import InputError
from kg.graph.terms import Statement, term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# a triple as the library reads it: blank nodes may occur
ReadTriple = tuple[NamedNode | BlankNode, NamedNode, NamedNode | BlankNode | Literal]

_FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".nq": RdfFormat.N_QUADS,
    ".nt": RdfFormat.N_TRIPLES,
    ".trig": RdfFormat.TRIG,
}


def read_triples(path: Path) -> Iterator[ReadTriple]:
    """The triples of a Turtle, N-Triples, N-Quads or TriG file, names of graphs left out.

    Raises InputError where the file is missing, of another kind, or malformed.
    """
    format_ = graph_format(path)
    try:
        for quad in parse(path=str(path), format=format_):
            if not isinstance(quad.subject, NamedNode | BlankNode):
                raise InputError(f"{path}: triples about triples are not used here")
            yield quad.subject, quad.predicate, quad.object
    except (OSError, SyntaxError) as error:
        raise InputError(f"{path}: cannot be read as {format_}: {error}") from error


def graph_format(path: Path) -> RdfFormat:
    """The format that the file's name tells; raises InputError on another name."""
    format_ = _FORMATS.get(path.suffix)
    if format_ is None:
        raise InputError(f"{path}: not a graph file; give {', '.join(sorted(_FORMATS))}")
    return format_


@contextmanager
def silence() -> Iterator[None]:
    """Keep rdflib from telling on standard error of each literal that it does not understand: the check does that."""
    loud = logging.getLogger("rdflib.term")
    before = loud.disabled
    loud.disabled = True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            yield
    finally:
        loud.disabled = before


def to_rdflib_term(term_: NamedNode | BlankNode | Literal) -> rdflib.URIRef | rdflib.BNode | rdflib.Literal:
    """The same term; a plain string stays a plain literal."""
    return _value(term_)


def to_oxigraph_term(node: rdflib.term.Node) -> NamedNode | BlankNode | Literal:
    """The term of which ``to_rdflib_term`` makes ``node``."""
    if isinstance(node, rdflib.Literal):
        if node.language:
            return Literal(str(node), language=node.language)
        return Literal(str(node), datatype=NamedNode(str(node.datatype)) if node.datatype else None)
    return NamedNode(str(node)) if isinstance(node, rdflib.URIRef) else BlankNode(str(node))


def to_rdflib(triples: Iterable[ReadTriple | Statement]) -> rdflib.Graph:
    """The same triples as an rdflib graph in memory; a plain string stays a plain literal."""
    graph = rdflib.Graph(bind_namespaces="none")
    for subject, predicate, value in triples:
        graph.add((_node(subject), _node(predicate), _value(value)))
    return graph


@lru_cache(maxsize=200_000)
def _node(node: NamedNode | BlankNode) -> rdflib.URIRef | rdflib.BNode:
    return rdflib.URIRef(node.value) if isinstance(node, NamedNode) else rdflib.BNode(node.value)


def _value(value: NamedNode | BlankNode | Literal) -> rdflib.URIRef | rdflib.BNode | rdflib.Literal:
    if isinstance(value, NamedNode | BlankNode):
        return _node(value)
    if value.datatype == term("xsd:string"):
        return rdflib.Literal(value.value)
    if value.language:
        return rdflib.Literal(value.value, lang=value.language)
    return rdflib.Literal(value.value, datatype=rdflib.URIRef(value.datatype.value), normalize=False)
