"""A match with its factors and therapies written out as evidence rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from math import sqrt
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from kg.claims.chunks import FACTOR, Chunk, Member
from kg.claims.context import argument, is_neoplasm, is_unspecific, onset_of
from kg.claims.items import PLAIN
from kg.claims.mechanism import implied_mechanisms, stated_mechanisms, target_mechanism
from kg.claims.scope import is_general, is_oncological
from kg.claims.subject import region_end, region_start
from kg.claims.unknown import is_unknown
from kg.model import Argument, Curie, Evidence, Kind, Span

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from kg.claims.arguments import Found
    from kg.claims.context import Vocabulary
    from kg.claims.items import Row
    from kg.claims.rules import Match
    from kg.model import Basis, Document, Effect, FactorState, Grounding, Sentence, Stance
    from kg.scheme import Scheme

_PURPOSE: Final = frozenset(
    ("strategy", "strategie", "approach", "attempt", "order", "way", "used", "opportunity", "option")
)
_MODALS: Final = frozenset(("may", "might", "could", "would", "can", "appear", "seem"))
_OF_ANOTHER_GENE: Final = "genetic-alteration"
_NEAR_NO: Final = 6  # chunks between "no" and the factor that it governs
_EVIDENTIAL: Final = frozenset((
    "no evidence for", "no evidence of", "no evidence that", "not provide support for", "no support for", "not support",
    "argue against", "argues against", "argued against", "ruled out",
))  # fmt: skip
_ON_TUMOURS: Final = frozenset(  # said of tumours, so that any therapy is one of theirs
    ("SENSITISE", "RESENSITISE", "SENSITISE|RESENSITISE", "PROTECT", "ENABLE", "OBJECT", "BARRIER")
)
_NAMING: Final = PLAIN | frozenset(("STATE", "OF", "IN", "SEEN", "HIGHADJ", "LOWADJ"))
_TAKEN_UP: Final = 0.85  # how often what a pronoun takes up is the right thing
_GAINING: Final = frozenset(("gene", "rna", "family", "process", "pathway", "metabolite", "disease"))


class Knowledge(NamedTuple):
    """What rows are completed from."""

    vocabulary: Vocabulary
    scheme: Scheme


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where a claim is read: the sentence, its groundings and parts, and the document's tumours (``topic``)."""

    document: Document
    sentence: Sentence
    groundings: Sequence[Grounding]
    topic: tuple[Grounding, ...]
    row: Row
    stances: Sequence[tuple[str, Span]]
    chunks: Sequence[Chunk]


def evidence_rows(knowledge: Knowledge, setting: Setting, found: Found) -> list[Evidence]:
    """One row for every pair of a therapy and a factor that are not the same thing."""
    therapies = _therapy_arguments(found, setting.chunks, knowledge.vocabulary)
    rows = [
        _denied(row) if member.denied else row
        for member, therapy in _paired(setting, found.factors, therapies)
        for row in (_evidence(knowledge, setting, found, member, therapy),)
        if not (member.denied and row.stance == "negated")
    ]
    weak = _is_weak_effect(setting.chunks, found)
    return [r for r in rows if not set(r.therapy.ids) & set(r.factor.ids) and not (weak and _is_foreign(r.therapy))]


def _paired(
    setting: Setting, factors: Sequence[Member], therapies: Sequence[Argument]
) -> list[tuple[Member, Argument]]:
    """Every factor with every therapy; with "respectively", the first with the first, or none if they do not match."""
    if len(factors) > 1 and len(therapies) > 1 and "respectively" in setting.row.words:
        return list(zip(factors, therapies, strict=True)) if len(factors) == len(therapies) else []
    return [(member, therapy) for member in factors for therapy in therapies]


def _denied(row: Evidence) -> Evidence:
    return replace(row, stance="negated", mechanisms=(), via=())


def _is_weak_effect(chunks: Sequence[Chunk], found: Found) -> bool:
    """Whether the outcome is an "effect", "toxicity" or "response", which drugs of every field have."""
    if found.outcome is None:
        return not found.match.rule.of_cohort and not _ON_TUMOURS.intersection(found.match.rule.pattern.split())
    return chunks[found.outcome].note in {"therapy=", "therapy?"}


def _is_foreign(therapy: Argument) -> bool:
    """Whether nothing says that the therapy is one of oncology."""
    return not (is_oncological(therapy) or is_general(therapy))


