"""The documented queries that come with the product: what they ask and take stands in their comments.

A query file begins with its question and, after an empty comment line, what there is to know about the answer:

    # What resists a therapy, and by which mechanism?
    #
    # group: therapy
    # parameter therapy (therapy): what is resisted, such as MESH:D000077157 (sorafenib); all without it
    #
    # column factorName: the factor
    #
    # example: therapy=MESH:D000077157
    # answer factorName | state: EPAS1 | gain

The word in parentheses is the kind of a parameter, see KINDS; without it a value is taken as it is written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.data import data_directory
from kg.errors import QueryError
from kg.graph.query import Rows, run_query

if TYPE_CHECKING:
    from collections.abc import Mapping

GROUPS: Final = (
    "therapy", "mechanism", "gene", "disease", "evidence", "contradiction", "provenance", "quality", "alignment",
)  # fmt: skip
# what a parameter names: a thing of the graph in some role, one of the vocabulary's own words, or a plain value
KINDS: Final = (
    "therapy", "factor", "gene", "disease", "thing", "mechanism", "claim", "document", "word", "number", "text",
)  # fmt: skip
_PARAMETER: Final = re.compile(r"#\s*parameter\s+(\w+)\s*(?:\((\w+)\))?\s*:\s*(.*)")
_COLUMN: Final = re.compile(r"# column (\w+): (.*)")
_EXAMPLE: Final = re.compile(r"such as ([^\s;,()]+)(?: \(([^)]*)\))?")
_ASKED: Final = re.compile(r"# example:(.*)")
_ANSWER: Final = re.compile(r"# answer ([\w |]+): (.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A variable of a query that a user may bind; ``example`` is a value, ``called`` its name for people."""

    name: str
    kind: str
    about: str

    @property
    def example(self) -> str:
        """A value to try."""
        found = _EXAMPLE.search(self.about)
        return found[1] if found else ""

    @property
    def called(self) -> str:
        """The name of the example, else the example itself."""
        found = _EXAMPLE.search(self.about)
        return (found[2] or found[1]) if found else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Parameters with values, and a part of a row of the answer on the example papers: column to text."""

    parameters: tuple[tuple[str, str], ...]
    answer: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedQuery:
    """One query file; ``about`` is what stands between the question and its group."""

    name: str
    title: str
    about: str
    group: str
    parameters: tuple[Parameter, ...]
    columns: tuple[tuple[str, str], ...]
    example: Example
    text: str

    @property
    def body(self) -> str:
        """The query without the comments at its top."""
        lines = self.text.splitlines(keepends=True)
        first = next((n for n, line in enumerate(lines) if line.strip() and not line.startswith("#")), 0)
        return "".join(lines[first:])


def list_queries(folder: Path | None = None) -> tuple[NamedQuery, ...]:
    """The queries of a folder, of the product's by default, in order of their names."""
    return tuple(read_query(path) for path in sorted((folder or data_directory("queries")).glob("*.rq")))


def find_query(name: str) -> NamedQuery:
    """One of the product's queries by its name, or any query file by its path; raises QueryError."""
    known = {query.name: query for query in list_queries()}
    if name in known:
        return known[name]
    if Path(name).is_file():
        return read_query(Path(name))
    raise QueryError(f"no query is called {name!r}; there are {', '.join(known) or 'none'}, or give a file")


def read_query(path: Path) -> NamedQuery:
    """A query file; raises QueryError if it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path}: cannot be read: {error}") from error
    comments = [line for line in text.splitlines() if line.startswith("#")]
    groups = [line.partition(":")[2].strip() for line in comments if line.startswith("# group:")]
    return NamedQuery(
        name=path.stem,
        title=comments[0].lstrip("# ").strip() if comments else path.stem,
        about=_about(comments),
        group=groups[0] if groups else "",
        parameters=tuple(
            Parameter(name=m[1], kind=m[2] or "", about=m[3]) for m in map(_PARAMETER.match, comments) if m
        ),
        columns=tuple((m[1], m[2]) for m in map(_COLUMN.match, comments) if m),
        example=_example(comments),
        text=text,
    )


def _about(comments: list[str]) -> str:
    """The second paragraph of the comments, if it is one of words."""
    paragraphs = "\n".join(line.lstrip("#").strip() for line in comments).split("\n\n")
    told = paragraphs[1] if len(paragraphs) > 1 else ""
    return "" if re.match(r"(group:|parameter |column |example:)", told) else " ".join(told.split())


def _example(comments: list[str]) -> Example:
    asked = next((m[1].split() for m in map(_ASKED.match, comments) if m), [])
    pairs = [word.partition("=") for word in asked]
    answer = next((m for m in map(_ANSWER.match, comments) if m), None)
    cells = zip(answer[1].split(" | "), answer[2].split(" | "), strict=True) if answer else ()
    return Example(parameters=tuple((name, value) for name, _, value in pairs), answer=tuple(cells))


def run_named_query(
    name: str, graph: Path, parameters: Mapping[str, str] | None = None
) -> tuple[tuple[str, ...], Rows]:
    """Run one of the product's queries by its name, or any query file by its path."""
    return run_query(graph, find_query(name).text, parameters)
