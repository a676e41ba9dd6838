"""What the mapping sets say of an identifier: its partners in other vocabularies, what they are to it, how surely.

Curated sets go before matched ones; what disagrees with a set that goes before is passed over.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.align.combining import combine, confidence
from kg.data import data_directory
from kg.mappings import read_mappings
from kg.model import Curie

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.model import Mapping

_INVERSE: Final = {"skos:broadMatch": "skos:narrowMatch", "skos:narrowMatch": "skos:broadMatch"}
_FOLDERS: Final = ("", "scheme", "matched")  # of `mappings`, those to believe first before the others
_ORDER: Final = ("skos:exactMatch", "skos:closeMatch", "skos:broadMatch", "skos:narrowMatch", "skos:relatedMatch")


class Partner(NamedTuple):
    """A thing of another vocabulary: ``skos:broadMatch`` means that the partner is the wider one."""

    id: Curie
    label: str
    predicate: str
    confidence: float
    justification: str


class Aligned:
    """Identifier to partners, exact ones first and surer ones before others."""

    def __init__(self, sets: Iterable[Iterable[Mapping]] = ()) -> None:
        found: dict[Curie, list[Partner]] = defaultdict(list)
        for row in combine(sets)[0]:
            if row.modifier == "Not" or row.predicate not in _ORDER:
                continue
            sure = confidence(row)
            inverse = _INVERSE.get(row.predicate, row.predicate)
            found[row.subject].append(Partner(row.object, row.object_label, row.predicate, sure, row.justification))
            found[row.object].append(Partner(row.subject, row.subject_label, inverse, sure, row.justification))
        self._partners = {
            end: tuple(sorted(some, key=lambda p: (_ORDER.index(p.predicate), -p.confidence, p.id)))
            for end, some in found.items()
        }

    @classmethod
    def from_folder(cls, folder: Path) -> Aligned:
        """The sets of ``folder/mappings``; raises VocabularyError for a file that is no SSSOM table."""
        return cls(read_mappings(path, denied=True) for path in _files(folder))

    @classmethod
    def around(cls, identifier: Curie, folder: Path) -> Aligned:
        """What the same sets say of an identifier and of all that is joined to it, which is quicker to read."""
        found: set[Curie] = set()
        ends = {identifier}
        rows: list[tuple[Mapping, ...]] = []
        while ends - found:
            found |= ends
            rows = [read_mappings(path, denied=True, about=found) for path in _files(folder)]
            ends = {end for some in rows for row in some for end in (row.subject, row.object)}
        return cls(rows)

    def partners(self, identifier: Curie) -> tuple[Partner, ...]:
        """Everything that an identifier is mapped to, one a partner."""
        return self._partners.get(identifier, ())


def _files(folder: Path) -> list[Path]:
    return [path for name in _FOLDERS for path in sorted((folder / "mappings" / name).glob("*.sssom.tsv"))]


@cache
def shipped_around(identifier: Curie) -> tuple[Partner, ...]:
    """The partners of one identifier by the sets that come with the product."""
    return Aligned.around(identifier, data_directory("ontologies")).partners(identifier)


@cache
def shipped() -> Aligned:
    """The sets that come with the product, read once."""
    return Aligned.from_folder(data_directory("ontologies"))
