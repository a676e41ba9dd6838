"""Which records of different vocabularies are the same thing and become one node of the graph.

The node is MONDO for diseases, NCBI Gene for genes, MeSH for the rest, else GO or FamPlex.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from kg.lexicon.align_genes import align_gene_descriptors, align_gene_products, align_named_products
from kg.lexicon.alignment import Alignment, Records, label_keys
from kg.lexicon.keys import key_of
from kg.lexicon.kinds import kind_of_trees

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.lexicon.curation import Stated
    from kg.lexicon.values import Record

# references that stand beside a node as exactly matching identifiers when they are one to one
_KEPT_XREFS: Final = frozenset({"DOID", "MESH", "OMIM", "ORPHA", "NCIT", "CHEBI", "CL", "HGNC", "UNIPROT", "GO"})

_STEM: Final = 5  # letters that akin words share: prostatic, prostate
_SHORTEST_WORD: Final = 3
# words that say nothing about which disease is meant
_NO_STEMS: Final = frozenset(word[:_STEM] for word in (
    "disease", "disorder", "syndrome", "deficiency", "infection", "infectious", "familial", "congenital", "hereditary",
    "acquired", "chronic", "acute", "primary", "secondary",
))  # fmt: skip


def align(
    vocabularies: Mapping[str, Records], curated: Iterable[tuple[str, str]], stated: Iterable[Stated] = (),
    matched: Iterable[tuple[str, str]] = (),
) -> Alignment:  # fmt: skip
    """Join the vocabularies; ``curated`` pairs (node, absorbed) go before every rule, ``matched`` ones after all.

    Of those between MONDO and MeSH the ones are passed over whose names have not a word in common.  ``stated``:
    mappings that MONDO publishes; exact ones count as curated, the others keep a pair from being joined at all.
    """
    alignment = Alignment()
    mesh = {**vocabularies.get("MESH-SUPPLEMENT", {}), **vocabularies.get("MESH", {})}
    genes = vocabularies.get("NCBIGene", {})
    mondo = vocabularies.get("MONDO", {})
    by_label = {key_of(record.label): record.id for record in mondo.values()}
    known = {identifier for records in vocabularies.values() for identifier in records}
    pairs = {*curated, *_heed(alignment, stated, mondo, mesh)}
    listed = sorted(pair for pair in pairs if pair[0] in known and pair not in alignment.unlike)
    nodes = {node for node, _ in listed}
    for node, absorbed in listed:
        meant = node
        if node in mondo and absorbed in mesh:
            meant = _meant(mondo[node], mesh[absorbed], by_label)
        if meant == node or (meant and meant not in nodes):
            alignment.join(absorbed, meant)
    _align_diseases(alignment, mondo, mesh, by_label)
    align_gene_products(alignment, genes, vocabularies.get("MESH-SUPPLEMENT", {}))
    headings = _by_key(vocabularies.get("MESH", {}))
    for name in ("FPLX", "GO"):
        _align_by_name(alignment, vocabularies.get(name, {}), headings, mesh)
    _align_by_name(alignment, vocabularies.get("CL", {}), _cells_by_key(vocabularies.get("MESH", {})), mesh)
    supplement = vocabularies.get("MESH-SUPPLEMENT", {})
    align_gene_descriptors(alignment, genes, vocabularies.get("MESH", {}), supplement)
    align_named_products(alignment, genes, vocabularies.get("MESH", {}), supplement)
    _align_matched(alignment, matched, mondo, mesh)
    return alignment


def _align_matched(
    alignment: Alignment, matched: Iterable[tuple[str, str]], mondo: Records, mesh: Records
) -> None:  # fmt: skip
    """Join the diseases that `kg align` matched, where neither side has a partner yet and no publisher objects."""
    for disease, heading in matched:
        free = heading not in alignment.node_of and not alignment.absorbed.get(heading)
        partners = alignment.absorbed.get(disease, ())
        if (
            disease in mondo and heading in mesh and free and heading not in alignment.left_out
            and (disease, heading) not in alignment.unlike and not any(p in mesh for p in partners)
        ):  # fmt: skip
            alignment.join(heading, disease)


def _heed(alignment: Alignment, stated: Iterable[Stated], mondo: Records, mesh: Records) -> Iterator[tuple[str, str]]:
    """The exact pairs of MONDO and MeSH among the stated mappings; of the others the alignment takes note."""
    near: dict[str, set[str]] = defaultdict(set)
    for one in stated:
        if one.subject not in mondo or one.object not in mesh:
            continue
        if one.relation == "exact":
            yield one.subject, one.object
            continue
        alignment.unlike.add((one.subject, one.object))
        if one.relation == "close":
            near[one.subject].add(one.object)
    alignment.near.update({disease: min(some) for disease, some in near.items() if len(some) == 1})


def _align_diseases(alignment: Alignment, mondo: Records, mesh: Records, by_label: Mapping[str, str]) -> None:
    pairs = [(r.id, x) for r in mondo.values() for x in r.xrefs if x in mesh and (r.id, x) not in alignment.unlike]
    pairs = [(d, m) for d, m in pairs if m not in alignment.node_of and not alignment.absorbed.get(d)]
    of_disease, of_mesh = Counter(d for d, _ in pairs), Counter(m for _, m in pairs)
    ranked = []
    for given, descriptor in pairs:
        disease = given
        score = _agreement(mondo[disease], mesh[descriptor])
        if not score and of_disease[disease] == of_mesh[descriptor] == 1:
            disease = _meant(mondo[given], mesh[descriptor], by_label)
            score = int(bool(disease))
        if score:
            ranked.append((-score, disease, descriptor))
    taken: set[str] = set()
    for _, disease, descriptor in sorted(ranked):
        if disease not in taken and descriptor not in alignment.node_of:
            alignment.join(descriptor, disease)
            taken.add(disease)


def _meant(disease: Record, heading: Record, by_label: Mapping[str, str]) -> str:
    """The disease that a reference to a heading means: the given one, one called like the heading, or none."""
    if _agreement(disease, heading):
        return disease.id
    namesake = next((by_label[key] for key in sorted(label_keys(heading)) if key in by_label), "")
    return namesake or (disease.id if _is_akin(disease, heading) else "")


def _is_akin(disease: Record, heading: Record) -> bool:
    """Whether the heading shares a word's beginning with the disease: Seizures are no visual epilepsy."""
    words = {word for text in (disease.label, *(text for text, _ in disease.names)) for word in key_of(text).split()}
    beginnings = {word[:_STEM] for word in words if len(word) >= _SHORTEST_WORD} - _NO_STEMS
    return any(word[:_STEM] in beginnings for word in key_of(heading.label).split())


