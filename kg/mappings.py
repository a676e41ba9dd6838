"""Alignments as SSSOM tables: reading, writing, and the two that are made from what we hold.

``mechanisms.sssom.tsv`` says of every mechanism of the scheme what it is in other vocabularies;
``mondo-mesh.sssom.tsv`` gathers the MeSH cross-references of MONDO.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from kg.errors import VocabularyError
from kg.files import write_text
from kg.lexicon.table import read_table
from kg.model import Curie, Mapping
from kg.scheme import Scheme
from kg.vocab import OBO, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as MappingOf
    from pathlib import Path

    from kg.scheme import Labelled, Mechanism

COLUMNS: Final = (
    "subject_id", "subject_label", "predicate_id", "object_id", "object_label",
    "mapping_justification", "mapping_source", "confidence",
)  # fmt: skip
_REQUIRED: Final = ("subject_id", "predicate_id", "object_id", "mapping_justification")
_SETS: Final = "https://w3id.org/resistkg/mappings/"
_PUBLIC_DOMAIN: Final = "https://creativecommons.org/publicdomain/zero/1.0/"
_OUTSIDE: Final = {
    "obo": OBO,
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "semapv": "https://w3id.org/semapv/vocab/",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingSet:
    """What the header of an SSSOM file says of its rows."""

    id: str
    title: str
    description: str
    licence: str
    version: str = ""


MECHANISMS: Final = MappingSet(
    id=_SETS + "mechanisms.sssom.tsv",
    title="Therapy resistance mechanisms in MeSH and Gene Ontology",
    description="Made from mechanisms.tsv, whose alignments were chosen by hand.",
    licence=_PUBLIC_DOMAIN,
    version="0.1.0",
)
MONDO_MESH: Final = MappingSet(
    id=_SETS + "mondo-mesh.sssom.tsv",
    title="MeSH cross-references of MONDO",
    description="Exact where a MONDO class and a MeSH record refer to each other only; close otherwise.",
    licence="https://creativecommons.org/licenses/by/4.0/",
)
_MONDO_SOURCE: Final = "obo:mondo.owl"


def mechanism_mappings(scheme: Scheme) -> tuple[Mapping, ...]:
    """Every alignment of the scheme, sorted."""
    return _sorted(
        Mapping(
            subject=Curie("rkm", mechanism.slug), subject_label=mechanism.label, predicate=predicate,
            object=thing.id, object_label=thing.label, justification="semapv:ManualMappingCuration",
        )
        for mechanism in scheme.mechanisms
        for predicate, things in _alignments(mechanism)
        for thing in things
    )  # fmt: skip


def _alignments(mechanism: Mechanism) -> tuple[tuple[str, tuple[Labelled, ...]], ...]:
    return (
        ("skos:exactMatch", mechanism.exact),
        ("skos:closeMatch", mechanism.close),
        ("skos:broadMatch", mechanism.broad),
        ("skos:relatedMatch", mechanism.related),
    )


def cross_reference_mappings(
    pairs: Iterable[tuple[Curie, Curie]], labels: MappingOf[Curie, str], source: str = _MONDO_SOURCE
) -> tuple[Mapping, ...]:
    """One mapping for each pair whose two sides have a label: exact if one to one, else close; sorted.

    A vocabulary does not say how it came to a cross-reference, so the justification is unspecified matching.
    """
    known = {(a, b) for a, b in pairs if a in labels and b in labels}
    subjects, objects = Counter(a for a, _ in known), Counter(b for _, b in known)
    return _sorted(
        Mapping(
            subject=a, subject_label=labels[a], object=b, object_label=labels[b],
            predicate="skos:exactMatch" if subjects[a] == objects[b] == 1 else "skos:closeMatch",
            justification="semapv:UnspecifiedMatching", source=source,
        )
        for a, b in known
    )  # fmt: skip


def _sorted(mappings: Iterable[Mapping]) -> tuple[Mapping, ...]:
    return tuple(sorted(mappings, key=lambda m: (m.subject, m.predicate, m.object)))


def mondo_mesh_mappings(folder: Path) -> tuple[Mapping, ...]:
    """The cross-references of the MONDO table of ``folder`` to the records of its MeSH tables."""
    mondo = [record for record in read_table(folder / "mondo.tsv.xz") if record.id.startswith("MONDO:")]
    pairs = {(record.id, x) for record in mondo for x in record.xrefs if x.startswith("MESH:")}
    wanted = {x for _, x in pairs}
    labels = {Curie.from_string(record.id): record.label for record in mondo}
    for name in ("mesh-descriptors.tsv.xz", "mesh-supplement.tsv.xz"):
        for record in read_table(folder / name):
            if record.id in wanted:
                labels[Curie.from_string(record.id)] = record.label
    return cross_reference_mappings(((Curie.from_string(a), Curie.from_string(b)) for a, b in pairs), labels)


def remake_mappings(folder: Path) -> None:
    """Write both files of ``folder/mappings`` anew from the tables of ``folder``.

    The scheme's stands in a folder of its own: the lexicon joins what the files directly in ``mappings``
    match exactly, and a mechanism must not be joined with the process that it is about.
    """
    scheme = Scheme.from_file(folder / "mechanisms.tsv")
    write_mappings(folder / "mappings" / "scheme" / "mechanisms.sssom.tsv", mechanism_mappings(scheme), MECHANISMS)
    provenance = tomllib.loads((folder / "PROVENANCE.toml").read_text(encoding="utf-8"))
    about = replace(MONDO_MESH, version=f"MONDO {provenance['MONDO']['version']}")
    write_mappings(folder / "mappings" / "mondo-mesh.sssom.tsv", mondo_mesh_mappings(folder), about)


def to_sssom(mappings: Iterable[Mapping], about: MappingSet) -> str:
    """The text of an SSSOM table with its header; the same mappings give the same text."""
    rows = _sorted(mappings)
    body = io.StringIO()
    table = csv.writer(body, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    table.writerow(COLUMNS)
    table.writerows(map(_row, rows))
    return _header(rows, about) + body.getvalue()


def _header(rows: Iterable[Mapping], about: MappingSet) -> str:
    prefixes = {c.prefix: PREFIXES[c.prefix] for m in rows for c in (m.subject, m.object)} | _OUTSIDE
    lines = ["curie_map:", *(f'  {name}: "{start}"' for name, start in sorted(prefixes.items()))]
    facts = (
        ("license", about.licence), ("mapping_set_description", about.description),
        ("mapping_set_id", about.id), ("mapping_set_title", about.title),
        ("mapping_set_version", about.version),
    )  # fmt: skip
    lines += [f'{name}: "{value}"' for name, value in facts if value]
    return "".join(f"# {line}\n" for line in lines)


def _row(mapping: Mapping) -> tuple[str, ...]:
    confidence = "" if mapping.confidence is None else f"{mapping.confidence:g}"
    return (
        str(mapping.subject), mapping.subject_label, mapping.predicate, str(mapping.object),
        mapping.object_label, mapping.justification, mapping.source, confidence,
    )  # fmt: skip


def write_mappings(path: Path, mappings: Iterable[Mapping], about: MappingSet) -> None:
    """Write an SSSOM file whole or not at all."""
    write_text(path, to_sssom(mappings, about))


def read_mappings(path: Path) -> tuple[Mapping, ...]:
    """The rows of an SSSOM file in their order; raises VocabularyError with the line of the first bad row.

    Rows that deny a mapping (``predicate_modifier`` Not) are left out.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise VocabularyError(str(path), f"cannot be read ({error})", "give an SSSOM table in UTF-8") from error
    start = next((i for i, line in enumerate(lines) if line.strip() and not line.startswith("#")), len(lines))
    table = csv.DictReader(lines[start:], delimiter="\t", strict=True)
    missing = [name for name in _REQUIRED if name not in (table.fieldnames or ())]
    if missing:
        raise VocabularyError(str(path), f"no column {missing[0]}", "an SSSOM table needs it")
    return tuple(_mapping(path, start + table.line_num, row) for row in table if row.get("predicate_modifier") != "Not")


def _mapping(path: Path, line: int, row: dict[str, str | None]) -> Mapping:
    def cell(name: str) -> str:
        return (row.get(name) or "").strip()

    try:
        return Mapping(
            subject=Curie.from_string(cell("subject_id")), subject_label=cell("subject_label"),
            predicate=cell("predicate_id"), object=Curie.from_string(cell("object_id")),
            object_label=cell("object_label"), justification=cell("mapping_justification"),
            source=cell("mapping_source"),
            confidence=float(cell("confidence")) if cell("confidence") else None,
        )  # fmt: skip
    except ValueError as error:
        raise VocabularyError(f"{path}, line {line}", str(error), "correct the row") from error
