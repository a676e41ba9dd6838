"""What programs that draw networks are told of nodes and links: plain words and numbers, one type an attribute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.graph.claims import claim_label
from kg.publish.cells import cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.publish.network import ClaimLink, Network, Relation, SharedLink
    from kg.publish.things import Node

Attributes = dict[str, str | bool | int | float]
Link = tuple[str, str, str, Attributes]  # identifier, source, target, attributes

# name to type; the label stands twice because Gephi and networkx look for one name and Cytoscape for the other
NODE_TYPES: Final[dict[str, type]] = {
    "label": str, "name": str, "kind": str, "roles": str, "category": str, "iri": str, "other_ids": str, "taxon": str,
    "description": str, "claims": int,
}  # fmt: skip
LINK_TYPES: Final[dict[str, type]] = {
    "label": str, "relation": str, "statement": str, "effect": str, "net_effect": str, "factor_state": str,
    "disease": str, "disease_id": str, "onset": str, "mechanisms": str, "belief": float, "weight": float,
    "papers": int, "papers_against": int, "sentences": int, "claims": int, "denied": bool, "disputed": bool,
    "direct": bool, "ground": str, "sentence": str,
}  # fmt: skip
_WORDS: Final[dict[Relation, str]] = {
    "mechanism": "acts through", "resistance": "makes fail", "context": "studied in", "part": "includes",
    "alteration": "is a variant of",
    "broader": "is a kind of",
}  # fmt: skip


def node_attributes(node: Node) -> Attributes:
    """The attributes of a node; empty ones are left out."""
    return _filled(
        {
            "label": node.name,
            "name": node.name,
            "kind": node.kind,
            "roles": ", ".join(node.roles),
            "category": f"biolink:{node.category.name}",
            "iri": node.iri,
            "other_ids": ", ".join(node.ids),
            "taxon": node.taxon,
            "description": node.description,
            "claims": node.claims,
        }
    )


def links(network: Network) -> Iterator[Link]:
    """Every link, those of claims first."""
    for claim in network.claim_links():
        yield claim.id, claim.subject.id, claim.object.id, _claim_attributes(claim)
    for shared in network.shared_links():
        yield shared.id, shared.subject.id, shared.object.id, _shared_attributes(shared)


def _claim_attributes(link: ClaimLink) -> Attributes:
    claim = link.claim
    words = claim.effect.replace("_", " ")
    best = max(claim.evidence, key=lambda e: (e.stance == "asserted", e.score), default=None)
    return _filled(
        {
            "label": f"not: {words}" if link.denied else words,
            "relation": "claim",
            "statement": cell(claim_label(claim)),
            "effect": claim.effect,
            "net_effect": claim.net,
            "factor_state": claim.factor_state,
            "disease": link.disease.name if link.disease else "",
            "disease_id": link.disease.id if link.disease else "",
            "onset": "" if claim.onset == "unspecified" else claim.onset,
            "mechanisms": ", ".join(slug for slug, _ in claim.mechanisms),
            "belief": round(claim.belief, 3),
            "weight": float(max(1, len(link.papers))),  # Gephi leaves out links of no weight
            "papers": len(link.papers),
            "papers_against": len(link.against),
            "sentences": len(claim.evidence),
            "claims": 1,
            "denied": link.denied,
            "disputed": claim.disputed,
            "direct": claim.direct,
            "sentence": cell(best.text) if best else "",
        }
    )


def _shared_attributes(link: SharedLink) -> Attributes:
    return _filled(
        {
            "label": _WORDS[link.relation],
            "relation": link.relation,
            "weight": float(max(1, len(link.papers))),
            "papers": len(link.papers),
            "claims": link.claims,
            "ground": link.ground,
            **({"belief": round(link.belief, 3)} if link.relation == "resistance" else {}),
        }
    )


def _filled(attributes: Attributes) -> Attributes:
    return {name: value for name, value in attributes.items() if value != ""}