def _evidence(knowledge: Knowledge, setting: Setting, found: Found, member: Member, therapy: Argument) -> Evidence:
    match, sentence = found.match, setting.sentence
    factor = _factor_argument(member)
    effect = _effect(match, setting.chunks)
    stance, stance_words = _stance(setting, found)
    onset, onset_words = onset_of(_onset_words(setting, found, effect))
    disease, disease_basis = _disease(setting, knowledge.vocabulary)
    silent = stance == "negated" or effect == "no_effect"
    stated, words = ((), "") if silent else stated_mechanisms(setting, knowledge.scheme, member, found)
    target = target_mechanism(factor, _state(member, factor), therapy) if effect == "confers_resistance" else ""
    if target and stated == (_OF_ANOTHER_GENE,):
        stated, words = (), ""  # a change of the drug's own target is not this one
    implied: tuple[str, ...] = ()
    if not (silent or stated):
        implied = (target,) if target else implied_mechanisms(factor, _state(member, factor), knowledge.scheme)
    return Evidence(
        therapy=therapy, factor=factor, factor_state=_state(member, factor), effect=effect, stance=stance, onset=onset,
        mechanisms=stated or implied, mechanism_basis="entailed" if implied else "stated",
        via=_via(setting.chunks, match, {*factor.ids, *therapy.ids}, knowledge.vocabulary),
        disease=disease, disease_basis=disease_basis, document=setting.document.id, section=sentence.role,
        span=sentence.span, text=sentence.text, rule=match.rule.id, score=_score(match, member, found.how),
        derivation=(
            ("factor", found.how), ("factor state", member.state_word or f"default for {factor.kind}"),
            ("therapy", found.basis), ("effect", match.rule.meaning), ("stance", stance_words or "plain statement"),
            ("onset", onset_words or "not said"), ("mechanism", words or ("the factor" if implied else "not said")),
            ("disease", disease_basis if disease else "none named"),
        ),
    )  # fmt: skip


def _onset_words(setting: Setting, found: Found, effect: Effect) -> Sequence[str]:
    """Where onset is read: the sentence; of a reversal its construction, as the rest tells of what it undoes."""
    row, chunks = setting.row, setting.chunks
    if found.match.rule.of_cohort or effect not in {"reverses_resistance", "sensitises"}:
        return row.words
    first = min(found.where, found.match.start) if found.where >= 0 else found.match.start
    start, end = chunks[first].span.start, chunks[min(found.match.end, len(chunks) - 1)].span.end
    return [w for w, s in zip(row.words, row.spans, strict=True) if start <= s.start and s.end <= end]


def _therapy_arguments(found: Found, chunks: Sequence[Chunk], vocabulary: Vocabulary) -> list[Argument]:
    if found.therapies:
        return [
            Argument(
                text=t.text,
                span=t.span,
                kind=t.groundings[0].concept.kind,
                concepts=tuple(g.concept for g in t.groundings),
            )
            for t in found.therapies
        ]
    if found.outcome is None or not found.basis.startswith("MESH:"):
        return []
    concept = vocabulary.concept(Curie.from_string(found.basis.rstrip("?")))
    outcome = chunks[found.outcome]
    return [Argument(text=outcome.words, span=outcome.span, kind=concept.kind, concepts=(concept,))] if concept else []


def _effect(match: Match, chunks: Sequence[Chunk]) -> Effect:
    """Sensitising what is already resistant is a reversal."""
    if match.rule.effect == "sensitises" and not match.rule.of_cohort:
        around = chunks[match.start : min(len(chunks), match.end + 1)]
        if any(c.code == "OBJECT" and c.note == "resistant" for c in around):
            return "reverses_resistance"
        if any(c.words in {"again", "anew"} for c in chunks[match.end : match.end + 3]):
            return "reverses_resistance"
    return match.rule.effect


def _state(member: Member, factor: Argument) -> FactorState:
    if member.state:
        return cast("FactorState", member.state)
    return "gain" if factor.kind in _GAINING else "present"


def _factor_argument(member: Member) -> Argument:
    concepts = tuple(dict.fromkeys(g.concept for g in member.groundings if not is_unknown(g.concept)))
    kind: Kind = member.groundings[0].concept.kind
    if member.alteration and kind in {"gene", "rna", "family"}:
        kind = "genetic_alteration"
    if member.groundings[0].mention.type == "Variant":
        kind = "genetic_alteration"
    first, last = member.groundings[0].mention.span, member.groundings[-1].mention.span
    return Argument(text=member.text, span=Span(first.start, last.end), kind=kind, concepts=concepts)


