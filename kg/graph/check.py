"""Whether a graph keeps the contract: SHACL shapes, and what shapes cannot say in code.

The fast engine is our own (kg/graph/shacl); pyshacl, the reference, stands in where that one does not know a construct.
"""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
import rdflib
from rdflib.namespace import SH

from kg.errors import InputError, InvalidGraph
from kg.graph.auditing import Subject, audit
from kg.graph.convert import read_triples, silence, to_rdflib
from kg.graph.findings import Findings, Told, by_shape, order
from kg.graph.lint import lint_shapes
from kg.graph.shacl import BLANK, IRI, Columns, Plan, Result, Terms, Unsupported, plan, rule_of, run, shape_name
from kg.graph.writers import local_name
from kg.model import Violation
from kg.vocab import CLAIM

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from kg.graph.convert import ReadTriple
    from kg.model import Claim, Evidence

_REMEDY = "nothing was exported; mend what the report names and build again"


class Engine(StrEnum):
    """Who looks at the shapes."""

    fast = "fast"
    pyshacl = "pyshacl"


def check(graph: Path, shapes: Path) -> tuple[Violation, ...]:
    """Every way in which a graph file breaks the shapes or the rules on nodes, sorted; empty if valid.

    ``shapes`` is a Turtle file or a folder of them.
    """
    return tuple(check_graph(graph, shapes))


def check_graph(
    graph: Path,
    shapes: Path,
    engine: Engine = Engine.fast,
    *,
    audited: bool = False,
    retired: Mapping[str, str] | None = None,
) -> Findings:
    """What ``check`` finds, grouped and counted, and the release audit where asked for; for graphs of any size.

    Where the fast engine does not know a construct of the shapes, pyshacl does the work and ``notice`` says so.
    ``retired`` is IRI to the identifier that took its place, for the audit.
    """
    contract = load_shapes(shapes)
    faults = lint_shapes(contract)
    if faults:  # a check by faulty shapes would say nothing about the graph
        return by_shape(faults)
    terms = Terms()
    made, notice = _planned(contract, terms) if engine is Engine.fast else (None, "")
    prefixes: dict[str, str] = {}
    columns = Columns(read_triples(graph, prefixes), terms)
    with silence():
        if made:
            found: list[Collection[Violation]] = [Told(result, columns) for result in run(made, columns)]
        else:
            found = [(v,) for v in dict.fromkeys(check_shapes(to_rdflib(columns.statements()), contract))]
    subject = Subject(graph=columns, prefixes=prefixes or None, retired=retired or {})
    used, gaps = (Engine.fast if made else Engine.pyshacl), audit(subject) if audited else ()
    whole = Findings(triples=columns.triples, engine=used, notice=notice, gaps=gaps)
    return whole.plus([*_on_nodes(columns), *found])


def _planned(contract: rdflib.Graph, terms: Terms) -> tuple[Plan | None, str]:
    """The plan, or why there is none."""
    try:
        return plan(contract, terms), ""
    except Unsupported as error:
        return None, f"the fast engine does not know {error}: pyshacl checks instead, which takes longer"


def require_valid(violations: Collection[Violation]) -> None:
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
    # results below others, by sh:detail, explain and are no results of their own
    return tuple(_violation(results, node, shapes) for node in results.objects(None, SH.result))


def _violation(results: rdflib.Graph, node: rdflib.term.Node, shapes: rdflib.Graph) -> Violation:
    messages = sorted(str(m) for m in results.objects(node, SH.resultMessage))
    path, shape = results.value(node, SH.resultPath), results.value(node, SH.sourceShape)
    return Violation(
        shape=shape_name(shapes, shape) if shape else "",
        node=_name(results.value(node, SH.focusNode)),
        path="" if isinstance(path, rdflib.BNode) else _name(path),  # the shape's name tells of longer paths
        value=_name(results.value(node, SH.value)),
        message=" ".join(messages),
        severity=_name(results.value(node, SH.resultSeverity)).removeprefix("sh:"),
        component=_name(results.value(node, SH.sourceConstraintComponent)),
    )


def _name(value: rdflib.term.Node | None) -> str:
    if value is None:
        return ""
    return local_name(str(value)) if isinstance(value, rdflib.URIRef) else str(value)


def check_nodes(triples: Iterable[ReadTriple]) -> tuple[Violation, ...]:
    """No blank nodes; every IRI that is a subject or an object has a class and a label."""
    return tuple(v for told in _on_nodes(Columns(triples, Terms())) for v in told)


def _on_nodes(graph: Columns) -> Iterator[Collection[Violation]]:
    names = graph.nodes()
    kinds = graph.kinds[names]
    iris = names[kinds == IRI]
    for rule, nodes, message in (
        ("no blank nodes", names[kinds == BLANK], "Blank nodes are not used: give it an IRI."),
        ("every IRI has a class", np.setdiff1d(iris, graph.named("rdf:type").key), "Say what it is, by `a`."),
        ("every IRI has a label", np.setdiff1d(iris, graph.named("rdfs:label").key), "Give it an rdfs:label."),
    ):
        yield Told(Result(rule_of(rule, message), "", nodes), graph)


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
    return tuple(sorted(found, key=order))


def _misquoted(key: str, evidence: Evidence, problem: str) -> Violation:
    message = f"The text of {evidence.document} {problem}: the reader's offsets are wrong."
    place = f"{evidence.document}[{evidence.span.start}:{evidence.span.end}]"
    return _on_node("text[start:end] == exact", f"{CLAIM}{key}", message, place)


def _on_node(rule: str, node: str, message: str, value: str = "") -> Violation:
    return Violation(shape=rule, node=local_name(node), path="", value=value, message=message)
