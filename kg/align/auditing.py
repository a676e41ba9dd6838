"""Which rows of somebody's mapping are wrong, with the evidence and what to write instead."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.align.coherence import repair
from kg.align.kinds import may_be_same
from kg.align.levels import difference
from kg.align.matching import ANCHOR, choose, gather, score
from kg.align.predicates import BROAD, CLOSE, EXACT, NARROW, shares_own_name, thresholds
from kg.align.structure import Neighbourhood
from kg.align.words import form_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.align.matching import Evidence
    from kg.align.values import Scored, Vocabulary
    from kg.model import Mapping

Pair = tuple[str, str]
OBSOLETE: Final = "obsolete end"
ABSENT: Final = "unknown end"
KINDS: Final = "type clash"
LEVELS: Final = "level error"
WRONG: Final = "nothing in common"
DOUBTFUL: Final = "doubtful"
SEVERAL: Final = "one to many"
INCOHERENT: Final = "incoherent"
_LITTLE: Final = 0.5  # share of words in common below which a pair without a common name is wrong
_BETTER: Final = 0.9  # probability of another partner that makes a weak pair suspect


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """One complaint about one row."""

    subject: str
    object: str
    fault: str
    evidence: str
    proposal: str


class _Audit:
    """The rows between two vocabularies with what is known of each pair."""

    def __init__(self, rows: Sequence[Pair], one: Vocabulary, other: Vocabulary) -> None:
        self.rows, self.one, self.other = rows, one, other
        self.subjects_by_label: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for identifier, term in one.terms.items():
            form = form_of(term.label)
            if form:
                self.subjects_by_label[form.stems].append(identifier)
        known = [(s, o) for s, o in rows if s in one.terms and o in other.terms]
        self.evidence: Evidence = gather(one, other, known)
        self.of_pair: dict[Pair, Scored] = {}
        self.best_of_subject: dict[str, Scored] = {}
        self.best_of_object: dict[str, Scored] = {}
        for scored in score(self.evidence):
            self.of_pair[scored.subject, scored.object] = scored
            self.best_of_subject.setdefault(scored.subject, scored)
            self.best_of_object.setdefault(scored.object, scored)
        likely = {pair: s.probability for pair, s in self.of_pair.items()}
        self._around = Neighbourhood(self.evidence.one, self.evidence.other, choose(likely, ANCHOR))

    def features(self, pair: Pair) -> dict[str, float]:
        """What names and surroundings say of a pair, of a hopeless one too."""
        scored = self.of_pair.get(pair)
        return scored.features if scored else self.evidence.names.get(pair, {}) | self._around(*pair)

    def namesake(self, pair: Pair) -> str:
        """A term of the subject's vocabulary that is called what the object is called; empty without one."""
        form = form_of(self.other.terms[pair[1]].label)
        found = [s for s in self.subjects_by_label.get(form.stems, ()) if s != pair[0]] if form else []
        return min(found, default="")

    def probability(self, pair: Pair) -> float:
        scored = self.of_pair.get(pair)
        return scored.probability if scored else 0.0

    def named(self, identifier: str) -> str:
        term = self.one.terms.get(identifier) or self.other.terms.get(identifier)
        return f"{identifier} ({term.label})" if term else identifier


def audit(mappings: Iterable[Mapping], one: Vocabulary, other: Vocabulary) -> list[Flag]:
    """Flags on the exact mappings between two vocabularies, sorted by subject and object."""
    rows = sorted({
        (str(m.subject), str(m.object)) for m in mappings if m.predicate == EXACT and m.modifier != "Not"
    })  # fmt: skip
    about = _Audit(rows, one, other)
    flags = [flag for pair in rows for flag in _pair_flags(pair, about)]
    accused = {(f.subject, f.object) for f in flags}
    flags += _several(about, accused)
    flags += _incoherent(about, accused | {(f.subject, f.object) for f in flags})
    return sorted(flags, key=lambda f: (f.subject, f.object, f.fault))


def _pair_flags(pair: Pair, about: _Audit) -> list[Flag]:
    subject, thing = pair
    ends = [_end(pair, subject, about.one), _end(pair, thing, about.other)]
    found = [flag for flag in ends if flag is not None]
    if found:
        return found
    left, right = about.one.terms[subject], about.other.terms[thing]
    if not may_be_same(left, right):
        same = form_of(left.label) == form_of(right.label)
        proposal = "look at it again: the labels agree" if same else "remove the row"
        return [_flag(pair, KINDS, f"{left.label} is a {left.kind}, {right.label} a {right.kind}", proposal)]
    rungs = _rungs(left.label, right.label)
    namesake = about.namesake(pair) if rungs else ""
    if rungs and (namesake or not shares_own_name(about.features(pair))):
        return [_level(pair, rungs, namesake, about)]
    if about.probability(pair) < thresholds().weakest:
        return [_weak(pair, about)]
    rival = about.best_of_subject.get(subject)
    if rival and rival.object != thing and about.probability(pair) < thresholds().near and rival.probability > _BETTER:
        return [_weak(pair, about)]
    return []


