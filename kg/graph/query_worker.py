"""The child process that answers one query: a JSON task on standard input, the answer on standard output."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pyoxigraph import Quad, QueryBoolean, QuerySolutions, Store, parse

from kg.errors import InputError
from kg.graph.convert import graph_format
from kg.vocab import NAMESPACES

Cells = list[list[str]]


def answer(graph: Path, query: str) -> dict[str, list[str] | Cells]:
    """Columns and rows; an unbound cell is empty."""
    result = _load(graph).query(query, prefixes=dict(NAMESPACES))
    if isinstance(result, QueryBoolean):
        return {"columns": ["answer"], "rows": [["yes" if result else "no"]]}
    if isinstance(result, QuerySolutions):
        columns = [variable.value for variable in result.variables]
        rows = [[_cell(solution[name]) for name in columns] for solution in result]
        return {"columns": columns, "rows": rows}
    triples = sorted([_cell(t.subject), _cell(t.predicate), _cell(t.object)] for t in result)
    return {"columns": ["subject", "predicate", "object"], "rows": triples}


def _load(path: Path) -> Store:
    """The file in memory; what named graphs say is said in the default graph too, once."""
    store = Store()
    for quad in parse(path=str(path), format=graph_format(path)):
        store.add(quad)
        store.add(Quad(quad.subject, quad.predicate, quad.object))
    return store


def _cell(value: object) -> str:
    return "" if value is None else str(getattr(value, "value", value))


def main() -> None:
    """Read the task, write the answer; what the user can mend comes back as ``error``."""
    task = json.load(sys.stdin)
    result: dict[str, object]
    try:
        result = dict(answer(Path(task["graph"]), task["query"]))
    except SyntaxError as error:
        result = {"error": f"the query or the graph cannot be parsed: {error.msg}"}
    except (InputError, OSError, ValueError) as error:
        result = {"error": str(error)}
    sys.stdout.write(json.dumps(result))


if __name__ == "__main__":
    main()
