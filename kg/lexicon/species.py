"""Genes of several species: which are orthologues, and which identifiers NCBI replaced by which."""

from __future__ import annotations

import gzip
import lzma
import zlib
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from kg.errors import VocabularyError
from kg.lexicon.values import GENE_SPECIES, HUMAN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from kg.lexicon.values import Record

PAIRS_FILE: Final = "orthologues.tsv.xz"
_HISTORY: Final = ("gene_history.gz", "gene_history")
_HISTORY_HEADER: Final = "#tax_id\tGeneID\tDiscontinued_GeneID\t"
_TAXA: Final = frozenset(str(taxon) for taxon in GENE_SPECIES.values())
_LARGEST: Final = 1 << 31  # characters of a history; NCBI's has less than a tenth
_LONGEST_CHAIN: Final = 20


def read_pairs_of_genes(folder: Path) -> list[tuple[str, str]]:
    """(human gene, orthologue) rows of a folder's table, none without it; VocabularyError for a damaged one."""
    path = folder / PAIRS_FILE
    if not path.is_file():
        return []
    try:
        with lzma.open(path, "rt", encoding="ascii", newline="\n") as lines:
            rows = [line.rstrip("\n").split("\t") for line in lines]
    except (lzma.LZMAError, EOFError, UnicodeDecodeError) as error:
        raise VocabularyError(str(path), f"damaged file ({error})", "make it again with `kg vocab slice`") from error
    for number, row in enumerate(rows, 1):
        if len(row) != 2 or not all(":" in cell for cell in row):
            remedy = "a row is a human gene and its orthologue, with a tab between"
            raise VocabularyError(f"{path}, line {number}", "malformed row", remedy)
    return [(row[0], row[1]) for row in rows]


def orthologues(
    vocabularies: Mapping[str, Mapping[str, Record]], pairs: Iterable[tuple[str, str]]
) -> dict[str, tuple[str, ...]]:
    """Gene to its orthologues in the other species, sorted.

    Pairs of the table count where both genes are known; a gene that has none is paired with the human gene
    of the same symbol.  Genes of two other species are orthologues through their human one.
    """
    human = vocabularies.get("NCBIGene", {})
    by_symbol = {record.label.upper(): record.id for record in human.values()}
    groups: dict[str, set[str]] = defaultdict(set)
    listed = list(pairs)
    for name, taxon in GENE_SPECIES.items():
        records = vocabularies.get(name, {}) if taxon != HUMAN else {}
        known = {(one, other) for one, other in listed if one in human and other in records}
        paired = {identifier for pair in known for identifier in pair}
        for record in records.values():
            namesake = by_symbol.get(record.label.upper())
            if namesake and record.id not in paired and namesake not in paired:
                known.add((namesake, record.id))
        for one, other in known:
            groups[one].add(other)
    found: dict[str, set[str]] = defaultdict(set)
    for one, others in groups.items():
        found[one] |= others
        for other in others:
            found[other] |= {one} | (others - {other})
    return {gene: tuple(sorted(some)) for gene, some in found.items()}


def read_successors(folder: Path) -> dict[str, str]:
    """Discontinued gene to its living successor, of the species that are read, from NCBI's gene_history.

    Empty without the file; chains are followed to their end.  VocabularyError for a file that is no history.
    """
    path = next((folder / name for name in _HISTORY if (folder / name).is_file()), None)
    if path is None:
        return {}
    remedy = "fetch the file again from NCBI Gene"
    try:
        with (
            gzip.open(path, "rt", encoding="utf-8", newline="\n")
            if path.suffix == ".gz"
            else path.open(encoding="utf-8", newline="\n") as lines
        ):
            if not next(lines, "").startswith(_HISTORY_HEADER):
                raise VocabularyError(str(path), "not a history of genes", remedy)
            step = dict(_history_rows(path, lines))
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise VocabularyError(str(path), f"damaged file ({error})", remedy) from error
    return {old: new for old in step if (new := _end_of_chain(old, step))}


def _history_rows(path: Path, lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    read = 0
    for number, line in enumerate(lines, 2):
        read += len(line)
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) < 3 or read > _LARGEST:
            raise VocabularyError(f"{path}, line {number}", "malformed row", "fetch the file again from NCBI Gene")
        if cells[0] in _TAXA and cells[1] != "-":
            yield f"NCBIGene:{cells[2]}", f"NCBIGene:{cells[1]}"


def _end_of_chain(old: str, step: Mapping[str, str]) -> str:
    """Where the replacements of a gene end; empty for a circle."""
    at = old
    for _ in range(_LONGEST_CHAIN):
        if at not in step:
            return at
        at = step[at]
    return ""
