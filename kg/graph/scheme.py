"""The mechanism scheme and our vocabulary as ontologies: ``resistance.ttl`` and ``vocabulary.ttl``.

A mechanism is a SKOS concept, for thesauri, and an OWL class below its parent, for reasoners.  No alignment
says that a mechanism equals the process that it evades: that one is a related match.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal

from kg import __version__
from kg.files import atomic_write
from kg.graph.claims import mechanism_iri
from kg.graph.dataset import vocabulary_statements
from kg.graph.terms import Statement, curie_iri, iri, term, text_literal
from kg.graph.writers import write_statements
from kg.vocab import SCHEME, VOCAB

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pyoxigraph import NamedNode

    from kg.scheme import Labelled, Mechanism, Scheme

_LICENCE: Final = "https://creativecommons.org/publicdomain/zero/1.0/"
_TITLE: Final = "therapy resistance mechanisms"
_DESCRIPTION: Final = (
    "Processes by which cancers survive therapies, from drug efflux to gut microbiota: one tree, aligned to "
    "MeSH and Gene Ontology, with the genes and concepts that are signs of each mechanism and the words "
    "that name it."
)
# our own properties of the scheme: term, label, comment
_OWN: Final = (
    ("rk:impliedBy", "implied by", "Mechanism to gene whose gain is, by common knowledge, this mechanism."),
    ("rk:signifiedBy", "signified by", "Mechanism to concept that, as a factor, is itself a sign of it."),
)
_OWL_TYPES: Final = {"rdfs:Class": "owl:Class", "rdf:Property": "owl:AnnotationProperty"}


def scheme_turtle(scheme: Scheme) -> str:
    """``resistance.ttl``: the scheme as SKOS and OWL; the same scheme gives the same text."""
    return _turtle(scheme_statements(scheme))


def vocabulary_turtle() -> str:
    """``vocabulary.ttl``: our classes, named values and properties."""
    return _turtle(ontology_of_vocabulary())


def write_ontologies(scheme: Scheme, folder: Path) -> None:
    """Write both files into ``folder``, each whole or not at all."""
    for name, text in (("resistance.ttl", scheme_turtle(scheme)), ("vocabulary.ttl", vocabulary_turtle())):
        with atomic_write(folder / name) as stream:
            stream.write(text.encode("utf-8"))


def scheme_statements(scheme: Scheme) -> Iterator[Statement]:
    """The ontology, our two properties, the mechanisms in the order of the scheme, and what they point to."""
    node = iri(SCHEME)
    yield node, term("rdf:type"), term("owl:Ontology")
    yield node, term("rdf:type"), term("skos:ConceptScheme")
    yield from _about(node, _TITLE, _DESCRIPTION)
    roots = [m for m in scheme.mechanisms if m.parent is None]
    for root in roots:
        yield node, term("skos:hasTopConcept"), mechanism_iri(root.slug)
    for name, label, comment in _OWN:
        yield term(name), term("rdf:type"), term("owl:AnnotationProperty")
        yield term(name), term("rdfs:label"), text_literal(label)
        yield term(name), term("rdfs:comment"), text_literal(comment)
        yield term(name), term("rdfs:isDefinedBy"), node
    for mechanism in scheme.mechanisms:
        yield from _mechanism(mechanism)
    yield from _outside(scheme)


def _about(node: NamedNode, title: str, description: str) -> Iterator[Statement]:
    yield node, term("rdfs:label"), text_literal(title)
    yield node, term("dcterms:title"), _english(title)
    yield node, term("dcterms:description"), _english(description)
    yield node, term("dcterms:license"), iri(_LICENCE)
    yield node, term("owl:versionInfo"), text_literal(__version__)
    yield iri(_LICENCE), term("rdf:type"), term("dcterms:LicenseDocument")
    yield iri(_LICENCE), term("rdfs:label"), text_literal("CC0 1.0 Universal")


def _mechanism(mechanism: Mechanism) -> Iterator[Statement]:
    node = mechanism_iri(mechanism.slug)
    for kind in ("owl:Class", "rk:Mechanism", "skos:Concept"):
        yield node, term("rdf:type"), term(kind)
    yield node, term("rdfs:label"), text_literal(mechanism.label)
    yield node, term("skos:prefLabel"), _english(mechanism.label)
    yield node, term("skos:notation"), text_literal(mechanism.slug)
    yield node, term("skos:definition"), _english(mechanism.definition)
    yield node, term("skos:inScheme"), iri(SCHEME)
    if mechanism.parent:
        yield node, term("rdfs:subClassOf"), mechanism_iri(mechanism.parent)
        yield node, term("skos:broader"), mechanism_iri(mechanism.parent)
    else:
        yield node, term("skos:topConceptOf"), iri(SCHEME)
    for predicate, things in _links(mechanism):
        for thing in sorted(things, key=lambda t: t.id):
            yield node, term(predicate), curie_iri(thing.id)
    for cue in sorted(mechanism.cues):
        yield node, term("skos:hiddenLabel"), _english(cue)


def _links(mechanism: Mechanism) -> tuple[tuple[str, tuple[Labelled, ...]], ...]:
    return (
        ("skos:exactMatch", mechanism.exact),
        ("skos:closeMatch", mechanism.close),
        ("skos:broadMatch", mechanism.broad),
        ("skos:relatedMatch", mechanism.related),
        ("rk:impliedBy", mechanism.agents),
        ("rk:signifiedBy", mechanism.concepts),
    )


def _outside(scheme: Scheme) -> Iterator[Statement]:
    """What the mechanisms point to: a label each, so that the file can be read without other ontologies."""
    labels = {t.id: t.label for m in scheme.mechanisms for _, things in _links(m) for t in things}
    for curie in sorted(labels):
        yield curie_iri(curie), term("rdf:type"), term("skos:Concept")
        yield curie_iri(curie), term("rdfs:label"), text_literal(labels[curie])


def ontology_of_vocabulary() -> Iterator[Statement]:
    """The terms of vocabulary.tsv that are ours, in its order, also as OWL."""
    node = iri(VOCAB)
    yield node, term("rdf:type"), term("owl:Ontology")
    yield from _about(node, "ResistKG vocabulary", "Classes, values and properties of therapy resistance claims.")
    for subject, predicate, value in vocabulary_statements():
        if not subject.value.startswith(VOCAB):
            continue
        yield subject, predicate, value
        if predicate == term("rdf:type"):
            owl = next((o for plain, o in _OWL_TYPES.items() if term(plain) == value), "owl:NamedIndividual")
            yield subject, predicate, term(owl)
            yield subject, term("rdfs:isDefinedBy"), node


def _english(text: str) -> Literal:
    return Literal(text_literal(text).value, language="en")


def _turtle(statements: Iterable[Statement]) -> str:
    """Grouped by subject in the order in which the subjects first come, without repetition."""
    groups: dict[NamedNode, dict[Statement, None]] = {}
    for statement in statements:
        groups.setdefault(statement[0], {})[statement] = None
    stream = io.BytesIO()
    write_statements((s for group in groups.values() for s in sorted(group, key=_place)), stream)
    return stream.getvalue().decode("utf-8")


def _place(statement: Statement) -> tuple[int, str, str]:
    """Class, label, then the rest by property and value."""
    _, predicate, value = statement
    rank = {term("rdf:type"): 0, term("rdfs:label"): 1}.get(predicate, 2)
    return rank, predicate.value, str(value)
