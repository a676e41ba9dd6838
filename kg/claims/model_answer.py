"""Whether a language model's answer holds: form, quote, identifiers; what does not is left out, never repaired."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from kg.claims.model_question import WORDS
from kg.model import Dropped, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.claims.model_question import Passage
    from kg.model import Effect, FactorState, Grounding, Onset, Stance

_FIELDS: Final = frozenset(("quote", "therapies", "factor", *WORDS))
_MOST_THERAPIES: Final = 4  # of one regimen
_SHOWN: Final = 120  # characters of what a model said, in a report


class Held(NamedTuple):
    """A claim that a model gave and that survived: ``quote`` is its place in the document."""

    quote: Span
    therapies: tuple[Grounding, ...]
    factor: Grounding
    factor_state: FactorState
    effect: Effect
    stance: Stance
    onset: Onset


def verify(passage: Passage, content: str, rule: str) -> tuple[tuple[Held, ...], tuple[Dropped, ...]]:
    """The claims of an answer that hold, and the others with what is wrong with them."""
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError):
        return (), (_dropped(passage, rule, content, "the answer is not one JSON object and nothing else"),)
    if not isinstance(answer, dict) or set(answer) != {"claims"} or not isinstance(answer["claims"], list):
        reason = "the answer does not keep the schema: it is an object with the list claims"
        return (), (_dropped(passage, rule, content, reason),)
    held: list[Held] = []
    dropped: list[Dropped] = []
    for claim in answer["claims"]:
        found = _misshapen(claim) or _checked(passage, claim)
        if isinstance(found, Held):
            held.append(found)
        else:
            dropped.append(_dropped(passage, rule, json.dumps(claim, ensure_ascii=False), found))
    return tuple(held), tuple(dropped)


def _misshapen(claim: object) -> str:
    """How a claim breaks the schema; empty if it does not."""
    if not isinstance(claim, dict) or set(claim) != _FIELDS:
        return f"the claim does not keep the schema: its fields are {', '.join(sorted(_FIELDS))}"
    for name, words in WORDS.items():
        if claim[name] not in words:
            return f"the claim does not keep the schema: {name} is one of {', '.join(words)}"
    therapies = claim["therapies"]
    if not (isinstance(therapies, list) and 0 < len(therapies) <= _MOST_THERAPIES):
        return f"the claim does not keep the schema: therapies is a list of one to {_MOST_THERAPIES} identifiers"
    if not all(isinstance(text, str) and text for text in (claim["quote"], claim["factor"], *therapies)):
        return "the claim does not keep the schema: quote, factor and each therapy is a text"
    return ""


def _checked(passage: Passage, claim: dict[str, Any]) -> Held | str:
    """The claim with its places in the document, or why it does not hold."""
    quote = _place(passage, claim["quote"])
    if quote is None:
        return "the quote does not stand in the text"
    if quote.end <= passage.sentence.span.start:
        return "the quote is not of the sentence that was asked about"
    therapies = [_named(passage.therapies, name, quote) for name in claim["therapies"]]
    factor = _named(passage.factors, claim["factor"], quote)
    for name, found in zip(claim["therapies"], therapies, strict=True):
        if found is None:
            return f"no therapy {name[:_SHOWN]} was found in the quote by our own grounder"
    if factor is None:
        return f"no factor {claim['factor'][:_SHOWN]} was found in the quote by our own grounder"
    regimen = tuple(found for found in therapies if found)
    if factor.concept.id in {g.concept.id for g in regimen} or len({g.concept.id for g in regimen}) < len(regimen):
        return "the same thing is named twice"
    state, effect, stance, onset = (claim[name] for name in WORDS)
    return Held(
        quote, regimen, factor, cast("FactorState", state), cast("Effect", effect), cast("Stance", stance),
        cast("Onset", onset),
    )  # fmt: skip


def _place(passage: Passage, quote: str) -> Span | None:
    """Where the quote stands in the document; of several places the last, which is in the sentence itself."""
    at = passage.text.rfind(quote)
    return None if at < 0 else Span(passage.places[at], passage.places[at + len(quote) - 1] + 1)


def _named(groundings: Sequence[Grounding], name: str, quote: Span) -> Grounding | None:
    """The first grounding with that identifier inside the quote."""
    inside = (g for g in groundings if quote.start <= g.mention.span.start and g.mention.span.end <= quote.end)
    return next((g for g in inside if str(g.concept.id) == name), None)


def _dropped(passage: Passage, rule: str, said: str, reason: str) -> Dropped:
    item = f"{rule}: {' '.join(said.split())[:_SHOWN]}"
    sentence = passage.sentence.span
    return Dropped(stage="reader", item=item, reason=reason, document=passage.document.id, span=sentence)
