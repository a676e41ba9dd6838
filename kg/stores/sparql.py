"""SPARQL over HTTP: one question, its answer in the standard's JSON form, and whether all of it came."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kg.errors import StoreError
from kg.stores.messages import Request

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.stores.http import Session
    from kg.stores.messages import Answer

_JSON: Final = "application/sparql-results+json"
_CUT: Final = "x-sparql-maxrows"  # Virtuoso's header when it left rows out; the status is 200 all the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """A SPARQL 1.1 JSON answer: columns and bindings of SELECT, or the truth of ASK.

    A binding is the standard's: ``{"type": "uri" | "literal" | "bnode", "value": …, "datatype"?, "xml:lang"?}``;
    Virtuoso's ``typed-literal`` is given as ``literal``.  ``truncated`` says that the server left rows out.
    """

    columns: tuple[str, ...] = ()
    rows: tuple[Mapping[str, Mapping[str, str]], ...] = ()
    truth: bool | None = None
    truncated: bool = False


def select(session: Session, url: str, query: str, parameters: Mapping[str, str] | None = None) -> Results:
    """The answer to SELECT or ASK; ``parameters`` are further fields of the form, such as a time limit.

    Raises StoreError where the server refuses, or answers something else.
    """
    answer = send_query(session, url, query, parameters, accept=_JSON)
    try:
        return _results(json.loads(answer.body), truncated=_CUT in answer.headers)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        problem = "the answer is no SPARQL result in JSON; is this the address of the query service?"
        raise StoreError(url, answer.status, problem) from error


def send_query(
    session: Session, url: str, query: str, parameters: Mapping[str, str] | None = None, *, accept: str
) -> Answer:
    """The answer as it came, in the wanted media type: for CONSTRUCT and DESCRIBE `application/n-triples`."""
    fields = (("query", query), *sorted((parameters or {}).items()))
    return session.ask(Request(method="POST", url=url, form=fields, headers=(("Accept", accept),)))


def _results(document: Any, *, truncated: bool) -> Results:  # noqa: ANN401 - whatever the server sent
    if isinstance(document.get("boolean"), bool):
        return Results(truth=document["boolean"])
    columns = tuple(str(name) for name in document["head"]["vars"])
    rows = tuple({str(name): _binding(found) for name, found in row.items()} for row in document["results"]["bindings"])
    return Results(columns=columns, rows=rows, truncated=truncated)


def _binding(found: Mapping[str, str]) -> dict[str, str]:
    kind = {"typed-literal": "literal"}.get(found["type"], found["type"])
    if not all(isinstance(value, str) for value in found.values()):
        raise TypeError("a binding is no text")
    return {**found, "type": kind}
