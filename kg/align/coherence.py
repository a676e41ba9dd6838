"""Whether a set of exact pairs can be true at once: no circles, no merged siblings, no unsatisfiable class."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.align.structure import Hierarchy
    from kg.align.values import Vocabulary

Pair = tuple[str, str]
CYCLE: Final = "circle"
SIBLINGS: Final = "merged"
DISJOINT: Final = "unsatisfiable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """A pair that was taken out so that the others hold together, and the justification."""

    subject: str
    object: str
    kind: str
    why: str


def repair(
    pairs: Mapping[Pair, float], one: Hierarchy, other: Hierarchy, vocabularies: tuple[Vocabulary, Vocabulary]
) -> list[Removal]:
    """The least sure pairs whose removal makes the rest coherent; best pairs are kept first."""
    kept = _Kept(one, other, vocabularies)
    removed: list[Removal] = []
    for _, (subject, thing) in sorted((-p, pair) for pair, p in pairs.items()):
        kind, why = kept.fault(subject, thing)
        if kind:
            removed.append(Removal(subject=subject, object=thing, kind=kind, why=why))
        else:
            kept.add(subject, thing)
    return removed


class _Kept:
    """The pairs kept so far, and what speaks against one more."""

    def __init__(self, one: Hierarchy, other: Hierarchy, vocabularies: tuple[Vocabulary, Vocabulary]) -> None:
        self._one, self._other = one, other
        self._disjoint = [_disjointness(vocabulary) for vocabulary in vocabularies]
        self._to: dict[str, str] = {}
        self._back: dict[str, str] = {}

    def add(self, subject: str, thing: str) -> None:
        self._to[subject], self._back[thing] = thing, subject

    def fault(self, subject: str, thing: str) -> tuple[str, str]:
        """The kind of the fault and its justification; both empty if there is none."""
        if subject in self._to or thing in self._back:
            rival = (
                f"{subject} = {self._to[subject]}" if subject in self._to else f"{self._back[thing]} = {thing}"
            )  # fmt: skip
            return SIBLINGS, f"with {rival}, which is surer, two concepts of one vocabulary become one"
        above = self._upside_down(subject, thing)
        if above:
            return CYCLE, f"with {above[0]} = {above[1]}, which is surer, each would stand above the other"
        clash = self._clash(subject, thing)
        return (DISJOINT, clash) if clash else ("", "")

    def _upside_down(self, subject: str, thing: str) -> Pair | None:
        """A kept pair whose subject is above ours while its object is below, or the other way round."""
        for above in sorted(self._one.above(subject)):
            if above in self._to and thing in self._other.above(self._to[above]):
                return above, self._to[above]
        for above in sorted(self._other.above(thing)):
            if above in self._back and subject in self._one.above(self._back[above]):
                return self._back[above], above
        return None

    def _clash(self, subject: str, thing: str) -> str:
        """Why the pair would make a class empty: its ends stand under classes that have nothing in common."""
        if not any(self._disjoint):
            return ""
        ours = self._one.above(subject) | {subject}
        theirs = self._other.above(thing) | {thing}
        seen_here = ours | {self._back[t] for t in theirs if t in self._back}
        seen_there = theirs | {self._to[s] for s in ours if s in self._to}
        for classes, direct, hierarchy in zip(
            self._disjoint, (seen_here, seen_there), (self._one, self._other), strict=True
        ):
            seen = direct.union(*(hierarchy.above(d) for d in direct))
            found = next(((a, b) for a in sorted(seen & classes.keys()) for b in sorted(classes[a] & seen)), None)
            if found:
                return f"it would stand under {found[0]} and {found[1]}, which are disjoint"
        return ""


def _disjointness(vocabulary: Vocabulary) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for term in vocabulary.terms.values():
        for other in term.disjoint:
            found[term.id].add(other)
            found[other].add(term.id)
    return found
