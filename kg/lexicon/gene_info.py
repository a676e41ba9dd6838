"""NCBI Gene: the tab-separated ``gene_info`` file, plain or gzip-compressed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.errors import VocabularyError
from kg.lexicon.kinds import kind_of_locus
from kg.lexicon.packed import DAMAGE, open_lines, packing_date
from kg.lexicon.values import GENE_SPECIES, HUMAN, Record
from kg.model import Concept, Curie, Name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kg.model import Scope

_HEADER: Final = "#tax_id\tGeneID\tSymbol\t"
_NO_GENES: Final = frozenset({"biological-region", "unknown", "other"})
_OTHER_TAXA: Final = frozenset(str(taxon) for taxon in GENE_SPECIES.values()) - {str(HUMAN)}
_HGNC: Final = re.compile(r"HGNC:(HGNC:\d+)")
_MOST_ROWS: Final = 10_000_000
_REMEDY: Final = "fetch the file again from NCBI Gene"


class GeneInfo:
    """Genes of one species: symbol, synonyms, descriptions.  The other species of a file are passed over."""

    def __init__(self, name: str = "NCBIGene", taxon: int = HUMAN) -> None:
        self.name = name
        self._taxon = str(taxon)

    def sniff(self, name: str, head: bytes) -> bool:
        """By the header line, and the species of the first row; a file of many species counts as human."""
        if not head.startswith(_HEADER.encode("ascii")):
            return False
        first = head.partition(b"\n")[2].partition(b"\t")[0].decode("ascii", "replace")
        return first == self._taxon or (self._taxon == str(HUMAN) and first not in _OTHER_TAXA)

    def version(self, path: Path) -> str:
        """The day on which NCBI packed the file, which carries no release; else its name, which often does."""
        return packing_date(path) or path.name

    def names(self, path: Path) -> Iterator[tuple[Concept, Name]]:
        """Every name of every gene."""
        for record in self.records(path):
            concept = Concept(Curie.from_string(record.id), record.kind or "gene", record.label)
            yield concept, Name(record.label, concept.id, "label", self.name)
            for text, scope in record.names:
                yield concept, Name(text, concept.id, scope, self.name)

    def records(self, path: Path) -> Iterator[Record]:
        """One record a gene; raises VocabularyError with the line where the file is malformed."""
        try:
            with open_lines(path) as lines:
                yield from self._read(path, lines)
        except (*DAMAGE, UnicodeDecodeError) as error:
            raise VocabularyError(str(path), f"damaged file ({error})", _REMEDY) from error

    def _read(self, path: Path, lines: Iterable[str]) -> Iterator[Record]:
        columns: list[str] = []
        for number, line in enumerate(lines, 1):
            cells = line.rstrip("\r\n").split("\t")
            if number == 1:
                columns = cells
                continue
            if len(cells) != len(columns) or number > _MOST_ROWS:
                raise VocabularyError(f"{path}, line {number}", f"expected {len(columns)} cells", _REMEDY)
            row = dict(zip(columns, cells, strict=True))
            if row["#tax_id"] != self._taxon:
                continue
            if row["type_of_gene"] not in _NO_GENES and row["Symbol"] != "NEWENTRY":
                yield _record(row)


def _record(row: dict[str, str]) -> Record:
    symbol = row["Symbol"]
    given: list[tuple[str, Scope]] = [
        (row["Full_name_from_nomenclature_authority"], "exact"),
        (row["description"], "exact"),
        *((text, "unscoped") for text in row["Synonyms"].split("|")),
        *((text, "unscoped") for text in row["Other_designations"].split("|")),
    ]
    kept: dict[str, Scope] = {}
    for text, scope in given:
        if text not in {"-", "", symbol}:
            kept.setdefault(text, scope)
    return Record(
        id="NCBIGene:" + row["GeneID"],
        label=symbol,
        kind=kind_of_locus(row["type_of_gene"]),
        names=tuple(kept.items()),
        xrefs=tuple(_HGNC.findall(row["dbXrefs"])[:1]),
        notation=(row["type_of_gene"],),
    )
