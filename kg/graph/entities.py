"""The things that claims speak of, the mechanisms, and the direct triples between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.aligned import Aligned
from kg.graph.aligning import mapping_statements
from kg.graph.claims import mechanism_iri
from kg.graph.terms import (
    Statement,
    alteration_node,
    argument_nodes,
    curie_iri,
    has_iri,
    iri,
    term,
    text_literal,
    word,
)
from kg.vocab import SCHEME, VOCAB

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import NamedNode

    from kg.aligned import Partner
    from kg.model import Argument, Claim, Concept, Mechanism


class Entities:
    """Collects every concept and every ungrounded wording of the claims, once; knows their statements.

    Memory grows with the number of different things, not of claims.
    """

    def __init__(
        self, claims: Iterable[Claim], scheme: Mapping[str, Mechanism], aligned: Aligned | None = None
    ) -> None:
        self._scheme = scheme
        self._aligned = aligned or Aligned()
        self._concepts: dict[Concept, None] = {}
        self._wordings: dict[Argument, None] = {}
        self._altered: dict[tuple[tuple[Concept, ...], str], Argument] = {}
        self._direct: dict[NamedNode, set[Statement]] = {}
        self._slugs: set[str] = set()
        for claim in claims:
            self._add(claim)

    def _add(self, claim: Claim) -> None:
        arguments = (claim.therapy, claim.factor, *((claim.disease,) if claim.disease else ()), *claim.via)
        for argument in arguments:
            for concept in argument.concepts:
                self._concepts[concept] = None
            if not argument.concepts:
                self._wordings[argument] = None
        if claim.factor.alteration:
            self._altered[claim.factor.concepts, claim.factor.alteration] = claim.factor
        self._slugs.update(slug for slug, _ in claim.mechanisms)
        for statement in direct_statements(claim):
            self._direct.setdefault(statement[0], set()).add(statement)

    def statements(self) -> Iterator[Statement]:
        """Every entity in order of its IRI: classes, labels, other identifiers, direct triples."""
        found: dict[NamedNode, set[Statement]] = {}
        for statement in self._described():
            found.setdefault(statement[0], set()).add(statement)
        for node in sorted(found, key=str):
            yield from sorted(one_label(found[node]), key=_reading_order)
            yield from sorted(self._direct.get(node, ()), key=_reading_order)

    def _described(self) -> Iterator[Statement]:
        for concept in self._concepts:
            yield from concept_statements(concept)
            yield from mapping_statements(concept, self._partners(concept))
        for argument in self._wordings:
            yield from ungrounded_statements(argument)
        for argument in self._altered.values():
            yield from alteration_statements(argument)
        for slug in self._mechanisms():
            yield from mechanism_statements(self._scheme[slug])
        yield iri(SCHEME), term("rdf:type"), term("skos:ConceptScheme")
        yield iri(SCHEME), term("rdfs:label"), text_literal("therapy resistance mechanisms")

    def _partners(self, concept: Concept) -> Iterator[Partner]:
        """The partners in other vocabularies; a mechanism among them is described with those above it."""
        for partner in self._aligned.partners(concept.id):
            if partner.id.prefix == "rkm":
                self._slugs.add(partner.id.identifier)
            if partner.id.prefix != "rkm" or partner.id.identifier in self._scheme:
                yield partner

    def _mechanisms(self) -> set[str]:
        """The mechanisms that occur and those above; a slug that the scheme lacks stays without a class."""
        wanted: set[str] = set()
        for slug in self._slugs:
            step: str | None = slug
            while step and step in self._scheme and step not in wanted:
                wanted.add(step)
                step = self._scheme[step].parent
        return wanted


def concept_statements(concept: Concept) -> Iterator[Statement]:
    """A concept and the other identifiers for it, each with a class and a label."""
    kind, label = word("kind", concept.kind), text_literal(concept.label or str(concept.id))
    node = curie_iri(concept.id)
    yield node, term("rdf:type"), kind
    yield node, term("rdfs:label"), label
    for other in concept.same_as:
        if has_iri(other) and curie_iri(other) != node:
            yield node, term("skos:exactMatch"), curie_iri(other)
            yield curie_iri(other), term("rdf:type"), kind
            yield curie_iri(other), term("rdfs:label"), label
        elif not has_iri(other):  # no known IRI: the identifier is kept in its letters
            yield node, term("dcterms:identifier"), text_literal(str(other))


def alteration_statements(argument: Argument) -> Iterator[Statement]:
    """A particular alteration and the gene that it changes."""
    node = alteration_node(argument)
    if node is not None:
        yield node, term("rdf:type"), term("rk:Alteration")
        yield node, term("rdf:type"), word("kind", "genetic_alteration")
        yield node, term("rdfs:label"), text_literal(argument.label)
        yield node, term("rk:alterationOf"), argument_nodes(argument)[0]


def ungrounded_statements(argument: Argument) -> Iterator[Statement]:
    """Words without an identifier, with the class that the reading gave them."""
    (node,) = argument_nodes(argument)
    words = text_literal(argument.text)
    yield node, term("rdf:type"), term("rk:Ungrounded")
    yield node, term("rdf:type"), word("kind", argument.kind)
    yield node, term("rdfs:label"), words
    yield node, term("rk:surfaceText"), words


def one_label(statements: Iterable[Statement]) -> Iterator[Statement]:
    """The statements of one node with the first of its labels only (several wordings may share a node)."""
    labels = []
    for statement in statements:
        if statement[1] == term("rdfs:label"):
            labels.append(statement)
        else:
            yield statement
    if labels:
        yield min(labels, key=lambda s: s[2].value)


def direct_statements(claim: Claim) -> Iterator[Statement]:
    """The plain edges of a claim that is asserted and believed.

    A regimen gives none: what resists two drugs given together need not resist either alone.
    """
    therapies = argument_nodes(claim.therapy)
    if not claim.direct or len(therapies) > 1:
        return
    therapy = therapies[0]
    alteration = alteration_node(claim.factor)
    for factor in (*argument_nodes(claim.factor), *((alteration,) if alteration else ())):
        if claim.net == "promotes":
            yield therapy, term("rk:resistedBy"), factor
            yield factor, term("biolink:associated_with_resistance_to"), therapy
        elif claim.net == "opposes":
            yield factor, term("rk:opposesResistanceTo"), therapy
            yield factor, term("biolink:associated_with_sensitivity_to"), therapy
    if claim.net == "promotes":
        for slug, _ in claim.mechanisms:
            yield therapy, term("rk:resistedBy"), mechanism_iri(slug)


def mechanism_statements(mechanism: Mechanism) -> Iterator[Statement]:
    """A class of the scheme and the one above it."""
    node = mechanism_iri(mechanism.slug)
    yield node, term("rdf:type"), term("rk:Mechanism")
    yield node, term("rdf:type"), term("skos:Concept")
    yield node, term("rdfs:label"), text_literal(mechanism.label)
    if mechanism.parent:
        yield node, term("skos:broader"), mechanism_iri(mechanism.parent)
    yield node, term("skos:inScheme"), iri(SCHEME)


def _reading_order(statement: Statement) -> tuple[object, ...]:
    """Class, label, then the rest by property and value."""
    _, predicate, value = statement
    rank = {term("rdf:type"): 0, term("rdfs:label"): 1}.get(predicate, 2)
    foreign = not value.value.startswith(VOCAB)
    return (rank, predicate.value, foreign, value.value)
