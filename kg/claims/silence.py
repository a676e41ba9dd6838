"""Why what fits a construction states nothing after all: questions, aims, other tissues, those who did not respond."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kg.claims.cues import context_values
from kg.claims.items import PLAIN
from kg.claims.subject import region_end, region_start

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.claims.arguments import Found
    from kg.claims.chunks import Chunk
    from kg.claims.rows import Setting
    from kg.claims.rules import Match

_COPULAS: Final = frozenset(("be", "is", "are", "was", "were", "been", "being"))
_STUDYING: Final = frozenset(("role", "mechanism-focus", "resistance-seen-in"))  # rules whose sentence may only study
_FEW: Final = frozenset(("none", "no", "few", "only", "neither", "hardly", "rarely", "0"))  # who responded
_NEAR_MAKE: Final = 8  # chunks between "rendered" and "resistant"


def problem_of(setting: Setting, found: Found) -> str:
    """Why a match states nothing; empty if it may."""
    chunks, match = setting.chunks, found.match
    silence = silence_of(setting, match)
    if silence:
        return silence
    if match.rule.id.startswith("protect") and any(
        not _never_protected().isdisjoint(c.words.split()) for c in chunks[match.start : match.end]
    ):
        return "what is protected is no tumour"
    if match.rule.takes_subject and found.outcome is not None and _turns(chunks[match.start : found.outcome]):
        return "another predicate stands between"
    if match.rule.takes_subject and _is_done_to(chunks, match.start):
        return "tumours are sensitised, and what they have does not do it"
    if match.rule.id.startswith("carrier-fails") and found.where > 0 and chunks[found.where - 1].words == "without":
        return "those without it failed, which says nothing of those with it"
    if match.rule.id.endswith("-known") and any(
        c.code == "TO" for c in chunks[match.start + 1 : region_end(chunks, match.end)]
    ):
        return "what tumours are sensitised to is named, and it is no known therapy"
    if match.rule.id == "carrier-responds" and any(
        not _FEW.isdisjoint(c.words.split()) for c in chunks[region_start(chunks, match.start) : match.end]
    ):
        return "few or none of them responded"
    if match.rule.id == "state-response" and not _has(chunks[match.start : match.end]):
        return "it is spoken of, and not said to have the resistance"
    if match.rule.id == "carrier-responds" and any(c.code == "SAME" for c in chunks[match.start : match.end]):
        return "they respond like others"
    if found.where >= 0 and match.rule.effect != "no_effect" and _with_and_without(chunks, found.where):
        return "those with and those without it are alike"
    return "" if found.factors else "no factor with an identifier stands where the construction wants one"


def _has(chunks: Sequence[Chunk]) -> bool:
    """ "showed resistance", "developed resistance", and not "was studied in resistance"."""
    return any(c.code == "BE" and c.words not in _COPULAS for c in chunks)


def _is_done_to(chunks: Sequence[Chunk], predicate: int) -> bool:
    """ "cells with X were re-sensitised by Y": the verb is passive, so that its subject is no agent."""
    verb = chunks[predicate]
    if verb.code not in {"SENSITISE", "RESENSITISE"} or not verb.words.endswith("ed"):
        return False
    at = predicate - 1
    while at > 0 and chunks[at].code in PLAIN:
        at -= 1
    return at >= 0 and chunks[at].code == "BE" and not _COPULAS.isdisjoint(chunks[at].words.split())


def _turns(between: Sequence[Chunk]) -> bool:
    """ "by relieving X and is": what follows is said by another verb."""
    return any(a.code == "AND" and b.code == "BE" for a, b in pairwise(between))


def is_made(chunks: Sequence[Chunk], outcome: int) -> bool:
    """ "Shieldin loss leaves X-null tumours resistant": somebody else made those with X so."""
    near = chunks[max(region_start(chunks, outcome), outcome - _NEAR_MAKE) : outcome]
    made = next((i for i, c in enumerate(near) if c.code == "MAKE"), None)
    return made is not None and any(c.code == "FACTOR" for c in near[made:])


def _with_and_without(chunks: Sequence[Chunk], factor: int) -> bool:
    """ "with and without X": said of both, so that X does nothing."""
    before = [c.words for c in chunks[max(0, factor - 3) : factor]]
    return before[-1:] == ["without"] and "with" in before[:-1]


def silence_of(setting: Setting, match: Match) -> str:
    """Why nothing is stated at this place of the sentence, whoever the arguments are; empty if something may be."""
    chunks = setting.chunks
    if any(kind == "foreign" for kind, _ in setting.stances):
        return "the resistance or effect is not that of a tumour"
    if setting.sentence.text.rstrip().endswith("?") or setting.sentence.text.startswith("How "):
        return "a question states nothing"
    start = chunks[region_start(chunks, match.start)].span.start
    last = region_end(chunks, match.end - 1) if match.rule.id == "role" else match.end
    end = chunks[last - 1].span.end
    silencing = {"silent", "studied"} if match.rule.id in _STUDYING else {"silent"}
    if any(kind in silencing and start <= span.start < end for kind, span in setting.stances):
        return "an aim, hypothesis or open point states nothing"
    return ""


@cache
def _never_protected() -> frozenset[str]:
    return frozenset(phrase for phrase, value in context_values("protect") if value == "never")
