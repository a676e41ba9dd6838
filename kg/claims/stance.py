"""How a statement is made: asserted, hedged or denied, by the words of its clause."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kg.claims.chunks import FACTOR
from kg.claims.items import PLAIN
from kg.claims.subject import region_end, region_start

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.claims.arguments import Found
    from kg.claims.chunks import Chunk
    from kg.claims.rows import Setting
    from kg.claims.rules import Match
    from kg.model import Stance

_MODALS: Final = frozenset(("may", "might", "could", "would", "can", "appear", "seem"))
_PURPOSE: Final = frozenset(
    ("strategy", "strategie", "approach", "attempt", "order", "way", "used", "opportunity", "option")
)
_NEAR_NO: Final = 6  # chunks between "no" and the factor that it governs
_EVIDENTIAL: Final = frozenset((
    "no evidence for", "no evidence of", "no evidence that", "not provide support for", "no support for", "not support",
    "argue against", "argues against", "argued against", "ruled out",
))  # fmt: skip
_NAMING: Final = PLAIN | frozenset(("STATE", "OF", "IN", "SEEN", "HIGHADJ", "LOWADJ"))


def stance_of(setting: Setting, found: Found) -> tuple[Stance, str]:
    """The stance of a match, and the words that say so."""
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
