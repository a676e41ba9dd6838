"""What a sentence about a cohort names: who carries which alteration, and what was given."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.claims.chunks import Member
from kg.claims.outcomes import Marks, marks
from kg.claims.scope import is_oncological
from kg.claims.therapies import Therapy, is_therapy_grounding
from kg.model import Argument, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.claims.chunks import Chunk
    from kg.claims.rows import Setting
    from kg.model import Grounding

_MASKED: Final = 14  # tokens after "compared with" that name what is compared
_NEAR_CARRIER: Final = 7  # tokens between "patients with" and the alteration
_BOTH: Final = 4  # tokens after "compared with" before "in patients"
_CODE: Final = re.compile(r"[A-Za-z]{2,6}[- ]?\d{1,7}[A-Za-z]?(?:-\d{1,3})?")  # a development code: JQ1, GDC-0941
_NEAR_TIE: Final = 14  # tokens between an expression and "associated with"
_NEAR_BEARER: Final = 6  # tokens between an alteration and "patients"
_NEAR_GIVEN: Final = 8  # tokens between "treated with" and the drug
_LISTING: Final = frozenset((",", "and", "or", ";", "(", ")", "but"))
_UNSPECIFIC: Final = frozenset(("MESH:D058990", "MESH:D000970", "MESH:D013812", "MESH:D004358"))
ALTERED: Final = frozenset(("positive", "rearranged", "fusion", "amplified", "mutant", "mutated", "mutation"))
_AGENTS: Final = frozenset(
    ("inhibitor", "antagonist", "blocker", "inhibition", "targeting", "blockade", "agonist", "sirna", "shrna",
     "sgrna", "knockdown", "silencing", "depletion")
)  # fmt: skip
_BORNE: Final = frozenset(  # states of a tumour's gene; what is done in an experiment is read by the constructions
    ("low", "high", "loss", "deficient", "deficiency", "null", "positive", "positivity", "lacking", "overexpression",
     "overexpressing", "overexpressed", "high expression", "low expression", "reduced expression", "methylation",
     "promoter methylation", "hypermethylation", "absence", "underexpression", "elevated",
     "expressing", "expressing high level", "express high level", "expressing low level", "expression",
     "increased expression", "decreased expression", "high level", "low level", "elevated expression", "immunopositive",
     "immunonegative", "promoter hypermethylation", "downregulated", "upregulated",
     "loss of", "lack of", "absence of", "deficient in", "deficient for", "devoid of", "low in", "high in", "rich in",
     "poor in", "deficiency in", "methylated", "hypermethylated", "lacked", "high density", "abundant")
)  # fmt: skip


class Carried(NamedTuple):
    """An alteration at token ``at``; ``strong`` when somebody is said to carry it."""

    member: Member
    at: int
    strong: bool


class Given(NamedTuple):
    """A therapy at token ``at``."""

    therapy: Therapy
    at: int


def is_alteration(grounding: Grounding) -> bool:
    """Whether a grounding names a change of a gene."""
    return grounding.mention.type == "Variant" or grounding.concept.kind == "genetic_alteration"


def _is_of_gene(member: Member) -> bool:
    """A named gene's alteration, and no "mutation" as such."""
    return any(i.prefix in {"NCBIGene", "FPLX"} for g in member.groundings for i in g.concept.ids) or any(
        g.concept.kind in {"gene", "family"} for g in member.groundings
    )


def is_drug_of_tumours(therapy: Therapy) -> bool:
    """A therapy of oncology by its name, or a development code."""
    concepts = tuple(g.concept for g in therapy.groundings)
    end = Argument(text=therapy.text, span=therapy.span, kind=concepts[0].kind, concepts=concepts)
    return is_oncological(end) or _CODE.fullmatch(therapy.text) is not None


