"""Where a term stands: which matched terms are above and below it, seen from both vocabularies."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.align.values import Term

_HIGHEST: Final = 40  # steps; a guard against circles


class Hierarchy:
    """Ancestors and children of one vocabulary's terms; with ``wholes`` a part stands under its whole as well."""

    def __init__(self, terms: Mapping[str, Term], *, wholes: bool = False) -> None:
        self._parents = {i: tuple(p for p in t.parents if p in terms and p != i) for i, t in terms.items()}
        for identifier, term in terms.items() if wholes else ():
            if term.wholes:
                own = (w for w in term.wholes if w in terms and w != identifier)
                self._parents[identifier] = tuple(dict.fromkeys((*self._parents[identifier], *own)))
        self.children: dict[str, list[str]] = defaultdict(list)
        for identifier, parents in self._parents.items():
            for parent in parents:
                self.children[parent].append(identifier)
        self._above: dict[str, frozenset[str]] = {}

    def parents(self, identifier: str) -> tuple[str, ...]:
        """Those one step up."""
        return self._parents.get(identifier, ())

    def above(self, identifier: str) -> frozenset[str]:
        """Every ancestor, without the term itself."""
        found = self._above.get(identifier)
        if found is None:
            seen: set[str] = set()
            edge = set(self.parents(identifier))
            for _ in range(_HIGHEST):
                edge -= seen
                if not edge:
                    break
                seen |= edge
                edge = {p for e in edge for p in self.parents(e)}
            found = self._above[identifier] = frozenset(seen - {identifier})
        return found


class Neighbourhood:
    """Compares where the two ends of a pair stand, given the pairs that are held for the same."""

    def __init__(self, one: Hierarchy, other: Hierarchy, anchors: Iterable[tuple[str, str]]) -> None:
        self._one, self._other = one, other
        self._to: dict[str, str] = dict(anchors)
        self._back = {b: a for a, b in self._to.items()}

    def __call__(self, subject: str, thing: str) -> dict[str, float]:
        """The features of a pair's surroundings; empty where nothing around them is matched."""
        found: dict[str, float] = {}
        ours = {self._to[a] for a in self._one.above(subject) if a in self._to}
        theirs = {b for b in self._other.above(thing) if b in self._back}
        self._compare(found, "ancestors", ours, theirs)
        parents = {self._to[a] for a in self._one.parents(subject) if a in self._to}
        if parents:
            found["a parent is an ancestor" if parents & self._other.above(thing) else "no parent is an ancestor"] = 1.0
            if parents & set(self._other.parents(thing)):
                found["a parent in common"] = 1.0
        below = [self._to[a] for a in self._one.children.get(subject, ()) if a in self._to]
        self._below(found, below, thing)
        back = {self._back[b] for b in self._other.parents(thing) if b in self._back}
        if back:
            found["its parent is an ancestor" if back & self._one.above(subject) else "its parent is none"] = 1.0
        if subject in back or thing in parents:
            found["one stands above the other"] = 1.0
        if self._to.get(subject) in self._other.above(thing) or self._back.get(thing) in self._one.above(subject):
            found["the match stands above"] = 1.0
        return found

    def _below(self, found: dict[str, float], below: list[str], thing: str) -> None:
        if below:
            inside = sum(thing in self._other.above(b) for b in below)
            found["children below"] = inside / (len(below) + 1)
            found["children elsewhere"] = (len(below) - inside) / (len(below) + 1)

    @staticmethod
    def _compare(found: dict[str, float], what: str, ours: set[str], theirs: set[str]) -> None:
        if ours and theirs:
            shared = len(ours & theirs)
            found[f"{what} shared"] = shared / min(len(ours), len(theirs))
            if not shared:
                found[f"no {what} shared"] = 1.0
