"""The gene that readers and annotators usually mean where a text names a family: AKT1 for Akt (pure)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.ground.learned import LearnedNames
    from kg.ground.ports import LexiconLike
    from kg.model import Concept, Curie, Grounding


@dataclass(frozen=True, slots=True)
class UsualMembers:
    """Family to the human gene that stands for it."""

    by_family: Mapping[Curie, Curie]

    def of(self, family: Concept, key: str, learned: LearnedNames | None) -> Curie | None:
        """The usual member of a family: as learned for this name, for this family, else as listed."""
        if learned is not None:
            known = learned.get(key, "Gene") or learned.of_family(family.id)
            if known is not None and known.prefix == "NCBIGene":
                return known
        return next((self.by_family[i] for i in family.ids if i in self.by_family), None)


def named_members(genes: Sequence[Grounding], lexicon: LexiconLike) -> dict[Curie, tuple[Curie, ...]]:
    """Family to the human genes among these that belong to it, those named oftenest first."""
    counts = Counter(g.concept.id for g in genes)
    found: dict[Curie, list[Curie]] = {}
    for gene, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        for family in sorted(lexicon.ancestors(gene)):
            found.setdefault(family, []).append(gene)
    return {family: tuple(some) for family, some in found.items()}
