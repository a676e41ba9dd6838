"""What a language model is asked: a sentence with what stands in it, and the form that an answer must have."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final, get_args

from kg.claims.context import is_neoplasm
from kg.claims.cues import HERE
from kg.claims.therapies import is_therapy_grounding
from kg.model import EVIDENCE_ROLES, Effect, FactorState, Onset, Span, Stance

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.claims.context import Vocabulary
    from kg.model import Document, Grounding, Sentence

_NO_FACTORS: Final = frozenset(("anatomy", "other", "organism"))
LONGEST: Final = 4000  # characters; what is longer is a table or a list without full stops, not a sentence
# the fields of a claim that hold one of a few words
WORDS: Final = {
    "factor_state": get_args(FactorState),
    "effect": get_args(Effect),
    "stance": get_args(Stance),
    "onset": get_args(Onset),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A sentence to ask about, perhaps with the one before it; ``text[i]`` stands at ``places[i]`` of the document.

    ``text`` has one space where the document has white space of any length.
    """

    document: Document
    sentence: Sentence
    span: Span  # of all that is shown
    text: str
    places: tuple[int, ...]
    therapies: tuple[Grounding, ...]
    factors: tuple[Grounding, ...]


def passages(
    document: Document, sentences: Sequence[Sentence], groundings: Sequence[Grounding], vocabulary: Vocabulary
) -> Iterator[Passage]:
    """The sentences in which a therapy and another thing that may be a factor were found."""
    before: Sentence | None = None
    starts = [g.mention.span.start for g in groundings]
    for sentence in sentences:
        near = before if before and before.role == sentence.role and len(before.text) <= LONGEST else None
        before = sentence
        if sentence.role in EVIDENCE_ROLES:
            span = Span(near.span.start if near else sentence.span.start, sentence.span.end)
            near_by = groundings[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
            inside = [g for g in near_by if g.mention.span.end <= span.end]
            therapies = tuple(g for g in inside if is_therapy_grounding(g))
            factors = tuple(g for g in inside if _may_be_factor(g, vocabulary))
            if _is_worth_asking(sentence, therapies, factors):
                text, places = _one_spaced(document.text, span)
                yield Passage(
                    document=document, sentence=sentence, span=span, text=text, places=places,
                    therapies=therapies, factors=factors,
                )  # fmt: skip


def _may_be_factor(grounding: Grounding, vocabulary: Vocabulary) -> bool:
    concept = grounding.concept
    return concept.kind not in _NO_FACTORS and not is_neoplasm(concept, vocabulary)


def _is_worth_asking(sentence: Sentence, therapies: Sequence[Grounding], factors: Sequence[Grounding]) -> bool:
    """Whether two different things of the sentence itself may be the ends of a claim."""
    named = {g.concept.id for g in therapies if g.mention.span.start >= sentence.span.start}
    others = {g.concept.id for g in factors if g.mention.span.start >= sentence.span.start}
    return bool(named) and bool(others) and len(named | others) > 1


def _one_spaced(text: str, span: Span) -> tuple[str, tuple[int, ...]]:
    places = [
        i for i in range(span.start, span.end) if not (text[i].isspace() and i > span.start and text[i - 1].isspace())
    ]
    return "".join(" " if text[i].isspace() else text[i] for i in places), tuple(places)


def question(passage: Passage) -> dict[str, Any]:
    """The messages and the form of the answer, as an OpenAI-compatible endpoint takes them."""
    told = {
        "title": " ".join(passage.document.title.split())[:500],
        "text": passage.text,
        "sentence": " ".join(passage.sentence.text.split()),
        "things": _things(passage),
    }
    return {
        "messages": [
            {"role": "system", "content": prompt()},
            {"role": "user", "content": json.dumps(told, ensure_ascii=False)},
        ],
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "resistance_claims", "strict": True, "schema": schema()},
        },
    }


def _things(passage: Passage) -> list[Mapping[str, object]]:
    """Every concept once, in reading order, with the words that stand for it."""
    found: dict[str, dict[str, Any]] = {}
    for grounding in sorted((*passage.therapies, *passage.factors), key=lambda g: g.mention.span):
        concept = grounding.concept
        thing = found.setdefault(
            str(concept.id), {"id": str(concept.id), "name": concept.label, "as": [], "can_be": []}
        )
        role = [
            word for word, those in (("therapy", passage.therapies), ("factor", passage.factors)) if grounding in those
        ]
        thing["as"] = list(dict.fromkeys((*thing["as"], grounding.mention.text)))
        thing["can_be"] = list(dict.fromkeys((*thing["can_be"], *role)))
    return list(found.values())


def schema() -> dict[str, Any]:
    """The JSON schema of an answer, in the subset that servers can hold a model to."""
    text = {"type": "string"}
    fields: dict[str, Any] = {"quote": text, "therapies": {"type": "array", "items": text}, "factor": text}
    fields |= {name: {"type": "string", "enum": list(words)} for name, words in WORDS.items()}
    claim = {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}
    claims = {"claims": {"type": "array", "items": claim}}
    return {"type": "object", "properties": claims, "required": ["claims"], "additionalProperties": False}


@cache
def prompt() -> str:
    """The instructions, which stand in model_prompt.txt."""
    return (HERE / "model_prompt.txt").read_text(encoding="utf-8").strip()


@cache
def prompt_version() -> str:
    """A checksum of instructions and schema, first 12 hexadecimal digits."""
    return hashlib.sha256((prompt() + json.dumps(schema())).encode()).hexdigest()[:12]
