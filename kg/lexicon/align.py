"""Which record of one vocabulary is the same thing as a record of another: pairs that become one node of the graph.

The node is MONDO for diseases, NCBI Gene for genes, MeSH for the rest, else GO or FamPlex.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from kg.lexicon.spelling import human_product, turned_heading
from kg.text.normal import normal_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.lexicon.values import Record

Records = dict[str, "Record"]  # by identifier, in the order of the file

# references that stand beside a node as exactly matching identifiers when they are one to one
_KEPT_XREFS: Final = frozenset({"DOID", "OMIM", "ORPHA", "NCIT", "CHEBI", "CL", "HGNC", "UNIPROT", "GO"})


class Alignment:
    """Absorbed identifier to node, and the identifiers that are left out on purpose."""

    def __init__(self) -> None:
        self.node_of: dict[str, str] = {}
        self.absorbed: dict[str, list[str]] = defaultdict(list)
        self.left_out: set[str] = set()

    def join(self, absorbed: str, node: str) -> None:
        """Make ``absorbed`` a second identifier of ``node``; the first decision stands."""
        if absorbed not in self.node_of and absorbed != node:
            self.node_of[absorbed] = node
            self.absorbed[node].append(absorbed)

    def node(self, identifier: str) -> str:
        """The node that an identifier belongs to, itself if it stands alone."""
        seen = identifier
        while seen in self.node_of:
            seen = self.node_of[seen]
        return seen


def align(vocabularies: Mapping[str, Records], curated: Iterable[tuple[str, str]]) -> Alignment:
    """Join the vocabularies; ``curated`` pairs (node, absorbed) go before every rule."""
    alignment = Alignment()
    mesh = {**vocabularies.get("MESH-SUPPLEMENT", {}), **vocabularies.get("MESH", {})}
    genes = vocabularies.get("NCBIGene", {})
    for node, absorbed in sorted(curated):
        alignment.join(absorbed, node)
    _align_diseases(alignment, vocabularies.get("MONDO", {}), mesh)
    _align_gene_products(alignment, genes, vocabularies.get("MESH-SUPPLEMENT", {}))
    _align_gene_descriptors(alignment, genes, vocabularies.get("MESH", {}))
    headings = _by_key(vocabularies.get("MESH", {}))
    for name in ("FPLX", "GO"):
        _align_by_name(alignment, vocabularies.get(name, {}), headings, mesh)
    return alignment


def _align_diseases(alignment: Alignment, mondo: Records, mesh: Records) -> None:
    pairs = [(r.id, x) for r in mondo.values() for x in r.xrefs if x in mesh]
    pairs = [(d, m) for d, m in pairs if m not in alignment.node_of and not alignment.absorbed.get(d)]
    of_disease, of_mesh = Counter(d for d, _ in pairs), Counter(m for _, m in pairs)
    ranked = []
    for disease, descriptor in pairs:
        single = of_disease[disease] == of_mesh[descriptor] == 1
        score = 1 if single else _agreement(mondo[disease], mesh[descriptor])
        if score:
            ranked.append((-score, disease, descriptor))
    taken: set[str] = set()
    for _, disease, descriptor in sorted(ranked):
        if disease not in taken and descriptor not in alignment.node_of:
            alignment.join(descriptor, disease)
            taken.add(disease)


def _agreement(one: Record, other: Record) -> int:
    """3 for equal labels, 2 for a label among the other's names, 1 for a shared name, else 0."""
    labels, other_labels = _label_keys(one), _label_keys(other)
    if labels & other_labels:
        return 3
    names = {normal_name(text) for text, _ in one.names}
    other_names = {normal_name(text) for text, _ in other.names}
    if labels & other_names or other_labels & names:
        return 2
    return 1 if names & other_names else 0


def _label_keys(record: Record) -> set[str]:
    turned = turned_heading(record.label)
    return {normal_name(record.label)} | ({normal_name(turned)} if turned else set())


