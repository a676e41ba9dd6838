"""Mentions that hang on another one: 'and -8' after interleukin-6, 'T790M' after EGFR (pure)."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg.ground.alterations import alterations
from kg.ground.coordination import coordinated
from kg.model import Grounding, Mention, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.ground.ports import LexiconLike
    from kg.model import Sentence

__all__ = ["coordinated", "short_binomials", "with_alterations"]

_BINOMIAL: Final = re.compile(r"([A-Z])[a-z]{2,30} ([a-z]{3,30})")
_FACTOR: Final = 0.9  # a name put together from two places is a little less sure


def short_binomials(text: str, groundings: Sequence[Grounding]) -> Iterator[Grounding]:
    """'F. nucleatum' where the document also writes Fusobacterium nucleatum."""
    spans = sorted(g.mention.span for g in groundings)
    seen: set[str] = set()
    for grounding in groundings:
        name = _BINOMIAL.fullmatch(grounding.mention.text) if grounding.mention.type == "Organism" else None
        short = f"{name[1]}. {name[2]}" if name else ""
        if not short or short in seen:
            continue
        seen.add(short)
        at = text.find(short)
        while at >= 0:
            span = Span(at, at + len(short))
            if not _overlaps(span, spans) and not text[span.end : span.end + 1].isalpha():
                why = f"short for {grounding.mention.text!r}"
                mention = Mention(span=span, text=short, type="Organism")
                yield replace(grounding, mention=mention, score=round(grounding.score * _FACTOR, 4), why=why)
            at = text.find(short, span.end)


def with_alterations(
    text: str,
    groundings: list[Grounding],
    sentences: Sequence[Sentence],
    refused: set[Span],
    lexicon: LexiconLike | None = None,
) -> list[Grounding]:
    """The groundings and, sorted in, the genetic alterations that have a gene; of two that overlap the longer stays."""
    groundings = _disjoint(groundings)
    added = alterations(text, groundings, sentences, refused, lexicon)
    return _merged(groundings, added) if added else groundings


def _disjoint(groundings: list[Grounding]) -> list[Grounding]:
    """Sorted groundings without those that overlap a longer one, or as long a one before."""
    kept: list[Grounding] = []
    for grounding in groundings:
        span = grounding.mention.span
        if kept and span.start < kept[-1].mention.span.end:
            if span.end - span.start > kept[-1].mention.span.end - kept[-1].mention.span.start:
                kept[-1] = grounding
            continue
        kept.append(grounding)
    return kept


def _merged(groundings: Sequence[Grounding], added: Sequence[Grounding]) -> list[Grounding]:
    """Alterations beat what overlaps them, except genes; the first of two alterations beats the second."""
    kept = [g for g in groundings if g.mention.type == "Gene"]
    spans = sorted(g.mention.span for g in kept)
    chosen: list[Grounding] = []
    for grounding in added:
        if not _overlaps(grounding.mention.span, spans):
            chosen.append(grounding)
            spans = sorted([*spans, grounding.mention.span])
    taken = sorted(g.mention.span for g in chosen)
    rest = [g for g in groundings if g.mention.type != "Gene" and not _overlaps(g.mention.span, taken)]
    return sorted([*kept, *chosen, *rest], key=lambda g: g.mention.span)


def _overlaps(span: Span, others: Sequence[Span]) -> bool:
    """Whether a span touches one of the sorted, disjoint others."""
    at = bisect_right(others, span)
    before = at > 0 and others[at - 1].end > span.start
    return before or (at < len(others) and others[at].start < span.end)
