"""README.md and CITATION.cff of a release."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from kg.files import write_text
from kg.graph.terms import iri, term
from kg.publish.description import build_description
from kg.vocab import DATASET, LICENCE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pyoxigraph import NamedNode

    from kg.graph.terms import Statement
    from kg.publish.exporters import Source
    from kg.publish.files import Written

_BESIDE: Final = (
    ("prefixes.ttl", "all prefixes, as `@prefix` and as `sh:declare`"),
    ("void.ttl", "counts by class and property, linksets, vocabulary releases with licences, each file with checksum"),
    ("CITATION.cff", "how to cite"),
    ("SHA256SUMS", "checksums: `sha256sum -c SHA256SUMS`"),
)
# how a file is loaded, by the start of its name; {file} is the file as it was written
_LOADING: Final = (
    ("resistkg.nq", "{unpack} {file} | oxigraph load --location store --format nq", "Oxigraph, with named graphs"),
    ("resistkg.nt", "tdb2.tdbloader --loc store {file}", "Jena, without"),
    ("resistkg.ttl", "{unpack} {file} > graph.ttl && python -c 'import rdflib; rdflib.Graph().parse(\"graph.ttl\")'",
     "rdflib, in memory"),
)  # fmt: skip


def write_readme(source: Source, written: Sequence[Written], path: Path) -> None:
    """Write ``README.md``: what each file is, how to load it, what went in, and the licence."""
    described = build_description(source)
    names = [*((one.name, one.kind.about, f"{one.size:,}") for one in written), *((n, a, "") for n, a in _BESIDE)]
    lines = ["# ResistKG", "", *_wrapped(_value(described, "dcterms:description")), ""]
    lines += [f"{_value(described, 'void:triples')} triples, made by ResistKG {_value(described, 'rk:softwareVersion')}"
              f" with rules {_value(described, 'rk:rulesVersion')}.", "", "## Files", "",
              "| file | what it is | bytes |", "|---|---|--:|"]  # fmt: skip
    lines += [f"| `{name}` | {about} | {size} |" for name, about, size in names]
    lines += ["", *_loading(written), "## Licence and sources", ""]
    lines += [f"What ResistKG says is licensed under <{LICENCE}>.",
              "Titles and quotations belong to their papers, whose licences stand in the graph.",
              "Names and identifiers come from these releases:", "",
              "| vocabulary | release | licence |", "|---|---|---|", *_releases(described)]  # fmt: skip
    write_text(path, "\n".join(lines) + "\n")


def _loading(written: Sequence[Written]) -> Iterator[str]:
    shown = [
        (command.format(file=one.name, unpack="gunzip -c" if one.name.endswith(".gz") else "cat"), store)
        for start, command, store in _LOADING
        for one in written
        if one.name in {start, f"{start}.gz"}
    ]
    if shown:
        yield from ("## Loading", "")
        yield from (f"    {command}  # {store}" for command, store in shown)
        yield ""


def _wrapped(text: str) -> Iterator[str]:
    line = ""
    for word in text.split():
        if len(line) + len(word) > 100:
            yield line
            line = ""
        line = f"{line} {word}".strip()
    yield line


def _value(described: Sequence[Statement], name: str, node: NamedNode | None = None) -> str:
    subject, predicate = node or iri(DATASET), term(name)
    return next((value.value for s, p, value in described if s == subject and p == predicate), "")


def _releases(described: Sequence[Statement]) -> Iterator[str]:
    nodes = [s for s, p, value in described if p == term("rdf:type") and value == term("rk:Release")]
    for node in nodes:
        cells = (_value(described, name, node) for name in ("dcterms:title", "rk:release", "dcterms:rights"))
        yield "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"


def write_citation(source: Source, path: Path) -> None:
    """Write ``CITATION.cff``, version 1.2.0 of the Citation File Format; strings are JSON's, which YAML shares."""
    described = build_description(source)
    fields = {
        "cff-version": "1.2.0",
        "message": "If you use this data set, please cite it and the papers that its claims come from.",
        "type": "dataset",
        "title": "ResistKG: a knowledge graph of resistance to cancer therapies",
        "abstract": _value(described, "dcterms:description"),
        "authors": [{"name": "The ResistKG authors"}],
        "version": _value(described, "rk:softwareVersion"),
        "license": "CC-BY-4.0",
        "url": DATASET,
        "keywords": ["drug resistance", "oncology", "knowledge graph", "RDF", "text mining"],
    }
    write_text(path, "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in fields.items()))
