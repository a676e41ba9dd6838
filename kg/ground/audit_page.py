"""What the verdicts of one document share, and how an answer is compared with what was stated (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.ground.finding import Finding, curies, named
from kg.ground.judge import MENTION_TYPES
from kg.ground.species import HUMAN
from kg.text.normal import normal_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.ground.grounder import Grounder
    from kg.ground.judge import Option
    from kg.ground.ports import LexiconLike
    from kg.model import Annotation, Concept, Curie, Document, Grounding, MentionType

EXPECTED: Final[Mapping[str, MentionType]] = {
    "Gene": "Gene", "Disease": "Disease", "Chemical": "Chemical", "Variant": "Variant",
}  # fmt: skip
_AS_GOOD: Final = 0.85  # of the best reading's score, from which another one is as good


@dataclass(frozen=True, slots=True)
class Page:
    """What the verdicts of one document share."""

    document: Document
    grounder: Grounder
    annotations: tuple[Annotation, ...]
    groundings: tuple[Grounding, ...]  # sorted by span
    in_text: Mapping[str, Concept]  # surface in lower case -> what the text's own mention was grounded to
    named: frozenset[Curie]  # identifiers of everything that was grounded in the text
    taxa: tuple[tuple[int, str], ...]  # (place in the text, taxon) of every word for a species


def answer_for(text: str, page: Page) -> Concept | None:
    """Our reading: what the text's own mention was grounded to, else what the name means by itself."""
    known = page.in_text.get(text.lower())
    if known is not None:
        return known
    decision = page.grounder.decide(normal_name(text), text)
    sure = [option for option in decision.options if not option.wants_cue]
    return sure[0].concept if sure else None


def fits(annotation: Annotation, concept: Concept) -> bool:
    """Whether an identifier that is given means the concept, or nearly so where its vocabulary has nothing nearer."""
    return bool({*concept.ids, *concept.close} & set(annotation.ids))


def stated_concept(annotation: Annotation, page: Page) -> Concept | None:
    """The first concept that the annotation's identifiers mean."""
    return next((c for c in map(page.grounder.lexicon.concept, annotation.ids) if c is not None), None)


def is_foreign(concept: Concept, lexicon: LexiconLike) -> bool:
    """Whether a gene is of a species other than man."""
    return lexicon.species(concept.id) not in (None, HUMAN)


def compare(annotation: Annotation, answer: Concept, options: Sequence[Option], page: Page) -> Finding:
    """The verdict once our own answer is known; ``options`` are all readings of the name, best first."""
    given = set(annotation.ids)
    if fits(annotation, answer):
        return Finding("confirmed", answer, f"{annotation.text!r} means {named(answer)}")
    if not given:
        return Finding("unknown", answer, f"the page gives no identifier; {annotation.text!r} means {named(answer)}")
    stated = stated_concept(annotation, page)
    rival = next((o for o in options if given & set(o.concept.ids)), None)
    if rival is not None and rival.score >= _AS_GOOD * options[0].score:
        return Finding("confirmed", answer, f"{named(rival.concept)} has this name, as has {named(answer)}")
    level = level_finding(annotation, stated, answer, page) if stated is not None else None
    if level is not None:
        return level
    kind = kind_name(answer)
    if kind != EXPECTED.get(annotation.kind, kind):
        return Finding("wrong type", answer, f"{annotation.text!r} is a {kind.lower()}, {named(answer)}")
    if rival is not None:
        return Finding(
            "wrong concept", answer, f"{named(rival.concept)} has the name too, but {named(answer)} is nearer"
        )
    label = named(stated) if stated is not None else "in no vocabulary here"
    return Finding("wrong concept", answer, f"{curies(annotation)} is {label}; the name means {named(answer)}")


def level_finding(annotation: Annotation, stated: Concept, answer: Concept, page: Page) -> Finding | None:
    """The verdict on a concept that lies above or below the answer; None where it does neither."""
    wider, narrower = is_above(stated, answer, page), is_above(answer, stated, page)
    if not (wider or narrower):
        return None
    if not {i.prefix for i in answer.ids} & {i.prefix for i in annotation.ids}:
        reason = f"{named(stated)} is the nearest that its vocabulary has to {named(answer)}"
        return Finding("confirmed", answer, reason)
    than = "wider" if wider else "narrower"
    return Finding("wrong level", answer, f"{named(stated)} is {than} than what is named: {named(answer)}")


def kind_name(concept: Concept) -> str:
    """What a mention of a concept is called."""
    return MENTION_TYPES.get(concept.kind, concept.kind.capitalize())


def is_above(upper: Concept, lower: Concept, page: Page) -> bool:
    """Whether one concept is an ancestor of the other."""
    lexicon = page.grounder.lexicon
    above = {i for own in lower.ids for i in lexicon.ancestors(own)}
    return bool(set(upper.ids) & above)
