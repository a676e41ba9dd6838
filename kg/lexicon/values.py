"""The values of the lexicon: what vocabularies give (records) and the index answers (candidates)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple, get_args

from kg.model import Concept, Kind, Scope

SCOPES: Final[tuple[Scope, ...]] = (
    "label", "exact", "previous", "abbreviation", "unscoped", "narrow", "broad", "related",
)  # fmt: skip
SCOPE_RANK: Final[dict[Scope, int]] = {scope: rank for rank, scope in enumerate(SCOPES)}
# vocabularies of one species' genes and its NCBI taxon; names of the others never stand among human readings
HUMAN: Final = 9606
GENE_SPECIES: Final = {"NCBIGene": HUMAN, "NCBIGene-10090": 10090, "NCBIGene-10116": 10116}
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


class Candidate(NamedTuple):
    """One reading of a string: the concept, the name as its source spells it, and how near it is."""

    concept: Concept
    name: str
    scope: Scope
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """Which edition of a vocabulary is in the index, its licence and counts as read from the file.

    ``date``: the day of its publication (ISO); empty if nothing says it.
    """

    name: str
    version: str
    licence: str
    source: str
    sha256: str
    concepts: int
    names: int
    date: str = ""


class Record(NamedTuple):
    """One concept as a vocabulary gives it.  Identifiers are compact strings such as ``MESH:D006528``.

    ``names`` leaves the label out.  A record whose ``kind`` is None has the kind of its first known parent.
    ``xrefs`` are the vocabulary's own cross-references, of unknown exactness; ``retired`` former identifiers.
    ``notation`` is the vocabulary's own class mark: tree numbers, locus type, namespace.
    """

    id: str
    label: str
    kind: Kind | None = None
    names: tuple[tuple[str, Scope], ...] = ()
    parents: tuple[str, ...] = ()
    xrefs: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    notation: tuple[str, ...] = ()
