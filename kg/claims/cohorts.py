"""Claims from cohorts: who carries an alteration, what was given, and how the tumours fared.

"Patients with BRAF V600E were treated with vemurafenib.  Six of ten had a partial response."  The three parts may stand
in one sentence or follow each other; each sentence leaves what it names for the next ones (``Cohort``).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.claims.arguments import Found
from kg.claims.carriers import ALTERED, Carried, Scene, is_alteration, is_drug_of_tumours
from kg.claims.outcomes import Outcome, insignificant, outcomes, phrases
from kg.claims.rules import Match, rule_named
from kg.claims.therapies import is_therapy_grounding
from kg.model import Curie

if TYPE_CHECKING:
    from kg.claims.chunks import Member
    from kg.claims.rows import Setting
    from kg.claims.therapies import Therapy
    from kg.model import Document, Span

_MANY_PATIENTS: Final = re.compile(
    r"\bn ?= ?\d{2,4}\b|"
    r"\b(?:[1-9]\d{1,3}|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-[a-z]{3,5})?) (?:[a-z()-]{1,20} ){0,4}patients"
)
_NEAR_ONE: Final = 10  # tokens between "one patient had" and what he had
_OBJECT: Final = 12  # tokens after "resistant to" in which a therapy must stand
_GIVEN_WITH: Final = frozenset(("with", "by", "via", "using", "("))
_TAKEN_UP: Final = frozenset(
    ("it", "this", "these", "both", "drug", "treatment", "therapy", "either", "all", "inhibitor", "them", "monotherapy",
     "chemotherapy", "agent")
)  # fmt: skip
# by these a tumour is called ("ALK-positive"); any other expression is of its own sentence only
_LASTING: Final = frozenset(("positive", "positivity", "deficient"))
_GENES: Final = frozenset(("gene", "family", "genetic_alteration"))
_SEVERAL: Final = 2  # therapies of which "respectively" can speak
_CONTRASTING: Final = frozenset(("while", "wherea", "whereas", "but", "although"))
_REACH_OF_CASE: Final = 7  # the same for a case report
_REACH: Final = 4  # sentences over which a cohort and its treatment stay at hand
_RULES: Final = {
    "good": "cohort-response",
    "bad": "cohort-resistance",
    "acquired": "cohort-escape",
    "selected": "cohort-selected",
}


@dataclass(frozen=True, slots=True)
class Cohort:
    """What earlier sentences leave, each with the number of its sentence.

    ``carried`` are alterations of those treated, ``named`` any alterations, ``given`` therapies, and ``failed`` those
    that the tumours in question resist.
    """

    carried: tuple[int, tuple[Member, ...]] = (-99, ())
    named: tuple[int, tuple[Member, ...]] = (-99, ())
    given: tuple[int, tuple[Therapy, ...]] = (-99, ())
    failed: tuple[int, tuple[Therapy, ...]] = (-99, ())
    apart: tuple[tuple[Curie, Therapy], ...] = ()  # "A, B or C were treated with X, Y or Z, respectively"
    single: bool = False  # the document tells of single patients
    large: bool = False  # the document tells of many patients, so that one of them says nothing

    @classmethod
    def of(cls, document: Document) -> Cohort:
        """What is known before the first sentence."""
        lowered = document.text.lower()
        large = "patients" in lowered and _MANY_PATIENTS.search(lowered) is not None
        return cls(single=any(phrase in lowered for phrase in phrases("case")), large=large)

    def is_at_hand(self, number: int) -> bool:
        """Whether the sentence with this number can speak of an alteration named before."""
        return number - max(self.carried[0], self.named[0]) <= self.reach

    @property
    def reach(self) -> int:
        """Over how many sentences a cohort stays at hand; a single patient is spoken of to the end."""
        return _REACH_OF_CASE if self.single and not self.large else _REACH


def read_cohort(setting: Setting, cohort: Cohort) -> tuple[list[Found], Cohort]:
    """The claims of a sentence about those who carry an alteration, and what it leaves for the next sentence."""
    number = setting.sentence.number
    if not (cohort.is_at_hand(number) or number - cohort.given[0] <= cohort.reach or _concerns(setting)):
        return [], cohort
    return _Reader(setting, cohort).read()


def _concerns(setting: Setting) -> bool:
    """Whether a sentence names a therapy, or a gene with a word that alters it."""
    if any(c.therapies for c in setting.chunks) or any(map(is_therapy_grounding, setting.groundings)):
        return True
    if any(map(is_alteration, setting.groundings)):
        return True
    members = [m for c in setting.chunks for m in c.members]
    return any(m.state or m.alteration for m in members) or not ALTERED.isdisjoint(setting.row.words)


class _Reader:
    """One sentence, read once."""

    def __init__(self, setting: Setting, cohort: Cohort) -> None:
        self.scene = Scene(setting)
        self.words = self.scene.words
        self.starts = self.scene.starts
        self.setting = setting
        self.cohort = cohort
        self.marks = self.scene.marks
        self.carried = self.scene.carried
        self.given = self.scene.given
        self.outcomes = self._outcomes()

    def read(self) -> tuple[list[Found], Cohort]:
        found: dict[tuple[object, object], Found] = {}
        pairs = [(o, m, t) for o in self.outcomes for m in self._bearers(o) for t in self._therapies(o)]
        apart = (*self.cohort.apart, *self._apart())
        told = {t.span for _, t in apart}
        pairs = [p for p in pairs if p[2].span not in told or (p[1].groundings[0].concept.id, p[2]) in apart]
        for outcome, member, therapy in pairs or self._selected():
            key = (member.groundings[0].concept.id, therapy.groundings[0].concept.id)
            if key not in found:
                found[key] = self._found(outcome, member, therapy)
        return list(found.values()), self._after()

    def _after(self) -> Cohort:
        """What is at hand after this sentence."""
        number, cohort = self.setting.sentence.number, self.cohort
        single = cohort.single
        altered = [c for c in self.carried if c.member.alteration or c.member.state_word in _LASTING]
        strong = tuple(c.member for c in altered if (c.strong or (single and self._is_found(c, 14))))
        named = tuple(c.member for c in altered)
        given = tuple(g.therapy for g in self.given if self.scene.is_given(g))
        failing = [o for o in self.outcomes if o.value != "good" and self.marks.of("bearer")]
        failed = tuple(t for o in failing for t in self._therapies(o))
        return Cohort(
            carried=(number, strong) if strong else cohort.carried,
            named=(number, named) if named else cohort.named,
            given=(number, given) if given else cohort.given,
            failed=(number, failed) if failed else cohort.failed,
            apart=self._apart() or cohort.apart,
            single=single,
            large=cohort.large,
        )

    def _apart(self) -> tuple[tuple[Curie, Therapy], ...]:
        """Who got what by "respectively": the genes and therapies of the sentence in their order, if as many."""
        if "respectively" not in self.words or len(self.given) < _SEVERAL:
            return ()
        genes = [g.concept.id for g in self.setting.groundings if g.concept.kind in _GENES]
        genes = list(dict.fromkeys(genes))
        given = sorted(self.given, key=lambda g: g.at)
        named = genes if len(genes) == len(given) else [Curie("NONE", str(i)) for i in range(len(given))]
        return tuple((gene, g.therapy) for gene, g in zip(named, given, strict=True))

    def _selected(self) -> list[tuple[Outcome, Member, Therapy]]:
        """ "One of these clones had the X mutation", after clones that grew under a drug were spoken of."""
        number, therapies = self.cohort.failed
        near = self.setting.sentence.number - number <= _REACH
        spoken_of = self.marks.of("bearer") or tuple(self.words[:2]) == ("of", "these")
        if not near or self.outcomes or self.given or not spoken_of:
            return []
        outcome = Outcome(0, 1, "selected")
        return [(outcome, c.member, t) for c in self.carried if self._is_found(c) for t in therapies]

    def _outcomes(self) -> list[Outcome]:
        if insignificant(self.words):
            return []
        null = {self.scene.clause(a) for a, _, value in self.marks.of("null") if value != "no"}
        found = outcomes(self.words, self.marks)
        if self.cohort.large:
            lone = [a for a, _, reach in self.marks.of("denial") if reach == "one"]
            found = [o for o in found if not any(a <= o.start <= a + _NEAR_ONE for a in lone)]
        told = (self._of_population(o) for o in found)
        return [o for o in told if o and self.scene.clause(o.start) not in null and not self.scene.masked(o.start)]

    def _of_population(self, outcome: Outcome) -> Outcome | None:
        """ "sorafenib-resistant tumours": who they are, and how they fared before; sensitive ones tell nothing."""
        start = self.starts[outcome.start]
        for chunk in self.setting.chunks:
            if chunk.code == "OBJECT" and chunk.note and chunk.span.start <= start < chunk.span.end:
                return outcome._replace(value="acquired") if chunk.note == "resistant" else None
        return outcome

    # what belongs together

    def _bearers(self, outcome: Outcome) -> list[Member]:
        if outcome.value == "acquired":
            return [c.member for c in self.carried if self._is_found(c)]
        clause = self.scene.clause(outcome.start)
        here = [c for c in self.carried if self.scene.clause(c.at) == clause]
        if outcome.value == "bad" and "resistance" in self.words[outcome.start : outcome.end]:
            here = [c for c in here if c.at < outcome.start or self._is_found(c)]  # not who, but what makes resistant
        if here:
            ends = [o.end for o in self.outcomes if o.end <= outcome.start and self.scene.clause(o.start) == clause]
            own = [c for c in here if max(ends, default=-1) <= c.at < outcome.start]
            return [c.member for c in own or here]
        others = any(value == "others" and not self.scene.masked(a) for a, _, value in self.marks.of("wild"))
        if self.carried or others:
            return (
                [] if others else [c.member for c in self.carried if c.at < outcome.start or not self._is_contrasted(c)]
            )
        return self._at_hand(outcome)

    def _is_contrasted(self, carried: Carried) -> bool:
        """ "…, while X …": of another clause that says something of its own."""
        return any(self.words[a] in _CONTRASTING for a in self.scene.breaks if a <= carried.at)

    def _at_hand(self, outcome: Outcome) -> list[Member]:
        """The alterations of earlier sentences, if this one speaks of their carriers or takes them up."""
        now = self.setting.sentence.number
        others = any(g.concept.kind in {"gene", "family", "rna"} for g in self.setting.groundings)
        if others and "resistance" in self.words[outcome.start : outcome.end]:
            return []  # what makes resistant is named here
        if self.marks.of("assoc") and not self.marks.of("taken"):
            return []  # an association is one of what the sentence names
        number, members = self.cohort.named
        if self.marks.of("taken") and now - number <= _REACH:
            return list(members)
        number, members = self.cohort.carried
        if now - number > self.cohort.reach or (others and not self.marks.of("bearer")):
            return []
        return list(members)

    def _is_found(self, carried: Carried, reach: int = 8) -> bool:
        """ "a T790M mutation was detected": reported as new, and not what the cohort was chosen by."""
        at = carried.at
        if any(0 <= a - at <= 4 for a, _, _ in self.marks.of("bearer")):
            return False
        return any(at - reach <= a <= at + 8 and self.words[a] != "with" for a, _, _ in self.marks.of("found"))

    def _therapies(self, outcome: Outcome) -> list[Therapy]:
        attached = [t for t in self._attached(outcome) if not self.scene.masked(self.scene.token(t.span))]
        attached = [t for t in attached if is_drug_of_tumours(t)]
        clause = self.scene.clause(outcome.start)
        if attached:
            return [*attached, *self._listed_after(attached[-1], clause)]
        if self._names_another(outcome) or self._is_general(outcome):
            return []
        free = [g for g in self.given if g.therapy.span not in self._taken()]
        here = [g for g in free if self.scene.clause(g.at) == clause] or free
        if here:
            return [g.therapy for g in here]
        number, therapies = self.cohort.given
        return list(therapies) if self.setting.sentence.number - number <= self.cohort.reach else []

    def _is_general(self, outcome: Outcome) -> bool:
        """ "acquired drug resistance": to drugs as such, and not to those of the sentence."""
        start = self.starts[outcome.start]
        last = self.setting.row.spans[outcome.end - 1].end
        around = [c for c in self.setting.chunks if c.code == "RES" and start <= c.span.end and c.span.start < last]
        return any(c.note.startswith("MESH:") and not c.note.endswith("?") for c in around)

    def _names_another(self, outcome: Outcome) -> bool:
        """ "resistant to MEK inhibition": what is resisted is named, and it is no therapy that is known."""
        after = self.words[outcome.end : outcome.end + _OBJECT]
        if after[:1] != ("to",) or not _TAKEN_UP.isdisjoint(after):
            return False
        near = [g.at for g in self.given if outcome.end < g.at < outcome.end + 2 * _OBJECT]
        with_ = _GIVEN_WITH.intersection
        return not any(at < outcome.end + _OBJECT or with_(self.words[max(0, at - 4) : at]) for at in near)

    def _listed_after(self, therapy: Therapy, clause: int) -> list[Therapy]:
        """ "resistance to 2 uM imatinib, 50 nM nilotinib and 5 nM dasatinib": figures between the names."""
        at = self.scene.token(therapy.span)
        until = min((o.start for o in self.outcomes if o.start > at), default=len(self.words))
        after = [g for g in self.given if at < g.at < until and self.scene.clause(g.at) == clause]
        numbers = any(w.isdigit() for w in self.words[max(0, at - 3) : at])
        return [g.therapy for g in after if g.therapy.span not in self._taken()] if numbers else []

    def _attached(self, outcome: Outcome) -> list[Therapy]:
        """The therapies that the outcome's own words name: "resistant to X", "X sensitivity"."""
        last = len(self.starts) - 1
        start, end = self.starts[outcome.start], self.setting.row.spans[min(outcome.end, last + 1) - 1].end
        for chunk in self.setting.chunks:
            if chunk.therapies and chunk.span.start < end and start < chunk.span.end:
                return list(chunk.therapies)
        return []

    def _taken(self) -> set[Span]:
        """Where the therapies stand that belong to the words of another outcome."""
        return {t.span for c in self.setting.chunks if c.therapies for t in c.therapies}

    def _found(self, outcome: Outcome, member: Member, therapy: Therapy) -> Found:
        chunks = self.setting.chunks
        start = self.starts[outcome.start]
        place = max(0, bisect_right([c.span.start for c in chunks], start) - 1)
        rule = rule_named(_RULES[outcome.value])
        here = any(c.member is member for c in self.carried)
        return Found(
            match=Match(rule, place, place + 1, ()),
            factors=(member,),
            where=-1,
            how="carried by those treated" if here else "named before, carried by those treated",
            therapies=(therapy,),
            basis="given to those who carry the alteration",
            outcome=None,
        )
