"""Questions to a SPARQL endpoint by the rules for files: read-only, bounded, nothing cut in silence.

Virtuoso ends an answer at 10,000 rows with status 200, and a CONSTRUCT at about as many triples without telling.
What it left out is fetched page by page, and rows are counted; where the count does not agree, the answer says so.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import QueryTriples, RdfFormat, Store, parse

from kg.errors import StoreError
from kg.graph import Answer, Bounds, Cell, cell_term, check_query, query_form, truth, without_text
from kg.stores.http import Session, limits
from kg.stores.sparql import select, send_query
from kg.stores.versions import SHOWS_ALL_GRAPHS, WHAT_IS_LOADED, read_state
from kg.vocab import NAMESPACES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pyoxigraph import BlankNode, Literal, NamedNode, Triple

    from kg.stores.http import Answer as HttpAnswer
    from kg.stores.sparql import Results

_DECLARED: Final = re.compile(r"\bPREFIX\s+([\w.-]*)\s*:", re.IGNORECASE)
_USED: Final = re.compile(r"(?<![\w:?$-])([A-Za-z][\w.-]*):")
_LEFT_OUT: Final = "the server left rows out; add a LIMIT or bind more variables"
_STRING: Final = NAMESPACES["xsd"] + "string"
_MAY_BE_CUT: Final = "this server does not tell whether it left out triples; ask by SELECT or CONSTRUCT with WHERE"
_MOST_PAGES: Final = 1_000
_SOLUTIONS: Final = 1_000  # at a time


class Endpoint:
    """A SPARQL query service; where our loads stand in it, the served version is asked."""

    def __init__(self, url: str, *, seconds: float = 60, trusted_network: bool = False) -> None:
        bounds = replace(limits(), read=seconds, total=seconds, pauses=())
        self.url = url
        self._session = Session(url, bounds=bounds, trusted_network=trusted_network)
        self._graph = self._served()

    def close(self) -> None:
        """Give the connection back."""
        self._session.close()

    def put(self, query: str, bounds: Bounds | None = None) -> Answer:
        """The answer to a query; raises QueryError for one that is not allowed, StoreError where the server refuses."""
        check_query(query)
        text = with_prefixes(query)
        form = query_form(text)
        most = (bounds or Bounds()).rows
        if form in {"CONSTRUCT", "DESCRIBE"}:
            return _bounded(self._triples(text, form), most)
        results = self._select(text)
        if results.truth is not None:
            return truth(results.truth)
        return _bounded(self._all_rows(text, results, most) if results.truncated else _answer(results), most)

    def _select(self, query: str) -> Results:
        return select(self._session, self.url, query, self._graph)

    def _served(self) -> Mapping[str, str]:
        """The field that names the served version, for stores whose default graph is that of all versions."""
        if not select(self._session, self.url, SHOWS_ALL_GRAPHS).truth:
            return {}
        served = read_state(select(self._session, self.url, WHAT_IS_LOADED)).served
        return {"default-graph-uri": served} if served else {}

    def _triples(self, query: str, form: str) -> Answer:
        """The triples of a graph, in their order."""
        answer = send_query(self._session, self.url, query, self._graph, accept="application/n-triples")
        rows, cut = set(self._read(answer)), ""
        if "virtuoso" in answer.headers.get("server", "").casefold():
            parts = _parts(query) if form == "CONSTRUCT" else None
            solutions = self._select(parts.select) if parts else None
            if parts and solutions:
                found = self._all_rows(parts.select, solutions, 0) if solutions.truncated else _answer(solutions)
                rows, cut = set(_constructed(parts, found)), found.truncated
            else:
                cut = _MAY_BE_CUT
        return Answer(
            columns=("subject", "predicate", "object"), rows=tuple(sorted(rows)), form="triples", truncated=cut
        )

    def _read(self, answer: HttpAnswer) -> Iterator[tuple[Cell, ...]]:
        try:
            for quad in parse(answer.body, format=RdfFormat.N_TRIPLES):
                yield _node(quad.subject), _node(quad.predicate), _node(quad.object)
        except SyntaxError as error:
            raise StoreError(self.url, answer.status, f"the answer is no N-Triples: {error.msg}") from error

    def _all_rows(self, query: str, first: Results, most: int) -> Answer:
        """All rows, a page as large as the server's first answer at a time, checked against their number."""
        parts, size = _parts(query), len(first.rows)
        rows: list[Mapping[str, Mapping[str, str]]] = []
        if parts is None or not size:
            return _answer(first)
        number = self._number(parts)
        for page in range(_MOST_PAGES):
            found = self._select(parts.page("SELECT *", f"LIMIT {size} OFFSET {page * size}"))
            rows += found.rows
            if len(found.rows) < size or (most and len(rows) > most):
                break
        answer = _answer(replace(first, rows=tuple(rows), truncated=False))
        whole = len(rows) == number or (most and len(rows) > most)
        return answer if whole else replace(answer, truncated=_LEFT_OUT)

    def _number(self, parts: _Parts) -> int:
        counted = self._select(parts.page("SELECT (COUNT(*) AS ?n)", ""))
        return int(counted.rows[0]["n"]["value"]) if counted.rows else 0


