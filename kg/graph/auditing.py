"""The release audit: gaps in provenance, licences, prefixes, labels, versions and identifiers, by audit.toml."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cache
from heapq import nsmallest
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from pyoxigraph import Literal

from kg.graph.findings import EXAMPLES
from kg.graph.shacl import IRI, LITERAL
from kg.graph.writers import local_name
from kg.vocab import DOCUMENT, NAMESPACES, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from kg.graph.shacl import Columns
    from kg.graph.shacl.columns import Numbers

_GAPS: Final = Path(__file__).with_name("audit.toml")
# identifiers whose letters are names: the label of a mechanism may be its slug, that of a family its symbol
_SPEAKING: Final = frozenset({"rkm", "FPLX"})
_OPAQUE: Final = frozenset(start for prefix, start in PREFIXES.items() if prefix not in _SPEAKING)
_CURIE: Final = re.compile(rf"(?:{'|'.join(PREFIXES)}|sha256):\S+|document [0-9a-f]{{12}}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One kind of gap: how many there are among how many that were looked at, and the first of them."""

    section: str
    title: str
    remedy: str
    count: int
    among: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is audited: a graph, the prefixes that its file declares, and the identifiers known to be retired.

    ``prefixes`` is None for a format without prefixes, ``retired`` is IRI to the identifier that took its place,
    ``spaces`` is namespace to the number of its IRIs, filled in by ``audit``.
    """

    graph: Columns
    prefixes: Mapping[str, str] | None = None
    retired: Mapping[str, str] = field(default_factory=dict)
    spaces: Mapping[str, int] = field(default_factory=dict)


def audit(subject: Subject) -> tuple[Gap, ...]:
    """Every gap of audit.toml that was looked for, those without a case too, in its order."""
    found = []
    if subject.prefixes is not None:
        subject = replace(subject, spaces=_spaces(subject.graph, subject.prefixes.values()))
    for entry in _entries():
        looked = _RULES[entry["where"]](subject, entry) if "where" in entry else _lacking(subject, entry)
        if looked:
            among, names = looked
            told = tuple(nsmallest(EXAMPLES, names))
            said = {name: entry[name] for name in ("section", "title", "remedy")}
            found.append(Gap(**said, count=len(names), among=among, examples=told))
    return tuple(found)


@cache
def _entries() -> tuple[dict[str, Any], ...]:
    return tuple(tomllib.loads(_GAPS.read_text(encoding="utf-8"))["gap"])


Looked = tuple[int, "list[str]"]  # how many were looked at, and the names of those with a gap


def _lacking(subject: Subject, entry: Mapping[str, Any]) -> Looked:
    """Members of a class without any of some properties."""
    graph = subject.graph
    members = graph.members(graph.number(entry["of"]))
    has = np.zeros(len(members), np.bool_)
    for way in entry["lacks"]:
        at, values = np.arange(len(members)), members
        for name in way.split("/"):
            step = graph.follow(graph.number(name), values)
            at, values = at[step.at], step.values
        has[at] = True
    return len(members), _names(graph, members[~has])


def _by_checksum(subject: Subject, entry: Mapping[str, Any]) -> Looked:
    graph = subject.graph
    members = graph.members(graph.number(entry["of"]))
    named = [number for number in members.tolist() if graph.terms[number].value.startswith(DOCUMENT)]
    return len(members), _names(graph, named)


def _without_release(subject: Subject, entry: Mapping[str, Any]) -> Looked:
    graph = subject.graph
    members = graph.members(graph.number(entry["of"]))
    used = graph.follow(graph.number("prov:used"), members)
    releases = np.isin(used.values, graph.members(graph.number("rk:Release")))
    return len(members), _names(graph, np.delete(members, np.unique(used.at[releases])))


def _unlabelled(subject: Subject, _entry: Mapping[str, Any]) -> Looked:
    graph = subject.graph
    iris = _iris(graph)
    return len(iris), _names(graph, np.setdiff1d(iris, graph.named("rdfs:label").key))


def _identifier_as_label(subject: Subject, _entry: Mapping[str, Any]) -> Looked:
    graph = subject.graph
    labels = graph.named("rdfs:label")
    texts = {number: graph.terms[number].value for number in np.unique(labels.value).tolist()}
    single = {number: text for number, text in texts.items() if text.count(" ") <= 1}  # an identifier has no spaces
    pairs = zip(labels.key.tolist(), labels.value.tolist(), strict=True)
    named = {n for n, label in pairs if label in single and _is_identifier(single[label], graph.terms[n].value)}
    return len(np.unique(labels.key)), _names(graph, named)


def _is_identifier(label: str, node: str) -> bool:
    """Whether a label is the thing's IRI, a compact identifier, or the last part of an IRI that says nothing."""
    if _CURIE.fullmatch(label):
        return True
    return bool(label) and node.endswith(label) and (label == node or node.removesuffix(label) in _OPAQUE)


