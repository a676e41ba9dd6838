"""The result of a check, for machines (a sh:ValidationReport, JSON) and for people (Markdown)."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal

from kg.files import atomic_write
from kg.graph.findings import EXAMPLES, LISTED, by_shape
from kg.graph.terms import Statement, content_key, integer_literal, iri, term, text_literal
from kg.graph.writers import write_statements
from kg.vocab import NAMESPACES, SHAPES, VALIDATION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from pyoxigraph import NamedNode

    from kg.graph.auditing import Gap
    from kg.graph.findings import Findings, Group
    from kg.model import Violation

# our terms of the report, which stand in no other file: term, class, label, comment
_OWN = (
    ("rk:ShapeSummary", "rdfs:Class", "summary of a shape", "All that a check found against one shape."),
    ("rk:summary", "rdf:Property", "summary", "Validation report to the summary of a shape."),
    (
        "rk:resultCount", "rdf:Property", "number of results",
        f"The real number, of a shape or of a report; at most {LISTED} results of a shape are listed.",
    ),
)  # fmt: skip


def write_validation(violations: Iterable[Violation], path: Path) -> None:
    """Write ``validation.ttl``: a report without blank nodes, for a valid graph too.

    It lists the first results of each shape, LISTED at most, and tells their real number.
    """
    with atomic_write(path) as stream:
        write_statements(validation_statements(by_shape(violations)), stream)


def findings_turtle(findings: Findings) -> str:
    """The same report as text."""
    stream = io.BytesIO()
    write_statements(validation_statements(findings), stream)
    return stream.getvalue().decode("utf-8")


def validation_statements(findings: Findings) -> Iterator[Statement]:
    """The report, a summary of each shape, and the results, each named by a hash of what it says."""
    report = iri(VALIDATION)
    results = {_result(violation): violation for group in findings.groups for violation in group.first}
    summaries = {_part(group.shape, group.severity): group for group in findings.groups}
    yield report, term("rdf:type"), term("sh:ValidationReport")
    yield report, term("rdfs:label"), text_literal("validation of the graph")
    conforms = "false" if findings else "true"
    yield report, term("sh:conforms"), Literal(conforms, datatype=term("xsd:boolean"))
    yield report, term("rk:resultCount"), integer_literal(len(findings))
    for node in sorted(summaries, key=str):
        yield report, term("rk:summary"), node
    for node in sorted(results, key=str):
        yield report, term("sh:result"), node
    for node in sorted(summaries, key=str):
        yield from _summary(node, summaries[node])
    for node in sorted(results, key=str):
        yield from _result_statements(node, results[node])
    for name, kind, label, comment in _OWN:
        yield term(name), term("rdf:type"), term(kind)
        yield term(name), term("rdfs:label"), text_literal(label)
        yield term(name), term("rdfs:comment"), text_literal(comment)


def _part(*parts: object) -> NamedNode:
    return iri(f"{VALIDATION}/{content_key(*parts)}")


def _result(violation: Violation) -> NamedNode:
    return _part(violation)


def _summary(node: NamedNode, group: Group) -> Iterator[Statement]:
    yield node, term("rdf:type"), term("rk:ShapeSummary")
    yield node, term("rdfs:label"), text_literal(f"{group.shape}: {_counted(group.count, group.severity)}")
    yield node, term("sh:sourceShape"), _shape(group.shape)
    yield node, term("sh:resultSeverity"), _severity(group.severity)
    yield node, term("rk:resultCount"), integer_literal(group.count)


def _result_statements(node: NamedNode, violation: Violation) -> Iterator[Statement]:
    yield node, term("rdf:type"), term("sh:ValidationResult")
    yield node, term("rdfs:label"), text_literal(f"{violation.shape}: {violation.node}")
    yield node, term("sh:resultSeverity"), _severity(violation.severity)
    yield node, term("sh:resultMessage"), text_literal(violation.message)
    yield node, term("sh:focusNode"), _node(violation.node) or text_literal(violation.node)
    yield node, term("sh:sourceShape"), _shape(violation.shape)
    if violation.component:
        yield node, term("sh:sourceConstraintComponent"), _node(violation.component) or iri(violation.component)
    path = _node(violation.path)
    if path:
        yield node, term("sh:resultPath"), path
    if violation.value:
        yield node, term("sh:value"), _node(violation.value) or text_literal(violation.value)


def _shape(name: str) -> NamedNode:
    return _node(name) or iri(SHAPES + content_key(name))


def _severity(name: str) -> NamedNode:
    return _node(name) or term(f"sh:{name}")


def _node(name: str) -> NamedNode | None:
    """The IRI of a prefixed name or of an IRI as violations show them, else None."""
    prefix, colon, local = name.partition(":")
    if colon and prefix in NAMESPACES and not any(c.isspace() for c in local):
        return iri(NAMESPACES[prefix] + local)
    return iri(name) if prefix in ("http", "https") and not any(c.isspace() for c in name) else None


def findings_json(findings: Findings) -> dict[str, Any]:
    """The findings by shape as one object, most violations first, with five examples of each."""
    return {
        "conforms": not findings,
        "triples": findings.triples,
        "engine": str(findings.engine),
        "notice": findings.notice,
        "violations": len(findings),
        "shapes": [
            {
                "shape": group.shape,
                "severity": group.severity,
                "message": group.first[0].message,
                "violations": group.count,
                "examples": [
                    {"node": v.node, "path": v.path, "value": v.value, "constraint": v.component, "message": v.message}
                    for v in group.first[:EXAMPLES]
                ],
            }
            for group in _ranked(findings)
        ],
        "audit": [
            {
                "section": gap.section,
                "gap": gap.title,
                "number": gap.count,
                "of": gap.among,
                "remedy": gap.remedy,
                "examples": list(gap.examples),
            }
            for gap in findings.gaps
        ],
    }


def violations_markdown(
    violations: Iterable[Violation], *, end: str = "; the graph was not exported", rest: str = "in validation.ttl"
) -> str:
    """A part of a report: how often each shape is broken and what to do, then five places of each.

    ``end`` goes on after the numbers, ``rest`` says where more places are to be found.
    """
    findings = by_shape(violations)
    if not findings:
        return "## Validation\n\nThe graph keeps all shapes.\n"
    ranked = _ranked(findings)
    lines = ["## Validation", "", f"**{_counted(len(findings))} of {_counted(len(ranked), 'shape')}{end}.**", ""]
    lines += ["| shape | severity | number | what to do |", "|---|---|--:|---|"]
    lines += [
        f"| {_cell(group.shape)} | {_prose(group.severity)} | {group.count:,} | {_prose(group.first[0].message)} |"
        for group in ranked
    ]
    for group in ranked:
        lines += _places(group, rest)
    return "\n".join(lines) + "\n"


def _places(group: Group, rest: str) -> list[str]:
    lines = ["", f"### {_cell(group.shape)}: {_counted(group.count, group.severity)}", ""]
    lines += ["| node | property | value | constraint |", "|---|---|---|---|"]
    for v in group.first[:EXAMPLES]:
        constraint = v.component.removeprefix("sh:").removesuffix("ConstraintComponent")
        lines.append(f"| {_cell(v.node)} | {_cell(v.path)} | {_cell(v.value)} | {_prose(constraint)} |")
    return [*lines, "", f"{group.count - EXAMPLES:,} more are {rest}."] if group.count > EXAMPLES else lines


def audit_markdown(gaps: Sequence[Gap]) -> str:
    """A part of a report: how many gaps of each kind there are, and five of each."""
    if not gaps:
        return ""
    lines = ["## Release audit", "", "| | gap | number | of |", "|---|---|--:|--:|"]
    lines += [f"| {gap.section} | {gap.title} | {gap.count:,} | {gap.among:,} |" for gap in gaps]
    for gap in gaps:
        if gap.count:
            shown = ", ".join(map(_cell, gap.examples)) + (" …" if gap.count > len(gap.examples) else "")
            lines += ["", f"**{gap.title.capitalize()}: {gap.count:,}.** {gap.remedy} {shown}"]
    return "\n".join(lines) + "\n"


def _ranked(findings: Findings) -> list[Group]:
    return sorted(findings.groups, key=lambda g: (-g.count, g.shape, g.severity))


def _counted(number: int, name: str = "violation") -> str:
    return f"{number:,} {name.lower()}{'' if number == 1 else 's'}"


def _cell(text: str) -> str:
    """Text that can neither leave its cell nor become markup."""
    shown = " ".join(text[:200].replace("`", "'").split()).replace("|", "\\|")
    return f"`{shown}`" if shown else ""


def _prose(text: str) -> str:
    """A sentence that can neither leave its cell nor become markup."""
    return " ".join(text[:400].split()).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("`", "'")