class _Parts(NamedTuple):
    """A query cut up: its prefixes, the template of a CONSTRUCT, and the question as a SELECT."""

    prologue: str
    template: str
    inner: str

    @property
    def select(self) -> str:
        return self.prologue + self.inner

    def page(self, head: str, ending: str) -> str:
        """The query as the inner one of another."""
        return f"{self.prologue}{head} WHERE {{ {{ {self.inner}\n}} }} {ending}"


def _parts(query: str) -> _Parts | None:
    """The parts of a SELECT or CONSTRUCT; None for the short form of CONSTRUCT, which has no template."""
    bare = without_text(query)
    start = re.search(r"\b(SELECT|CONSTRUCT)\b", bare, re.IGNORECASE)
    if not start:
        return None
    prologue = query[: start.start()]
    if start[0].upper() == "SELECT":
        return _Parts(prologue, "", query[start.start() :])
    end = bare.find("}", start.end()) + 1
    where = re.compile(r"\s*(WHERE\s*)?(?=\{)", re.IGNORECASE).match(bare, end)
    if not end or not where or not re.fullmatch(r"\s*\{", bare[start.end() : bare.find("{", start.end()) + 1]):
        return None
    return _Parts(prologue, query[start.start() : end], f"SELECT * WHERE {query[where.end() :]}")


def with_prefixes(query: str) -> str:
    """The query with declarations of our prefixes that it uses and does not declare."""
    bare = without_text(query)
    missing = set(_USED.findall(bare)) - set(_DECLARED.findall(bare))
    known = [name for name in NAMESPACES if name in missing]
    return "".join(f"PREFIX {name}: <{NAMESPACES[name]}>\n" for name in known) + query


def _constructed(parts: _Parts, solutions: Answer) -> Iterator[tuple[Cell, ...]]:
    """What the template makes of the solutions, each of which Virtuoso gives whole."""
    nowhere = Store()
    names = " ".join(f"?{name}" for name in solutions.columns)
    for start in range(0, len(solutions.rows), _SOLUTIONS):
        some = solutions.rows[start : start + _SOLUTIONS]
        values = "\n".join(f"({' '.join(str(cell_term(cell)) if cell else 'UNDEF' for cell in row)})" for row in some)
        found = nowhere.query(f"{parts.prologue}{parts.template} WHERE {{ VALUES ({names}) {{ {values} }} }}")
        if isinstance(found, QueryTriples):
            for triple in found:
                yield _node(triple.subject), _node(triple.predicate), _node(triple.object)


def _bounded(answer: Answer, most: int) -> Answer:
    if not most or len(answer.rows) <= most:
        return answer
    return replace(answer, rows=answer.rows[:most], truncated=f"only the first {most} rows are given")


def _answer(results: Results) -> Answer:
    rows = tuple(tuple(_cell(row.get(name)) for name in results.columns) for row in results.rows)
    return Answer(columns=results.columns, rows=rows, truncated=_LEFT_OUT if results.truncated else "")


def _cell(binding: Mapping[str, str] | None) -> Cell | None:
    if binding is None:
        return None
    datatype = binding.get("datatype", "")
    return Cell(binding["value"], binding["type"], "" if datatype == _STRING else datatype, binding.get("xml:lang", ""))


def _node(term: NamedNode | BlankNode | Literal | Triple) -> Cell:
    kind = {"NamedNode": "uri", "BlankNode": "bnode"}.get(type(term).__name__, "literal")
    value = str(getattr(term, "value", term))
    datatype = getattr(getattr(term, "datatype", None), "value", "")
    return Cell(value, kind, "" if datatype == _STRING else datatype, getattr(term, "language", None) or "")
