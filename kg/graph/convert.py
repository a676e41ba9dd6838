"""Where terms cross between pyoxigraph, which is fast, and rdflib, which pyshacl knows."""

from __future__ import annotations

import gzip
import logging
import warnings
import zlib
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, cast

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

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
    ".jsonld": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
}
_ENTITY: Final = b"<!ENTITY"


def read_triples(path: Path, prefixes: dict[str, str] | None = None) -> Iterator[ReadTriple]:
    """The triples of an RDF file, also compressed by gzip; names of graphs left out.

    After the last of them ``prefixes`` has the prefixes that the file declares.  Raises InputError where the file is
    missing, of another kind, or malformed.
    """
    format_ = graph_format(path)
    try:
        with _opened(path, format_) as stream:
            quads = parse(stream, format=format_) if stream else parse(path=str(path), format=format_)
            for quad in quads:
                value = quad.object
                if type(value) is Triple:  # what every other check of the type takes longer to say
                    raise InputError(f"{path}: triples about triples are not used here")
                yield quad.subject, quad.predicate, value
            if prefixes is not None:
                prefixes.update(quads.prefixes)
    except (OSError, SyntaxError, EOFError, zlib.error) as error:
        raise InputError(f"{path}: cannot be read as {format_}: {error}") from error


def graph_format(path: Path) -> RdfFormat:
    """The format that the file's name tells; raises InputError on another name."""
    format_ = _FORMATS.get(Path(path.stem if path.suffix == ".gz" else path).suffix)
    if format_ is None:
        raise InputError(f"{path}: not a graph file; give {', '.join(sorted(_FORMATS))}, or one of them with .gz")
    return format_


@contextmanager
def _opened(path: Path, format_: RdfFormat) -> Iterator[IO[bytes] | None]:
    """The file's bytes where they need a look or an unpacking first, else None: the library reads files faster."""
    zipped, xml = path.suffix == ".gz", format_ == RdfFormat.RDF_XML
    if not (zipped or xml):
        yield None
        return
    with gzip.open(path) if zipped else path.open("rb") as stream:
        yield cast("IO[bytes]", _WithoutEntities(stream, path) if xml else stream)


class _WithoutEntities:
    """A stream of XML that may not declare entities: a few of them can grow into gigabytes."""

    def __init__(self, stream: IO[bytes] | gzip.GzipFile, path: Path) -> None:
        self._stream, self._path, self._last = stream, path, b""

    def read(self, size: int = -1) -> bytes:
        """As a file does; raises InputError at a declaration."""
        found = self._stream.read(size)
        if _ENTITY in self._last + found:
            raise InputError(f"{self._path}: declares XML entities, which are not read; write it anew without them")
        self._last = (self._last + found)[-len(_ENTITY) + 1 :]
        return found


@contextmanager
def silence() -> Iterator[None]:
    """Keep rdflib and pyshacl from warning of what they do not understand: the check tells of it in its own words."""
    loud = logging.getLogger("rdflib.term")
    before = loud.disabled
    loud.disabled = True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
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
