"""What speaks for and against a pair being the same thing, as numbers that the model weighs.

Every feature lies between 0 and 1, 0 meaning that nothing is known.
"""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.align.naming import LEVELS
from kg.align.words import is_number

if TYPE_CHECKING:
    from kg.align.naming import Called, Names, Telling
    from kg.align.structure import Hierarchy

Features = dict[str, float]

_RANKS: Final = ("label", "own", "own")
_SURE: Final = (1.0, 1.0, 0.5)  # of the looser of two names: a broad, narrow or related name counts half
_MOST_COMPARED: Final = 16  # names of one term that are compared word by word
_LEAST: Final = 0.3  # likeness below which a pair that shares no name is not looked at
_LABEL_LEVELS: Final = (0, 2)  # readings in which labels are looked for on the other side: key and stems
_LOSS: Final = 0.05  # of likeness, for each rank that the looser of two names is off the label


class _Bag(NamedTuple):
    """The stems of a name, how telling they are together, the rank of the name, and the numbers among the stems."""

    stems: frozenset[str]
    weight: float
    rank: int
    numbers: frozenset[str]


class _Seen(NamedTuple):
    """What is compared of a term: the distinct bags of its names, the label's first, and the label's letters."""

    bags: tuple[_Bag, ...]
    letters: frozenset[str]


class _Labels:
    """The forms of every label in one reading, and who has which label."""

    def __init__(self, names: Names, place: int) -> None:
        self.of = {i: tuple(f for f, rank in ranks[place].items() if rank == 0) for i, ranks in names.ranks.items()}
        self.bearers: dict[str, set[str]] = {}
        for identifier, forms in self.of.items():
            for form in forms:
                self.bearers.setdefault(form, set()).add(identifier)


class Context:
    """The stems in the labels of everything above a term."""

    def __init__(self, names: Names, hierarchy: Hierarchy) -> None:
        self._names, self._hierarchy = names, hierarchy
        self._known: dict[str, frozenset[str]] = {}

    def of(self, identifier: str) -> frozenset[str]:
        """The stems above one term."""
        found = self._known.get(identifier)
        if found is None:
            called = (self._names.of.get(above) for above in self._hierarchy.above(identifier))
            found = self._known[identifier] = frozenset(s for names in called if names for s in names[0].form.stems)
        return found


