"""The command that puts a graph into a triple store: load."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.console import say, show
from kg.errors import InvalidGraph

if TYPE_CHECKING:
    from collections.abc import Callable

_BUILD = Path("build/graph")
_EVERY = 2.0  # seconds between two lines of progress


Graph = Annotated[Path, typer.Option("-d", "--dir", help="The build to load, or a graph file (.ttl, .nt).")]
Kind = Annotated[
    str,
    typer.Option(
        "--store",
        help="What the store is, if it does not say so: oxigraph, virtuoso, fuseki, graphdb, rdf4j, stardog, neptune "
        "or qlever.",
    ),
]
Check = Annotated[
    bool, typer.Option("--check/--no-check", help="Validate the graph first; --no-check if that was just done.")
]
Graphs = Annotated[bool, typer.Option("--graphs", help="Into a folder: also the named graphs, one a paper.")]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace a default graph that was filled by other means.")]
Trusted = Annotated[
    bool, typer.Option("--trusted-network", help="Send the password over plain http to another machine.")
]


def load(
    target: Annotated[str, typer.Argument(help="A folder, or the address of a store: http://localhost:7878.")],
    graph: Graph = _BUILD,
    kind: Kind = "",
    check: Check = True,
    keep: Annotated[int, typer.Option("--keep", min=0, help="Older versions to keep beside the served one.")] = 0,
    graphs: Graphs = False,
    overwrite: Overwrite = False,
    trusted_network: Trusted = False,
) -> None:
    """Load a graph into a triple store, checked and counted; until all has arrived the old one is served.

    User and password come from KG_STORE_USER and KG_STORE_PASSWORD, or from ~/.netrc; a token from KG_STORE_TOKEN.

    Example: `kg load http://localhost:7878 -d graph`
    """
    from kg.stores import load as load_into
    from kg.stores import open_cargo, open_store

    cargo = open_cargo(graph, trusted=not check)
    if check:
        _check(cargo.path)
    started = time.monotonic()
    store = open_store(target, kind, graphs=graphs, overwrite=overwrite, trusted_network=trusted_network)
    try:
        loaded = load_into(store, cargo, keep=keep, watch=_progress(cargo.triples))
    finally:
        store.close()
    seconds = max(time.monotonic() - started, 0.001)
    if loaded.already:
        say(f"{store.name}: serves this graph already")
    else:
        say(f"{store.name}: {loaded.triples:,} triples in {seconds:.1f} s ({loaded.triples / seconds:,.0f} triples/s)")
    if keep and store.mixes:
        say("queries without GRAPH see the kept versions too: name the served one as default-graph-uri")
    show(loaded.version)


def _check(path: Path) -> None:
    """Raise InvalidGraph if the graph violates the shapes; nothing is sent then."""
    from kg.data import data_directory
    from kg.graph import check_graph

    violations = check_graph(path, data_directory("shapes"))
    if violations:
        raise InvalidGraph(violations, f"nothing was sent; see all of them with: kg check {path}")


def _progress(total: int) -> Callable[[int], None]:
    """What tells of the triples that have left, every few seconds."""
    started = told = time.monotonic()

    def watch(sent: int) -> None:
        nonlocal told
        now = time.monotonic()
        if now - told >= _EVERY:
            told = now
            wait = "; the store is taking them in" if sent >= total else ""
            say(f"{sent:,} of {total:,} triples sent, {sent / (now - started):,.0f} triples/s{wait}")

    return watch
