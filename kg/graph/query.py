"""SPARQL questions to a finished graph, read-only, in a process of their own.

A query may be somebody else's.  It is looked over before it is parsed: no update, nothing that fetches, no
nesting that would overflow the parser's stack.  It then runs in a child process, so that neither a query that
never ends nor one that brings the engine down takes the caller with it.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.errors import InputError, QueryError
from kg.graph.terms import curie_iri, decimal_literal, integer_literal, iri, text_literal
from kg.model import Curie
from kg.vocab import NAMESPACES, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyoxigraph import Literal, NamedNode

Rows = tuple[tuple[str, ...], ...]

_MOST_CHARACTERS: Final = 50_000
_DEEPEST: Final = 64
_MOST_SIGNS: Final = 2_000  # operators and separators: a chain of 3,000 path steps overflows the engine's stack
# strings, IRIs, escaped signs, comments and variables: what no keyword can stand in
_NOT_KEYWORDS: Final = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\''
    r'|"(?:[^"\\\n\r]|\\.)*"|\'(?:[^\'\\\n\r]|\\.)*\''
    r'|<[^<>"{}|^`\\\x00-\x20]*>|\\.|#[^\n\r]*|[?$]\w+',
    re.DOTALL,
)
# the first two even inside a prefixed name: the engine reads SERVICE:x as the keyword and a name
_FORBIDDEN: Final = re.compile(
    r"\b(SERVICE|FROM)\b|(?<![:\w-])(LOAD|INSERT|DELETE|CLEAR|DROP|CREATE|COPY|MOVE|ADD)(?![\w:-])",
    re.IGNORECASE,
)
_VARIABLE: Final = re.compile(r"[?$](\w+)")
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,60}")


def run_query(
    graph: Path, query: str, parameters: Mapping[str, str] | None = None, *, seconds: float = 60
) -> tuple[tuple[str, ...], Rows]:
    """Column names and rows of text; ASK gives one cell, CONSTRUCT and DESCRIBE give triples.

    ``graph`` is a Turtle or N-Quads file or a build's folder.  ``parameters`` are variable names and values,
    which become terms and are bound: ``{"therapy": "MESH:D000077157"}``.  Raises QueryError or InputError.
    """
    check_query(query)
    bound = {name: parameter_term(name, value) for name, value in sorted((parameters or {}).items())}
    known = set(_VARIABLE.findall(query))
    for name in bound:
        if name not in known:
            raise QueryError(f"the query has no variable ?{name}; it has {', '.join(sorted(known)) or 'none'}")
    task = {"graph": str(_graph_file(graph, query)), "query": with_parameters(query, bound)}
    answer = _ask(task, seconds)
    return answer.columns, answer.rows


def check_query(query: str) -> None:
    """Raise QueryError on a query that is too large, too deep, or would do more than read the given graph."""
    if len(query) > _MOST_CHARACTERS:
        raise QueryError(f"the query has {len(query)} characters; at most {_MOST_CHARACTERS} are read")
    if re.search(r"\\[uU]", query):
        raise QueryError(r"write characters themselves instead of \u escapes, which may hide a keyword")
    bare = _NOT_KEYWORDS.sub(" x ", query)
    forbidden = _FORBIDDEN.search(bare)
    if forbidden:
        raise QueryError(f"{forbidden[0].upper()} is not allowed: a query reads the given graph and nothing else")
    deepest = depth = 0
    for sign in bare:
        depth += (sign in "({[") - (sign in ")}]")
        deepest = max(deepest, depth)
    if deepest > _DEEPEST:
        raise QueryError(f"the query is nested {deepest} deep; at most {_DEEPEST} is allowed")
    signs = len(re.findall(r"[^\w\s]", bare))
    if signs > _MOST_SIGNS:
        raise QueryError(f"the query has {signs} operators and separators; at most {_MOST_SIGNS} are allowed")


def parameter_term(name: str, value: str) -> NamedNode | Literal:
    """A parameter's value as a term: an IRI, a prefixed name, a number, else a plain string."""
    if not _NAME.fullmatch(name):
        raise QueryError(f"{name!r} is no name of a variable")
    if value.startswith(("http://", "https://")):
        return iri(value)
    prefix, colon, local = value.partition(":")
    if colon and local and prefix in PREFIXES:
        return curie_iri(Curie(prefix, local))
    if colon and re.fullmatch(r"[\w.-]+", local) and prefix in NAMESPACES:
        return iri(NAMESPACES[prefix] + local)
    if re.fullmatch(r"-?[0-9]{1,18}", value):
        return integer_literal(int(value))
    if re.fullmatch(r"-?[0-9]{1,9}\.[0-9]{1,3}", value):
        return decimal_literal(float(value))
    return text_literal(value)


def with_parameters(query: str, bound: Mapping[str, NamedNode | Literal]) -> str:
    """The query with a VALUES block at the start of its pattern; the terms are written by the RDF library.

    The engine's own substitution takes variables of the SELECT clause only, which a question need not show.
    """
    if not bound:
        return query
    bare = _NOT_KEYWORDS.sub(lambda found: " " * len(found[0]), query)
    where = re.search(r"\bWHERE\b", bare, re.IGNORECASE)
    start = bare.find("{", where.end() if where else 0)
    if start < 0:
        raise QueryError("the query has no pattern in braces, so that its parameters cannot be bound")
    values = "".join(f" VALUES ?{name} {{ {term!s} }}" for name, term in sorted(bound.items()))
    return query[: start + 1] + values + query[start + 1 :]


def _graph_file(path: Path, query: str) -> Path:
    """In a folder, the N-Quads for a query about named graphs, else the Turtle."""
    if not path.is_dir():
        return path
    named = re.search(r"\bGRAPH\b", query, re.IGNORECASE) is not None
    for name in ("kg.nq", "kg.ttl") if named else ("kg.ttl", "kg.nq"):
        if (path / name).is_file():
            return path / name
    raise InputError(f"{path}: holds no kg.ttl; build a graph first, with kg build")


class _Answer(NamedTuple):
    columns: tuple[str, ...]
    rows: Rows


def _ask(task: Mapping[str, object], seconds: float) -> _Answer:
    root = str(Path(__file__).resolve().parents[2])
    paths = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    try:
        done = subprocess.run(
            [sys.executable, "-m", "kg.graph.query_worker"],
            input=json.dumps(task).encode("ascii"),
            capture_output=True,
            timeout=seconds,
            check=False,
            env={**os.environ, "PYTHONPATH": paths},
        )
    except subprocess.TimeoutExpired as error:
        raise QueryError(f"no answer after {seconds:g} seconds; bind more of its variables or add a LIMIT") from error
    if done.returncode != 0:
        raise QueryError("the engine gave up on this query; make it smaller or less nested")
    answer = json.loads(done.stdout)
    if "error" in answer:
        raise QueryError(str(answer["error"]))
    return _Answer(tuple(answer["columns"]), tuple(tuple(row) for row in answer["rows"]))
