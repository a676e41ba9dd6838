"""A match with its factors and therapies written out as evidence rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from kg.claims.chunks import FACTOR, Chunk, Member
from kg.claims.context import argument, is_neoplasm, is_unspecific, onset_of
from kg.claims.mechanism import implied_mechanisms, stated_mechanisms, target_mechanism
from kg.claims.scope import is_general, is_oncological
from kg.claims.stance import stance_of
from kg.claims.subject import region_end
from kg.claims.unknown import is_unknown
from kg.model import Argument, Curie, Evidence, Kind, Span
from kg.text.alteration_names import standard_alteration

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from kg.claims.arguments import Found
    from kg.claims.context import Vocabulary
    from kg.claims.items import Row
    from kg.claims.rules import Match
    from kg.model import Basis, Document, Effect, FactorState, Grounding, Onset, Sentence, Stance
    from kg.scheme import Scheme

_OF_ANOTHER_GENE: Final = "genetic-alteration"
_ON_TUMOURS: Final = frozenset(  # said of tumours, so that any therapy is one of theirs
    ("SENSITISE", "RESENSITISE", "SENSITISE|RESENSITISE", "PROTECT", "ENABLE", "OBJECT", "BARRIER")
)
_TAKEN_UP: Final = 0.85  # how often what a pronoun takes up is the right thing
_GAINING: Final = frozenset(("gene", "rna", "family", "process", "pathway", "metabolite", "disease"))


class Knowledge(NamedTuple):
    """What rows are completed from."""

    vocabulary: Vocabulary
    scheme: Scheme


class _Told(NamedTuple):
    """What a match says of all its pairs of factor and therapy, each with the words that say so."""

    found: Found
    effect: Effect
    stance: Stance
    stance_words: str
    onset: Onset
    onset_words: str
    disease: Argument | None
    disease_basis: Basis


class _Read(NamedTuple):
    """A factor with the mechanisms that the sentence states of it, and the words."""

    member: Member
    factor: Argument
    stated: tuple[str, ...]
    words: str


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
    if therapies and _is_weak_effect(setting.chunks, found):
        therapies = [t for t in therapies if not _is_foreign(t)]
    if not therapies:
        return []
    told = _told(knowledge, setting, found)
    read = [_Read(m, _factor_argument(m), *_mechanisms(knowledge, setting, found, told, m)) for m in found.factors]
    rows = (
        _evidence(knowledge, setting, told, *pair)
        for pair in _paired(setting, read, therapies)
        if set(pair[0].factor.ids).isdisjoint(pair[1].ids)
    )
    return [row for row in rows if row is not None]


def _paired(setting: Setting, factors: Sequence[_Read], therapies: Sequence[Argument]) -> list[tuple[_Read, Argument]]:
    """Every factor with every therapy; with "respectively", the first with the first, or none if they do not match."""
    if len(factors) > 1 and len(therapies) > 1 and "respectively" in setting.row.words:
        return list(zip(factors, therapies, strict=True)) if len(factors) == len(therapies) else []
    return [(one, therapy) for one in factors for therapy in therapies]


def _is_weak_effect(chunks: Sequence[Chunk], found: Found) -> bool:
    """Whether the outcome is an "effect", "toxicity" or "response", which drugs of every field have."""
    if found.outcome is None:
        return not found.match.rule.of_cohort and not _ON_TUMOURS.intersection(found.match.rule.pattern.split())
    return chunks[found.outcome].note in {"therapy=", "therapy?"}


def _is_foreign(therapy: Argument) -> bool:
    """Whether nothing says that the therapy is one of oncology."""
    return not (is_oncological(therapy) or is_general(therapy))


def _told(knowledge: Knowledge, setting: Setting, found: Found) -> _Told:
    """What a match says of all its pairs."""
    effect = _effect(found.match, setting.chunks)
    return _Told(
        found,
        effect,
        *stance_of(setting, found),
        *onset_of(_onset_words(setting, found, effect)),
        *_disease(setting, knowledge.vocabulary),
    )


def _mechanisms(
    knowledge: Knowledge, setting: Setting, found: Found, told: _Told, member: Member
) -> tuple[tuple[str, ...], str]:
    """What the sentence states of a factor, and the words; nothing of what is denied."""
    if member.denied or told.stance == "negated" or told.effect == "no_effect":
        return (), ""
    return stated_mechanisms(setting, knowledge.scheme, member, found)


def _evidence(knowledge: Knowledge, setting: Setting, told: _Told, read: _Read, therapy: Argument) -> Evidence | None:
    found, sentence, factor = told.found, setting.sentence, read.factor
    match = found.match
    if read.member.denied and told.stance == "negated":
        return None  # the contrary of a denial says nothing
    silent = read.member.denied or told.stance == "negated" or told.effect == "no_effect"
    state = _state(read.member, factor)
    stated, words, entailed = read.stated, read.words, ""
    implied: tuple[str, ...] = ()
    target = "" if silent or told.effect != "confers_resistance" else target_mechanism(factor, state, therapy)
    if target and stated in {(), (_OF_ANOTHER_GENE,)}:
        stated, words, implied, entailed = (), "", (target,), "the drug's own target"
    if not (silent or stated or implied):
        implied, entailed = implied_mechanisms(factor, state, knowledge.scheme), "the factor"
    return Evidence(
        therapy=therapy, factor=factor, factor_state=state, effect=told.effect,
        stance="negated" if read.member.denied else told.stance, onset=told.onset,
        mechanisms=stated or implied, mechanism_basis="entailed" if implied else "stated",
        via=() if read.member.denied else _via(setting, match, {*factor.ids, *therapy.ids}, knowledge.vocabulary),
        disease=told.disease, disease_basis=told.disease_basis, document=setting.document.id, section=sentence.role,
        span=sentence.span, text=sentence.text, rule=match.rule.id, score=_score(match, read.member, found.how),
        derivation=(
            ("factor", found.how), ("factor state", read.member.state_word or f"default for {factor.kind}"),
            ("therapy", found.basis), ("effect", match.rule.meaning),
            ("stance", "denied beside the others" if read.member.denied else told.stance_words or "plain statement"),
            ("onset", told.onset_words or "not said"), ("mechanism", words or (entailed if implied else "not said")),
            ("disease", told.disease_basis if told.disease else "none named"),
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
    alteration = standard_alteration(member.text) if kind == "genetic_alteration" else ""
    span = Span(first.start, last.end)
    return Argument(text=member.text, span=span, kind=kind, concepts=concepts, alteration=alteration)


def _via(setting: Setting, match: Match, taken: Set[Curie], vocabulary: Vocabulary) -> tuple[Argument, ...]:
    """Steps that the clause names after "via", "through" or "by" behind the outcome; ``taken`` are the claim's ends."""
    found: list[Argument] = []
    follows, chunks = False, setting.chunks
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
