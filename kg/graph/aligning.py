"""Partners of an entity in other vocabularies, and for each mapping a node that says how sure it is and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.graph.terms import Statement, content_key, curie_iri, decimal_literal, has_iri, iri, term, text_literal, word
from kg.vocab import MAPPING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.aligned import Partner
    from kg.model import Concept

_TOLD: Final = frozenset({"skos:exactMatch", "skos:closeMatch", "skos:broadMatch"})
_JUSTIFIED: Final = frozenset({
    "semapv:LexicalMatching", "semapv:CompositeMatching", "semapv:LogicalReasoning", "semapv:ManualMappingCuration",
    "semapv:MappingChaining", "semapv:MappingReview", "semapv:UnspecifiedMatching",
})  # fmt: skip
_UNSAID: Final = "semapv:UnspecifiedMatching"


def mapping_statements(concept: Concept, partners: Iterable[Partner]) -> Iterator[Statement]:
    """The exact, close and broader partners; what is among the concept's own identifiers is exact or not told of."""
    own = {concept.id, *concept.same_as}
    for partner in partners:
        predicate = partner.predicate
        contradicts = partner.id in own and predicate != "skos:exactMatch"
        if predicate not in _TOLD or contradicts or not has_iri(partner.id):
            continue
        if partner.id not in own:
            yield curie_iri(concept.id), term(predicate), curie_iri(partner.id)
        if partner.id not in own and partner.id.prefix != "rkm":  # a mechanism is described with its scheme
            yield curie_iri(partner.id), term("rdf:type"), word("kind", concept.kind)
            yield curie_iri(partner.id), term("rdfs:label"), text_literal(partner.label or str(partner.id))
        yield from _mapping(concept, partner)


def _mapping(concept: Concept, partner: Partner) -> Iterator[Statement]:
    """The mapping as an annotated axiom, the form in which SSSOM is written as RDF."""
    node = iri(MAPPING + content_key("mapping", concept.id, partner.predicate, partner.id))
    justification = partner.justification if partner.justification in _JUSTIFIED else _UNSAID
    yield node, term("rdf:type"), term("rk:Mapping")
    yield node, term("rdf:type"), term("owl:Axiom")
    yield node, term("rdfs:label"), text_literal(f"{concept.id} {partner.predicate} {partner.id}")
    yield node, term("owl:annotatedSource"), curie_iri(concept.id)
    yield node, term("owl:annotatedProperty"), term(partner.predicate)
    yield node, term("owl:annotatedTarget"), curie_iri(partner.id)
    yield node, term("sssom:confidence"), decimal_literal(partner.confidence)
    yield node, term("sssom:mapping_justification"), term(justification)