def _agreement(one: Record, other: Record) -> int:
    """3 for equal labels, 2 for a label among the other's names, 1 for a shared name, else 0."""
    labels, other_labels = label_keys(one), label_keys(other)
    if labels & other_labels:
        return 3
    names = {key_of(text) for text, _ in one.names}
    other_names = {key_of(text) for text, _ in other.names}
    if labels & other_names or other_labels & names:
        return 2
    return 1 if names & other_names else 0


def _by_key(mesh: Records) -> dict[str, set[str]]:
    """Key of a heading, also read forwards, to its descriptors; of processes the entry terms too."""
    found: dict[str, set[str]] = defaultdict(set)
    entries: dict[str, set[str]] = defaultdict(set)
    for record in mesh.values():
        for key in label_keys(record):
            found[key].add(record.id)
        if kind_of_trees(record.notation) in {"process", "pathway"}:
            for text, _ in record.names:
                entries[key_of(text)].add(record.id)
    for key, some in entries.items():
        found.setdefault(key, some)
    return found


def _cells_by_key(mesh: Records) -> dict[str, set[str]]:
    """Key of a cell's heading or entry term to its descriptors; headings go before entry terms."""
    cells = [record for record in mesh.values() if kind_of_trees(record.notation) == "cell"]
    found: dict[str, set[str]] = defaultdict(set)
    entries: dict[str, set[str]] = defaultdict(set)
    for record in cells:
        for key in label_keys(record):
            found[key].add(record.id)
        for text, scope in record.names:
            if scope in {"exact", "unscoped"}:
                entries[key_of(text)].add(record.id)
    return {**entries, **found}


