"""All readings of one name with what spoke for and against each (pure): what `kg ground NAME` shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.ground.judge import Option, judge
from kg.text.normal import normal_name

if TYPE_CHECKING:
    from kg.ground.grounder import Grounder
    from kg.model import MentionType


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The answer for a name, or None with the reason; ``options``: all readings, refused ones last."""

    name: str
    answer: Option | None
    reason: str
    options: tuple[Option, ...]


def explain(grounder: Grounder, name: str, type_filter: MentionType | None = None) -> Explanation:
    """What ``name`` means without context; ``type_filter`` leaves only readings of one type."""
    key = normal_name(name)
    decision = grounder.decide(key, name)
    candidates = grounder.lexicon.candidates(key)
    judged = judge(name, candidates, grounder.words, grounder.settings)
    chosen = {option.concept.id for option in decision.options}
    options = (*decision.options, *(option for option in judged if option.concept.id not in chosen))
    if type_filter is not None:
        options = tuple(option for option in options if option.type == type_filter)
    answers = [o for o in options if o.concept.id in chosen]
    if answers:
        return Explanation(name=name, answer=answers[0], reason=answers[0].why, options=options)
    return Explanation(name=name, answer=None, reason=_no_answer(decision.refusal, type_filter), options=options)


def _no_answer(refusal: str, type_filter: MentionType | None) -> str:
    if not refusal and type_filter is not None:
        return f"no reading of the type {type_filter}"
    return "no vocabulary has this name" if refusal == "no candidate" else refusal
