"""The answer to a query, and the forms in which it is written: JSON, CSV, TSV, Turtle (pure)."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from pyoxigraph import BlankNode, NamedNode
from pyoxigraph import Literal as LiteralTerm

from kg.errors import QueryError
from kg.graph.terms import iri, term
from kg.graph.writers import write_statements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.graph.terms import Statement

Form = Literal["rows", "truth", "triples"]
TRIPLE: Final = ("subject", "predicate", "object")


class Cell(NamedTuple):
    """A term of an answer: ``kind`` is uri, literal or bnode; a plain string has no datatype."""

    text: str
    kind: str = "literal"
    datatype: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Columns and rows; an unbound cell is None.

    ASK gives one cell.  CONSTRUCT and DESCRIBE give triples.  ``truncated`` says why there may be more rows.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    form: Form = "rows"
    truncated: str = ""

    @property
    def texts(self) -> tuple[tuple[str, ...], ...]:
        """The rows as text alone, an unbound cell empty."""
        return tuple(tuple(cell.text if cell else "" for cell in row) for row in self.rows)


def truth(answer: bool) -> Answer:
    """The answer to ASK."""
    return Answer(columns=("answer",), rows=((Cell("yes" if answer else "no"),),), form="truth")


def to_json(answer: Answer) -> str:
    """The SPARQL 1.1 results in JSON; a member ``truncated`` tells why rows may be missing."""
    cut = {"truncated": answer.truncated} if answer.truncated else {}
    if answer.form == "truth":
        return json.dumps({"head": {}, "boolean": answer.rows[0][0] == Cell("yes")})
    bindings = [
        {name: _binding(cell) for name, cell in zip(answer.columns, row, strict=True) if cell} for row in answer.rows
    ]
    document = {"head": {"vars": list(answer.columns)}, "results": {"bindings": bindings}, **cut}
    return json.dumps(document, ensure_ascii=False, indent=1)


def _binding(cell: Cell) -> dict[str, str]:
    more = {"datatype": cell.datatype, "xml:lang": cell.language}
    return {"type": cell.kind, "value": cell.text} | {name: value for name, value in more.items() if value}


def to_json_lines(answer: Answer) -> Iterator[str]:
    """One object a row, column to text."""
    for row in answer.texts:
        yield json.dumps(dict(zip(answer.columns, row, strict=True)), ensure_ascii=False)


def to_csv(answer: Answer) -> str:
    """The SPARQL 1.1 results in CSV: names of the columns, then the text of the terms; lines end in CRLF."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(answer.columns)
    writer.writerows(answer.texts)
    return out.getvalue()


def to_tsv(answer: Answer) -> Iterator[str]:
    """A line a row, cells between tabs, white space within a cell made one blank."""
    for row in (answer.columns, *answer.texts):
        yield "\t".join(" ".join(cell.split()) for cell in row)


def to_turtle(answer: Answer) -> str:
    """The triples of CONSTRUCT or DESCRIBE; raises QueryError on other answers."""
    if answer.form != "triples":
        raise QueryError("only the answer to CONSTRUCT or DESCRIBE can be Turtle; ask for csv, tsv or json")
    out = io.BytesIO()
    write_statements(_statements(answer), out)
    return out.getvalue().decode("utf-8")


def _statements(answer: Answer) -> Iterator[Statement]:
    for _, group in groupby(answer.rows, key=lambda row: row[0]):
        for subject, predicate, value in group:
            if subject and predicate and value:
                yield cell_term(subject), iri(predicate.text), cell_term(value)  # type: ignore[misc] # blank nodes are written too


def cell_term(cell: Cell) -> NamedNode | BlankNode | LiteralTerm:
    """The term of a cell."""
    if cell.kind == "uri":
        return iri(cell.text)
    if cell.kind == "bnode":
        return BlankNode(cell.text)
    if cell.language:
        return LiteralTerm(cell.text, language=cell.language)
    return LiteralTerm(cell.text, datatype=iri(cell.datatype) if cell.datatype else term("xsd:string"))
