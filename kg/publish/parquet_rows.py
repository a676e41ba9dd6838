"""The rows of the Parquet tables; what is not known is null, never an empty text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.graph.claims import claim_label, evidence_iri
from kg.graph.documents import paper_ids
from kg.graph.terms import fit_text
from kg.publish.things import nodes_of
from kg.vocab import EVIDENCE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.model import Argument, Claim, DocumentFacts
    from kg.publish.things import Node

Row = dict[str, Any]  # what pyarrow makes a row of


def claim_row(claim: Claim) -> Row:
    """A claim, its ends as structures."""
    verdict = claim.verdict
    return {
        "claim": claim.key,
        "statement": fit_text(claim_label(claim)),
        "therapy": _thing(claim.therapy),
        "factor": _thing(claim.factor),
        "factor_state": claim.factor_state,
        "effect": claim.effect,
        "net": claim.net,
        "mechanisms": [{"slug": slug, "basis": basis} for slug, basis in claim.mechanisms],
        "via": [_thing(step) for step in claim.via],
        "disease": _thing(claim.disease) if claim.disease else None,
        "disease_basis": claim.disease_basis if claim.disease else None,
        "onset": None if claim.onset == "unspecified" else claim.onset,
        "belief": claim.belief,
        "direct": claim.direct,
        "disputed": claim.disputed,
        "disagrees_with": list(claim.disagrees_with),
        "documents": [fit_text(name) for name in dict.fromkeys(e.document for e in claim.evidence)],
        "sentences": len(claim.evidence),
        "curation": {"accepted": verdict.accepted, "who": verdict.who, "note": verdict.note} if verdict else None,
    }


def evidence_rows(claim: Claim) -> Iterator[Row]:
    """A claim's evidence; ``evidence`` is the key that names it in the graph."""
    for one in claim.evidence:
        yield {
            "evidence": evidence_iri(claim.key, one).value.removeprefix(EVIDENCE),
            "claim": claim.key,
            "document": fit_text(one.document),
            "section": one.section,
            "start": one.span.start,
            "end": one.span.end,
            "text": fit_text(one.text),
            "stance": one.stance,
            "rule": fit_text(one.rule),
            "score": one.score,
            "therapy": _place(one.therapy),
            "factor": _place(one.factor),
            "disease": _place(one.disease) if one.disease else None,
            "derivation": [(fit_text(field), fit_text(words)) for field, words in one.derivation],
        }


def document_row(facts: DocumentFacts) -> Row:
    """A paper."""
    ids = {i.prefix: i.identifier for i in reversed(paper_ids(facts))}
    texts = {name: getattr(facts, name) for name in ("title", "journal", "licence", "format", "sha256")}
    return {
        "document": fit_text(facts.id),
        "pmid": ids.get("PMID"),
        "doi": ids.get("DOI"),
        "pmcid": ids.get("PMC"),
        "ids": [fit_text(str(i)) for i in facts.ids],
        "year": facts.year,
        "kind": facts.kind,
        "retracted": facts.retracted,
        **{name: fit_text(text) or None for name, text in texts.items()},
    }


def entity_row(node: Node) -> Row:
    """A node of the network."""
    return {
        "node": node.id,
        "iri": node.iri or None,
        "label": node.name,
        "kind": node.kind,
        "category": f"biolink:{node.category.name}",
        "ids": [node.id, *node.ids],
        "taxon": node.taxon or None,
        "description": node.description or None,
        "parts": list(node.parts),
        "roles": list(node.roles),
        "claims": node.claims,
    }


def mention_rows(document: Mapping[str, Any]) -> Iterator[Row]:
    """The mentions of one row of mentions.jsonl, without the document's text."""
    for mention in document["mentions"]:
        yield {
            "document": fit_text(document["doc_id"]),
            "start": mention["start"],
            "end": mention["end"],
            "text": fit_text(mention["text"]),
            "type": mention["type"],
            "ids": [fit_text(i) for i in mention["ids"]],
            "score": mention.get("score"),
            **{name: fit_text(mention[name]) if mention.get(name) else None for name in ("label", "why")},
        }


def _thing(argument: Argument) -> Row:
    whole, *parts = nodes_of(argument)
    many = zip(parts, argument.concepts, strict=True) if parts else ()
    return {
        "node": whole.id,
        "label": fit_text(argument.label),
        "text": fit_text(argument.text),
        "kind": argument.kind,
        "alteration": fit_text(argument.alteration) or None,
        "ids": [fit_text(str(i)) for i in argument.ids],
        "parts": [
            {"id": part.id, "label": part.name, "kind": part.kind, "ids": [fit_text(str(i)) for i in concept.ids]}
            for part, concept in many
        ],
    }


def _place(argument: Argument) -> Row:
    return {"text": fit_text(argument.text), "start": argument.span.start, "end": argument.span.end}
