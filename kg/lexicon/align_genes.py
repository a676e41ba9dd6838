"""Which MeSH records are a gene: supplementary records of its product, and headings of a single protein."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from kg.lexicon.alignment import Alignment, Records, label_keys
from kg.lexicon.keys import key_of
from kg.lexicon.kinds import kind_of_trees
from kg.lexicon.product_names import ProductNames
from kg.lexicon.spelling import human_product, is_of_other_species, without_species

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.lexicon.values import Record
    from kg.model import Scope


def align_gene_products(alignment: Alignment, genes: Records, supplement: Records) -> None:
    """``GPX4 protein, human`` is an alias of the gene; one whose symbol fits no single gene is left out."""
    if not genes:
        return
    by_symbol = {record.label: record.id for record in genes.values()}
    known = _genes_by_key(genes)
    for record in supplement.values():
        symbol = human_product(record.label)
        if symbol is None or record.id in alignment.node_of:
            continue
        symbol = symbol.replace("MIRN", "MIR", 1) if symbol.startswith("MIRN") else symbol
        found = {by_symbol[symbol]} if symbol in by_symbol else known.get(key_of(symbol), {}).keys()
        if len(found) == 1:
            alignment.join(record.id, min(found))
        elif "fusion" not in record.label:
            alignment.left_out.add(record.id)


def align_named_products(alignment: Alignment, genes: Records, mesh: Records, supplement: Records) -> None:
    """A supplementary record of a protein without a species joins the gene that alone bears its name: nephrin, NPHS1.

    One in the plural or of a short name must bear the approved name; what is filed as a chemical too is a drug.
    """
    names = ProductNames(genes, _genes_by_key(genes))
    for record in supplement.values():
        if record.id in alignment.node_of or record.id in alignment.left_out or is_of_other_species(record.label):
            continue
        filed = {kind_of_trees(mesh[parent].notation) for parent in record.parents if parent in mesh}
        gene = names.namesake(record) if "family" in filed and "chemical" not in filed else None
        if gene is not None:
            alignment.join(record.id, gene)


def _genes_by_key(genes: Records) -> dict[str, dict[str, Scope]]:
    """Key to the genes that bear the name, each with the nearest scope; symbols count as exact."""
    found: dict[str, dict[str, Scope]] = defaultdict(dict)
    for record in genes.values():
        for text, scope in ((record.label, "exact"), *record.names):
            found[key_of(text)].setdefault(record.id, scope)
    found.pop("", None)
    return found


def align_gene_descriptors(alignment: Alignment, genes: Records, mesh: Records, supplement: Records) -> None:
    """A heading of a single protein joins its gene, by a one-to-one cross-reference or by name.

    Headings that are a family or have headings below them are classes, whatever they are called.
    """
    above = {parent for record in mesh.values() for parent in record.parents}
    proteins = {
        r.id: r for r in mesh.values()
        if r.id not in alignment.node_of and not alignment.absorbed.get(r.id)
        and kind_of_trees(r.notation) == "family"
    }  # fmt: skip
    by_hgnc = {x: record.id for record in genes.values() for x in record.xrefs if x.startswith("HGNC:")}
    pairs = [(by_hgnc[x], r.id) for r in proteins.values() for x in r.xrefs if x in by_hgnc]
    of_gene, of_mesh = Counter(g for g, _ in pairs), Counter(m for _, m in pairs)
    taken = set()
    for gene, descriptor in pairs:
        if of_gene[gene] == of_mesh[descriptor] == 1:
            alignment.join(descriptor, gene)
            taken.add(gene)
    known = _genes_by_key(genes)
    _add_product_names(known, alignment, genes, supplement)
    for record in proteins.values():
        gene_of = _gene_by_name(record, known)
        if gene_of and gene_of not in taken and record.id not in above:
            alignment.join(record.id, gene_of)
            taken.add(gene_of)
    names = ProductNames(genes, _genes_by_key(genes))
    for record in proteins.values():
        gene_of = None if record.id in alignment.node_of else names.gene_of(record, is_class=record.id in above)
        if gene_of and gene_of not in taken:
            alignment.join(record.id, gene_of)
            taken.add(gene_of)


def _add_product_names(
    known: dict[str, dict[str, Scope]], alignment: Alignment, genes: Records, supplement: Records
) -> None:
    for gene in genes:
        for absorbed in alignment.absorbed.get(gene, ()):
            if absorbed in supplement:
                for text, _ in supplement[absorbed].names:
                    for form in without_species(text):
                        known[key_of(form)].setdefault(gene, "unscoped")
    known.pop("", None)


def _gene_by_name(record: Record, known: Mapping[str, Mapping[str, Scope]]) -> str | None:
    """The only gene that bears the heading as a name; a heading in the plural must be an exact name."""
    found: dict[str, Scope] = {}
    for key in label_keys(record):
        found.update(known.get(key, {}))
    if len(found) != 1:
        return None
    gene, scope = next(iter(found.items()))
    head = record.label.partition(",")[0]
    plural = head.endswith("s") and not head.endswith(("ss", "us", "is"))
    return gene if scope == "exact" or not plural else None
