"""KGX: nodes and edges in the terms of the Biolink Model, as tab-separated tables and as JSON Lines.

Columns up to ``original_object`` are slots of the model, those after it are ours.  In the tables a list is joined by
``|``, so a bar in a text becomes ``¦``, and false is an empty cell, because readers take every other word for true.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import IO, TYPE_CHECKING, Final

from kg.files import atomic_write, json_line
from kg.graph.claims import claim_label
from kg.publish.biolink import level, predicate, state
from kg.publish.cells import cell, line
from kg.publish.identifiers import own_curie
from kg.publish.network import is_asserted, open_network
from kg.publish.things import identifier_of, mechanism_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kg.model import Claim, Evidence
    from kg.publish.exporters import Source
    from kg.publish.network import ClaimLink, Network, SharedLink
    from kg.publish.things import Node

Row = dict[str, str | bool | int | float | list[str]]

SOURCE: Final = "infores:resistkg"
NODE_COLUMNS: Final = (
    "id", "category", "name", "description", "xref", "equivalent_identifiers", "in_taxon", "iri", "provided_by",
    "kind", "roles", "claim_count",
)  # fmt: skip
EDGE_COLUMNS: Final = (
    "id", "category", "subject", "predicate", "object", "negated", "qualified_predicate",
    "subject_form_or_variant_qualifier", "subject_aspect_qualifier", "subject_direction_qualifier",
    "response_context_qualifier", "disease_context_qualifier", "knowledge_level", "agent_type",
    "primary_knowledge_source", "publications", "evidence_count", "has_confidence_score", "supporting_text",
    "description", "original_subject", "original_object",
    "link", "effect", "net_effect", "factor_state", "mechanism", "mechanism_basis", "via", "resistance_onset",
    "disease_basis", "belief", "disputed", "disagrees_with", "opposing_publications", "opposing_text", "claim_count",
)  # fmt: skip


def write(source: Source, folder: Path) -> Iterable[Path]:
    """Write ``resistkg_nodes`` and ``resistkg_edges``, each as ``.tsv`` and ``.jsonl``."""
    with open_network(source) as network:
        rows = (("nodes", NODE_COLUMNS, map(_node_row, network.things)), ("edges", EDGE_COLUMNS, _edge_rows(network)))
        return [path for name, columns, some in rows for path in _write_both(folder, name, columns, some)]


def _write_both(folder: Path, name: str, columns: tuple[str, ...], rows: Iterable[Row]) -> Iterator[Path]:
    table, lines = (folder / f"resistkg_{name}.{suffix}" for suffix in ("tsv", "jsonl"))
    with ExitStack() as stack:
        streams: list[IO[bytes]] = [stack.enter_context(atomic_write(path)) for path in (table, lines)]
        streams[0].write(line(columns))
        for row in rows:
            filled = {column: row[column] for column in columns if row.get(column) not in ("", [], None)}
            streams[0].write(line(_in_a_cell(filled.get(column, "")) for column in columns))
            streams[1].write(json_line(filled))
    yield from (table, lines)


def _in_a_cell(value: str | bool | int | float | list[str]) -> str:
    if isinstance(value, list):
        return "|".join(_in_a_cell(item) for item in value)
    if value is False:
        return ""
    return str(value).replace("|", "¦")


def _node_row(node: Node) -> Row:
    return {
        "id": node.id,
        "category": [_biolink(name) for name in (node.category.name, *node.also)],
        "name": node.name,
        "description": node.description,
        "xref": list(node.ids),
        "equivalent_identifiers": [node.id, *node.ids],
        "in_taxon": [node.taxon] if node.taxon else [],
        "iri": node.iri,
        "provided_by": [SOURCE],
        "kind": node.kind,
        "roles": list(node.roles),
        "claim_count": node.claims,
    }


def _edge_rows(network: Network) -> Iterator[Row]:
    for link in network.claim_links():
        yield _claim_row(link, network)
    for shared in network.shared_links():
        yield _shared_row(shared, network)


def _claim_row(link: ClaimLink, network: Network) -> Row:
    claim = link.claim
    for_it = [e for e in claim.evidence if link.denied or e.stance != "negated"]
    against = [e for e in claim.evidence if e not in for_it]
    return {
        **_statement(link),
        **_level("claim", _ground(link)),
        "publications": _publications(network, link.papers),
        "evidence_count": len(for_it),
        **({} if link.denied else {"has_confidence_score": round(claim.belief, 3)}),
        "supporting_text": _texts(for_it),
        "description": cell(claim_label(claim)),
        "original_subject": cell(claim.factor.text),
        "original_object": cell(claim.therapy.text),
        **_ours(claim),
        "opposing_publications": _publications(network, link.against),
        "opposing_text": _texts(against),
    }


def _statement(link: ClaimLink) -> Row:
    claim, groups = link.claim, (link.subject.category.group, link.object.category.group)
    qualifiers = state(claim)
    return {
        **_triple(link.id, link.subject, predicate("claim", claim.net, *groups), link.object),
        "negated": link.denied != (claim.effect == "no_effect"),
        "qualified_predicate": _biolink(predicate("reading", claim.effect, *groups)),
        "subject_form_or_variant_qualifier": qualifiers.form,
        "subject_aspect_qualifier": qualifiers.aspect,
        "subject_direction_qualifier": qualifiers.direction,
        "response_context_qualifier": predicate("response", claim.effect, *groups),
        "disease_context_qualifier": link.disease.id if link.disease else "",
    }


def _ours(claim: Claim) -> Row:
    return {
        "link": "claim",
        "effect": claim.effect,
        "net_effect": claim.net,
        "factor_state": claim.factor_state,
        "mechanism": [mechanism_id(slug) for slug, _ in claim.mechanisms],
        "mechanism_basis": [basis for _, basis in claim.mechanisms],
        "via": [identifier_of(step) for step in claim.via],
        "resistance_onset": "" if claim.onset == "unspecified" else claim.onset,
        "disease_basis": claim.disease_basis if claim.disease else "",
        "belief": round(claim.belief, 3),
        "disputed": claim.disputed,
        "disagrees_with": [own_curie("claim", key) for key in claim.disagrees_with],
        "claim_count": 1,
    }


def _shared_row(link: SharedLink, network: Network) -> Row:
    groups = link.subject.category.group, link.object.category.group
    return {
        **_triple(link.id, link.subject, predicate(link.relation, "", *groups), link.object),
        "negated": False,
        **_level(link.relation, link.ground),
        "publications": _publications(network, link.papers),
        **({"has_confidence_score": round(link.belief, 3)} if link.relation == "resistance" else {}),
        "link": link.relation,
        **({"claim_count": link.claims} if link.claims else {}),
    }


def _triple(identifier: str, subject: Node, name: str, object_: Node) -> Row:
    return {
        "id": identifier,
        "category": ["biolink:Association"],
        "subject": subject.id,
        "predicate": _biolink(name),
        "object": object_.id,
    }


def _ground(link: ClaimLink) -> str:
    if link.claim.verdict and link.claim.verdict.accepted:
        return "accepted"
    return "denied" if link.denied else "asserted" if is_asserted(link.claim) else "hedged"


def _level(relation: str, ground: str) -> Row:
    knowledge, agent = level(relation, ground)
    return {"knowledge_level": knowledge, "agent_type": agent, "primary_knowledge_source": SOURCE}


def _biolink(name: str) -> str:
    return f"biolink:{name}" if name else ""


def _publications(network: Network, papers: Iterable[int]) -> list[str]:
    return [network.papers.publication(number) for number in papers]


def _texts(evidence: Iterable[Evidence]) -> list[str]:
    return list(dict.fromkeys(cell(e.text) for e in evidence))