class NameEvidence:
    """Compares the names of pairs of two vocabularies."""

    def __init__(self, one: Names, other: Names, telling: Telling, above: tuple[Hierarchy, Hierarchy]) -> None:
        self._one, self._other, self._telling = one, other, telling
        self._above = tuple(Context(names, hierarchy) for names, hierarchy in zip((one, other), above, strict=True))
        self._labels = {LEVELS[place]: (_Labels(one, place), _Labels(other, place)) for place in _LABEL_LEVELS}
        self._left = {identifier: self._seen(names) for identifier, names in one.of.items() if names}
        self._right = {identifier: self._seen(names) for identifier, names in other.of.items() if names}

    def _seen(self, names: tuple[Called, ...]) -> _Seen:
        ranks: dict[frozenset[str], int] = {}
        for called in names:
            stems = frozenset(called.form.stems)
            ranks[stems] = min(ranks.get(stems, called.rank), called.rank)
        bags = tuple(
            _Bag(stems, self._telling.length(stems), rank, frozenset(filter(is_number, stems)))
            for stems, rank in list(ranks.items())[:_MOST_COMPARED]
        )
        return _Seen(bags, letter_runs(names[0].form.key))

    def __call__(self, subject: str, thing: str) -> Features:
        """The features of a pair's names; empty for a pair whose names have too little in common."""
        ours, theirs = self._left.get(subject), self._right.get(thing)
        if ours is None or theirs is None:
            return {}
        found = self._agreement(subject, thing)
        alike, one, other = self._most_alike(ours.bags, theirs.bags)
        joined = self._joined(found, subject, thing)
        if joined > alike:
            alike, one, other = joined, ours.bags[0], ours.bags[0]
        if not found and alike < _LEAST:
            return {}
        found["alike"] = alike
        found["alike, squared"] = alike * alike
        found |= self._namesakes(subject, thing)
        found |= self._differences(one, other)
        found |= self._known_above(one.stems - other.stems, other.stems - one.stems, subject, thing)
        found["labels alike"] = 1.0 if joined == 1 else self._most_alike(ours.bags[:1], theirs.bags[:1])[0]
        if ours.bags[0].numbers != theirs.bags[0].numbers:
            found["labels differ in a number"] = 1.0
        found["spelled alike"] = spelled_alike(ours.letters, theirs.letters)
        return found

    def _agreement(self, subject: str, thing: str) -> Features:
        """The strictest reading in which names agree, how the sides rank them, how many do, and who else bears them."""
        found: Features = {}
        left, right = self._one.ranks[subject], self._other.ranks[thing]
        for place, (level, ours, theirs, mine, others) in enumerate(
            zip(LEVELS, left, right, self._one.bearers, self._other.bearers, strict=True)
        ):
            shared = ours.keys() & theirs.keys()
            if shared:
                both, looser, bearers, form = min(
                    (ours[f] + theirs[f], max(ours[f], theirs[f]), len(mine[f]) + len(others[f]), f) for f in shared
                )
                found[f"{level}: {_RANKS[both - looser]} and {_RANKS[looser]} name"] = _SURE[looser]
                if bearers > 2:
                    found |= self._rivals(place, form, ours[form], theirs[form])
                break
        if found:
            number = len(left[1].keys() & right[1].keys())
            found["names in common"] = number / (number + 2)
            found["share in common"] = number / min(len(left[1]), len(right[1]))
            found["share of all"] = number / (len(left[1]) + len(right[1]) - number)
        return found

    def _joined(self, found: Features, subject: str, thing: str) -> float:
        """The likeness of names with the same letters, whose words may be joined: *gall bladder*, *gallbladder*."""
        if not any(name.startswith(LEVELS[0]) for name in found):
            return 0.0
        ours, theirs = self._one.ranks[subject][0], self._other.ranks[thing][0]
        return 1 - _LOSS * min(max(ours[key], theirs[key]) for key in ours.keys() & theirs.keys())

    def _namesakes(self, subject: str, thing: str) -> Features:
        """Whether a term of the other side has the label of one end for its own label."""
        found: Features = {}
        for level, (ours, theirs) in self._labels.items():
            for labels, end, others, partner in ((ours, subject, theirs, thing), (theirs, thing, ours, subject)):
                for form in labels.of[end]:
                    bearers = others.bearers.get(form, ())
                    if bearers and partner not in bearers:
                        found[f"{level}: another has the label of one"] = 1.0
        return found

    def _rivals(self, place: int, form: str, our_rank: int, their_rank: int) -> Features:
        """How many others bear a form as closely as the pair does, and how many more loosely."""
        close, loose = 0, 0
        for names, rank in ((self._one, our_rank), (self._other, their_rank)):
            ranks = [names.ranks[bearer][place][form] for bearer in names.bearers[place][form]]
            as_close = sum(r <= rank for r in ranks) - 1
            close += as_close
            loose += len(ranks) - 1 - as_close
        return {"borne as closely by others": close / (close + 2), "borne more loosely by others": loose / (loose + 2)}

    def _known_above(self, ours: frozenset[str], theirs: frozenset[str], subject: str, thing: str) -> Features:
        """Words that one name lacks and the terms above it have: a 'dorsal erector' that is a muscle."""
        known = [(ours, self._above[1].of(thing)), (theirs, self._above[0].of(subject))]
        weights = [(self._telling.length(words & above), self._telling.length(words)) for words, above in known]
        total = weights[0][1] + weights[1][1]
        share = (weights[0][0] + weights[1][0]) / total if total else 0.0
        if not share:
            return {}
        return {"known from above": share} | ({"all known from above": 1.0} if share > 1 - 1e-9 else {})

    def _most_alike(self, ours: tuple[_Bag, ...], theirs: tuple[_Bag, ...]) -> tuple[float, _Bag, _Bag]:
        """The greatest weighted overlap (Dice) of two names' stems, and these names."""
        weight = self._telling.of
        best, left, right = -1.0, ours[0], theirs[0]
        for one in ours:
            stems, length, rank, _ = one
            for other in theirs:
                total = length + other.weight
                loss = _LOSS * max(rank, other.rank)
                if 2 * min(length, other.weight) <= (best + loss) * total:
                    continue  # even if the shorter name stood in the longer
                shared = stems & other.stems
                if shared or best < 0:
                    alike = 2 * fsum(map(weight, shared)) / total - loss  # fsum: whatever the order
                    if alike > best:
                        best, left, right = alike, one, other
        return max(best, 0.0), left, right

    def _differences(self, left: _Bag, right: _Bag) -> Features:
        ours, theirs = left.stems - right.stems, right.stems - left.stems
        found: Features = {}
        if left.numbers != right.numbers:
            found["numbers differ" if left.numbers and right.numbers else "one has a number"] = 1.0
        total = left.weight + right.weight + 1e-9
        found["words of one alone"] = fsum(map(self._telling.of, ours)) / total
        found["words of the other alone"] = fsum(map(self._telling.of, theirs)) / total
        if ours and theirs:
            found["both have words of their own"] = 1.0
        return found


def letter_runs(name: str) -> frozenset[str]:
    """Every run of three letters of a name."""
    return frozenset(name[i : i + 3] for i in range(len(name) - 2))


def spelled_alike(ours: frozenset[str], theirs: frozenset[str]) -> float:
    """Share of three-letter runs that two names have in common (Dice)."""
    return 2 * len(ours & theirs) / (len(ours) + len(theirs)) if ours and theirs else 0.0
