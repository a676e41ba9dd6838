"""What a pair is to each other: the same, close, broader or narrower; and how sure that is."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.align.levels import difference, neighbours
from kg.align.words import form_of, is_number, stem_of
from kg.errors import RuleError
from kg.text.normal import normal_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.align.structure import Hierarchy
    from kg.align.values import Scored, Vocabulary

_JOINING: Final = frozenset({"and", "or"})
EXACT: Final = "skos:exactMatch"
CLOSE: Final = "skos:closeMatch"
BROAD: Final = "skos:broadMatch"  # the object is the broader one
NARROW: Final = "skos:narrowMatch"
_ORDERED: Final = frozenset({BROAD, NARROW})  # here the model's probability, of being the same, says little
_THRESHOLDS: Final = Path(__file__).with_name("thresholds.toml")
_NAMES: Final = ("exact", "close", "near", "weakest", "level", "by_hand", "unsaid", "retired")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities from which a pair is told of; ``thresholds.toml`` says what each means."""

    exact: float
    close: float
    near: float
    weakest: float
    level: float
    by_hand: float
    unsaid: float
    retired: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A pair, what its ends are to each other, how sure, and why."""

    subject: str
    object: str
    predicate: str
    confidence: float
    why: str
    features: Mapping[str, float]


@cache
def thresholds() -> Thresholds:
    """The thresholds of the room; raises RuleError if one is missing or no probability."""
    read = tomllib.loads(_THRESHOLDS.read_text(encoding="utf-8"))
    values = [read.get(name) for name in _NAMES]
    if not all(isinstance(v, int | float) and 0 <= v <= 1 for v in values):
        raise RuleError(str(_THRESHOLDS), 1, f"needs {', '.join(_NAMES)}, each from 0 to 1")
    return Thresholds(*map(float, values))  # type: ignore[arg-type]  # checked above


class Judge:
    """Gives every scored pair its predicate, the chosen pairs being known."""

    def __init__(self, one: Vocabulary, other: Vocabulary, hierarchies: tuple[Hierarchy, Hierarchy]) -> None:
        self._one, self._other = one, other
        self._above_one, self._above_other = hierarchies
        self._limits = thresholds()

    def chosen(self, scored: Scored) -> Judged:
        """The predicate of a pair whose ends have no better partners: exact unless the levels differ."""
        rungs = self._rungs(scored)
        if rungs and not shares_own_name(scored.features):
            return _judged(scored, BROAD if rungs > 0 else NARROW, "the labels name different levels")
        if self._covers_more(scored):
            return _judged(scored, NARROW, "the subject's label joins the object's with something else")
        return _judged(scored, EXACT, "the best partner of both ends")

    def rest(self, pairs: Iterable[Scored], chosen: Iterable[tuple[str, str]]) -> list[Judged]:
        """What the pairs that were not chosen are, if they are worth telling of; one a subject."""
        to = dict(chosen)
        back = {o: s for s, o in to.items()}
        found: dict[str, Judged] = {}
        for scored in pairs:
            if scored.subject in found or to.get(scored.subject) == scored.object:
                continue
            judged = self._unchosen(scored, to, back)
            if judged is not None:
                found[scored.subject] = judged
        return [found[s] for s in sorted(found)]

    def levels(self, told: Iterable[str], bearers: Mapping[str, list[str]]) -> list[Judged]:
        """Partners on the next level of the subjects that have none: a cancer's neoplasm."""
        known = set(told)
        found = []
        for identifier, term in self._one.terms.items():
            form = form_of(term.label) if identifier not in known else None
            for stems, rungs in neighbours(form.stems) if form else ():
                partners = bearers.get(" ".join(stems), [])
                if len(partners) == 1:
                    found.append(Judged(
                        subject=identifier, object=partners[0], predicate=BROAD if rungs > 0 else NARROW,
                        confidence=self._limits.level, why="the names differ in level words alone", features={},
                    ))  # fmt: skip
                    break
        return found

    def _unchosen(self, scored: Scored, to: Mapping[str, str], back: Mapping[str, str]) -> Judged | None:
        subject, thing = scored.subject, scored.object
        twin, partner = back.get(thing), to.get(subject)
        if scored.probability < self._limits.weakest:
            return None
        near = scored.probability >= self._limits.near
        if near and twin is not None and twin in self._above_one.above(subject):
            return _judged(scored, BROAD, f"the exact partner {twin} stands above the subject")
        if near and partner is None and twin is not None and subject in self._above_one.above(twin):
            return _judged(scored, NARROW, f"the exact partner {twin} stands below the subject")
        if near and partner is not None and thing in self._above_other.above(partner):
            return _judged(scored, BROAD, f"the subject's exact partner {partner} stands below the object")
        if partner is None:
            wider = self._wider(scored)
            if wider:
                return _judged(scored, wider, "one label is the other with words added")
        if partner is None and scored.probability >= self._limits.close:
            why = f"the object's exact partner is {twin}" if twin else "the same but for the sake of coherence"
            return _judged(scored, CLOSE, why)
        return None

    def _rungs(self, scored: Scored) -> int:
        ours, theirs = self._stems(scored)
        return difference(ours, theirs)

    def _covers_more(self, scored: Scored) -> bool:
        """Whether the subject is 'liver and bile duct neoplasm' and the object 'liver neoplasm'."""
        if shares_own_name(scored.features):
            return False
        left, right = self._one.terms[scored.subject].label, self._other.terms[scored.object].label
        return joins_more(normal_name(left).split(), normal_name(right).split())

    def _stems(self, scored: Scored) -> tuple[tuple[str, ...], tuple[str, ...]]:
        left = form_of(self._one.terms[scored.subject].label)
        right = form_of(self._other.terms[scored.object].label)
        return left.stems if left else (), right.stems if right else ()

    def _wider(self, scored: Scored) -> str:
        """Broad if the subject's label is the object's with words added, narrow the other way round, else empty."""
        ours, theirs = map(set, self._stems(scored))
        if len(theirs) > 1 and theirs < ours and not _numbers(theirs):
            return BROAD
        if len(ours) > 1 and ours < theirs and not _numbers(ours):
            return NARROW
        return ""


def joins_more(ours: list[str], theirs: list[str]) -> bool:
    """Whether our words are theirs with one thing joined on: 'liver and bile duct neoplasm', 'liver neoplasm'."""
    known = set(map(stem_of, theirs))
    joints = [place for place, word in enumerate(ours) if word in _JOINING]
    if len(joints) != 1 or not _JOINING.isdisjoint(theirs) or not known <= set(map(stem_of, ours)):
        return False
    more = [place for place, word in enumerate(ours) if place != joints[0] and stem_of(word) not in known]
    block = range(more[0], more[-1] + 1) if more else range(0)
    return len(more) == len(block) > 0 and joints[0] in {block.start - 1, block.stop}


def shares_own_name(features: Mapping[str, float]) -> bool:
    """Whether the ends share a name that both hold for their own, in a reading that leaves no word out."""
    return any(
        value == 1 and name.endswith(("label name", "own name")) and not name.startswith("core")
        for name, value in features.items()
    )


def _numbers(stems: Iterable[str]) -> set[str]:
    return set(filter(is_number, stems))


def _judged(scored: Scored, predicate: str, why: str) -> Judged:
    return Judged(
        subject=scored.subject, object=scored.object, predicate=predicate,
        confidence=round(scored.features.get("alike", 0.0) if predicate in _ORDERED else scored.probability, 3),
        why=why, features=scored.features,
    )  # fmt: skip
