"""What `kg query` shows: answers in their forms, the list of queries, one query described."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, Final

from kg.cli.console import say, show

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.graph import Answer, Cell, NamedQuery, Parameter

_NARROWEST: Final = 12  # characters that a cut cell keeps
_WIDE: Final = 100  # characters, where the width of the terminal is unknown


def write_answer(answer: Answer, form: str) -> None:
    """Print an answer as table, tsv, csv, json, jsonl or turtle."""
    from kg.graph import to_csv, to_json, to_json_lines, to_tsv, to_turtle

    if form == "table":
        _table(answer)
    elif form == "csv":
        sys.stdout.buffer.write(to_csv(answer).encode())
    elif form == "json":
        show(to_json(answer))
    elif form == "turtle":
        show(to_turtle(answer).rstrip("\n"))
    else:
        for line in to_json_lines(answer) if form == "jsonl" else to_tsv(answer):
            show(line)


def _table(answer: Answer) -> None:
    """Columns side by side; those that hold nothing but IRIs are named below where others tell of the same."""
    shown = [n for n in range(len(answer.columns)) if not _only_iris(answer, n)] or list(range(len(answer.columns)))
    left_out = [answer.columns[n] for n in range(len(answer.columns)) if n not in shown]
    rows = [[answer.columns[n] for n in shown], *([_short(row[n]) for n in shown] for row in answer.rows)]
    widths = _widths(rows, shutil.get_terminal_size((_WIDE, 24)).columns)
    for number, row in enumerate(rows):
        show("  ".join(_fitted(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip())
        if number == 0:
            show("  ".join("-" * width for width in widths))
    count = f"{len(answer.rows)} row{'' if len(answer.rows) == 1 else 's'}"
    say(count + (f"; left out here: {', '.join(left_out)} (see --format tsv)" if left_out else ""))


def _only_iris(answer: Answer, column: int) -> bool:
    cells = [row[column] for row in answer.rows if row[column]]
    return bool(cells) and all(cell is None or cell.kind == "uri" for cell in cells)


def _short(cell: Cell | None) -> str:
    from kg.graph import compact_name

    if cell is None:
        return ""
    return compact_name(cell.text) if cell.kind == "uri" else " ".join(cell.text.split())


def _widths(rows: Sequence[Sequence[str]], available: int) -> list[int]:
    """The widths of columns: as wide as their cells, the widest ones cut until all fit."""
    from rich.cells import cell_len

    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    while sum(widths) + 2 * (len(widths) - 1) > available and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _fitted(cell: str, width: int) -> str:
    from rich.cells import cell_len, set_cell_size

    return set_cell_size(cell, width) if cell_len(cell) <= width else set_cell_size(cell, width - 1) + "…"


def list_all() -> None:
    """The queries by group, with an example of each parameter; on a pipe, a line each with tabs."""
    from kg.graph import GROUPS, list_queries

    known = list_queries()
    if not sys.stdout.isatty():
        for one in known:
            show("\t".join((one.name, one.title, " ".join(map(_pair, one.parameters)), one.group)))
        return
    for group in GROUPS:
        show(f"\n{group}")
        for one in known:
            if one.group == group:
                show("\n".join(_entry(one)))


def _entry(one: NamedQuery) -> Iterator[str]:
    yield f"  {one.name:28}{one.title}"
    if one.parameters:
        yield f"  {'':28}{' '.join(map(_pair, one.parameters))}"


def _pair(parameter: Parameter) -> str:
    value = parameter.called
    return f"{parameter.name}={value!r}" if " " in value else f"{parameter.name}={value}"


def describe(one: NamedQuery) -> None:
    """What a query asks, takes and gives, an example, and its SPARQL."""
    show(one.title)
    if one.about:
        show(one.about)
    if one.parameters:
        show("\nparameters, all optional:")
    for parameter in one.parameters:
        show(f"  {parameter.name:16}{parameter.about}")
    show("\ncolumns:")
    for name, about in one.columns:
        show(f"  {name:16}{about}")
    words = " ".join(f"-p {name}={value}" for name, value in one.example.parameters)
    show(f"\nexample: kg query {one.name} {words}".rstrip())
    if one.example.answer:
        show("  " + ", ".join(f"{name}: {value}" for name, value in one.example.answer))
    show(f"\n{one.body.strip()}")