def _align_gene_products(alignment: Alignment, genes: Records, supplement: Records) -> None:
    """``GPX4 protein, human`` is an alias of the gene; one whose symbol is unknown names no gene and is left out."""
    if not genes:
        return
    by_symbol = {record.label: record.id for record in genes.values()}
    by_former: dict[str, set[str]] = defaultdict(set)
    for record in genes.values():
        for text, scope in record.names:
            if scope == "previous":
                by_former[text.upper().replace("-", "")].add(record.id)
    for record in supplement.values():
        symbol = human_product(record.label)
        if symbol is None or record.id in alignment.node_of:
            continue
        former = by_former.get(symbol.upper().replace("-", ""), set())
        gene = (
            by_symbol.get(symbol)
            or by_symbol.get(symbol.upper())
            or (min(former) if len(former) == 1 else None)
        )
        if gene:
            alignment.join(record.id, gene)
        elif "fusion" not in record.label:
            alignment.left_out.add(record.id)


def _align_gene_descriptors(alignment: Alignment, genes: Records, mesh: Records) -> None:
    """A descriptor of a single protein joins its gene when the cross-reference is one to one and the names agree."""
    by_hgnc = {x: record.id for record in genes.values() for x in record.xrefs if x.startswith("HGNC:")}
    pairs = [(by_hgnc[x], r.id) for r in mesh.values() for x in r.xrefs if x in by_hgnc]
    of_gene, of_mesh = Counter(g for g, _ in pairs), Counter(m for _, m in pairs)
    for gene, descriptor in pairs:
        if of_gene[gene] == of_mesh[descriptor] == 1 and _agreement(genes[gene], mesh[descriptor]):
            alignment.join(descriptor, gene)


def _by_key(mesh: Records) -> dict[str, set[str]]:
    """Key of a heading, or of a heading read forwards, to its descriptors."""
    found: dict[str, set[str]] = defaultdict(set)
    for record in mesh.values():
        for key in _label_keys(record):
            found[key].add(record.id)
    return found


def _align_by_name(
    alignment: Alignment, others: Records, headings: dict[str, set[str]], mesh: Records
) -> None:
    """Join by a cross-reference in either direction, else by an equal label; only one to one."""
    referring: dict[str, list[str]] = defaultdict(list)
    for record in mesh.values():
        for xref in record.xrefs:
            if xref in others:
                referring[xref].append(record.id)
    taken: Counter[str] = Counter()
    wanted: dict[str, str] = {}
    for record in others.values():
        found = {x for x in record.xrefs if x in mesh} or set(referring[record.id])
        found = found or headings.get(normal_name(record.label), set())
        nodes = {alignment.node(f) for f in found if f not in alignment.left_out}
        if len(nodes) == 1 and (node := min(nodes)).startswith("MESH:"):
            wanted[record.id] = node
            taken[node] += 1
    for identifier, node in wanted.items():
        if taken[node] == 1:
            alignment.join(identifier, node)


def matching_ids(alignment: Alignment, vocabularies: Mapping[str, Records]) -> dict[str, tuple[str, ...]]:
    """Node to its other exactly matching identifiers: what it absorbed, then its one-to-one cross-references."""
    uses: Counter[str] = Counter()
    for records in vocabularies.values():
        for record in records.values():
            uses.update(x for x in record.xrefs if x.partition(":")[0] in _KEPT_XREFS)
    found = {}
    for records in vocabularies.values():
        for record in records.values():
            if record.id in alignment.node_of or record.id in alignment.left_out:
                continue
            absorbed = sorted(
                alignment.absorbed.get(record.id, ()), key=lambda i: (i.startswith("MESH:C"), i)
            )
            space = Counter(x.partition(":")[0] for x in record.xrefs)
            own = [
                x for x in record.xrefs
                if space[p := x.partition(":")[0]] == 1 and p in _KEPT_XREFS and uses[x] == 1
                and x not in alignment.node_of
            ]  # fmt: skip
            found[record.id] = tuple(dict.fromkeys([*absorbed, *own]))
    return found
