"""SPARQL questions to a finished graph, read-only, in a process of their own.

A query may be somebody else's.  It is looked over before it is parsed and then runs in a child process with
bounds on time, memory and size of the answer, so that neither a query that never ends nor one that brings the
engine down takes the caller with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.errors import InputError, QueryError
from kg.graph.answers import Answer, Cell
from kg.graph.child import Child
from kg.graph.guard import asks_for_graphs, check_query
from kg.graph.parameters import parameter_term, require_variables, with_parameters

if TYPE_CHECKING:
    from collections.abc import Mapping

Rows = tuple[tuple[str, ...], ...]
_SERVED: Final = "current"  # the version that a folder of versions serves
_LOADING: Final = 3_600  # seconds of the processor to load a graph
_STORE_MARK: Final = "CURRENT"  # the file that every embedded store has
_WORDS_OF_MEMORY: Final = ("memory", "alloc")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How much a query may take: rows of its answer (0: any number), seconds, megabytes of memory (0: half of all)."""

    rows: int = 100_000
    seconds: float = 60
    megabytes: int = 0


def run_query(
    graph: Path, query: str, parameters: Mapping[str, str] | None = None, *, seconds: float = 60
) -> tuple[tuple[str, ...], Rows]:
    """Column names and all rows of text; ASK gives one cell, CONSTRUCT and DESCRIBE give triples.

    ``parameters`` are variable names and values, which become terms and are bound:
    ``{"therapy": "MESH:D000077157"}``.  Else as ``put_query``.
    """
    check_query(query)
    bound = {name: parameter_term(name, value) for name, value in sorted((parameters or {}).items())}
    require_variables(query, bound)
    answer = put_query(graph, with_parameters(query, bound), Bounds(rows=0, seconds=seconds))
    return answer.columns, answer.texts


def put_query(graph: Path, query: str, bounds: Bounds | None = None) -> Answer:
    """The answer of a graph to a query, by a process that ends with it; see ``Asked``."""
    with Asked(graph, bounds) as asked:
        return asked.put(query)


class Asked:
    """A graph that answers queries, each within the bounds; its process starts with the first one.

    ``graph`` is a file in Turtle, TriG, N-Triples or N-Quads, a build's folder, or the folder of an embedded
    Oxigraph store.  Where there are named graphs, a query without GRAPH reads all of them as one.
    """

    def __init__(self, graph: Path, bounds: Bounds | None = None) -> None:
        self._graph, self._bounds = graph, bounds or Bounds()
        self._children: dict[Path, Child] = {}  # by the file that they have open

    def __enter__(self) -> Asked:
        """The graph itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End its processes."""
        self.close()

    def close(self) -> None:
        """End its processes."""
        for child in self._children.values():
            child.end()
        self._children.clear()

    def put(self, query: str) -> Answer:
        """The answer; raises QueryError or InputError."""
        check_query(query)
        path = _graph_path(self._graph, query)
        bounds = self._bounds
        task = {"graph": str(path), "query": "", "rows": bounds.rows, "megabytes": bounds.megabytes}
        opening = {**task, "seconds": _LOADING}
        child = self._children.setdefault(path, Child("kg.graph.query_worker", opening))
        try:
            answer = child.ask({**task, "query": query, "seconds": bounds.seconds}, bounds.seconds)
        except TimeoutError as error:
            raise QueryError(
                f"no answer after {bounds.seconds:g} seconds; bind more of its variables, add a LIMIT, "
                "or allow more time"
            ) from error
        except EOFError as error:
            raise QueryError(_end(str(error))) from error
        if "error" in answer:
            raise QueryError(str(answer["error"]))
        rows = tuple(tuple(None if cell is None else Cell(*cell) for cell in row) for row in answer["rows"])
        return Answer(columns=tuple(answer["columns"]), rows=rows, form=answer["form"], truncated=answer["truncated"])


def is_store(path: Path) -> bool:
    """Whether it is the folder of an embedded store."""
    return (path / _STORE_MARK).is_file()


def _graph_path(path: Path, query: str) -> Path:
    """In a build's folder, the N-Quads for a query about named graphs, else the Turtle."""
    if not path.exists():
        raise InputError(f"{path}: no such build, graph or store; build a graph first, with kg build")
    if not path.is_dir() or is_store(path):
        return path
    if is_store(path / _SERVED):
        return path / _SERVED
    for name in ("kg.nq", "kg.ttl") if asks_for_graphs(query) else ("kg.ttl", "kg.nq"):
        if (path / name).is_file():
            return path / name
    raise InputError(f"{path}: holds no kg.ttl; build a graph first, with kg build")


def _end(told: str) -> str:
    """Why the child ended, from the last words of it."""
    if any(word in told.casefold() for word in _WORDS_OF_MEMORY):
        return "the query needs more memory than it may take; bind more of its variables or add a LIMIT"
    return "the engine gave up on this query; make it smaller or less nested"