def _align_by_name(alignment: Alignment, others: Records, headings: dict[str, set[str]], mesh: Records) -> None:
    """Join by a cross-reference in either direction, else by an equal label; only one to one."""
    referring: dict[str, list[str]] = defaultdict(list)
    for record in mesh.values():
        for xref in record.xrefs:
            if xref in others:
                referring[xref].append(record.id)
    wanted: dict[str, list[str]] = {}
    for record in others.values():
        found = {x for x in record.xrefs if x in mesh} or set(referring[record.id])
        found = found or headings.get(key_of(record.label), set())
        nodes = {alignment.node(f) for f in found if f not in alignment.left_out}
        if len(nodes) == 1 and (node := min(nodes)).startswith("MESH:"):
            wanted.setdefault(node, []).append(record.id)
    for node, some in wanted.items():
        same_label = [i for i in some if key_of(others[i].label) in label_keys(mesh[node])]
        if len(one := some if len(some) == 1 else same_label) == 1:
            alignment.join(one[0], node)


def matching_ids(alignment: Alignment, vocabularies: Mapping[str, Records]) -> dict[str, tuple[str, ...]]:
    """Node to its exact matches: what it absorbed, then its one-to-one cross-references."""
    known = {identifier for records in vocabularies.values() for identifier in records}
    uses = Counter(xref for records in vocabularies.values() for r in records.values() for xref in r.xrefs)
    found: dict[str, tuple[str, ...]] = {}
    for records in vocabularies.values():
        for record in records.values():
            if record.id in alignment.node_of or record.id in alignment.left_out:
                continue
            absorbed = alignment.absorbed.get(record.id)
            if not absorbed and not record.xrefs:
                found[record.id] = ()
                continue
            own = [x for x in _single_xrefs(record) if _is_free(x, uses[x], alignment, known)]
            first = sorted(absorbed or (), key=lambda i: (i.startswith("MESH:C"), i))
            found[record.id] = tuple(dict.fromkeys([*first, *own]))
    return found


def _is_free(xref: str, uses: int, alignment: Alignment, known: set[str]) -> bool:
    """Whether a reference is nobody else's; MeSH's stand beside a node only where our MeSH has them no more."""
    if uses != 1 or xref in alignment.node_of:
        return False
    return not xref.startswith("MESH:") or (xref not in known and xref[5:6] in {"C", "D"})


def _single_xrefs(record: Record) -> list[str]:
    """The references to vocabularies that the record refers to only once."""
    prefixes = [xref.partition(":")[0] for xref in record.xrefs]
    return [
        xref
        for xref, prefix in zip(record.xrefs, prefixes, strict=True)
        if prefix in _KEPT_XREFS and prefixes.count(prefix) == 1
    ]


def close_matches(alignment: Alignment, vocabularies: Mapping[str, Records]) -> dict[str, str]:
    """Cancer to the MeSH heading of its site: MONDO tells liver cancer from liver neoplasm."""
    mesh = vocabularies.get("MESH", {})
    by_name: dict[str, set[str]] = defaultdict(set)
    for record in mesh.values():
        if "Neoplasm" in record.label:
            for key in {*label_keys(record), *(key_of(text) for text, _ in record.names)}:
                by_name[key].add(record.id)
    found = {}
    for record in vocabularies.get("MONDO", {}).values():
        if any(a in mesh for a in alignment.absorbed.get(record.id, ())):
            continue
        if record.id in alignment.near:
            found[record.id] = alignment.near[record.id]
            continue
        keys = {key_of(t).replace("cancer ", "neoplasm ") for t in (record.label, *(n for n, _ in record.names))}
        label = key_of(record.label).replace("cancer ", "neoplasm ")
        near = by_name.get(label) or {i for key in keys if key.endswith("neoplasm ") for i in by_name.get(key, ())}
        if len(near) == 1 and ("neoplasm " in label or "carcinoma " in label):
            found[record.id] = min(near)
    return found
