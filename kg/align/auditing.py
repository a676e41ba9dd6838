"""Which rows of somebody's mapping are wrong, with the evidence and what to write instead."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.align.coherence import check
from kg.align.kinds import are_alike
from kg.align.levels import difference
from kg.align.matching import gather, score
from kg.align.predicates import BROAD, CLOSE, EXACT, NARROW, thresholds
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
        known = [(s, o) for s, o in rows if s in one.terms and o in other.terms]
        self.evidence: Evidence = gather(one, other, known)
        self.of_pair: dict[Pair, Scored] = {}
        self.best_of_subject: dict[str, Scored] = {}
        self.best_of_object: dict[str, Scored] = {}
        for scored in score(self.evidence):
            self.of_pair[scored.subject, scored.object] = scored
            self.best_of_subject.setdefault(scored.subject, scored)
            self.best_of_object.setdefault(scored.object, scored)

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
    if not are_alike(left.kind, right.kind):
        return [_flag(pair, KINDS, f"{left.label} is a {left.kind}, {right.label} a {right.kind}", "remove the row")]
    rungs = _rungs(left.label, right.label)
    if rungs and not _shares_own_name(pair, about):
        proposal = f"write {BROAD if rungs > 0 else NARROW}"
        return [_flag(pair, LEVELS, f"{left.label} and {right.label} differ in level words alone", proposal)]
    if about.probability(pair) < thresholds().weakest:
        return [_weak(pair, about)]
    rival = about.best_of_subject.get(subject)
    if rival and rival.object != thing and about.probability(pair) < thresholds().near and rival.probability > _BETTER:
        return [_weak(pair, about)]
    return []


def _end(pair: Pair, identifier: str, vocabulary: Vocabulary) -> Flag | None:
    if identifier in vocabulary.terms:
        return None
    if identifier in vocabulary.retired:
        after = vocabulary.retired[identifier]
        proposal = f"write {after}" if after else "remove the row"
        return _flag(pair, OBSOLETE, f"{identifier} is retired in {_release(vocabulary)}", proposal)
    return _flag(pair, ABSENT, f"{identifier} is not in {_release(vocabulary)}", "look it up in a newer release")


def _release(vocabulary: Vocabulary) -> str:
    return " ".join(filter(None, (vocabulary.name, vocabulary.version)))


def _flag(pair: Pair, fault: str, evidence: str, proposal: str) -> Flag:
    return Flag(subject=pair[0], object=pair[1], fault=fault, evidence=evidence, proposal=proposal)


def _weak(pair: Pair, about: _Audit) -> Flag:
    """A pair that the model does not believe in: wrong where the names have little in common, else doubtful."""
    scored = about.of_pair.get(pair)
    features = scored.features if scored else about.evidence.names.get(pair, {})
    alike = features.get("alike", 0.0)
    shares = any(name.endswith(" name") for name in features)
    left, right = about.one.terms[pair[0]].label, about.other.terms[pair[1]].label
    evidence = (
        f"{'a' if shares else 'no'} name in common; names of {left} and {right} share {alike:.0%} of their words; "
        f"probability {about.probability(pair):.3f}"
    )
    if not shares and alike < _LITTLE:
        return _flag(pair, WRONG, evidence, _better(pair, about))
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
    return "; ".join([otherwise, *dict.fromkeys(found)])


def _rungs(left: str, right: str) -> int:
    one, two = form_of(left), form_of(right)
    return difference(one.stems, two.stems) if one and two else 0


def _shares_own_name(pair: Pair, about: _Audit) -> bool:
    scored = about.of_pair.get(pair)
    return scored is not None and any(f.startswith(("key", "bag")) and "loose" not in f for f in scored.features)


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
    removed = check(pairs, about.evidence.one, about.evidence.other, (about.one, about.other))
    return [_flag((r.subject, r.object), f"{INCOHERENT}: {r.kind}", r.why, f"write {CLOSE}") for r in removed]
