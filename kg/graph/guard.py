"""What a query may be, looked over before anything parses it: it reads the given graph and does nothing else.

A query may be somebody else's.  Refused are updates, whatever fetches, what only one store understands and may
reach its files or network, and sizes and depths that overflow the stack of an engine.  Pure.
"""

from __future__ import annotations

import re
from typing import Final

from kg.errors import QueryError

_MOST_CHARACTERS: Final = 50_000
_DEEPEST: Final = 64
_MOST_SIGNS: Final = 1_000  # operators and separators: a chain of 3,000 path steps overflows an engine's stack
# strings, IRIs, escaped signs, comments and variables: what no keyword can stand in
_NOT_KEYWORDS: Final = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\''
    r'|"(?:[^"\\\n\r]|\\.)*"|\'(?:[^\'\\\n\r]|\\.)*\''
    r'|<[^<>"{}|^`\\\x00-\x20]*>|\\.|#[^\n\r]*|[?$]\w+',
    re.DOTALL,
)
# the first two even inside a prefixed name: an engine may read SERVICE:x as the keyword and a name
_FORBIDDEN: Final = re.compile(
    r"\b(SERVICE|FROM)\b"
    r"|(?<![:\w-])(LOAD|INSERT|DELETE|MODIFY|CLEAR|DROP|CREATE|COPY|MOVE|ADD|DEFINE)(?![\w:-])",
    re.IGNORECASE,
)
# functions of Virtuoso's own, which reach its files, tables and network, as names and as IRIs
_OF_ONE_STORE: Final = re.compile(r"(?<![\w-])(bif|sql)\s*:", re.IGNORECASE)
_IRI: Final = re.compile(r"<[^<>\s]*>")
_GRAPH: Final = re.compile(r"\bGRAPH\b", re.IGNORECASE)
_FORM: Final = re.compile(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE)


def check_query(query: str) -> None:
    """Raise QueryError on a query that is too large, too deep, or would do more than read the given graph."""
    if len(query) > _MOST_CHARACTERS:
        raise QueryError(f"the query has {len(query)} characters; at most {_MOST_CHARACTERS} are read")
    if "\0" in query or re.search(r"\\[uU]", query):
        raise QueryError(r"write characters themselves instead of \u escapes and NUL, which may hide a keyword")
    bare = without_text(query)
    forbidden = _FORBIDDEN.search(bare) or _OF_ONE_STORE.search(bare)
    forbidden = forbidden or next(filter(None, map(_OF_ONE_STORE.match, _iris(query))), None)
    if forbidden:
        word = forbidden[0].strip().upper()
        raise QueryError(f"{word} is not allowed: a query reads the given graph and nothing else")
    _check_shape(bare)


def _iris(query: str) -> list[str]:
    return [found[0][1:] for found in _IRI.finditer(query)]


def _check_shape(bare: str) -> None:
    deepest = depth = 0
    for sign in bare:
        depth += (sign in "({[") - (sign in ")}]")
        deepest = max(deepest, depth)
    if deepest > _DEEPEST:
        raise QueryError(f"the query is nested {deepest} deep; at most {_DEEPEST} is allowed")
    signs = len(re.findall(r"[^\w\s]", bare))
    if signs > _MOST_SIGNS:
        raise QueryError(f"the query has {signs} operators and separators; at most {_MOST_SIGNS} are allowed")


def without_text(query: str) -> str:
    """The query, as long as before, with blanks for strings, IRIs, comments and variables."""
    return _NOT_KEYWORDS.sub(lambda found: " " * len(found[0]), query)


def asks_for_graphs(query: str) -> bool:
    """Whether it speaks of named graphs."""
    return _GRAPH.search(without_text(query)) is not None


def query_form(query: str) -> str:
    """SELECT, ASK, CONSTRUCT or DESCRIBE; raises QueryError on anything else."""
    found = _FORM.search(without_text(query))
    if not found:
        raise QueryError("this is no query: it has no SELECT, ASK, CONSTRUCT or DESCRIBE")
    return found[0].upper()
