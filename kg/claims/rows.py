"""A match with its factors and therapies written out as evidence rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from kg.claims.chunks import FACTOR, Chunk, Member, Therapy
from kg.claims.context import argument, is_neoplasm, is_unspecific, onset_of, stated_mechanism
from kg.claims.subject import region_end, region_start
from kg.model import Argument, Curie, Evidence, Kind, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.claims.context import Vocabulary
    from kg.claims.items import Row
    from kg.claims.rules import Match
    from kg.model import Basis, Document, Effect, FactorState, Grounding, Sentence, Stance
    from kg.scheme import Scheme

_PURPOSE: Final = frozenset(("strategy", "strategie", "approach", "attempt", "order", "way", "used", "opportunity", "option"))
_GAINING: Final = frozenset(("gene", "rna", "family", "process", "pathway", "metabolite", "disease"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where a claim is read: document, sentence, what is grounded in it, and the tumours that the document is about."""

    document: Document
    sentence: Sentence
    groundings: Sequence[Grounding]
    topic: tuple[Grounding, ...]


def evidence_rows(
    vocabulary: Vocabulary, scheme: Scheme, setting: Setting, row: Row, stances: Sequence[tuple[str, Span]],
    chunks: Sequence[Chunk], match: Match, factors: Sequence[Member], therapies: Sequence[Therapy],
    found: tuple[int, str, str],
) -> list[Evidence]:  # fmt: skip
    """One row for every pair of a therapy and a factor that are not the same thing."""
    where, how, basis = found
    ends = _therapy_arguments(therapies, basis, match, chunks, vocabulary)
    effect = _effect(match, chunks)
    onset, onset_words = onset_of(row.words)
    disease, disease_basis = _disease(setting, vocabulary)
    rows: list[Evidence] = []
    for member in factors:
        factor = _factor_argument(member)
        stance, stance_words = _stance(match, chunks, stances, where, member)
        silent = stance == "negated" or effect == "no_effect"
        mechanism, words = ("", "") if silent else _mechanism(row, scheme, member, factors)
        implied = () if silent or mechanism else _implied(factor, scheme)
        for therapy in ends:
            if set(therapy.ids) & set(factor.ids):
                continue
            rows.append(
                Evidence(
                    therapy=therapy, factor=factor, factor_state=_state(member, factor), effect=effect, stance=stance,
                    onset=onset, mechanisms=(mechanism,) if mechanism else implied,
                    mechanism_basis="stated" if mechanism or not implied else "entailed",
                    via=_via(chunks, match, factor, therapy, vocabulary), disease=disease, disease_basis=disease_basis,
                    document=setting.document.id, section=setting.sentence.role, span=setting.sentence.span,
                    text=setting.sentence.text, rule=match.rule.id, score=_score(match, member, therapy, how),
                    derivation=(
                        ("factor", how), ("factor state", member.state_word or f"default for {factor.kind}"),
                        ("therapy", basis), ("effect", match.rule.meaning), ("stance", stance_words or "plain statement"),
                        ("onset", onset_words or "not said"), ("mechanism", words or ("the factor" if implied else "not said")),
                        ("disease", disease_basis if disease else "none named"),
                    ),
                )  # fmt: skip
            )
    return rows


def _therapy_arguments(
    therapies: Sequence[Therapy], basis: str, match: Match, chunks: Sequence[Chunk], vocabulary: Vocabulary
) -> list[Argument]:
    if therapies:
        return [
            Argument(text=t.text, span=t.span, kind=t.groundings[0].concept.kind, concepts=tuple(g.concept for g in t.groundings))
            for t in therapies
        ]
    outcome = next((c for c in chunks[match.start : match.end] if c.note and c.note == basis), None)
    concept = vocabulary.concept(Curie.from_string(basis.rstrip("?"))) if basis.startswith("MESH:") else None
    if outcome is None or concept is None:
        return []
    return [Argument(text=outcome.words, span=outcome.span, kind=concept.kind, concepts=(concept,))]


def _effect(match: Match, chunks: Sequence[Chunk]) -> Effect:
    """Sensitising what is already resistant is a reversal."""
    if match.rule.effect == "sensitises":
        around = chunks[match.start : min(len(chunks), match.end + 1)]
        if any(c.code == "OBJECT" and c.note == "resistant" for c in around):
            return "reverses_resistance"
    return match.rule.effect


def _state(member: Member, factor: Argument) -> FactorState:
    if member.state:
        return cast("FactorState", member.state)
    return "gain" if factor.kind in _GAINING else "present"


def _factor_argument(member: Member) -> Argument:
    concepts = tuple(dict.fromkeys(g.concept for g in member.groundings))
    kind: Kind = member.groundings[0].concept.kind
    if member.alteration and kind in {"gene", "rna", "family"}:
        kind = "genetic_alteration"
    if member.groundings[0].mention.type == "Variant":
        kind = "genetic_alteration"
    first, last = member.groundings[0].mention.span, member.groundings[-1].mention.span
    return Argument(text=member.text, span=Span(first.start, last.end), kind=kind, concepts=concepts)


