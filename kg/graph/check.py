"""Whether a graph keeps the contract: SHACL shapes by pyshacl, and what shapes cannot say in code."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import rdflib
from pyoxigraph import BlankNode, NamedNode
from rdflib.namespace import RDF, SH

from kg.errors import InputError, InvalidGraph
from kg.graph.convert import read_triples, to_rdflib
from kg.graph.lint import lint_shapes
from kg.graph.terms import term
from kg.graph.writers import local_name
from kg.model import Violation
from kg.vocab import CLAIM

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.graph.convert import ReadTriple
    from kg.model import Claim, Evidence

_REMEDY = "nothing was exported; mend what the report names and build again"


def check(graph: Path, shapes: Path) -> tuple[Violation, ...]:
    """Every way in which a graph file breaks the shapes or the rules on nodes, sorted; empty if valid.

    ``shapes`` is a Turtle file or a folder of them.
    """
    triples = tuple(read_triples(graph))
    contract = load_shapes(shapes)
    faults = lint_shapes(contract)
    if faults:  # a check by faulty shapes would say nothing about the graph
        return faults
    found = (*check_nodes(triples), *check_shapes(to_rdflib(triples), contract))
    return tuple(sorted(set(found), key=_order))


def require_valid(violations: tuple[Violation, ...]) -> None:
    """Raise InvalidGraph if there are violations."""
    if violations:
        raise InvalidGraph(violations, _REMEDY)


def load_shapes(path: Path) -> rdflib.Graph:
    """The shapes of a file or folder; raises InputError where there is none."""
    files = sorted(path.glob("*.ttl")) if path.is_dir() else [path]
    graph = to_rdflib(triple for file in files for triple in read_triples(file))
    if not len(graph):
        raise InputError(f"{path}: holds no shapes, and a check without shapes would pass anything")
    return graph


def check_shapes(data: rdflib.Graph, shapes: rdflib.Graph) -> tuple[Violation, ...]:
    """What pyshacl finds: no inference, no imports, core constraints."""
    import pyshacl  # noqa: PLC0415 - it takes half a second, which a query need not wait for

    _, results, _ = pyshacl.validate(
        data,
        shacl_graph=shapes,
        inference="none",
        advanced=False,
        inplace=True,
        do_owl_imports=False,
        meta_shacl=False,
    )
    if not isinstance(results, rdflib.Graph):  # pyshacl gives an exception instead of a graph when it cannot run
        raise InputError(f"the shapes cannot be used: {results}")
    return tuple(_violation(results, node) for node in results.subjects(RDF.type, SH.ValidationResult))


def _violation(results: rdflib.Graph, node: rdflib.term.Node) -> Violation:
    messages = sorted(str(m) for m in results.objects(node, SH.resultMessage))
    path = results.value(node, SH.resultPath)
    return Violation(
        shape=_name(results.value(node, SH.sourceShape)),
        node=_name(results.value(node, SH.focusNode)),
        path="" if isinstance(path, rdflib.BNode) else _name(path),  # the shape's name tells of longer paths
        value=_name(results.value(node, SH.value)),
        message=" ".join(messages),
        severity=_name(results.value(node, SH.resultSeverity)).removeprefix("sh:"),
    )


def _name(value: rdflib.term.Node | None) -> str:
    if value is None:
        return ""
    return local_name(str(value)) if isinstance(value, rdflib.URIRef) else str(value)


def check_nodes(triples: Iterable[ReadTriple]) -> tuple[Violation, ...]:
    """No blank nodes; every IRI that is a subject or an object has a class and a label."""
    named: set[NamedNode] = set()
    typed: set[NamedNode] = set()
    labelled: set[NamedNode] = set()
    blank: set[str] = set()
    is_a, label = term("rdf:type"), term("rdfs:label")
    for subject, predicate, value in triples:
        for node in (subject, value):
            if isinstance(node, NamedNode):
                named.add(node)
            elif isinstance(node, BlankNode):
                blank.add(node.value)
        if isinstance(subject, NamedNode):
            if predicate == is_a:
                typed.add(subject)
            elif predicate == label:
                labelled.add(subject)
    return (
        *(_on_node("no blank nodes", name, "Blank nodes are not used: give it an IRI.") for name in blank),
        *(_on_node("every IRI has a class", n.value, "Say what it is, by `a`.") for n in named - typed),
        *(_on_node("every IRI has a label", n.value, "Give it an rdfs:label.") for n in named - labelled),
    )


def check_quotes(claims: Iterable[Claim], texts: Iterable[tuple[str, str]]) -> tuple[Violation, ...]:
    """Every evidence sentence stands where it says: ``text[start:end] == exact`` in the document's text.

    ``texts`` are document ids with their texts; they are taken one after the other and not kept.
    """
    quotes: defaultdict[str, list[tuple[str, Evidence]]] = defaultdict(list)
    for claim in claims:
        for one in claim.evidence:
            quotes[one.document].append((claim.key, one))
    found: list[Violation] = []
    for document, text in texts:
        for key, one in quotes.pop(document, ()):
            there = text[one.span.start : one.span.end]
            if there != one.text:
                found.append(_misquoted(key, one, f"has {there[:80]!r} there, not {one.text[:80]!r}"))
    found += [_misquoted(key, one, "was not given") for rest in quotes.values() for key, one in rest]
    return tuple(sorted(found, key=_order))


def _misquoted(key: str, evidence: Evidence, problem: str) -> Violation:
    message = f"The text of {evidence.document} {problem}: the reader's offsets are wrong."
    place = f"{evidence.document}[{evidence.span.start}:{evidence.span.end}]"
    return _on_node("text[start:end] == exact", f"{CLAIM}{key}", message, place)


def _on_node(rule: str, node: str, message: str, value: str = "") -> Violation:
    return Violation(shape=rule, node=local_name(node), path="", value=value, message=message)


def _order(violation: Violation) -> tuple[str, ...]:
    return (violation.shape, violation.node, violation.path, violation.value, violation.message)
