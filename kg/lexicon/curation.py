"""What people decided by hand: aliases, families that are a MeSH heading, SSSOM mappings."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.errors import VocabularyError
from kg.lexicon.packed import DAMAGE, GIGABYTE, open_lines
from kg.lexicon.values import KINDS, SCOPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Kind, Scope

_CURIE_PREFIXES: Final = {
    "mesh": "MESH",
    "mondo": "MONDO",
    "doid": "DOID",
    "ncbigene": "NCBIGene",
    "orphanet": "ORPHA",
}
_SURE: Final = 0.9  # confidence from which a matched pair becomes one node: 19 of 20 such pairs are right
_MATCHES: Final = {f"skos:{relation}Match": relation for relation in ("exact", "close", "broad", "narrow", "related")}


@dataclass(frozen=True, slots=True)
class Alias:
    """One row of aliases.tsv; ``kind`` overrides the kind of the concept."""

    text: str
    identifier: str
    kind: Kind | None
    scope: Scope


def read_aliases(folder: Path) -> list[Alias]:
    """The rows of aliases.tsv, none without the file; raises VocabularyError with the line of a bad row."""
    path = folder / "aliases.tsv"
    return [_alias(path, number, cells) for number, cells in _rows(path)]


def _alias(path: Path, number: int, cells: list[str]) -> Alias:
    text, identifier, kind_name, scope_name = (*cells, "", "", "")[:4]
    kind = next((k for k in KINDS if k == kind_name), None)
    scope = next((s for s in SCOPES if s == (scope_name or "exact")), None)
    if not text or ":" not in identifier or scope is None or (kind_name and kind is None):
        remedy = "a row is text, identifier, kind (may be empty), scope, note, with tabs between"
        raise VocabularyError(f"{path}, line {number}", "malformed alias", remedy)
    return Alias(text, identifier, kind, scope)


@dataclass(frozen=True, slots=True)
class Curated:
    """One row of families.tsv: a node, another identifier of it, and names that vocabularies lack."""

    node: str
    other: str
    names: tuple[str, ...]


def read_families(folder: Path) -> list[Curated]:
    """The rows of families.tsv, none without the file; raises VocabularyError with the line of a bad row."""
    path = folder / "families.tsv"
    return [_curated(path, number, cells) for number, cells in _rows(path)]


def _curated(path: Path, number: int, cells: list[str]) -> Curated:
    if len(cells) != 4 or ":" not in cells[0] or (cells[1] and ":" not in cells[1]):
        remedy = "a row is node, other identifier (may be empty), names joined by |, reason, with tabs between"
        raise VocabularyError(f"{path}, line {number}", "malformed row", remedy)
    return Curated(cells[0], cells[1], tuple(cells[2].split("|")) if cells[2] else ())


def read_pairs(folder: Path) -> list[tuple[str, str]]:
    """(node, other identifier) pairs: families.tsv, and the exact matches of mappings/*.sssom.tsv that none denies."""
    pairs = [(row.node, row.other) for row in read_families(folder) if row.other]
    denied: set[tuple[str, str]] = set()
    for path in sorted((folder / "mappings").glob("*.sssom.tsv")):
        pairs += read_exact_matches(path)
        denied.update((one.subject, one.object) for one in read_stated(path, denied=True) if one.relation == "exact")
    return [pair for pair in pairs if pair not in denied]


def read_matched(folder: Path) -> list[tuple[str, str]]:
    """(node, other identifier) pairs that `kg align` is sure of: mappings/matched/*.sssom.tsv, the surest first."""
    rows = [row for path in sorted((folder / "mappings" / "matched").glob("*.sssom.tsv")) for row in read_stated(path)]
    sure = [row for row in rows if row.relation == "exact" and row.confidence >= _SURE]
    return [(row.subject, row.object) for row in sorted(sure, key=lambda r: (-r.confidence, r.subject, r.object))]


def read_exact_matches(path: Path) -> list[tuple[str, str]]:
    """(subject, object) of the skos:exactMatch rows of an SSSOM file, in our prefixes."""
    return [(one.subject, one.object) for one in read_stated(path) if one.relation == "exact"]


class Stated(NamedTuple):
    """One mapping that its publisher vouches for; ``broad``: the object is wider than the subject."""

    subject: str
    relation: str  # exact, close, broad, narrow, related
    object: str
    confidence: float = 1.0  # as the set says it


def read_stated(path: Path, *, denied: bool = False) -> list[Stated]:
    """The mappings of an SSSOM file in our prefixes, or those that it denies; VocabularyError if it is none."""
    try:
        return _read_stated(path, denied=denied)
    except (*DAMAGE, UnicodeDecodeError, csv.Error, ValueError) as error:
        raise VocabularyError(str(path), f"damaged file ({error})", "fetch it again") from error


def _read_stated(path: Path, *, denied: bool) -> list[Stated]:
    with open_lines(path, GIGABYTE) as lines:
        table = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
        if not {"subject_id", "predicate_id", "object_id"} <= set(table.fieldnames or ()):
            raise VocabularyError(str(path), "not an SSSOM table", "it needs subject_id, predicate_id and object_id")
        rows = ((row, _MATCHES.get(row["predicate_id"] or "")) for row in table)
        return [
            Stated(
                _our_prefix(row["subject_id"]),
                relation,
                _our_prefix(row["object_id"] or ""),
                float(row.get("confidence") or 1.0),
            )
            for row, relation in rows
            if relation and (row.get("predicate_modifier") == "Not") == denied
        ]


def _our_prefix(curie: str) -> str:
    prefix, colon, identifier = curie.partition(":")
    return _CURIE_PREFIXES.get(prefix.lower(), prefix) + colon + identifier


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    if not path.is_file():
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith(("#", "text\t", "node\t")):
            yield number, line.split("\t")