def _stance(
    match: Match, chunks: Sequence[Chunk], stances: Sequence[tuple[str, Span]], where: int, member: Member
) -> tuple[Stance, str]:
    first = min(where, match.start) if where >= 0 else match.start
    denial = None if match.rule.effect == "no_effect" else _denial(chunks, first, match)
    if match.rule.negated:
        return "negated", "the construction denies"
    if denial is not None:
        return "negated", denial.words
    start = chunks[region_start(chunks, first)].span.start
    stop = chunks[region_end(chunks, match.end - 1) - 1].span.end
    if match.start > 1 and chunks[match.start - 1].code == "TO" and chunks[match.start - 2].code in {FACTOR, "WORD"} and match.rule.takes_subject:
        before = chunks[match.start - 2]
        if before.code == FACTOR or before.words in _PURPOSE:
            return "hedged", "an infinitive of purpose"
    for kind, span in stances:
        if kind == "hedge" and start <= span.start < stop:
            return "hedged", "a hedge in the clause"
    return "asserted", ""


def _denial(chunks: Sequence[Chunk], first: int, match: Match) -> Chunk | None:
    """A denial inside the construction, or directly before what it denies."""
    before = first - 1
    if before >= 0 and chunks[before].code == "NOT":
        return chunks[before]
    opening = chunks[region_start(chunks, first)]
    if opening.words == "nor":
        return opening
    return next((c for c in chunks[first : match.end] if c.code == "NOT" and c.words != "without"), None)


def _mechanism(row: Row, scheme: Scheme, member: Member, factors: Sequence[Member]) -> tuple[str, str]:
    """What the sentence names as mechanism beside the factors, else what the factor itself signifies."""
    skip = _list_tokens(row, factors)
    own = sorted({slug for g in member.groundings for i in g.concept.ids for slug in scheme.signified_by(i)})
    inside = [i for i, s in enumerate(row.spans) if member.span.start <= s.start and s.end <= member.span.end]
    own += [slug for slug in [stated_mechanism([row.words[i] for i in inside], scheme)[0]] if slug]
    slug, words = stated_mechanism(row.words, scheme, skip)
    if slug and not any(slug in scheme.ancestors(o) for o in own):
        return slug, words
    return (own[0], member.text) if own else (slug, words)


def _list_tokens(row: Row, factors: Sequence[Member]) -> frozenset[int]:
    """The tokens of the whole list of factors, with the parenthesis behind it: siblings are no mechanism of each other."""
    start, end = min(m.span.start for m in factors), max(m.span.end for m in factors)
    inside = [i for i, s in enumerate(row.spans) if start <= s.start and s.end <= end]
    after = inside[-1] + 1 if inside else len(row.words)
    if after < len(row.words) and row.words[after] in {"(", "["}:
        close = next((i for i in range(after, len(row.words)) if row.words[i] in {")", "]"}), after)
        inside += range(after, close + 1)
    return frozenset(inside)


def _implied(factor: Argument, scheme: Scheme) -> tuple[str, ...]:
    return tuple(sorted({slug for i in factor.ids for slug in scheme.implied_by(i)}))


def _via(
    chunks: Sequence[Chunk], match: Match, factor: Argument, therapy: Argument, vocabulary: Vocabulary
) -> tuple[Argument, ...]:
    """Steps that the clause names after "via", "through" or "by" behind the outcome."""
    taken = set(factor.ids) | set(therapy.ids)
    found: list[Argument] = []
    open_ = False
    for chunk in chunks[match.end : region_end(chunks, match.end)]:
        open_ = open_ or chunk.code in {"THROUGH", "BY"}
        if open_ and chunk.code == FACTOR:
            found += [argument(g) for m in chunk.members for g in m.groundings]
    kept = [a for a in found if not taken & set(a.ids) and not is_neoplasm(a.concepts[0], vocabulary)]
    return tuple({a.ids: a for a in kept}.values())


def _disease(setting: Setting, vocabulary: Vocabulary) -> tuple[Argument | None, Basis]:
    """The first tumour that the sentence names, else the document's: title, nearest before, first after."""
    here = [g for g in setting.groundings if is_neoplasm(g.concept, vocabulary)]
    specific = [g for g in here if not is_unspecific(g.concept)]
    topic = [g for g in setting.topic if not is_unspecific(g.concept)] or list(setting.topic)
    if specific:
        return argument(specific[0]), "stated"
    if not topic or (here and is_unspecific(topic[0].concept)):
        return (argument(here[0]) if here else None), "stated"
    title_end = next((s.span.end for s in setting.document.sections if s.role == "title"), 0)
    in_title = [g for g in topic if g.mention.span.start < title_end]
    before = [g for g in topic if g.mention.span.start < setting.sentence.span.start]
    return argument(in_title[0] if in_title else before[-1] if before else topic[0]), "topic"


def _score(match: Match, member: Member, therapy: Argument, how: str) -> float:
    score = match.rule.score * min(g.score for g in member.groundings) ** 0.5
    if how.startswith("named before"):
        score *= 0.85
    return round(score, 3)
