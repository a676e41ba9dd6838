"""The line from two vocabularies to pairs that are held for the same: candidates, evidence, model, one to one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.align.candidates import find_candidates
from kg.align.collector import without_collector
from kg.align.features import NameEvidence
from kg.align.kinds import alignable, may_be_same
from kg.align.model import Weights, probability, read_weights
from kg.align.naming import Names, Telling
from kg.align.rivals import Rivals
from kg.align.structure import Hierarchy, Neighbourhood
from kg.align.values import Scored

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.align.features import Features
    from kg.align.values import Vocabulary

Pair = tuple[str, str]
ANCHOR: Final = 0.5  # pairs above this are held for the same while the surroundings are compared
HOPELESS: Final = 0.002  # pairs below this by name alone are not looked at again
_ROUNDS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the names of every candidate pair say, the two hierarchies, and who is called what on either side."""

    names: dict[Pair, Features]
    one: Hierarchy
    other: Hierarchy
    called: tuple[Names, Names]

    def with_surroundings(
        self, pairs: Iterable[Pair], anchors: Iterable[Pair], by_name: Mapping[Pair, float]
    ) -> dict[Pair, Features]:
        """The features of names, rivals and surroundings of some pairs, given the pairs held for the same."""
        around, rivals = Neighbourhood(self.one, self.other, anchors), Rivals(by_name)
        return {pair: self.names[pair] | rivals(*pair) | around(*pair) for pair in pairs}


@without_collector()
def gather(one: Vocabulary, other: Vocabulary, wanted: Iterable[Pair] = ()) -> Evidence:
    """The evidence on every pair worth looking at, and on the ``wanted`` ones."""
    asked = set(wanted)
    left, right = alignable(one.terms, other.terms), alignable(other.terms, one.terms)
    ours, theirs = Names(left.values()), Names(right.values())
    telling = Telling(ours, theirs)
    candidates = find_candidates(ours, theirs, telling)
    hierarchies = Hierarchy(one.terms, wholes=True), Hierarchy(other.terms, wholes=True)
    compare = NameEvidence(ours, theirs, telling, hierarchies)
    pairs = {(s, o) for s, near in candidates.items() for o in near if may_be_same(left[s], right[o])}
    pairs |= {(s, o) for s, o in asked if s in left and o in right}
    compared = ((pair, compare(*pair)) for pair in sorted(pairs) if pair[0] != pair[1])
    found = {pair: features for pair, features in compared if features or pair in asked}
    return Evidence(names=found, one=hierarchies[0], other=hierarchies[1], called=(ours, theirs))


@without_collector()
def score(evidence: Evidence, fixed: Sequence[Pair] = (), weights: Weights | None = None) -> list[Scored]:
    """Every candidate pair with its probability, best first; ``fixed`` pairs are known to be the same."""
    table = weights or read_weights()
    by_name = {pair: probability(features, table.names) for pair, features in evidence.names.items()}
    hopeful = [pair for pair, p in by_name.items() if p >= HOPELESS]
    anchors = choose(by_name, ANCHOR, fixed)
    features: dict[Pair, Features] = {}
    scores: dict[Pair, float] = by_name
    for _ in range(_ROUNDS):
        features = evidence.with_surroundings(hopeful, anchors, by_name)
        scores = {pair: probability(f, table.both) for pair, f in features.items()}
        anchors = choose(scores, ANCHOR, fixed)
    found = [Scored(*pair, scores[pair], features[pair]) for pair in hopeful]
    return sorted(found, key=lambda s: (-s.probability, s.subject, s.object))


def choose(scores: Mapping[Pair, float], least: float, fixed: Iterable[Pair] = ()) -> list[Pair]:
    """The best pairs one to one, the fixed ones first; each is the best that is left for both of its ends."""
    chosen = list(dict.fromkeys(fixed))
    subjects, objects = {s for s, _ in chosen}, {o for _, o in chosen}
    for _, subject, thing in sorted((-p, s, o) for (s, o), p in scores.items() if p >= least):
        if subject not in subjects and thing not in objects:
            chosen.append((subject, thing))
            subjects.add(subject)
            objects.add(thing)
    return chosen
