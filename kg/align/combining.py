"""Several mapping sets as one: curated before composed before matched; what disagrees is listed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.align.predicates import EXACT, thresholds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Mapping

_CURATED: Final = frozenset({
    "semapv:ManualMappingCuration", "semapv:MappingReview", "semapv:UnspecifiedMatching",
    "semapv:BackgroundKnowledgeBasedMatching",
})  # fmt: skip
_BY_HAND: Final = frozenset({"semapv:ManualMappingCuration", "semapv:MappingReview"})
_COMPOSED: Final = frozenset({"semapv:MappingChaining", "semapv:MappingInversion", "semapv:LogicalReasoning"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A mapping that gave way to another, and why."""

    lost: Mapping
    kept: Mapping
    why: str


def precedence(mapping: Mapping) -> int:
    """0 for curated, 1 for composed, 2 for matched mappings."""
    return 0 if mapping.justification in _CURATED else 1 if mapping.justification in _COMPOSED else 2


def confidence(mapping: Mapping) -> float:
    """How sure a mapping is; of one that does not say, how often its sort was right where it could be checked."""
    if mapping.confidence is not None:
        return mapping.confidence
    return thresholds().by_hand if mapping.justification in _BY_HAND else thresholds().unsaid


def combine(sets: Iterable[Iterable[Mapping]]) -> tuple[list[Mapping], list[Conflict]]:
    """The mappings that hold together, sorted, and the conflicts; earlier sets go first among equals."""
    ranked = sorted(
        ((precedence(m), place, -(m.confidence or 0.0), m) for place, some in enumerate(sets) for m in some),
        key=lambda row: (*row[:3], row[3].subject, row[3].object, row[3].predicate, row[3].modifier),
    )
    kept: list[Mapping] = []
    conflicts: list[Conflict] = []
    by_pair: dict[tuple[object, object], Mapping] = {}
    exact_of: dict[tuple[object, str], Mapping] = {}
    for _, _, _, mapping in ranked:
        rival, why = _rival(mapping, by_pair, exact_of)
        if rival is not None:
            if why:
                conflicts.append(Conflict(lost=mapping, kept=rival, why=why))
            continue
        kept.append(mapping)
        by_pair[mapping.subject, mapping.object] = mapping
        if mapping.predicate == EXACT and mapping.modifier != "Not":
            exact_of.setdefault((mapping.subject, mapping.object.prefix), mapping)
            exact_of.setdefault((mapping.object, mapping.subject.prefix), mapping)
    kept.sort(key=lambda m: (m.subject, m.predicate, m.object, m.modifier))
    return kept, conflicts


def _rival(
    mapping: Mapping, by_pair: dict[tuple[object, object], Mapping], exact_of: dict[tuple[object, str], Mapping]
) -> tuple[Mapping | None, str]:
    """The kept mapping that this one cannot stand beside, and why; no reason where they say the same."""
    same = by_pair.get((mapping.subject, mapping.object))
    if same is not None:
        if (same.predicate, same.modifier) == (mapping.predicate, mapping.modifier):
            return same, ""
        return same, f"{same.modifier or same.predicate} goes before {mapping.modifier or mapping.predicate}"
    if mapping.predicate != EXACT or mapping.modifier == "Not" or precedence(mapping) == 0:
        return None, ""
    for end, prefix in ((mapping.subject, mapping.object.prefix), (mapping.object, mapping.subject.prefix)):
        rival = exact_of.get((end, prefix))
        if rival is not None:
            return rival, f"{end} has an exact partner already"
    return None, ""
