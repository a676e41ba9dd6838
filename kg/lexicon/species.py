"""Genes of several species: which are orthologues, and which identifiers NCBI replaced by which."""

from __future__ import annotations

import lzma
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from kg.errors import VocabularyError
from kg.lexicon.packed import DAMAGE, open_lines
from kg.lexicon.values import GENE_SPECIES, HUMAN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from kg.lexicon.values import Record

PAIRS_FILE: Final = "orthologues.tsv.xz"
HISTORY_HEADER: Final = "#tax_id\tGeneID\tDiscontinued_GeneID\t"
_TAXA: Final = tuple(f"{taxon}\t" for taxon in GENE_SPECIES.values())
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


def read_successors(path: Path | None) -> dict[str, str]:
    """Discontinued gene to its living successor, of the species that are read, from NCBI's gene_history.

    Empty without a file; chains are followed to their end.  VocabularyError for a file that is no history.
    """
    if path is None:
        return {}
    remedy = "fetch the file again from NCBI Gene"
    try:
        with open_lines(path) as lines:
            if not next(lines, "").startswith(HISTORY_HEADER):
                raise VocabularyError(str(path), "not a history of genes", remedy)
            step = dict(_history_rows(path, lines))
    except (*DAMAGE, UnicodeDecodeError) as error:
        raise VocabularyError(str(path), f"damaged file ({error})", remedy) from error
    return {old: new for old in step if (new := _end_of_chain(old, step))}


def _history_rows(path: Path, lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The rows of our species; of the many others not even the cells are told apart."""
    for number, line in enumerate(lines, 2):
        if not line.startswith(_TAXA):
            continue
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) < 3:
            raise VocabularyError(f"{path}, line {number}", "malformed row", "fetch the file again from NCBI Gene")
        if cells[1] != "-":
            yield f"NCBIGene:{cells[2]}", f"NCBIGene:{cells[1]}"


def _end_of_chain(old: str, step: Mapping[str, str]) -> str:
    """Where the replacements of a gene end; empty for a circle."""
    at = old
    for _ in range(_LONGEST_CHAIN):
        if at not in step:
            return at
        at = step[at]
    return ""