def _undeclared(subject: Subject, _entry: Mapping[str, Any]) -> Looked | None:
    if subject.prefixes is None:
        return None
    known = tuple(subject.prefixes.values())
    bare = [f"{space} ({count:,} IRIs)" for space, count in subject.spaces.items() if not space.startswith(known)]
    return len(subject.spaces), bare


def _unused(subject: Subject, _entry: Mapping[str, Any]) -> Looked | None:
    if subject.prefixes is None:
        return None
    starts = subject.prefixes.items()
    unused = [f"{name}: <{start}>" for name, start in starts if not any(s.startswith(start) for s in subject.spaces)]
    return len(subject.prefixes), unused


def _spaces(graph: Columns, declared: Iterable[str]) -> Counter[str]:
    """The namespaces of nodes, properties and datatypes; Turtle needs no name for some datatypes."""
    long = tuple(start for start in declared if not start.endswith(("/", "#")))  # such as …/obo/MONDO_
    nodes = graph.nodes()
    iris, literals = nodes[graph.kinds[nodes] == IRI].tolist(), nodes[graph.kinds[nodes] == LITERAL].tolist()
    types = {value.datatype.value for value in map(graph.terms.__getitem__, literals) if isinstance(value, Literal)}
    unwritten = {NAMESPACES["xsd"] + name for name in ("string", "integer", "decimal", "boolean")}
    unwritten.add(NAMESPACES["rdf"] + "langString")
    names = chain((graph.terms[number].value for number in (*iris, *graph.predicates)), types - unwritten)
    return Counter(_namespace(name, long) for name in names)


def _namespace(text: str, long: tuple[str, ...]) -> str:
    """Where the last part of an IRI begins; DOIs, which have slashes of their own, share one namespace."""
    if text.startswith(long):
        return max((start for start in long if text.startswith(start)), key=len)
    if text.startswith(PREFIXES["DOI"]):
        return PREFIXES["DOI"]
    return text[: max(text.rfind("/"), text.rfind("#")) + 1] or text


def _retired(subject: Subject, _entry: Mapping[str, Any]) -> Looked | None:
    if not subject.retired:
        return None
    graph, retired = subject.graph, subject.retired
    iris = _iris(graph)
    dead = [number for number in iris.tolist() if graph.terms[number].value in retired]
    names = zip(_names(graph, dead), (retired[graph.terms[number].value] for number in dead), strict=True)
    return len(iris), [f"{name} → {after or 'no successor'}" for name, after in names]


def _iris(graph: Columns) -> Numbers:
    nodes = graph.nodes()
    iris: Numbers = nodes[graph.kinds[nodes] == IRI]
    return iris


def _names(graph: Columns, numbers: Iterable[int] | Numbers) -> list[str]:
    return [local_name(graph.terms[number].value) for number in numbers]


_RULES: Final[Mapping[str, Callable[[Subject, Mapping[str, Any]], Looked | None]]] = {
    "named by checksum": _by_checksum,
    "no release used": _without_release,
    "unlabelled": _unlabelled,
    "identifier as label": _identifier_as_label,
    "undeclared": _undeclared,
    "unused": _unused,
    "retired": _retired,
}
