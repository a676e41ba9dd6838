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
    from collections.abc import Collection, Iterable
    from collections.abc import Mapping as MappingOf
    from pathlib import Path

    from kg.scheme import Labelled, Mechanism

COLUMNS: Final = (
    "subject_id", "subject_label", "predicate_id", "object_id", "object_label",
    "mapping_justification", "mapping_source", "confidence",
)  # fmt: skip
_MODIFIER: Final = "predicate_modifier"
_COMMENT: Final = "comment"
_REQUIRED: Final = ("subject_id", "predicate_id", "object_id", "mapping_justification")
_SETS: Final = "https://w3id.org/resistkg/mappings/"
_PUBLIC_DOMAIN: Final = "https://creativecommons.org/publicdomain/zero/1.0/"
_UNKNOWN: Final = "https://bioregistry.io/"
# field of MappingSet -> slot of the header
_SLOTS: Final = {
    "id": "mapping_set_id", "title": "mapping_set_title", "description": "mapping_set_description",
    "licence": "license", "version": "mapping_set_version", "subject_source": "subject_source",
    "object_source": "object_source", "tool": "mapping_tool", "tool_version": "mapping_tool_version",
}  # fmt: skip
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
    subject_source: str = ""
    object_source: str = ""
    tool: str = ""
    tool_version: str = ""
    prefixes: tuple[tuple[str, str], ...] = ()  # of vocabularies that the product does not know
    others: tuple[tuple[str, str], ...] = ()  # slots of other tools, as they were read


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
    return tuple(sorted(mappings, key=lambda m: (m.subject, m.predicate, m.object, m.modifier, m.justification)))


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
    remake_cross_references(folder)


def remake_cross_references(folder: Path) -> None:
    """Write MONDO's cross-references to MeSH anew from the tables of ``folder``."""
    provenance = tomllib.loads((folder / "PROVENANCE.toml").read_text(encoding="utf-8"))
    about = replace(MONDO_MESH, version=f"MONDO {provenance['MONDO']['version']}")
    write_mappings(folder / "mappings" / "mondo-mesh.sssom.tsv", mondo_mesh_mappings(folder), about)


