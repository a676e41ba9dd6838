"""One OWL file of the aligned slice of two or more vocabularies, with the mechanism scheme on top.

Exact mappings become equivalent classes, broad and narrow ones subclass axioms; close ones stay annotations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.align.predicates import BROAD, EXACT, NARROW
from kg.align.structure import Hierarchy
from kg.errors import InputError
from kg.vocab import MECHANISM, OBO, PREFIXES, VOCAB

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.align.values import Vocabulary
    from kg.model import Mapping as Row
    from kg.scheme import Scheme

_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
_OWL: Final = "http://www.w3.org/2002/07/owl#"
_SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
_ONTOLOGY: Final = "https://w3id.org/resistkg/merged"
IMPLIES: Final = VOCAB + "implies"
_FORMATS: Final = {
    ".ttl": ox.RdfFormat.TURTLE, ".nt": ox.RdfFormat.N_TRIPLES, ".owl": ox.RdfFormat.RDF_XML,
    ".rdf": ox.RdfFormat.RDF_XML,
}  # fmt: skip
_NAMESPACES: Final = {"owl": _OWL, "rdfs": _RDFS, "rdf": _RDF, "skos": _SKOS, "obo": OBO, "rkm": MECHANISM, "rk": VOCAB}


def _node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


_TYPE: Final = _node(_RDF + "type")
_CLASS: Final = _node(_OWL + "Class")
_LABEL: Final = _node(_RDFS + "label")
_BELOW: Final = _node(_RDFS + "subClassOf")
_SAME: Final = _node(_OWL + "equivalentClass")


class _Names:
    """IRIs of compact identifiers, by the product's prefixes and those of the files."""

    def __init__(self, vocabularies: Iterable[Vocabulary]) -> None:
        self._starts = dict(PREFIXES)
        for vocabulary in vocabularies:
            self._starts |= vocabulary.prefixes

    def __call__(self, identifier: str) -> ox.NamedNode:
        prefix, _, local = identifier.partition(":")
        start = self._starts.get(prefix, f"https://bioregistry.io/{prefix}:")
        try:
            return _node(start + local)
        except ValueError as error:
            raise InputError(f"{identifier} makes no IRI ({error})") from error


def merged(
    vocabularies: Sequence[Vocabulary], rows: Iterable[Row], scheme: Scheme, suffix: str = ".ttl"
) -> bytes:  # fmt: skip
    """The file's bytes, sorted; ``suffix`` is .ttl, .nt, .owl or .rdf.  Raises InputError for another."""
    if suffix not in _FORMATS:
        raise InputError(f"{suffix or 'no suffix'}: the merged ontology is written as {', '.join(sorted(_FORMATS))}")
    named = _Names(vocabularies)
    asserted = [m for m in rows if m.modifier != "Not"]
    ends = {str(end) for m in asserted for end in (m.subject, m.object)}
    ends |= {str(t.id) for m in scheme.mechanisms for t in (*m.exact, *m.agents)}
    triples: set[ox.Triple] = {ox.Triple(_node(_ONTOLOGY), _TYPE, _node(_OWL + "Ontology"))}
    for vocabulary in vocabularies:
        triples |= set(_slice(vocabulary, ends, named))
    triples |= {t for row in asserted for t in _mapped(str(row.subject), row.predicate, str(row.object), named)}
    triples |= set(_scheme(scheme, named))
    ordered = sorted(triples, key=str)
    prefixes = _NAMESPACES if suffix == ".ttl" else None
    return ox.serialize(ordered, format=_FORMATS[suffix], prefixes=prefixes) or b""


def _slice(vocabulary: Vocabulary, ends: set[str], named: _Names) -> Iterator[ox.Triple]:
    """The mapped terms of a vocabulary and everything above them."""
    hierarchy = Hierarchy(vocabulary.terms)
    wanted = {end for end in ends if end in vocabulary.terms}
    wanted |= {above for end in wanted for above in hierarchy.above(end)}
    for identifier in wanted:
        term = vocabulary.terms[identifier]
        yield from _class(named(identifier), term.label)
        for parent in hierarchy.parents(identifier):
            yield ox.Triple(named(identifier), _BELOW, named(parent))
        for other in term.disjoint:
            if other in wanted:
                yield ox.Triple(named(identifier), _node(_OWL + "disjointWith"), named(other))


def _class(node: ox.NamedNode, label: str) -> Iterator[ox.Triple]:
    yield ox.Triple(node, _TYPE, _CLASS)
    yield ox.Triple(node, _LABEL, ox.Literal(label))


def _mapped(subject: str, predicate: str, thing: str, named: _Names) -> Iterator[ox.Triple]:
    one, other = named(subject), named(thing)
    if predicate == EXACT:
        yield ox.Triple(one, _SAME, other)
    elif predicate == BROAD:
        yield ox.Triple(one, _BELOW, other)
    elif predicate == NARROW:
        yield ox.Triple(other, _BELOW, one)
    else:
        yield ox.Triple(one, _node(_SKOS + predicate.partition(":")[2]), other)


def _scheme(scheme: Scheme, named: _Names) -> Iterator[ox.Triple]:
    """The mechanisms as classes; a gene that is a sign of one implies it."""
    implies = _node(IMPLIES)
    yield ox.Triple(implies, _TYPE, _node(_OWL + "ObjectProperty"))
    yield ox.Triple(implies, _LABEL, ox.Literal("implies"))
    for mechanism in scheme.mechanisms:
        node = _node(MECHANISM + mechanism.slug)
        yield from _class(node, mechanism.label)
        if mechanism.parent:
            yield ox.Triple(node, _BELOW, _node(MECHANISM + mechanism.parent))
        for same in mechanism.exact:
            yield from _class(named(str(same.id)), same.label)
            yield ox.Triple(node, _SAME, named(str(same.id)))
        for agent in mechanism.agents:
            gene = named(str(agent.id))
            yield from _class(gene, agent.label)
            some = ox.BlankNode(f"implies-{mechanism.slug}")
            yield ox.Triple(gene, _BELOW, some)
            yield ox.Triple(some, _TYPE, _node(_OWL + "Restriction"))
            yield ox.Triple(some, _node(_OWL + "onProperty"), implies)
            yield ox.Triple(some, _node(_OWL + "someValuesFrom"), node)
