"""The whole of an alignment: curated pairs first, then the matched ones, each with its predicate and reason."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.align.coherence import Removal, repair
from kg.align.hiding import without_curated
from kg.align.matching import choose, gather, score
from kg.align.predicates import EXACT, Judge, thresholds
from kg.align.structure import Hierarchy
from kg.align.unreplaced import namesakes_of_unreplaced
from kg.model import Curie, Mapping

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.align.matching import Evidence
    from kg.align.predicates import Judged
    from kg.align.values import Scored, Vocabulary

LEXICAL: Final = "semapv:LexicalMatching"
STRUCTURAL: Final = "semapv:CompositeMatching"
LOGICAL: Final = "semapv:LogicalReasoning"
UNSPECIFIED: Final = "semapv:UnspecifiedMatching"
NOT: Final = "Not"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """The mappings, sorted, and what was removed for the sake of coherence."""

    mappings: tuple[Mapping, ...]
    removed: tuple[Removal, ...]


def align(one: Vocabulary, other: Vocabulary, *, curated: bool = True) -> Alignment:
    """Align two vocabularies; without ``curated`` the cross-references that they carry are hidden."""
    if not curated:
        one, other = without_curated(one), without_curated(other)
    fixed = _references(one, other)
    evidence = gather(one, other, fixed)
    scored = score(evidence, fixed)
    return decide(one, other, evidence, scored, fixed)


def decide(
    one: Vocabulary, other: Vocabulary, evidence: Evidence, scored: list[Scored], fixed: Iterable[tuple[str, str]] = ()
) -> Alignment:
    """From scored pairs to mappings: one to one, coherent, each with its predicate."""
    by_pair = {(s.subject, s.object): s for s in scored}
    known = [pair for pair in fixed if pair in evidence.names]
    judge = Judge(one, other, (evidence.one, evidence.other))
    chosen = choose({pair: s.probability for pair, s in by_pair.items()}, thresholds().exact, known)
    given = set(known)
    judged = {pair: judge.chosen(by_pair[pair]) for pair in chosen if pair in by_pair and pair not in given}
    exact = {pair: j.confidence for pair, j in judged.items() if j.predicate == EXACT}
    strict = (_without_wholes(one, evidence.one), _without_wholes(other, evidence.other))
    removed = repair(exact | dict.fromkeys(given, 1.0), *strict, (one, other))
    dropped = {(r.subject, r.object) for r in removed}
    kept = [j for pair, j in judged.items() if pair not in dropped]
    kept += judge.levels([s for s, _ in chosen], evidence.called[1].bearers[2])
    told = {(j.subject, j.object) for j in kept}
    kept += [
        j
        for j in judge.rest(scored, [pair for pair in chosen if pair not in dropped])
        if (j.subject, j.object) not in told
    ]
    rows = [_mapping(j, one, other) for j in kept]
    rows += [_of_retired(pair, one, other) for pair in namesakes_of_unreplaced(one, other, evidence.called, chosen)]
    rows += [_reference(pair, one, other) for pair in sorted(given - dropped)]
    rows += [_denial(r, one, other) for r in removed]
    return Alignment(mappings=tuple(sorted(rows, key=_order)), removed=tuple(removed))


def _without_wholes(vocabulary: Vocabulary, hierarchy: Hierarchy) -> Hierarchy:
    """The hierarchy of classes alone: a part is no sort of its whole."""
    return Hierarchy(vocabulary.terms) if any(term.wholes for term in vocabulary.terms.values()) else hierarchy


def _order(mapping: Mapping) -> tuple[object, ...]:
    return mapping.subject, mapping.predicate, mapping.object, mapping.modifier


def _references(one: Vocabulary, other: Vocabulary) -> list[tuple[str, str]]:
    """Cross-references from either side to the other, those that are one to one."""
    pairs = {(t.id, x) for t in one.terms.values() for x in t.xrefs if x in other.terms}
    pairs |= {(x, t.id) for t in other.terms.values() for x in t.xrefs if x in one.terms}
    left, right = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    return sorted((a, b) for a, b in pairs if left[a] == right[b] == 1 and a != b)


def _mapping(judged: Judged, one: Vocabulary, other: Vocabulary) -> Mapping:
    structural = any(name.startswith(("a parent", "ancestors", "children below")) for name in judged.features)
    return Mapping(
        subject=Curie.from_string(judged.subject), subject_label=one.terms[judged.subject].label,
        predicate=judged.predicate, object=Curie.from_string(judged.object),
        object_label=other.terms[judged.object].label,
        justification=STRUCTURAL if structural else LEXICAL, confidence=judged.confidence, comment=judged.why,
    )  # fmt: skip


def _reference(pair: tuple[str, str], one: Vocabulary, other: Vocabulary) -> Mapping:
    subject, thing = pair
    return Mapping(
        subject=Curie.from_string(subject), subject_label=one.terms[subject].label, predicate=EXACT,
        object=Curie.from_string(thing), object_label=other.terms[thing].label, justification=UNSPECIFIED,
        comment="a cross-reference that one of the vocabularies carries",
    )  # fmt: skip


def _of_retired(pair: tuple[str, str], one: Vocabulary, other: Vocabulary) -> Mapping:
    subject, thing = pair
    which = "subject" if subject in one.unreplaced else "object"
    return Mapping(
        subject=Curie.from_string(subject), subject_label=(one.unreplaced | one.terms)[subject].label, predicate=EXACT,
        object=Curie.from_string(thing), object_label=(other.unreplaced | other.terms)[thing].label,
        justification=LEXICAL, confidence=thresholds().retired,
        comment=f"the {which} is retired, nothing replaced it, and no living term has this partner",
    )  # fmt: skip


def _denial(removal: Removal, one: Vocabulary, other: Vocabulary) -> Mapping:
    return Mapping(
        subject=Curie.from_string(removal.subject), subject_label=one.terms[removal.subject].label, predicate=EXACT,
        object=Curie.from_string(removal.object), object_label=other.terms[removal.object].label,
        justification=LOGICAL, modifier=NOT, comment=f"{removal.kind}: {removal.why}",
    )  # fmt: skip
