"""How `kg check` tells what it found."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from kg.cli.console import show
from kg.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.graph.findings import Findings


KNOWN_TO_RETIRE: Final = ("MONDO", "GO")  # built-in vocabularies that tell which identifiers are no longer used


class Form(StrEnum):
    """The forms of a report."""

    markdown = "markdown"
    json = "json"
    turtle = "turtle"
    tsv = "tsv"


class Checker(StrEnum):
    """The engines of `kg.graph.Engine`, which help need not load."""

    fast = "fast"
    pyshacl = "pyshacl"


def tell(found: Findings, form: Form, file: str) -> None:
    """Show findings in a form; the line `FILE: conforms` of a valid graph is for people."""
    from kg.graph import audit_markdown, findings_json, findings_turtle, violations_markdown

    if form is Form.json:
        show(json.dumps({"file": file, **findings_json(found)}, ensure_ascii=False, indent=1))
    elif form is Form.turtle:
        show(findings_turtle(found).rstrip("\n"))
    elif form is Form.tsv:
        for row in _rows(found):
            show("\t".join(" ".join(cell.split()) for cell in row))
    else:
        if found:
            where = (
                f"{found.triples:,} triples" if found.triples else "the shapes themselves; the graph was not looked at"
            )
            end, rest = f" in {where}", "shown by --format tsv"
            show(violations_markdown(found, end=end, rest=rest))
        if found.gaps:
            show(audit_markdown(found.gaps))
    if form in {Form.markdown, Form.tsv} and not found:
        show(f"{file}: conforms")


def _rows(found: Findings) -> Iterator[tuple[str, ...]]:
    """Severity, shape, node, property, value, message and constraint; of the audit its examples as gaps."""
    for v in found:
        yield v.severity, v.shape, v.node, v.path, v.value, v.message, v.component
    for gap in found.gaps:
        for example in gap.examples:
            yield "Gap", gap.section, example, "", "", f"{gap.title} ({gap.count} of {gap.among}): {gap.remedy}", ""


def retired_identifiers(names: Iterable[str]) -> dict[str, str]:
    """The IRIs that vocabulary releases have retired, each with its successor, empty where there is none."""
    from kg.align.sources import open_vocabulary
    from kg.data import data_directory
    from kg.model import Curie
    from kg.vocab import PREFIXES, to_iri

    found: dict[str, str] = {}
    for name in names:
        vocabulary = open_vocabulary(name, data_directory("ontologies"))
        if not vocabulary.retired:
            raise InputError(f"{name}: tells of no retired identifiers; give the official release, OBO or OWL")
        for old, new in vocabulary.retired.items():
            prefix, _, identifier = old.partition(":")
            if identifier and prefix in PREFIXES:
                found[to_iri(Curie(prefix, identifier))] = new
    return found
