"""What speaks for and against a pair being the same thing, as numbers that the model weighs.

Every feature lies between 0 and 1, 0 meaning that nothing is known.
"""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.align.words import is_number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.align.naming import Called, Names, Telling

Features = dict[str, float]

_LEVELS: Final = ("key", "bag", "stems", "core")
_RANKS: Final = ("label", "own", "loose")  # of the looser of the two names
_MOST_COMPARED: Final = 16  # names of one term that are compared word by word
_LOSS: Final = 0.05  # of likeness, for each rank that the looser of two names is off the label


class _Bag(NamedTuple):
    """The stems of a name, how telling they are together, and the rank of the name."""

    stems: frozenset[str]
    weight: float
    rank: int


class NameEvidence:
    """Compares the names of pairs of two vocabularies."""

    def __init__(self, one: Names, other: Names, telling: Telling) -> None:
        self._one, self._other, self._telling = one, other, telling
        self._left = {identifier: self._bags(names) for identifier, names in one.of.items() if names}
        self._right = {identifier: self._bags(names) for identifier, names in other.of.items() if names}

    def __call__(self, subject: str, thing: str) -> Features:
        """The features of a pair's names."""
        ours, theirs = self._one.of[subject], self._other.of[thing]
        if not ours or not theirs:
            return {}
        found = self._agreement(ours, theirs)
        left, right = self._left[subject], self._right[thing]
        alike, one, other = self._most_alike(left, right)
        found["alike"] = alike
        found["alike, squared"] = alike * alike
        found |= self._differences(one.stems, other.stems)
        found["labels alike"] = self._most_alike(left[:1], right[:1])[0]
        if _numbers(left[0].stems) != _numbers(right[0].stems):
            found["labels differ in a number"] = 1.0
        found["spelled alike"] = spelled_alike(ours[0].form.key, theirs[0].form.key)
        return found

    def _agreement(self, ours: tuple[Called, ...], theirs: tuple[Called, ...]) -> Features:
        """The strictest reading in which names agree, how the sides rank them, how many do, and who else bears them."""
        best: tuple[int, int, int, int] | None = None
        shared = 0
        rank_of: tuple[dict[str, int], ...] = ({}, {}, {}, {})
        for called in theirs:
            for ranks, form in zip(rank_of, _readings(called), strict=True):
                if form:
                    ranks[form] = min(ranks.get(form, called.rank), called.rank)
        for called in ours:
            for level, form in enumerate(_readings(called)):
                rank = rank_of[level].get(form)
                if rank is not None:
                    shared += level < 2
                    looser, stricter = max(rank, called.rank), min(rank, called.rank)
                    seen = (level, looser + stricter, looser, self._bearers(level, form))
                    best = seen if best is None else min(best, seen)
                    break
        found: Features = {}
        if best is not None:
            level, both, looser, bearers = best
            found[f"{_LEVELS[level]}: {_RANKS[both - looser]} and {_RANKS[looser]} name"] = 1.0
            found["borne by others"] = 1 - 2 / bearers if bearers > 2 else 0.0
        found["names in common"] = shared / (shared + 2)
        found["share in common"] = shared / min(len(ours), len(theirs)) if shared else 0.0
        return found

    def _bearers(self, level: int, form: str) -> int:
        one, other = self._one, self._other
        left, right = (
            (one.by_key, other.by_key), (one.by_bag, other.by_bag), (one.by_stems, other.by_stems),
            (one.by_core, other.by_core),
        )[level]  # fmt: skip
        return len(left[form]) + len(right[form])

    def _most_alike(self, ours: tuple[_Bag, ...], theirs: tuple[_Bag, ...]) -> tuple[float, _Bag, _Bag]:
        """The greatest weighted overlap (Dice) of two names' stems, and these names."""
        weight = self._telling.of
        best, left, right = -1.0, ours[0], theirs[0]
        for one in ours:
            stems, length, rank = one
            for other in theirs:
                total = length + other.weight
                loss = _LOSS * max(rank, other.rank)
                if 2 * min(length, other.weight) <= (best + loss) * total:
                    continue  # even if the shorter name stood in the longer
                shared = fsum(map(weight, stems & other.stems))  # whatever the order
                alike = 2 * shared / total - loss
                if alike > best:
                    best, left, right = alike, one, other
        return max(best, 0.0), left, right

    def _bags(self, names: tuple[Called, ...]) -> tuple[_Bag, ...]:
        """The distinct bags of stems of a term's names, the label's first."""
        seen: dict[frozenset[str], int] = {}
        for called in names:
            stems = frozenset(called.form.stems)
            seen[stems] = min(seen.get(stems, called.rank), called.rank)
        return tuple(
            _Bag(stems, self._telling.length(tuple(sorted(stems))), rank)
            for stems, rank in list(seen.items())[:_MOST_COMPARED]
        )

    def _differences(self, left: frozenset[str], right: frozenset[str]) -> Features:
        ours, theirs = left - right, right - left
        found: Features = {}
        if _numbers(left) != _numbers(right):
            found["numbers differ" if _numbers(left) and _numbers(right) else "one has a number"] = 1.0
        mine, others = self._telling.length(tuple(sorted(ours))), self._telling.length(tuple(sorted(theirs)))
        total = mine + others + 2 * self._telling.length(tuple(sorted(left & right))) + 1e-9
        found["words of one alone"] = mine / total
        found["words of the other alone"] = others / total
        if ours and theirs:
            found["both have words of their own"] = 1.0
        return found


def _readings(called: Called) -> tuple[str, str, str, str]:
    form = called.form
    return form.key, form.bag, " ".join(form.stems), form.core


def _numbers(stems: Iterable[str]) -> frozenset[str]:
    return frozenset(filter(is_number, stems))


def spelled_alike(left: str, right: str) -> float:
    """Share of three-letter runs that two names have in common (Dice)."""
    ours = {left[i : i + 3] for i in range(len(left) - 2)}
    theirs = {right[i : i + 3] for i in range(len(right) - 2)}
    return 2 * len(ours & theirs) / (len(ours) + len(theirs)) if ours and theirs else 0.0