def _level(pair: Pair, rungs: int, namesake: str, about: _Audit) -> Flag:
    left, right = about.one.terms[pair[0]].label, about.other.terms[pair[1]].label
    evidence, proposal = f"{left} and {right} differ in level words alone", f"write {BROAD if rungs > 0 else NARROW}"
    if namesake:
        evidence += f"; {about.named(namesake)} has the object's label"
        proposal += f"; {about.named(namesake)} = {about.named(pair[1])}"
    return _flag(pair, LEVELS, evidence, proposal)


def _end(pair: Pair, identifier: str, vocabulary: Vocabulary) -> Flag | None:
    if identifier in vocabulary.terms:
        return None
    if identifier in vocabulary.retired:
        after = vocabulary.retired[identifier]
        proposal = f"write {after}" if after else "look for a living term, nothing replaced it"
        return _flag(pair, OBSOLETE, f"{identifier} is retired in {_release(vocabulary)}", proposal)
    return _flag(pair, ABSENT, f"{identifier} is not in {_release(vocabulary)}", "look it up in a newer release")


def _release(vocabulary: Vocabulary) -> str:
    return " ".join(filter(None, (vocabulary.name, vocabulary.version)))


def _flag(pair: Pair, fault: str, evidence: str, proposal: str) -> Flag:
    return Flag(subject=pair[0], object=pair[1], fault=fault, evidence=evidence, proposal=proposal)


def _weak(pair: Pair, about: _Audit) -> Flag:
    """A pair that the model does not believe in: wrong where the names have little in common, else doubtful."""
    features = about.features(pair)
    alike = features.get("alike", 0.0)
    shares = any(name.endswith(" name") for name in features)
    apart = "no ancestors shared" in features
    left, right = about.one.terms[pair[0]].label, about.other.terms[pair[1]].label
    evidence = (
        f"{'a' if shares else 'no'} name in common; names of {left} and {right} share "
        f"{f'{alike:.0%}' if alike else 'few'} of their words; "
        f"{'nothing above them is matched; ' if apart else ''}probability {about.probability(pair):.3f}"
    )
    if not shares and alike < _LITTLE:
        better = _better(pair, about, "")
        if apart or better:
            return _flag(pair, WRONG, evidence, "; ".join(filter(None, ("remove the row", better))))
        return _flag(pair, DOUBTFUL, evidence, "look at it again: nothing but the row speaks for it")
    one, other = form_of(left), form_of(right)
    if one and other and set(other.stems) < set(one.stems):
        return _flag(pair, DOUBTFUL, evidence, f"write {BROAD}: the subject's label has words more")
    if one and other and set(one.stems) < set(other.stems):
        return _flag(pair, DOUBTFUL, evidence, f"write {NARROW}: the object's label has words more")
    return _flag(pair, DOUBTFUL, evidence, _better(pair, about, f"write {CLOSE}"))


def _better(pair: Pair, about: _Audit, otherwise: str = "remove the row") -> str:
    limit = thresholds().exact
    found = [
        f"{about.named(best.subject)} = {about.named(best.object)} at {best.probability:.2f}"
        for best in (about.best_of_subject.get(pair[0]), about.best_of_object.get(pair[1]))
        if best and best.probability >= limit and (best.subject, best.object) != pair
    ]
    return "; ".join(filter(None, [otherwise, *dict.fromkeys(found)]))


def _rungs(left: str, right: str) -> int:
    one, two = form_of(left), form_of(right)
    return difference(one.stems, two.stems) if one and two else 0


def _several(about: _Audit, accused: set[Pair]) -> list[Flag]:
    """Rows that share an end: all but the best."""
    found = []
    for side in (0, 1):
        sharing: dict[str, list[Pair]] = defaultdict(list)
        for pair in about.rows:
            if pair not in accused:
                sharing[pair[side]].append(pair)
        for identifier, pairs in sharing.items():
            best = min(pairs, key=lambda p: (-about.probability(p), p))
            found += [_several_flag(pair, best, identifier, side, about) for pair in pairs if pair != best]
    return list({(f.subject, f.object): f for f in found}.values())


def _several_flag(pair: Pair, best: Pair, identifier: str, side: int, about: _Audit) -> Flag:
    evidence = (
        f"{about.named(identifier)} has {about.named(best[1 - side])} at {about.probability(best):.2f} "
        f"and {about.named(pair[1 - side])} at {about.probability(pair):.2f}"
    )
    hierarchy = about.evidence.other if side == 0 else about.evidence.one
    mine, theirs = pair[1 - side], best[1 - side]
    predicate = CLOSE
    if theirs in hierarchy.above(mine):
        predicate = NARROW if side == 0 else BROAD
    elif mine in hierarchy.above(theirs):
        predicate = BROAD if side == 0 else NARROW
    return _flag(pair, SEVERAL, evidence, f"write {predicate}")


def _incoherent(about: _Audit, accused: set[Pair]) -> list[Flag]:
    pairs = {p: about.probability(p) for p in about.rows if p not in accused}
    removed = repair(pairs, about.evidence.one, about.evidence.other, (about.one, about.other))
    return [_flag((r.subject, r.object), f"{INCOHERENT}: {r.kind}", r.why, f"write {CLOSE}") for r in removed]
