"""The mapping tables that stand beside the exporters."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Mapping

_FOLDER = Path(__file__).parent


@cache
def table(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of ``name`` by column, comments left out; raises RuleError where a row has other columns."""
    path = _FOLDER / name
    columns: list[str] = []
    rows: list[Mapping[str, str]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if not columns:
            columns = cells
        elif len(cells) == len(columns):
            rows.append(dict(zip(columns, cells, strict=True)))
        else:
            raise RuleError(str(path), number, f"has {len(cells)} cells, the header {len(columns)}")
    return tuple(rows)


def fits(cell: str, word: str) -> bool:
    """Whether a cell, which may be a list or a star for everything, allows the word."""
    return cell == "*" or word in cell.split(",")
