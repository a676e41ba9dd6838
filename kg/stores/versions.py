"""Which versions a store holds and which it serves: the SPARQL that asks and changes it (pure).

The graph ``https://w3id.org/resistkg/loaded`` says it, in DCAT 3 terms:

    <dataset> dcat:hasVersion <version/…> ;         # a load that has begun
              dcat:hasCurrentVersion <version/…> .  # the one that is served
    <version/…> void:triples 1510385 ;
              dcat:previousVersion <version/…> .
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.vocab import DATASET, LOADED, NAMESPACES, VERSION

if TYPE_CHECKING:
    from kg.stores.sparql import Results

_DCAT, _VOID = NAMESPACES["dcat"], NAMESPACES["void"]
_HAS: Final = f"<{DATASET}> <{_DCAT}hasVersion>"
_SERVES: Final = f"<{DATASET}> <{_DCAT}hasCurrentVersion>"
_SIZE: Final = re.compile(r"\d{1,15}")
_NAMED: Final = re.compile(re.escape(VERSION) + r"[0-9a-f]{32}")

WHAT_IS_LOADED: Final = f"SELECT ?s ?p ?o WHERE {{ GRAPH <{LOADED}> {{ ?s ?p ?o }} }}"
SHOWS_ALL_GRAPHS: Final = f"ASK {{ {_HAS} ?version }}"
COUNT_DEFAULT: Final = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What a store holds of ours: versions by name, the one that is served, sizes, and which followed which."""

    versions: tuple[str, ...] = ()
    served: str = ""
    triples: tuple[tuple[str, int], ...] = ()
    previous: tuple[tuple[str, str], ...] = ()

    def size(self, version: str) -> int | None:
        """The number of triples of a version as its load announced it."""
        return dict(self.triples).get(version)

    def outdated(self, keep: int) -> tuple[str, ...]:
        """The versions that are not served, without the ``keep`` that were served last."""
        kept, before = [self.served], dict(self.previous)
        while len(kept) <= keep and before.get(kept[-1], self.served) not in kept:
            kept.append(before[kept[-1]])
        return tuple(version for version in self.versions if version not in kept)


def read_state(results: Results) -> State:
    """The state from the answer to WHAT_IS_LOADED; what is not ours is not taken over."""
    rows = [tuple(row[name]["value"] for name in ("s", "p", "o")) for row in results.rows]
    has = sorted({o for s, p, o in rows if (s, p) == (DATASET, _DCAT + "hasVersion") and _NAMED.fullmatch(o)})
    serves = sorted(o for s, p, o in rows if (s, p) == (DATASET, _DCAT + "hasCurrentVersion") and _NAMED.fullmatch(o))
    return State(
        versions=tuple(has),
        served=serves[0] if serves else "",
        triples=tuple(sorted((s, int(o)) for s, p, o in rows if p == _VOID + "triples" and _SIZE.fullmatch(o))),
        previous=tuple(sorted((s, o) for s, p, o in rows if p == _DCAT + "previousVersion" and o in has)),
    )


def count_graph(version: str) -> str:
    """The query for the number of triples in a version's graph."""
    return f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{version}> {{ ?s ?p ?o }} }}"


def announce(version: str, triples: int) -> str:
    """The update that says that a version is on its way."""
    return f"INSERT DATA {{ GRAPH <{LOADED}> {{ {_HAS} <{version}> . <{version}> <{_VOID}triples> {triples} }} }}"


def forget_size(version: str) -> str:
    """The update after which no size of a version is told."""
    return f"DELETE WHERE {{ GRAPH <{LOADED}> {{ <{version}> <{_VOID}triples> ?n }} }}"


def serve(version: str, old: str) -> str:
    """The one update that makes a version the served one, if it is still announced and ``old`` still served."""
    now = f"{_SERVES} <{version}>"
    if not old or old == version:
        return f"INSERT {{ GRAPH <{LOADED}> {{ {now} }} }} WHERE {{ GRAPH <{LOADED}> {{ {_HAS} <{version}> }} }}"
    return (
        f"DELETE {{ GRAPH <{LOADED}> {{ {_SERVES} <{old}> . <{version}> <{_DCAT}previousVersion> ?before }} }} "
        f"INSERT {{ GRAPH <{LOADED}> {{ {now} . <{version}> <{_DCAT}previousVersion> <{old}> }} }} "
        f"WHERE {{ GRAPH <{LOADED}> {{ {_HAS} <{version}> . {_SERVES} <{old}> "
        f"OPTIONAL {{ <{version}> <{_DCAT}previousVersion> ?before }} }} }}"
    )


def change_default_graph(version: str, old: str) -> str:
    """The one update that makes the default graph equal to a version's graph, touching only what differs."""
    announced = f"GRAPH <{LOADED}> {{ {_HAS} <{version}> }}"
    return (
        f"DELETE {{ ?s ?p ?o }} WHERE {{ {announced} ?s ?p ?o "
        f"FILTER NOT EXISTS {{ GRAPH <{version}> {{ ?s ?p ?o }} }} }} ;\n"
        f"INSERT {{ ?s ?p ?o }} WHERE {{ {announced} GRAPH <{version}> {{ ?s ?p ?o }} "
        f"FILTER NOT EXISTS {{ ?s ?p ?o }} }} ;\n{serve(version, old)}"
    )


def forget(version: str) -> str:
    """The update after which nothing is said of a version."""
    return (
        f"DELETE WHERE {{ GRAPH <{LOADED}> {{ <{version}> ?p ?o }} }} ;\n"
        f"DELETE WHERE {{ GRAPH <{LOADED}> {{ ?later <{_DCAT}previousVersion> <{version}> }} }} ;\n"
        f"DELETE DATA {{ GRAPH <{LOADED}> {{ {_HAS} <{version}> }} }}"
    )


def thin(version: str, most: int) -> str:
    """The update that takes at most so many triples out of a version's graph."""
    pattern = f"GRAPH <{version}> {{ ?s ?p ?o }}"
    return f"DELETE {{ {pattern} }} WHERE {{ {{ SELECT ?s ?p ?o WHERE {{ {pattern} }} LIMIT {most} }} }}"
