"""Claims and their evidence as statements."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from kg.graph.documents import short_name
from kg.graph.terms import (
    Statement,
    alteration_node,
    argument_nodes,
    content_key,
    contract,
    decimal_literal,
    integer_literal,
    iri,
    name_literal,
    term,
    text_literal,
    true_literal,
    word,
)
from kg.vocab import CLAIM, EVIDENCE, MECHANISM

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model import Argument, Claim, Evidence, Span

# "Exosomes", "Tumor-Associated Macrophages", but neither "dysbiosis" nor "KRAS"
_PLURAL: Final = re.compile(r"[a-z]{2}[a-hj-rtv-z]s$")
# labels of these kinds are written small in a running sentence: MeSH says "Sorafenib", "Drug Therapy"
_WRITTEN_SMALL = frozenset(("chemical", "metabolite", "procedure", "intervention"))


def claim_iri(key: str) -> NamedNode:
    """The claim's node."""
    return iri(CLAIM + key)


def mechanism_iri(slug: str) -> NamedNode:
    """The mechanism's node."""
    return iri(MECHANISM + slug)


def evidence_iri(claim: str, evidence: Evidence) -> NamedNode:
    """The node of one sentence's evidence: a hash of the claim's key, the document and the span."""
    return _evidence_nodes(claim, evidence.document, evidence.span)[0]


@lru_cache(maxsize=50_000)  # both files name the evidence
def _evidence_nodes(claim: str, document: str, span: Span) -> tuple[NamedNode, ...]:
    """The evidence, its target and the target's two selectors."""
    own = EVIDENCE + content_key(claim, document, *span)
    return tuple(NamedNode(own + part) for part in ("", "-target", "-quote", "-position"))


def claim_label(claim: Claim) -> str:
    """The claim in words: "GPX4 gain confers resistance to sorafenib in hepatocellular carcinoma"."""
    state = "" if claim.factor_state == "present" else f" {claim.factor_state}"
    onset = "" if claim.onset == "unspecified" else f"{claim.onset} "
    plural = not state and _PLURAL.search(claim.factor.label) is not None
    phrase = contract()["phrase_plural" if plural else "phrase"][claim.effect]
    said = phrase.format(factor=_running(claim.factor) + state, onset=onset, therapy=_running(claim.therapy))
    return f"{said} in {claim.disease.label}" if claim.disease else said


def _running(argument: Argument) -> str:
    label = argument.label
    words = label.replace("+", " ").replace("-", " ").split()
    capitals_only_first = all(w[0].isupper() == (w != w.lower()) and w[1:] == w[1:].lower() for w in words)
    return label.lower() if argument.kind in _WRITTEN_SMALL and capitals_only_first else label


def identity_statements(claim: Claim) -> Iterator[Statement]:
    """What the claim says, apart from what is merged over papers."""
    node = claim_iri(claim.key)
    yield node, term("rdf:type"), term("rk:ResistanceClaim")
    yield node, term("rdfs:label"), text_literal(claim_label(claim))
    for therapy in argument_nodes(claim.therapy):
        yield node, term("rk:therapy"), therapy
    for factor in argument_nodes(claim.factor):
        yield node, term("rk:factor"), factor
    alteration = alteration_node(claim.factor)
    if alteration is not None:
        yield node, term("rk:alteration"), alteration
    yield node, term("rk:factorState"), word("factor_state", claim.factor_state)
    yield node, term("rk:effect"), word("effect", claim.effect)
    yield node, term("rk:netEffect"), word("net", claim.net)
    if claim.disease:
        for disease in argument_nodes(claim.disease):
            yield node, term("rk:disease"), disease
    if claim.onset != "unspecified":
        yield node, term("rk:onset"), word("onset", claim.onset)


def content_statements(claim: Claim, slugs: Iterable[str], steps: Iterable[Argument]) -> Iterator[Statement]:
    """Mechanisms and steps, of the whole claim or of one document's evidence for it."""
    node = claim_iri(claim.key)
    for slug in sorted(set(slugs)):
        yield node, term("rk:mechanism"), mechanism_iri(slug)
    for step in sorted({n for argument in steps for n in argument_nodes(argument)}, key=str):
        yield node, term("rk:via"), step


def derived_statements(claim: Claim) -> Iterator[Statement]:
    """What follows from all papers together: bases, belief, dispute and disagreement."""
    node = claim_iri(claim.key)
    if claim.mechanisms:
        stated = any(basis == "stated" for _, basis in claim.mechanisms)
        yield node, term("rk:mechanismBasis"), word("basis", "stated" if stated else "entailed")
    if claim.disease:
        yield node, term("rk:diseaseBasis"), word("basis", claim.disease_basis)
    yield node, term("rk:belief"), decimal_literal(claim.belief)
    if claim.disputed:
        yield node, term("rk:disputed"), true_literal()
    for other in claim.disagrees_with:
        yield node, term("cito:disagreesWith"), claim_iri(other)


def evidence_links(claim: Claim, evidence: Iterable[Evidence]) -> Iterator[Statement]:
    """From the claim to its evidence."""
    node = claim_iri(claim.key)
    for one in evidence:
        yield node, term("rk:evidence"), evidence_iri(claim.key, one)


def evidence_statements(claim: Claim, evidence: Evidence, document: NamedNode, run: NamedNode) -> list[Statement]:
    """The evidence, its target, and the two selectors that find the sentence again."""
    node, target, quote, position = _evidence_nodes(claim.key, evidence.document, evidence.span)
    a, label = term("rdf:type"), term("rdfs:label")
    section = evidence.section.replace("_", " ")
    paper = short_name(evidence.document)
    place = f"characters {evidence.span.start}–{evidence.span.end} of {paper}"
    return [
        (node, a, term("rk:Evidence")),
        (node, a, term("oa:Annotation")),
        (node, label, text_literal(f"{evidence.stance} in the {section} of {paper}")),
        (node, term("oa:hasBody"), claim_iri(claim.key)),
        (node, term("oa:hasTarget"), target),
        (node, term("rk:stance"), word("stance", evidence.stance)),
        (node, term("rk:section"), name_literal(evidence.section)),
        (node, term("rk:rule"), name_literal(evidence.rule)),
        (node, term("rk:score"), decimal_literal(evidence.score)),
        (node, term("prov:wasGeneratedBy"), run),
        (target, a, term("oa:SpecificResource")),
        (target, label, text_literal(f"sentence at {place}")),
        (target, term("oa:hasSource"), document),
        (target, term("oa:hasSelector"), quote),
        (target, term("oa:hasSelector"), position),
        (quote, a, term("oa:TextQuoteSelector")),
        (quote, label, text_literal(f"quotation of {place}")),
        (quote, term("oa:exact"), text_literal(evidence.text)),
        *([(quote, term("oa:prefix"), text_literal(evidence.prefix))] if evidence.prefix else ()),
        *([(quote, term("oa:suffix"), text_literal(evidence.suffix))] if evidence.suffix else ()),
        (position, a, term("oa:TextPositionSelector")),
        (position, label, text_literal(place)),
        (position, term("oa:start"), integer_literal(evidence.span.start)),
        (position, term("oa:end"), integer_literal(evidence.span.end)),
    ]