def to_sssom(mappings: Iterable[Mapping], about: MappingSet) -> str:
    """The text of an SSSOM table with its header; the same mappings give the same text.

    Columns that no row fills are left out beyond the usual ones; those of other tools come last.
    """
    rows = _sorted(mappings)
    more = sorted({name for m in rows for name, _ in m.others} - {*COLUMNS, _MODIFIER, _COMMENT})
    columns = [*COLUMNS]
    if any(m.modifier for m in rows):
        columns.insert(columns.index("object_id"), _MODIFIER)
    columns += ([_COMMENT] if any(m.comment for m in rows) else []) + more
    body = io.StringIO()
    table = csv.writer(body, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    table.writerow(columns)
    for mapping in rows:
        cells = _cells(mapping)
        table.writerow([cells.get(name, "") for name in columns])
    return _header(rows, about) + body.getvalue()


def _header(rows: Iterable[Mapping], about: MappingSet) -> str:
    known = PREFIXES | dict(about.prefixes)
    used = {c.prefix for m in rows for c in (m.subject, m.object)}
    prefixes = {name: known.get(name, f"{_UNKNOWN}{name}/") for name in used} | _OUTSIDE
    lines = ["curie_map:", *(f"  {name}: {_quoted(start)}" for name, start in sorted(prefixes.items()))]
    facts = sorted({
        "license": about.licence, "mapping_set_description": about.description,
        "mapping_set_id": about.id, "mapping_set_title": about.title,
        "mapping_set_version": about.version, "subject_source": about.subject_source,
        "object_source": about.object_source, "mapping_tool": about.tool,
        "mapping_tool_version": about.tool_version, **dict(about.others),
    }.items())  # fmt: skip
    for name, value in facts:
        if value:
            text = value if name in dict(about.others) else _quoted(value)
            lines += f"{name}:{'' if text.startswith(chr(10)) else ' '}{text}".split("\n")
    return "".join(f"# {line}\n" for line in lines)


def _quoted(text: str) -> str:
    """A YAML scalar on one line."""
    plain = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'


def _cells(mapping: Mapping) -> dict[str, str]:
    confidence = "" if mapping.confidence is None else f"{mapping.confidence:g}"
    found = dict(mapping.others)
    found |= zip(COLUMNS, (
        str(mapping.subject), mapping.subject_label, mapping.predicate, str(mapping.object),
        mapping.object_label, mapping.justification, mapping.source, confidence,
    ), strict=True)  # fmt: skip
    found |= {_MODIFIER: mapping.modifier, _COMMENT: mapping.comment}
    return {name: " ".join(cell.split()) for name, cell in found.items()}


def write_mappings(path: Path, mappings: Iterable[Mapping], about: MappingSet) -> None:
    """Write an SSSOM file whole or not at all."""
    write_text(path, to_sssom(mappings, about))


def read_mappings(path: Path, *, denied: bool = False, about: Collection[Curie] = ()) -> tuple[Mapping, ...]:
    """The rows of an SSSOM file in their order; raises VocabularyError with the line of the first bad row.

    Rows that deny a mapping (``predicate_modifier`` Not) are left out unless ``denied``, and those that name none of
    the identifiers in ``about`` where there are any.  What other tools wrote into further columns is kept.
    """
    return read_mapping_set(path, denied=denied, about=about)[1]


def read_mapping_set(
    path: Path, *, denied: bool = True, about: Collection[Curie] = ()
) -> tuple[MappingSet, tuple[Mapping, ...]]:
    """The header and the rows of an SSSOM file; raises VocabularyError with the line of the first bad row."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise VocabularyError(str(path), f"cannot be read ({error})", "give an SSSOM table in UTF-8") from error
    start = next((i for i, line in enumerate(lines) if line.strip() and not line.startswith("#")), len(lines))
    wanted = [f"{identifier}\t" for identifier in about]  # a row ends with a column of another kind
    kept = [i for i in range(start, len(lines)) if i == start or not about or any(w in lines[i] for w in wanted)]
    table = csv.DictReader((lines[i] for i in kept), delimiter="\t", strict=True)
    missing = [name for name in _REQUIRED if name not in (table.fieldnames or ())]
    if missing:
        raise VocabularyError(str(path), f"no column {missing[0]}", "an SSSOM table needs it")
    try:
        rows = [_mapping(path, kept[table.line_num - 1] + 1, row) for row in table]
    except csv.Error as error:
        raise VocabularyError(f"{path}, line {kept[table.line_num - 1] + 1}", str(error), "correct the row") from error
    return _about(path, lines[:start]), tuple(m for m in rows if denied or m.modifier != "Not")


def _about(path: Path, lines: Iterable[str]) -> MappingSet:
    """What a header says: plain slots, the prefix map, and the slots of other tools as they are written."""
    slots: dict[str, str] = {}
    prefixes: list[tuple[str, str]] = []
    inside = ""
    for line in lines:
        text = line.lstrip("#").removeprefix(" ").rstrip()
        name, colon, value = text.partition(":")
        if text and not text.startswith((" ", "-")):
            inside = name if colon else ""
            if inside and inside != "curie_map":
                slots[name] = value.strip()
        elif inside == "curie_map" and colon:
            pair = (name.strip(), _plain(value))
            prefixes += [pair] if _OUTSIDE.get(pair[0]) != pair[1] else []
        elif inside and text:
            slots[inside] += f"\n{text}"  # a list or an object of another tool
    said = {name: _plain(slots.pop(slot, "")) for name, slot in _SLOTS.items()}
    said["id"] = said["id"] or f"{_SETS}{path.name}"
    return MappingSet(**said, prefixes=tuple(prefixes), others=tuple(sorted((n, v) for n, v in slots.items() if v)))


def _plain(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] == '"':
        return value[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    return value[1:-1].replace("''", "'") if len(value) > 1 and value[0] == value[-1] == "'" else value


def _mapping(path: Path, line: int, row: dict[str, str | None]) -> Mapping:
    def cell(name: str) -> str:
        return (row.get(name) or "").strip()

    known = {*COLUMNS, _MODIFIER, _COMMENT}
    try:
        confidence = float(cell("confidence")) if cell("confidence") else None
        if confidence is not None and not 0 <= confidence <= 1:
            raise ValueError(f"confidence {confidence:g} is not between 0 and 1")
        return Mapping(
            subject=Curie.from_string(cell("subject_id")), subject_label=cell("subject_label"),
            predicate=cell("predicate_id"), object=Curie.from_string(cell("object_id")),
            object_label=cell("object_label"), justification=cell("mapping_justification"),
            source=cell("mapping_source"), confidence=confidence,
            modifier=cell(_MODIFIER), comment=cell(_COMMENT),
            others=tuple((n, cell(n)) for n in row if isinstance(n, str) and n not in known and cell(n)),
        )  # fmt: skip
    except ValueError as error:
        raise VocabularyError(f"{path}, line {line}", str(error), "correct the row") from error
