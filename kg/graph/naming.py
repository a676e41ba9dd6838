"""Queries that find the things of a graph by name or identifier, in the role in which a question asks for them (pure).

Each gives IRI, label and a rank: 0 for the thing's own label or IRI, 1 for another name or identifier of it, 2 for a
name of the same thing in another vocabulary.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.graph.terms import text_literal
from kg.graph.writers import local_name
from kg.vocab import NAMESPACES, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import NamedNode

_USED = "PREFIX {0}: <{1}>\n"
_PREFIXES: Final = "".join(
    _USED.format(name, NAMESPACES[name]) for name in ("rk", "rdfs", "skos", "dcterms", "biolink")
)
# what is in a role; diseases and therapies lead to wider ones, which may be asked for, too
_ROLES: Final = {
    "therapy": "{ ?claim rk:therapy ?thing } UNION { ?claim rk:therapy ?below . ?below skos:broader+ ?thing }",
    "factor": "?claim rk:factor ?thing .",
    "gene": "?claim rk:factor ?thing . ?thing a biolink:Gene .",
    "disease": "{ ?claim rk:disease ?thing } UNION { ?claim rk:disease ?below . ?below skos:broader+ ?thing }",
    "thing": "{ ?claim rk:therapy ?thing } UNION { ?claim rk:factor ?thing } UNION { ?claim rk:disease ?thing }"
    " UNION { ?claim rk:via ?thing } UNION { ?claim rk:disease ?below . ?below skos:broader+ ?thing }"
    " UNION { ?claim rk:therapy ?below . ?below skos:broader+ ?thing }"
    " UNION { ?thing a rk:Document }",
    "mechanism": "?thing a rk:Mechanism .",
    "document": "?thing a rk:Document .",
    "word": "{ ?any rk:stance ?thing } UNION { ?any rk:onset ?thing } UNION { ?any rk:effect ?thing }"
    " UNION { ?any rk:netEffect ?thing } UNION { ?any rk:factorState ?thing } UNION { ?any rk:mechanismBasis ?thing }"
    " UNION { ?any rk:diseaseBasis ?thing }",
}
_SMALL: Final = {start: prefix for prefix, start in PREFIXES.items()}


def by_name(kind: str, name: str) -> str:
    """The things whose label, other name, identifier or partner's name is this, in any case."""
    wanted = str(text_literal(" ".join(name.split()).lower()))
    return f"""{_PREFIXES}SELECT DISTINCT ?thing ?label ?rank WHERE {{
  {{ SELECT DISTINCT ?thing WHERE {{ {_ROLES[kind]} }} }}
  ?thing rdfs:label ?label .
  {{ ?thing rdfs:label ?name . BIND(0 AS ?rank) }}
  UNION {{ ?thing skos:altLabel ?name . BIND(1 AS ?rank) }}
  UNION {{ ?thing dcterms:identifier ?name . BIND(1 AS ?rank) }}
  UNION {{ ?thing skos:exactMatch ?other . ?other rdfs:label ?name . BIND(2 AS ?rank) }}
  FILTER(LCASE(STR(?name)) = {wanted})
}}"""


def by_identifier(kind: str, nodes: Iterable[NamedNode]) -> str:
    """The things that are one of the nodes, or have one of them as an exact match."""
    given = " ".join(map(str, nodes))
    return f"""{_PREFIXES}SELECT DISTINCT ?thing ?label ?rank WHERE {{
  {{ SELECT DISTINCT ?thing WHERE {{ {_ROLES[kind]} }} }}
  ?thing rdfs:label ?label .
  {{ VALUES ?thing {{ {given} }} BIND(0 AS ?rank) }}
  UNION {{ VALUES ?given {{ {given} }} ?thing skos:exactMatch ?given . BIND(1 AS ?rank) }}
}}"""


def compact_name(iri: str) -> str:
    """The identifier as people write it: `MESH:D000077157`, `rkm:autophagy`, else the IRI."""
    fitting = [(len(start), start) for start in _SMALL if iri.startswith(start)]
    if fitting:
        start = max(fitting)[1]
        return f"{_SMALL[start]}:{iri.removeprefix(start)}"
    return local_name(iri)
