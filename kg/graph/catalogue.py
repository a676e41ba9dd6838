"""The documented queries that come with the product: their titles and parameters stand in their comments.

A query file begins with a comment line that is its title, and names each parameter on a line of its own:

    # What resists a therapy, and by which mechanism?
    # parameter therapy: the therapy, such as MESH:D000077157
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

_PARAMETER: Final = re.compile(r"#\s*parameter\s+(\w+)\s*:\s*(.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedQuery:
    """One query file."""

    name: str
    title: str
    parameters: tuple[str, ...]
    text: str


def list_queries(folder: Path | None = None) -> tuple[NamedQuery, ...]:
    """The queries of a folder, of the product's by default, in order of their names."""
    return tuple(read_query(path) for path in sorted((folder or data_directory("queries")).glob("*.rq")))


def read_query(path: Path) -> NamedQuery:
    """A query file; raises QueryError if it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path}: cannot be read: {error}") from error
    comments = [line for line in text.splitlines() if line.startswith("#")]
    parameters = tuple(m[1] for m in map(_PARAMETER.match, comments) if m)
    title = comments[0].lstrip("# ").strip() if comments else path.stem
    return NamedQuery(name=path.stem, title=title, parameters=parameters, text=text)


def run_named_query(
    name: str, graph: Path, parameters: Mapping[str, str] | None = None
) -> tuple[tuple[str, ...], Rows]:
    """Run one of the product's queries by its name, or any query file by its path."""
    known = {query.name: query for query in list_queries()}
    if name in known:
        return run_query(graph, known[name].text, parameters)
    if Path(name).is_file():
        return run_query(graph, read_query(Path(name)).text, parameters)
    raise QueryError(f"no query is called {name!r}; there are {', '.join(known) or 'none'}, or give a file")
