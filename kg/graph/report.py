"""The result of a check, for machines (a sh:ValidationReport) and for people (a part of report.md)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pyoxigraph import Literal

from kg.files import atomic_write
from kg.graph.terms import Statement, content_key, iri, term, text_literal
from kg.graph.writers import write_statements
from kg.vocab import NAMESPACES, SHAPES, VALIDATION

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pyoxigraph import NamedNode

    from kg.model import Violation


def write_validation(violations: Sequence[Violation], path: Path) -> None:
    """Write ``validation.ttl``: a report without blank nodes, for a valid graph too."""
    with atomic_write(path) as stream:
        write_statements(validation_statements(violations), stream)


def validation_statements(violations: Sequence[Violation]) -> Iterator[Statement]:
    """The report and its results, each named by a hash of what it says."""
    report = iri(VALIDATION)
    results = {_result(violation): violation for violation in violations}
    yield report, term("rdf:type"), term("sh:ValidationReport")
    yield report, term("rdfs:label"), text_literal("validation of the graph")
    conforms = "false" if violations else "true"
    yield report, term("sh:conforms"), Literal(conforms, datatype=term("xsd:boolean"))
    for node in sorted(results, key=str):
        yield report, term("sh:result"), node
    for node in sorted(results, key=str):
        yield from _result_statements(node, results[node])


def _result(violation: Violation) -> NamedNode:
    return iri(f"{VALIDATION}/{content_key(violation)}")


def _result_statements(node: NamedNode, violation: Violation) -> Iterator[Statement]:
    yield node, term("rdf:type"), term("sh:ValidationResult")
    yield node, term("rdfs:label"), text_literal(f"{violation.shape}: {violation.node}")
    yield node, term("sh:resultSeverity"), term("sh:Violation")
    yield node, term("sh:resultMessage"), text_literal(violation.message)
    yield node, term("sh:focusNode"), _node(violation.node) or text_literal(violation.node)
    shape = _node(violation.shape) or iri(SHAPES + content_key(violation.shape))
    yield node, term("sh:sourceShape"), shape
    path = _node(violation.path)
    if path:
        yield node, term("sh:resultPath"), path
    if violation.value:
        yield node, term("sh:value"), _node(violation.value) or text_literal(violation.value)


def _node(name: str) -> NamedNode | None:
    """The IRI of a prefixed name or of an IRI as violations show them, else None."""
    prefix, colon, local = name.partition(":")
    if colon and prefix in NAMESPACES and not any(c.isspace() for c in local):
        return iri(NAMESPACES[prefix] + local)
    return iri(name) if prefix in ("http", "https") and not any(c.isspace() for c in name) else None


def violations_markdown(violations: Sequence[Violation], *, limit: int = 50) -> str:
    """A part of report.md: how often each shape is broken, then the first ``limit`` places and remedies."""
    if not violations:
        return "## Validation\n\nThe graph keeps all shapes.\n"
    counts = Counter(v.shape for v in violations)
    lines = ["## Validation", "", f"**{len(violations)} violations; the graph was not exported.**", ""]
    lines += ["| shape | violations |", "|---|---|"]
    lines += [f"| {_cell(s)} | {n} |" for s, n in sorted(counts.items(), key=lambda c: (-c[1], c[0]))]
    lines += ["", "| shape | node | property | value | what to do |", "|---|---|---|---|---|"]
    lines += [
        f"| {_cell(v.shape)} | {_cell(v.node)} | {_cell(v.path)} | {_cell(v.value)} | {_cell(v.message)} |"
        for v in violations[:limit]
    ]
    if len(violations) > limit:
        lines.append(f"\n{len(violations) - limit} more are in validation.ttl.")
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    """Text that can neither leave its cell nor become markup."""
    shown = " ".join(text[:200].replace("`", "'").split()).replace("|", "\\|")
    return f"`{shown}`" if shown and shown[-1] not in ".:" else shown.replace("<", "&lt;")
