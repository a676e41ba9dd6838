"""Our own vocabulary format: one tab-separated table, xz-compressed, one row a concept.

Columns are those of ``COLUMNS``; lists are joined by ``|``.  Identifiers are compact strings.
"""

from __future__ import annotations

import io
import lzma
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.errors import VocabularyError
from kg.files import atomic_write
from kg.lexicon.values import KINDS, SCOPES, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model import Kind, Scope

COLUMNS: Final = ("id", "label", "kind", "exact", "previous", "unscoped", "narrow", "broad", "related",
                  "parents", "xrefs", "retired", "notation")  # fmt: skip
_SCOPE_COLUMNS: Final[tuple[Scope, ...]] = ("exact", "previous", "unscoped", "narrow", "broad", "related")
_KIND_BY_NAME: Final[dict[str, Kind]] = {kind: kind for kind in KINDS}
_LARGEST: Final = 1 << 30  # characters after decompression; the largest real table has 40 million
_REMEDY: Final = "make it again with `kg vocab slice`"


def write_table(path: Path, records: Iterable[Record]) -> int:
    """Write records ordered by identifier, returns their number; the same records give the same bytes."""
    rows = sorted((_to_row(record) for record in records), key=lambda row: row.partition("\t")[0])
    body = "\n".join(["\t".join(COLUMNS), *rows, ""]).encode("utf-8")
    packed = lzma.compress(body, format=lzma.FORMAT_XZ, check=lzma.CHECK_CRC64, preset=9)
    with atomic_write(path) as file:
        file.write(packed)
    return len(rows)


def _to_row(record: Record) -> str:
    by_scope: dict[Scope, list[str]] = {scope: [] for scope in SCOPES}
    for text, scope in record.names:
        by_scope["unscoped" if scope == "abbreviation" else scope].append(text)
    names = ("|".join(map(_cell, by_scope[scope])) for scope in _SCOPE_COLUMNS)
    tails = (record.parents, record.xrefs, record.retired, record.notation)
    return "\t".join(
        [
            record.id,
            _cell(record.label),
            record.kind or "",
            *names,
            *("|".join(map(_cell, tail)) for tail in tails),
        ]
    )


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "/").split())


def read_table(path: Path) -> Iterator[Record]:
    """The records of a table; raises VocabularyError with the line where it is malformed."""
    try:
        with lzma.open(path) if path.suffix == ".xz" else path.open("rb") as packed:
            yield from _read_rows(path, io.TextIOWrapper(packed, encoding="utf-8", newline="\n"))
    except (lzma.LZMAError, EOFError, UnicodeDecodeError) as error:
        raise VocabularyError(str(path), f"damaged file ({error})", _REMEDY) from error


def _read_rows(path: Path, lines: Iterable[str]) -> Iterator[Record]:
    read = 0
    for number, line in enumerate(lines, 1):
        read += len(line)
        cells = line.rstrip("\n").split("\t")
        if read > _LARGEST:
            raise VocabularyError(f"{path}, line {number}", "larger than any vocabulary", _REMEDY)
        if number == 1:
            if tuple(cells) != COLUMNS:
                raise VocabularyError(f"{path}, line 1", "not a vocabulary table: unexpected columns", _REMEDY)
            continue
        if len(cells) != len(COLUMNS) or ":" not in cells[0]:
            raise VocabularyError(f"{path}, line {number}", f"expected {len(COLUMNS)} cells", _REMEDY)
        yield _from_cells(cells)


def _from_cells(cells: list[str]) -> Record:
    names = tuple(
        (text, scope)
        for scope, cell in zip(_SCOPE_COLUMNS, cells[3:9], strict=True)
        if cell
        for text in cell.split("|")
    )
    parents, xrefs, retired, notation = (tuple(cell.split("|")) if cell else () for cell in cells[9:13])
    return Record(cells[0], cells[1], _KIND_BY_NAME.get(cells[2]), names, parents, xrefs, retired, notation)
