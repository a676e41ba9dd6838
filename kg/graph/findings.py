"""What a check found, grouped by shape: real counts, the first places of each, and all of them when asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from heapq import nsmallest
from itertools import chain
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from kg.graph.writers import local_name
from kg.model import Violation

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from kg.graph.auditing import Gap
    from kg.graph.shacl import Columns, Result

LISTED: Final = 1000  # violations of a shape that validation.ttl lists; their number is told besides
EXAMPLES: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """All violations of one shape with one severity; ``first`` are the first in order, at most LISTED."""

    shape: str
    severity: str
    count: int
    first: tuple[Violation, ...]
    parts: tuple[Collection[Violation], ...]

    def __iter__(self) -> Iterator[Violation]:
        """All of them, in order; beyond the first they are made only when somebody gets that far."""
        yield from self.first
        if self.count > len(self.first):
            yield from sorted(chain.from_iterable(self.parts), key=order)[len(self.first) :]


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """The groups by shape; ``engine`` says who looked, ``notice`` why another than was asked for."""

    groups: tuple[Group, ...] = ()
    gaps: tuple[Gap, ...] = ()  # of the release audit, where it was asked for; no violations
    triples: int = 0
    engine: str = ""
    notice: str = ""

    def __len__(self) -> int:
        """The real number of violations."""
        return sum(group.count for group in self.groups)

    def __iter__(self) -> Iterator[Violation]:
        """All violations: by shape, node, path, value."""
        return chain.from_iterable(self.groups)

    def __contains__(self, violation: object) -> bool:
        """Whether it is among them."""
        return any(violation == one for one in self)

    def and_also(self, others: Findings) -> Findings:
        """These and others."""
        return self.plus(part for group in others.groups for part in group.parts)

    def plus(self, parts: Iterable[Collection[Violation]]) -> Findings:
        """These and others; all of a part are of one shape and severity."""
        known: dict[tuple[str, str], list[Collection[Violation]]] = {}
        for group in self.groups:
            known[group.shape, group.severity] = list(group.parts)
        for part in parts:
            first = next(iter(part), None)
            if first:
                known.setdefault((first.shape, first.severity), []).append(part)
        return replace(self, groups=tuple(_group(*key, tuple(known[key])) for key in sorted(known)))


def by_shape(violations: Iterable[Violation]) -> Findings:
    """Findings of single violations; what comes twice counts once."""
    if isinstance(violations, Findings):
        return violations
    return Findings().plus((violation,) for violation in dict.fromkeys(violations))


def _group(shape: str, severity: str, parts: tuple[Collection[Violation], ...]) -> Group:
    first = tuple(nsmallest(LISTED, chain.from_iterable(parts), key=order))
    return Group(shape=shape, severity=severity, count=sum(map(len, parts)), first=first, parts=parts)


def order(violation: Violation) -> tuple[str, ...]:
    """By shape and place."""
    v = violation
    return (v.shape, v.node, v.path, v.value, v.message, v.component)


@dataclass(frozen=True, slots=True)
class Told:
    """The violations in a result, each made when it is looked at: a million of them need no million values."""

    result: Result
    graph: Columns

    def __len__(self) -> int:
        """How many."""
        return len(self.result.focus)

    def __contains__(self, violation: object) -> bool:
        """Whether it is among them."""
        return any(violation == one for one in self)

    def __iter__(self) -> Iterator[Violation]:
        """In the order of the columns."""
        shape, component, focus, values, paths = self.result
        for number, node in enumerate(focus.tolist()):
            yield Violation(
                shape=shape.name,
                node=self._name(node),
                path=shape.path_name if paths is None else self._name(paths[number]),
                value="" if values is None else self._name(values[number]),
                message=shape.message or f"It breaks sh:{component[0].lower()}{component[1:]} of {shape.name}.",
                severity=shape.severity,
                component=f"sh:{component}ConstraintComponent" if component else "",
            )

    def _name(self, number: int) -> str:
        node = self.graph.terms[number]
        return local_name(node) if isinstance(node, NamedNode) else node.value
