"""From the groundings of a document to evidence rows: the claim extractor.

Each sentence with an outcome word becomes a row of chunks; each rule that fits gives one row for every pair of therapy
and factor.  What fits a construction but yields nothing is reported with its reason.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from kg.claims.arguments import contrast, find_arguments, is_drug
from kg.claims.asides import without_asides
from kg.claims.carriers import is_alteration
from kg.claims.chunks import Member, with_outcomes
from kg.claims.cohorts import Cohort, read_cohort
from kg.claims.context import Before, argument, is_neoplasm, stance_spans
from kg.claims.factors import with_factors
from kg.claims.fusions import with_fusions
from kg.claims.gates import GENES, may_alter, may_concern_cohort, may_state
from kg.claims.items import build_row
from kg.claims.phenotypes import without_phenotypes
from kg.claims.rows import Knowledge, Setting, evidence_rows
from kg.claims.rules import encode, matches
from kg.claims.scope import is_general, is_oncological, speaks_of_tumours
from kg.claims.silence import is_made, problem_of, silence_of
from kg.claims.therapies import Therapy, therapy_kinds
from kg.claims.unknown import with_unknown
from kg.claims.variants import with_lone_variants
from kg.model import EVIDENCE_ROLES, Curie, Dropped, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.claims.context import Vocabulary
    from kg.claims.rules import Match
    from kg.model import Document, Evidence, Grounding, Sentence
    from kg.scheme import Scheme

_LAST_RESORT: Final = frozenset(
    (
        "through",
        "because",
        "role",
        "state-response",
        "because-clause",
        "withstand-through",
        "resensitise-known",
        "resensitise-passive-known",
        "sensitise-known",
    )
)
_LONGEST: Final = 4000  # characters; what is longer is a table or a list without full stops, not a sentence
_SKIPPED_KINDS: Final = frozenset(("anatomy", "other", "organism"))


@dataclass(slots=True)
class _Reading:
    """How far a document is read: what is at hand, and what was found."""

    before: Before
    cohort: Cohort
    rows: list[Evidence]
    dropped: list[Dropped]
    altered: bool  # whether the document speaks of altered genes


@dataclass(frozen=True, slots=True)
class Extractor:
    """Reads resistance claims; a pure function of the document, its groundings and the knowledge given here."""

    vocabulary: Vocabulary
    scheme: Scheme

    def __call__(
        self, document: Document, sentences: Sequence[Sentence], groundings: Sequence[Grounding]
    ) -> tuple[tuple[Evidence, ...], tuple[Dropped, ...]]:
        """Evidence rows in reading order, and what was left out with the reason."""
        topic = self._topic(document, groundings)
        of_tumours = speaks_of_tumours(document.text)
        oncological = of_tumours or any(
            is_oncological(argument(g)) for g in groundings if g.concept.kind in therapy_kinds()
        )
        if not oncological:
            return (), ()  # nothing here can be a claim of oncology
        groundings = with_fusions(document, without_phenotypes(groundings), self.vocabulary)
        groundings = with_unknown(document, with_lone_variants(document, groundings))
        genes = any(g.concept.kind in GENES for g in groundings)
        altered = genes and (may_alter(document.text) or any(map(is_alteration, groundings)))
        reading = _Reading(Before(), Cohort.of(document) if altered else Cohort(), [], [], altered)
        starts = [g.mention.span.start for g in groundings]
        for sentence in sentences:
            if sentence.role not in EVIDENCE_ROLES:
                continue
            inside = groundings[bisect_left(starts, sentence.span.start) : bisect_left(starts, sentence.span.end)]
            if len(sentence.text) > _LONGEST:
                reading.dropped.append(_too_long(document, sentence))
                continue
            self._sentence(reading, document, sentence, inside, topic)
        kept, others = _in_scope(_once(reading.rows), of_tumours=of_tumours)
        return kept, (*reading.dropped, *others)

    def _sentence(
        self,
        reading: _Reading,
        document: Document,
        sentence: Sentence,
        inside: Sequence[Grounding],
        topic: tuple[Grounding, ...],
    ) -> None:
        """Add what one sentence states, and what it leaves for the next ones."""
        stating = may_state(sentence.text)
        of_cohort = reading.altered and may_concern_cohort(sentence, inside, reading.cohort)
        therapies: tuple[Therapy, ...] = ()
        lists: tuple[tuple[Member, ...], ...] = tuple((Member(g.mention.text, g.mention.span, (g,)),) for g in inside)
        of_title = sentence.role == "title" and bool(inside)
        if stating or of_cohort or of_title:
            setting = self._setting(document, sentence, inside, topic)
        if of_title:
            reading.before = _with_title(reading.before, setting)
        if stating:
            found, left = self._read(setting, reading.before)
            reading.rows += found
            reading.dropped += left
            therapies = tuple(t for c in setting.chunks for t in c.therapies)
            lists = tuple(c.members for c in setting.chunks if c.members)
        if of_cohort:
            reading.cohort = self._read_cohort(reading, setting)
        reading.before = _remember(reading.before, lists, therapies, sentence.number)

    def _read_cohort(self, reading: _Reading, setting: Setting) -> Cohort:
        found, after = read_cohort(setting, reading.cohort)
        knowledge = Knowledge(self.vocabulary, self.scheme)
        here = [row for row in reading.rows if row.span == setting.sentence.span]
        for one in found:
            if not silence_of(setting, one.match) and not is_made(setting.chunks, one.match.start):
                rows = evidence_rows(knowledge, setting, one)
                reading.rows += [row for row in rows if not any(_says_better(h, row) for h in here)]
        return after

    def _setting(
        self, document: Document, sentence: Sentence, inside: Sequence[Grounding], topic: tuple[Grounding, ...]
    ) -> Setting:
        bearers = [g for g in inside if g.concept.kind in _SKIPPED_KINDS or is_neoplasm(g.concept, self.vocabulary)]
        row = build_row(sentence, inside, bearers)
        stances = stance_spans(row.words, row.spans)
        traps = [span for kind, span in stances if kind == "trap"]
        chunks = without_asides(with_factors(with_outcomes(row.items, traps)))
        return Setting(
            document=document,
            sentence=sentence,
            groundings=inside,
            topic=topic,
            row=row,
            stances=stances,
            chunks=chunks,
        )

    def _read(self, setting: Setting, before: Before) -> tuple[list[Evidence], list[Dropped]]:
        rows: list[Evidence] = []
        dropped: list[Dropped] = []
        explained: set[int] = set()  # outcomes and therapies that a rule has spoken of, and where its match starts
        knowledge = Knowledge(self.vocabulary, self.scheme)
        for match in matches(encode(setting.chunks)):
            found = find_arguments(setting.chunks, match, before, setting.sentence.number)
            told = found.outcome if found.outcome is not None else match.position("THERAPY")
            if match.rule.id in _LAST_RESORT and not explained.isdisjoint((told, match.start)):
                continue  # "X promotes resistance through Y": Y is a step, not the factor
            problem = problem_of(setting, found)
            made = [] if problem else evidence_rows(knowledge, setting, found)
            if not made:
                dropped.append(_left_out(setting, match, problem or "no therapy is named here or before"))
            else:
                explained |= {told, match.start} if told is not None else {match.start}
            rows += made
            other = contrast(setting.chunks, found) if made else None
            if other is not None:
                denied = evidence_rows(knowledge, setting, other)
                rows += [replace(row, stance="negated", mechanisms=(), via=()) for row in denied]
        return rows, dropped

    def _topic(self, document: Document, groundings: Sequence[Grounding]) -> tuple[Grounding, ...]:
        """The tumours of the document in reading order, those of the title first."""
        title_end = next((s.span.end for s in document.sections if s.role == "title"), 0)
        tumours = [g for g in groundings if is_neoplasm(g.concept, self.vocabulary)]
        return tuple(sorted(tumours, key=lambda g: (g.mention.span.start >= title_end, g.mention.span.start)))


def _says_better(known: Evidence, row: Evidence) -> bool:
    """Whether a construction has spoken of this gene and therapy, of what this drug does, or of the therapy."""
    if not set(known.factor.ids).isdisjoint(row.therapy.ids):
        return True
    if set(known.therapy.ids).isdisjoint(row.therapy.ids):
        return False
    same = not set(known.factor.ids).isdisjoint(row.factor.ids)
    return same or known.factor.kind == "chemical" or row.factor.kind != "genetic_alteration"


def _with_title(before: Before, setting: Setting) -> Before:
    if before.title_therapies:
        return before
    named = [t for c in setting.chunks for t in c.therapies]
    named += [Therapy(m.text, m.span, m.groundings) for c in setting.chunks for m in c.members if is_drug(m)]
    return replace(before, title_therapies=tuple(named))


def _in_scope(rows: Sequence[Evidence], *, of_tumours: bool) -> tuple[tuple[Evidence, ...], tuple[Dropped, ...]]:
    """Rows of oncology, and the others as dropped: a tumour in the document is enough, or a therapy of tumours."""
    if of_tumours:
        return tuple(rows), ()
    kept = tuple(row for row in rows if is_oncological(row.therapy) or is_general(row.therapy))
    return kept, tuple(_out_of_scope(row) for row in rows if row not in kept)


def _out_of_scope(row: Evidence) -> Dropped:
    return Dropped(
        stage="claims",
        item=f"{row.rule}: {row.text[:120]}",
        reason="neither the document nor the therapy is one of oncology",
        document=row.document,
        span=row.span,
    )


def _too_long(document: Document, sentence: Sentence) -> Dropped:
    return Dropped(
        stage="claims",
        item=sentence.text[:120],
        reason=f"a stretch of {len(sentence.text)} characters without a full stop is no sentence",
        document=document.id,
        span=sentence.span,
    )


def _left_out(setting: Setting, match: Match, problem: str) -> Dropped:
    return Dropped(
        stage="claims",
        item=f"{match.rule.id}: {setting.sentence.text[:120]}",
        reason=problem,
        document=setting.document.id,
        span=setting.sentence.span,
    )


def _remember(
    before: Before, lists: tuple[tuple[Member, ...], ...], therapies: tuple[Therapy, ...], number: int
) -> Before:
    return replace(
        before,
        therapies=(*before.therapies, (number, therapies))[-6:] if therapies else before.therapies,
        factors=(*before.factors, (number, lists))[-6:] if lists else before.factors,
    )


def _once(rows: Sequence[Evidence]) -> list[Evidence]:
    """One row for a pair of therapy and factor in a sentence: the surest, and among equals the first."""
    best: dict[tuple[Span, tuple[Curie, ...], tuple[tuple[Curie, ...] | str, str], str], Evidence] = {}
    for row in rows:
        factor = (row.factor.ids or row.factor.text, row.factor.alteration)
        key = (row.span, row.therapy.ids, factor, row.factor_state)
        if key not in best or row.score > best[key].score:
            best[key] = row
    return sorted(best.values(), key=lambda r: (r.span, r.therapy.span, r.factor.span))
