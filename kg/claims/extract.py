"""From the groundings of a document to evidence rows: the claim extractor.

Each sentence with an outcome word becomes a row of chunks; each rule that fits gives one row for every pair of therapy
and factor.  What fits a construction but yields nothing is reported with its reason.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final

from kg.claims.chunks import FACTOR, OUTCOMES, Chunk, Member, Therapy, with_outcomes
from kg.claims.context import Before, is_neoplasm, stance_spans
from kg.claims.cues import context_values
from kg.claims.factors import with_factors
from kg.claims.items import build_row
from kg.claims.rows import Setting, evidence_rows
from kg.claims.rules import encode, matches
from kg.claims.scope import is_oncological, speaks_of_tumours
from kg.claims.subject import (
    find_subject,
    pronoun_subject,
    region_end,
    region_start,
    without_asides,
)
from kg.model import EVIDENCE_ROLES, Curie, Dropped, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.claims.context import Vocabulary
    from kg.claims.rules import Match
    from kg.model import Document, Evidence, Grounding, Sentence
    from kg.scheme import Scheme

# a sentence without one of these states no outcome; a cheap test before any real work
_STEMS: Final = (
    "resist", "sensiti", "refractor", "respon", "efficac", "toleran", "benefit", "toxic", "effect", "failure", "survi",
    "activity", "outcome", "mdr", "vulnerab", "suscept", "protect", "shield", "potentiat", "kill", "induced", "escape",
    "progress", "relapse", "ic50", "barrier", "obstacle", "insensitiv", "action", "potency", "futil", "prognosis", "withst", "influence", "hurdle", "impediment",
    "evade", "outlive",
)  # fmt: skip
_LAST_RESORT: Final = frozenset(("through", "role", "state-response", "because-clause"))
_IN_LIST: Final = frozenset(
    ("COMMA", "AND", "WORD", "OF", "IN", FACTOR, "STATE", "OBJECT", "SLASH", "HIGHADJ", "TO", "EMPHASISE", "INCLUDE")
)
_SKIPPED_KINDS: Final = frozenset(("anatomy", "other", "organism"))


@dataclass(frozen=True, slots=True)
class Extractor:
    """Reads resistance claims; a pure function of the document, its groundings and the knowledge given here."""

    vocabulary: Vocabulary
    scheme: Scheme

    def __call__(
        self, document: Document, sentences: Sequence[Sentence], groundings: Sequence[Grounding]
    ) -> tuple[tuple[Evidence, ...], tuple[Dropped, ...]]:
        """Evidence rows in reading order, and what was left out with the reason."""
        rows: list[Evidence] = []
        dropped: list[Dropped] = []
        starts = [g.mention.span.start for g in groundings]
        before = Before()
        in_scope = speaks_of_tumours(document.text)
        topic = self._topic(document, sentences, groundings)
        for sentence in sentences:
            inside = groundings[bisect_left(starts, sentence.span.start) : bisect_left(starts, sentence.span.end)]
            if sentence.role not in EVIDENCE_ROLES:
                continue
            if not _may_state(sentence.text):
                before = _remember(before, tuple((Member(g.mention.text, g.mention.span, (g,)),) for g in inside), (), sentence.number)
                continue
            setting = Setting(document=document, sentence=sentence, groundings=inside, topic=topic)
            found, left, before = self._read(setting, before)
            rows += [row for row in found if in_scope or is_oncological(row.therapy)]
            dropped += left
            if not in_scope:
                dropped += [_out_of_scope(row) for row in found if not is_oncological(row.therapy)]
        return tuple(_once(rows)), tuple(dropped)

    def _read(
        self, setting: Setting, before: Before
    ) -> tuple[list[Evidence], list[Dropped], Before]:
        sentence = setting.sentence
        bearers = [g for g in setting.groundings if g.concept.kind in _SKIPPED_KINDS or is_neoplasm(g.concept, self.vocabulary)]
        row = build_row(sentence, setting.groundings, bearers)
        stances = stance_spans(row.words, row.spans)
        traps = [span for kind, span in stances if kind == "trap"]
        chunks = without_asides(with_factors(with_outcomes(row.items, traps)))
        if any(kind == "foreign" for kind, _ in stances):
            return [], [], before
        before = self._with_title(before, setting, chunks)
        rows: list[Evidence] = []
        dropped: list[Dropped] = []
        explained: set[int] = set()
        for match in matches(encode(chunks)):
            reading = _Reading(chunks, match, before, sentence.number)
            outcome = reading.outcome_position()
            if match.rule.id in _LAST_RESORT and outcome in explained:
                continue  # "X promotes resistance through Y": Y is a step, not the factor
            factors, where, how = reading.factors()
            therapies, basis = reading.therapies()
            problem = _problem(match, factors, therapies, stances, chunks, sentence)
            if problem:
                dropped.append(_left_out(setting, match, problem))
                continue
            found = evidence_rows(
                self.vocabulary, self.scheme, setting, row, stances, chunks, match, factors, therapies, (where, how, basis)
            )
            if not found:
                dropped.append(_left_out(setting, match, "no therapy is named here or before"))
            elif outcome is not None:
                explained.add(outcome)
            rows += found
        therapies = tuple(t for c in chunks for t in c.therapies)
        return rows, dropped, _remember(before, tuple(c.members for c in chunks if c.members), therapies, sentence.number)

    def _topic(
        self, document: Document, sentences: Sequence[Sentence], groundings: Sequence[Grounding]
    ) -> tuple[Grounding, ...]:
        """The tumours of the document in reading order, those of the title first."""
        title_end = next((s.span.end for s in document.sections if s.role == "title"), 0)
        tumours = [g for g in groundings if is_neoplasm(g.concept, self.vocabulary)]
        return tuple(sorted(tumours, key=lambda g: (g.mention.span.start >= title_end, g.mention.span.start)))

    def _with_title(self, before: Before, setting: Setting, chunks: Sequence[Chunk]) -> Before:
        if setting.sentence.role != "title" or before.title_therapies:
            return before
        named = [t for c in chunks for t in c.therapies]
        named += [Therapy(m.text, m.span, m.groundings) for c in chunks for m in c.members if _is_drug(m)]
        return replace(before, title_therapies=tuple(named))


@dataclass(frozen=True, slots=True)
class _Reading:
    """One match's factors and therapies, taken from the match or from what stands around it."""

    chunks: Sequence[Chunk]
    match: Match
    before: Before
    number: int

    def factors(self) -> tuple[tuple[Member, ...], int, str]:
        """(factors, chunk where they stand or -1, how they were found)."""
        if not self.match.rule.takes_subject:
            at = self.match.position(FACTOR)
            if at is None:
                return (), -1, ""
            return self._listed(at), at, "stands in the construction"
        subject = find_subject(self.chunks, self.match.start)
        if subject is not None:
            return self._with_late_state(subject), subject, "subject of the predicate"
        kinds = pronoun_subject(self.chunks, self.match.start)
        if kinds is not None:
            return self._named_before(kinds, region_start(self.chunks, self.match.start)), -1, "named before, taken up by a pronoun"
        return (), -1, ""

    def _with_late_state(self, subject: int) -> tuple[Member, ...]:
        """"X, whose removal sensitised" and "X, when overexpressed, sensitised": the state stands behind the name."""
        members = self.chunks[subject].members
        between = self.chunks[subject + 1 : self.match.start]
        for which, state in zip(between, between[1:], strict=False):
            late = state.item.state if state.item is not None and state.code == "STATE" else None
            if late is not None and (which.words in {"whose", "when", "if", "once"}):
                return tuple(
                    m if m.state else m._replace(state=late.state, alteration=late.alteration, state_word=state.words)
                    for m in members
                )
        return members

    def _named_before(self, kinds: frozenset[str], start: int) -> tuple[Member, ...]:
        here = [m for c in self.chunks[:start] for m in c.members]
        fitting = [m for m in here if not kinds or m.groundings[0].concept.kind in kinds]
        members = tuple(fitting[:1]) or self.before.near_factor(self.number, kinds)
        states = [c.item.state for c in self.chunks[start : self.match.start] if c.item and c.item.state and c.code == "STATE"]
        if states:
            members = tuple(m._replace(state=states[-1].state, alteration=states[-1].alteration) for m in members)
        return members

    def _listed(self, at: int) -> tuple[Member, ...]:
        """The factor list at ``at``; after "include" also the lists that follow it."""
        members = list(self.chunks[at].members)
        if self.match.rule.id.startswith("mechanism-"):
            members += _more_listed(self.chunks, at)
        return tuple(members)

    def therapies(self) -> tuple[tuple[Therapy, ...], str]:
        """(therapies, where they come from)."""
        outcome = self._outcome()
        if outcome is not None and outcome.therapies:
            return outcome.therapies, "named with the outcome"
        at = self.match.position("THERAPY")
        if at is not None:
            named = tuple(Therapy(m.text, m.span, m.groundings) for m in self.chunks[at].members if _is_drug(m))
            return named, "object of the predicate"
        population = next((c.therapies for c in self.chunks if c.code == "OBJECT" and c.therapies), ())
        if population:
            return population, "the resistant cells of the sentence"
        others = [c.therapies for c in self.chunks if c.therapies]
        if others and not (outcome is not None and outcome.note.startswith("MESH:") and not outcome.note.endswith("?")):
            return others[-1], "another outcome of the sentence"
        if outcome is not None and outcome.note.startswith("MESH:"):
            near = self._drugs_here() or self.before.near_therapies(self.number) if outcome.note.endswith("?") else ()
            return near, "named before" if near else outcome.note
        return self.before.near_therapies(self.number), "named before"

    def _drugs_here(self) -> tuple[Therapy, ...]:
        """Drugs that the sentence names before the construction."""
        named = [m for c in self.chunks[: self.match.start] for m in c.members if m.groundings[0].concept.kind == "chemical"]
        return tuple(Therapy(m.text, m.span, m.groundings) for m in named)

    def outcome_position(self) -> int | None:
        """The chunk of the outcome that the construction speaks of."""
        inside = range(self.match.start, self.match.end)
        return next((i for i in inside if self.chunks[i].code in OUTCOMES or self.chunks[i].code == "SELFSENS"), None)

    def _outcome(self) -> Chunk | None:
        position = self.outcome_position()
        return None if position is None else self.chunks[position]