def _stance(setting: Setting, found: Found) -> tuple[Stance, str]:
    chunks, match = setting.chunks, found.match
    first = min(found.where, match.start) if found.where >= 0 else match.start
    if match.rule.negated:
        return "negated", "the construction denies"
    denial = None if match.rule.effect == "no_effect" or match.rule.of_cohort else _denial(chunks, first, match)
    if denial is not None:
        return "negated", denial.words
    if match.rule.takes_subject and _is_purpose(chunks, match.start):
        return "hedged", "an infinitive of purpose"
    start = chunks[region_start(chunks, first)].span.start
    stop = chunks[region_end(chunks, match.end - 1) - 1].span.end
    stop = _end_of_hedging(chunks, match.end, stop)
    if any(kind == "hedge" and start <= span.start < stop for kind, span in setting.stances):
        return "hedged", "a hedge in the clause"
    return "asserted", ""


def _end_of_hedging(chunks: Sequence[Chunk], end: int, stop: int) -> int:
    """ "was mediated by X and could be overcome": a hedge of what is said next is none of this."""
    following = chunks[end : region_end(chunks, end)]
    for joint, verb in pairwise(following):
        if joint.code == "AND" and verb.words in _MODALS:
            return min(stop, joint.span.start)
    return stop


def _is_purpose(chunks: Sequence[Chunk], predicate: int) -> bool:
    """ "targeting X to overcome", "a strategy to reverse": meant, not done."""
    if predicate < 2 or chunks[predicate - 1].code != "TO":
        return False
    before = chunks[predicate - 2]
    return before.code == FACTOR or before.words in _PURPOSE


def _denial(chunks: Sequence[Chunk], first: int, match: Match) -> Chunk | None:
    """A denial inside the construction, or directly before what it denies."""
    before = first - 1
    if before >= 0 and chunks[before].code == "NOT":
        return chunks[before]
    near = chunks[max(region_start(chunks, first), first - _NEAR_NO) : first]
    evidential = next((i for i, c in enumerate(near) if c.code == "NOT" and c.words in _EVIDENTIAL), None)
    if evidential is not None and all(c.code in _NAMING for c in near[evidential + 1 :]):
        return near[evidential]
    opening = chunks[region_start(chunks, first)]
    if opening.words == "nor":
        return opening
    if _is_negative_subject(chunks, opening, first):
        return opening
    return next((c for c in chunks[first : match.end] if c.code == "NOT" and c.words != "without"), None)


def _is_negative_subject(chunks: Sequence[Chunk], opening: Chunk, first: int) -> bool:
    """ "No mutations found in X were": a denial that opens the clause and governs the factor's name."""
    between = chunks[region_start(chunks, first) + 1 : first]
    return opening.words in {"no", "none"} and len(between) < _NEAR_NO and all(c.code in _NAMING for c in between)


def _via(chunks: Sequence[Chunk], match: Match, taken: Set[Curie], vocabulary: Vocabulary) -> tuple[Argument, ...]:
    """Steps that the clause names after "via", "through" or "by" behind the outcome; ``taken`` are the claim's ends."""
    found: list[Argument] = []
    follows = False
    for chunk in chunks[match.end : region_end(chunks, match.end)]:
        follows = follows or chunk.code in {"THROUGH", "BY"}
        if follows and chunk.code == FACTOR:
            found += [argument(g) for m in chunk.members for g in m.groundings]
    found = [a for a in found if not is_unknown(a.concepts[0])]
    kept = [a for a in found if taken.isdisjoint(a.ids) and not is_neoplasm(a.concepts[0], vocabulary)]
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
    chosen = in_title[0] if in_title else before[-1] if before else topic[0]
    return argument(_most_specific(chosen, topic, vocabulary)), "topic"


def _most_specific(chosen: Grounding, topic: Sequence[Grounding], vocabulary: Vocabulary) -> Grounding:
    """A kind of the chosen tumour that the document names, the most frequent: "liver cancer" of a paper on HCC."""
    kinds = [g for g in topic if chosen.concept.id in vocabulary.ancestors(g.concept.id)]
    counts = Counter(g.concept.id for g in kinds)
    return max(kinds, key=lambda g: (counts[g.concept.id], -g.mention.span.start), default=chosen)


def _score(match: Match, member: Member, how: str) -> float:
    """The rule's score, less for an unsure factor and for one that a pronoun takes up."""
    score = match.rule.score * sqrt(min(g.score for g in member.groundings))
    return round(score * _TAKEN_UP if how.startswith("named before") else score, 3)
