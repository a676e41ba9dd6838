"""The command that asks the graph: query."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.console import Index, say
from kg.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from kg.graph import Answer, Bounds, NamedQuery, Term

    Put = Callable[[str], Answer]
    Bound = dict[str, list[Term]]

_BUILD = Path("build/graph")


class Form(StrEnum):
    """How an answer is written."""

    table = "table"
    tsv = "tsv"
    csv = "csv"
    json = "json"
    jsonl = "jsonl"
    turtle = "turtle"


Name = Annotated[str, typer.Argument(help="A query of the product or a file; `list` shows them, `show` one.")]
Shown = Annotated[str, typer.Argument(help="After `show`: the query to describe.")]
Folder = Annotated[
    Path, typer.Option("-d", "--dir", help="The build, the graph file or the store's folder to look in.")
]
Service = Annotated[
    str, typer.Option("--endpoint", help="A SPARQL service instead, such as http://localhost:7878/query.")
]
Params = Annotated[
    list[str] | None,
    typer.Option("--param", "-p", help="A parameter, such as therapy=sorafenib; twice the same: either value."),
]
Written = Annotated[
    Form | None, typer.Option("--format", help="Default: a table on a terminal, else lines with tabs (tsv).")
]
Lines = Annotated[bool, typer.Option("--json", help="JSON Lines: the same as --format jsonl.")]
Limit = Annotated[int, typer.Option("--limit", min=0, help="The most rows to give; 0: all.")]
Timeout = Annotated[float, typer.Option("--timeout", min=0.1, help="Seconds to wait for an answer.")]
Trusted = Annotated[bool, typer.Option("--trusted-network", help="Send the password over plain http.")]


def query(
    name: Name,
    shown: Shown = "",
    folder: Folder = _BUILD,
    endpoint: Service = "",
    param: Params = None,
    form: Written = None,
    as_json: Lines = False,
    limit: Limit = 100_000,
    timeout: Timeout = 60,
    trusted_network: Trusted = False,
    index: Index = None,
) -> None:
    """Ask the graph one of the documented questions, or your own.

    Example: `kg query what-resists -p therapy=sorafenib -p disease="liver cancer" -d graph`
    """
    from kg.cli.answering import describe, list_all, write_answer
    from kg.graph import Bounds, find_query, with_parameters

    if name == "list":
        list_all()
        return
    if name == "show":
        describe(find_query(shown))
        return
    if shown:
        raise InputError(f"{shown!r} is one argument too many; parameters are given with -p name=value")
    asked = find_query(name)
    given = _parameters(param or (), asked)
    bounds = Bounds(rows=limit, seconds=timeout)
    with ExitStack() as open_things:
        put = _asker(folder, endpoint, bounds, open_things, trusted_network=trusted_network)
        bound = _bound(asked, given, put, index)
        answer = put(with_parameters(asked.text, bound))
    write_answer(answer, Form.jsonl if as_json else form or (Form.table if sys.stdout.isatty() else Form.tsv))
    if answer.truncated:
        say(f"truncated: {answer.truncated}" + ("; --limit 0 gives all" if "first" in answer.truncated else ""))
    if given and not answer.rows:
        say("no rows: the graph says nothing of it")


def _asker(folder: Path, endpoint: str, bounds: Bounds, open_things: ExitStack, *, trusted_network: bool) -> Put:
    """What puts a query to the endpoint, or else to the folder."""
    from kg.graph import Asked

    if not endpoint:
        return open_things.enter_context(Asked(folder, bounds)).put
    from kg.stores import Endpoint

    found = Endpoint(endpoint, seconds=bounds.seconds, trusted_network=trusted_network)
    open_things.callback(found.close)
    return partial(found.put, bounds=bounds)


def _parameters(given: Iterable[str], asked: NamedQuery) -> dict[str, list[str]]:
    """Name to values; raises InputError on another form, QueryError on a query that is not allowed."""
    from kg.graph import check_query, require_variables

    found: dict[str, list[str]] = {}
    for item in given:
        key, _, value = item.partition("=")
        if not (key and value.strip()):
            raise InputError(f"parameter {item!r} is not of the form name=value, with a value")
        found.setdefault(key, []).append(value)
    check_query(asked.text)
    require_variables(asked.text, found)
    return found


def _bound(asked: NamedQuery, given: Mapping[str, Iterable[str]], put: Put, index: Path | None) -> Bound:
    """The terms of each parameter; says which were taken where a name was typed."""
    from kg.naming import Names

    names = Names(put, index, say)
    kinds = {parameter.name: parameter.kind for parameter in asked.parameters}
    bound: Bound = {}
    for key, values in given.items():
        for value in values:
            named = names.resolve(key, kinds.get(key, ""), value)
            if named.told:
                say(named.told)
            bound.setdefault(key, []).append(named.term)
    return bound