def _more_listed(chunks: Sequence[Chunk], at: int) -> list[Member]:
    """Further members of an enumeration whose items are not all known: up to the clause's end or the next predicate."""
    found: list[Member] = []
    for chunk in chunks[at + 1 : at + 24]:
        if chunk.code not in _IN_LIST:
            break
        found += chunk.members
    return found


def _problem(
    match: Match, factors: Sequence[Member], therapies: Sequence[Therapy], stances: Sequence[tuple[str, Span]],
    chunks: Sequence[Chunk], sentence: Sentence,
) -> str:  # fmt: skip
    if sentence.text.rstrip().endswith("?"):
        return "a question states nothing"
    start = chunks[region_start(chunks, match.start)].span.start
    last = region_end(chunks, match.end - 1) if match.rule.id == "role" else match.end
    end = chunks[last - 1].span.end
    if any(kind == "silent" and start <= span.start < end for kind, span in stances):
        return "an aim, hypothesis or open point states nothing"
    if match.rule.id.startswith("protect") and any(c.words in _never_protected() for c in chunks[match.start : match.end]):
        return "what is protected is no tumour"
    if not factors:
        return "no factor with an identifier stands where the construction wants one"
    return ""


def _out_of_scope(row: Evidence) -> Dropped:
    return Dropped(
        stage="claims",
        item=f"{row.rule}: {row.text[:120]}",
        reason="neither the document nor the therapy is one of oncology",
        document=row.document,
        span=row.span,
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


@cache
def _never_protected() -> frozenset[str]:
    return frozenset(phrase for phrase, value in context_values("protect") if value == "never")


def _is_drug(member: Member) -> bool:
    return member.groundings[0].concept.kind in {"chemical", "procedure", "intervention"}


def _may_state(text: str) -> bool:
    lowered = text.lower()
    return any(stem in lowered for stem in _STEMS)


def _once(rows: Sequence[Evidence]) -> list[Evidence]:
    """One row for a pair of therapy and factor in a sentence: the surest, and among equals the first."""
    best: dict[tuple[Span, tuple[Curie, ...], tuple[Curie, ...] | str, str], Evidence] = {}
    for row in rows:
        key = (row.span, row.therapy.ids, row.factor.ids or row.factor.text, row.factor_state)
        if key not in best or row.score > best[key].score:
            best[key] = row
    return sorted(best.values(), key=lambda r: (r.span, r.therapy.span, r.factor.span))

