"""What a BioC file states, whether it is XML or JSON: papers, passages and annotations with their places."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.model import Anchor

# the infons that may hold an annotation's identifier, the first that is there counts
ID_KEYS: Final = (
    "identifier", "Identifier", "NCBI GENE", "NCBI Gene", "NCBI_Gene", "ncbi_gene", "Entrez", "NCBIGene",
    "MESH", "MeSH", "mesh", "MEDIC", "OMIM", "CHEBI", "NCBI Taxonomy", "NCBI_Taxonomy", "Cellosaurus", "id",
)  # fmt: skip
# infons that repeat what the identifier says: they go where it changes
STALE_KEYS: Final = frozenset(("normalized", "normalized_id", "accession", "name", "database", "biotype"))
ORIGINAL: Final = "resistkg:original"
MOST_LEVELS: Final = 60  # of nesting; BioC has about eight


@dataclass(slots=True, kw_only=True)
class Statement:
    """An annotation: its text, infons and (offset, length) places as they are stated.

    ``start`` and ``end`` are where it stands in the source; ``spots`` are the stretches of its parts there.
    """

    start: int
    end: int = 0
    name: str = ""
    text: str = ""
    infons: dict[str, str] = field(default_factory=dict)
    places: list[tuple[int, int]] = field(default_factory=list)
    spots: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def id_key(self) -> str:
        """The infon that holds the identifier."""
        return next((key for key in ID_KEYS if key in self.infons), "identifier")

    @property
    def raw(self) -> str:
        """The identifier as it is stated."""
        return self.infons.get(self.id_key, "")

    @property
    def word(self) -> str:
        """The kind as it is stated."""
        return self.infons.get("type", "")


@dataclass(slots=True, kw_only=True)
class Block:
    """A passage or sentence with text; ``offset`` is where it says that it begins in its paper.

    ``anchors`` map its text (from 0) to the source.
    """

    offset: int = 0
    text: str = ""
    infons: dict[str, str] = field(default_factory=dict)
    anchors: list[Anchor] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Paper:
    """One document of a collection: its passages with text, or the sentences of those without, in order."""

    start: int
    end: int = 0
    name: str = ""
    infons: dict[str, str] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)


class Restated(NamedTuple):
    """What an annotation shall state instead; what is not named here stays.

    ``place``: offset and length.  An infon of None is emptied.
    """

    infons: Mapping[str, str | None]
    name: str = ""
    place: tuple[int, int] | None = None
    text: str | None = None
