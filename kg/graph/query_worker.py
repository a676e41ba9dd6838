"""The child process that answers queries: JSON tasks on standard input, answers on standard output, a line each."""

from __future__ import annotations

import json
import os
import sys
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, QueryBoolean, QuerySolutions, Store, Variable

from kg.errors import InputError
from kg.graph.keeping import fill, kept_store
from kg.vocab import NAMESPACES

if TYPE_CHECKING:
    from collections.abc import Iterable

Cells = list[list[str] | None]
_MOST_CHARACTERS: Final = 200_000_000  # of an answer: what the asking process can hold
_STRING: Final = NAMESPACES["xsd"] + "string"


def answer(graph: Path, query: str, rows: int = 0) -> dict[str, Any]:
    """Form, columns, rows and why there may be more of them; at most so many rows, 0 for any number."""
    store = _open(graph)
    union = next(store.quads_for_pattern(None, None, None, DefaultGraph()), None) is None
    result = store.query(query, prefixes=dict(NAMESPACES), use_default_graph_as_union=union)
    if isinstance(result, QueryBoolean):
        return {"form": "truth", "columns": ["answer"], "rows": [[["yes" if result else "no"]]], "truncated": ""}
    if isinstance(result, QuerySolutions):
        names: list[Variable] = list(result.variables)
        found, cut = _bounded(([_cell(solution[name]) for name in names] for solution in result), rows)
        return {"form": "rows", "columns": [name.value for name in names], "rows": found, "truncated": cut}
    found, cut = _bounded(([_cell(t.subject), _cell(t.predicate), _cell(t.object)] for t in result), rows)
    columns = ["subject", "predicate", "object"]
    return {"form": "triples", "columns": columns, "rows": sorted(found, key=repr), "truncated": cut}


def _bounded(found: Iterable[Cells], most: int) -> tuple[list[Cells], str]:
    kept: list[Cells] = []
    size = 0
    for row in islice(found, most + 1 if most else None):
        size += sum(len(cell[0]) for cell in row if cell)
        if size > _MOST_CHARACTERS:
            return kept, f"only the first {len(kept)} rows are given: together they are too long"
        kept.append(row)
    if most and len(kept) > most:
        return kept[:most], f"only the first {most} rows are given"
    return kept, ""


@cache
def _open(path: Path) -> Store:
    """An embedded store as it is, a large graph file by the store that is kept for it, a small one in memory."""
    if path.is_dir():
        return Store.read_only(str(path))
    kept = kept_store(path)
    if kept is not None:
        return Store.read_only(str(kept))
    store = Store()
    fill(store, path)
    return store


def _cell(value: object) -> list[str] | None:
    """Text, kind, datatype and language."""
    if value is None:
        return None
    if isinstance(value, NamedNode):
        return [value.value, "uri"]
    if isinstance(value, BlankNode):
        return [value.value, "bnode"]
    if isinstance(value, Literal):
        datatype = "" if value.language or value.datatype.value == _STRING else value.datatype.value
        return [value.value, "literal", datatype, value.language or ""]
    return [str(value)]


def bound_process(seconds: float, megabytes: int) -> None:
    """Bind this process to so much memory and, from now, time of the processor, where the system can do that."""
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return
    most = megabytes * 2**20 or max(2 * 2**30, os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2)
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime + seconds * (os.cpu_count() or 1)) + 5
    for what, bound in ((resource.RLIMIT_AS, most), (resource.RLIMIT_CPU, until), (resource.RLIMIT_CORE, 0)):
        hardest = resource.getrlimit(what)[1]
        resource.setrlimit(what, (bound if hardest == resource.RLIM_INFINITY else min(bound, hardest), hardest))


def main() -> None:
    """Read tasks, a line each, and write answers; what the user can mend comes back as ``error``."""
    for line in sys.stdin:
        task = json.loads(line)
        bound_process(task["seconds"], task["megabytes"])
        sys.stdout.write(json.dumps(_answered(task)) + "\n")
        sys.stdout.flush()


def _answered(task: dict[str, Any]) -> dict[str, Any]:
    """The answer to a question; a task without one opens the graph."""
    try:
        if not task["query"]:
            _open(Path(task["graph"]))
            return {}
        return answer(Path(task["graph"]), task["query"], task["rows"])
    except SyntaxError as error:
        return {"error": f"the query or the graph cannot be parsed: {error.msg}"}
    except MemoryError:
        return {"error": "the query needs more memory than it may take; bind more of its variables or add a LIMIT"}
    except (InputError, OSError, ValueError) as error:
        return {"error": str(error)}


if __name__ == "__main__":
    main()