class Scene:
    """One sentence with its marks: the alterations that it names (``carried``) and the therapies (``given``)."""

    def __init__(self, setting: Setting) -> None:
        self.words: Sequence[str] = setting.row.words
        self.chunks: Sequence[Chunk] = setting.chunks
        self.starts = setting.row.starts
        self.groundings = setting.groundings
        self.marks: Marks = marks(self.words)
        breaks = [c.span.start for c in setting.chunks if c.code == "BREAK" and c.words != ":"]
        self.breaks = [bisect_left(self.starts, b) for b in breaks]
        self.carried = self._carried()
        self.given = self._given()

    def token(self, span: Span) -> int:
        """The token at which a span starts."""
        return bisect_left(self.starts, span.start)

    def clause(self, at: int) -> int:
        """The number of the clause that a token stands in."""
        return bisect_right(self.breaks, at)

    def _carried(self) -> list[Carried]:
        members = [m for c in self.chunks for m in c.members]
        covered = {g.mention.span for m in members for g in m.groundings}
        members += [
            Member(g.mention.text, g.mention.span, (g,), "", alteration=True)
            for g in self.groundings
            if is_alteration(g) and g.mention.span not in covered
        ]
        out: list[Carried] = []
        for member in members:
            at = self.token(member.groundings[-1].mention.span)
            end = bisect_left(self.starts, member.groundings[-1].mention.span.end)
            if not self._is_altered(member, end) or self.masked(at, of_carrier=True) or self._is_wild(at, end):
                continue
            altered = member.alteration or not member.state or any(map(is_alteration, member.groundings))
            strong = self._is_strong(at, end) if member.state_word != "expression" else False
            strong = strong or (not altered and self._is_tied(at, end))
            if altered or strong:
                out.append(Carried(member._replace(alteration=altered), at, strong))
        return out

    def _is_altered(self, member: Member, end: int) -> bool:
        if member.state_word in _AGENTS or member.groundings[0].concept.kind in {
            "chemical",
            "procedure",
            "intervention",
        }:
            return False
        after = self.words[end : end + 5]
        agent = next((i for i, w in enumerate(after) if w in _AGENTS), None)
        if (agent is not None and _LISTING.isdisjoint(after[:agent])) or not _is_of_gene(member):
            return False
        if member.alteration or any(is_alteration(g) for g in member.groundings):
            return True
        if member.state:
            return member.state_word in _BORNE
        altered = next((i for i, w in enumerate(after) if w in ALTERED), None)
        return altered is not None and _LISTING.isdisjoint(after[:altered])

    def _is_wild(self, at: int, end: int) -> bool:
        for a, b, _ in self.marks.of("wild"):
            between = self.words[b:at] if b <= at else self.words[end:a]
            if (at - 4 <= b - 1 < at or end <= a < end + 2) and _LISTING.isdisjoint(between):
                return True
        return False

    def masked(self, at: int, *, of_carrier: bool = False) -> bool:
        """Whether what stands at a token is only compared with: "than", "versus"; "previously" masks no carrier."""
        for a, b, value in self.marks.of("mask"):
            if of_carrier and value == "therapy":
                continue
            near = b <= at <= b + _MASKED and "," not in self.words[b:at]
            if near and self.clause(a) == self.clause(at) and not self._is_common(b, at):
                return True
        return False

    def _is_common(self, compared: int, at: int) -> bool:
        """ "better than with the drug Y in patients with X": X is what both have that are compared."""
        inside = next((i for i in range(compared + 1, min(at, compared + _BOTH)) if self.words[i] == "in"), None)
        if inside is None:
            return False
        return any(inside < a <= at + 1 for a, _, _ in self.marks.of("bearer"))

    def _is_strong(self, at: int, end: int) -> bool:
        """Somebody is said to carry it: "patients with X", "X-mutant tumours"."""
        bearers = [a for a, _, _ in self.marks.of("bearer")]
        if any(0 <= a - end <= _NEAR_BEARER for a in bearers):
            return True
        for a, b, _ in self.marks.of("carrier"):
            if b <= at <= b + _NEAR_CARRIER and any(0 <= a - bearer <= _NEAR_CARRIER for bearer in bearers):
                return True
        return False

    def _is_tied(self, at: int, end: int) -> bool:
        """ "high X expression was associated with": what it goes along with follows in the clause."""
        ties = self.marks.of("assoc")
        return any(end <= a <= end + _NEAR_TIE and self.clause(a) == self.clause(at) for a, _, _ in ties)

    def _given(self) -> list[Given]:
        regimens = [t for c in self.chunks for t in c.therapies]
        regimens += [
            Therapy(m.text, m.span, m.groundings)
            for c in self.chunks
            for m in c.members
            if len(m.groundings) > 1 and all(is_therapy_grounding(g) for g in m.groundings)
        ]
        covered = {g.mention.span for t in regimens for g in t.groundings}
        singles = [
            Therapy(g.mention.text, g.mention.span, (g,))
            for g in self.groundings
            if is_therapy_grounding(g) and g.mention.span not in covered
        ]
        named = (t for t in (*regimens, *singles) if str(t.groundings[0].concept.id) not in _UNSPECIFIC)
        found = (Given(t, self.token(t.span)) for t in named)
        return [g for g in found if not self.masked(g.at) and is_drug_of_tumours(g.therapy)]

    def is_given(self, given: Given) -> bool:
        """Whether somebody is said to have got the therapy."""
        return any(abs(given.at - a) <= _NEAR_GIVEN for a, _, _ in self.marks.of("given"))
