"""``void.ttl`` and ``prefixes.ttl`` of a release: the build's own description with the files that were written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal

from kg.files import atomic_write
from kg.graph.convert import read_triples
from kg.graph.terms import Statement, iri, term, text_literal
from kg.graph.writers import write_lines, write_statements
from kg.vocab import DATASET, LICENCE, NAMESPACES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from pyoxigraph import NamedNode

    from kg.publish.exporters import Source
    from kg.publish.files import Written

_FILE: Final = f"{DATASET}/file/"
_PREFIX: Final = f"{DATASET}/prefix/"
_MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"


def write_description(source: Source, written: Sequence[Written], path: Path) -> None:
    """Write ``void.ttl``: counts, linksets and releases as the build tells them, and each file of the release."""
    with atomic_write(path) as stream:
        write_statements(_described(source, written), stream)


def _described(source: Source, written: Sequence[Written]) -> Iterator[Statement]:
    """The data set first, in one piece; the build's statements about its own files are left out."""
    node, rest = iri(DATASET), []
    for statement in build_description(source):
        if statement[0] == node:
            yield statement
        else:
            rest.append(statement)
    for one in written:
        yield node, term("dcat:distribution"), _file(one)
    yield from rest
    for one in written:
        yield from _distribution(one)


def build_description(source: Source) -> list[Statement]:
    """What the build's ``void.ttl`` says, apart from its files."""
    found: list[Statement] = []
    for subject, predicate, value in read_triples(source.file("void.ttl")):
        if isinstance(subject, BlankNode) or isinstance(value, BlankNode):  # ours has none
            continue
        if not subject.value.startswith(_FILE) and predicate != term("dcat:distribution"):
            found.append((subject, predicate, value))
    return found


def _file(one: Written) -> NamedNode:
    return iri(_FILE + one.name)


def _distribution(one: Written) -> Iterator[Statement]:
    node, checksum = _file(one), iri(f"{_FILE}{one.name}-checksum")
    yield node, term("rdf:type"), term("dcat:Distribution")
    yield node, term("rdfs:label"), text_literal(one.name)
    yield node, term("dcterms:title"), text_literal(one.kind.about)
    yield node, term("dcterms:identifier"), text_literal(one.name)
    yield node, term("dcterms:license"), iri(LICENCE)
    yield node, term("dcat:mediaType"), iri(_MEDIA_TYPES + one.kind.media_type)
    if one.name.endswith(".gz"):
        yield node, term("dcat:compressFormat"), iri(_MEDIA_TYPES + "application/gzip")
    yield node, term("dcat:byteSize"), Literal(str(one.size), datatype=term("xsd:nonNegativeInteger"))
    yield node, term("spdx:checksum"), checksum
    yield checksum, term("rdf:type"), term("spdx:Checksum")
    yield checksum, term("rdfs:label"), text_literal(f"SHA-256 of {one.name}")
    yield checksum, term("spdx:algorithm"), term("spdx:checksumAlgorithm_sha256")
    # capital letters are the canonical form of this type
    yield checksum, term("spdx:checksumValue"), Literal(one.sha256.upper(), datatype=term("xsd:hexBinary"))


def write_prefixes(path: Path) -> None:
    """Write ``prefixes.ttl``: every prefix of the project, declared for Turtle and, by ``sh:declare``, for SHACL."""
    with atomic_write(path) as stream:
        write_lines(_declarations(), stream, NAMESPACES)


def _declarations() -> Iterable[Statement]:
    for name in NAMESPACES:
        yield iri(DATASET), term("sh:declare"), iri(_PREFIX + name)
    for name, start in NAMESPACES.items():
        node = iri(_PREFIX + name)
        yield node, term("rdf:type"), term("sh:PrefixDeclaration")
        yield node, term("rdfs:label"), text_literal(f"{name}:")
        yield node, term("sh:prefix"), text_literal(name)
        yield node, term("sh:namespace"), Literal(start, datatype=term("xsd:anyURI"))
