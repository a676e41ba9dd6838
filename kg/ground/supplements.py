"""Mentions that hang on another one: 'and -8' after interleukin-6, 'T790M' after EGFR (pure)."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg.ground.coordination import coordinated
from kg.ground.variants import alteration_after, written_alterations
from kg.model import Grounding, Mention, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model import Sentence

__all__ = ["coordinated", "short_binomials", "with_alterations"]

_BINOMIAL: Final = re.compile(r"([A-Z])[a-z]{2,30} ([a-z]{3,30})")
_FACTOR: Final = 0.9  # a name put together from two places is a little less sure
_ALONE_FACTOR: Final = 0.85  # an alteration whose gene stands elsewhere in the sentence
_ALONE: Final = "the only gene of the sentence"


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
    text: str, groundings: list[Grounding], sentences: Sequence[Sentence], refused: set[Span]
) -> list[Grounding]:
    """The groundings and, sorted in, the genetic alterations that have a gene; of two that overlap the longer stays."""
    groundings = _disjoint(groundings)
    genes = [g for g in groundings if g.mention.type == "Gene"]
    added: list[Grounding] = []
    for gene in genes:
        alteration = alteration_after(text, gene.mention.span.end)
        if alteration is not None:
            added.append(_altered(text, alteration.span, gene, gene.score, "directly after its gene"))
    for alteration in written_alterations(text):
        owner = _owner(alteration.span, genes, sentences, text)
        if owner is not None and alteration.span not in refused:
            added.append(_altered(text, alteration.span, *owner))
    if not added:
        return groundings
    return _merged(groundings, added)


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


def _owner(
    span: Span, genes: Sequence[Grounding], sentences: Sequence[Sentence], text: str
) -> tuple[Grounding, float, str] | None:
    """The gene directly before, else the only gene of the sentence."""
    before = [g for g in genes if g.mention.span.end <= span.start]
    if before and not text[before[-1].mention.span.end : span.start].strip(" -(:"):
        return before[-1], before[-1].score, "directly after its gene"
    at = bisect_right(sentences, span.start, key=lambda s: s.span.start) - 1
    if at < 0:
        return None
    sentence = sentences[at].span
    inside = [g for g in genes if sentence.start <= g.mention.span.start < sentence.end]
    if len({g.concept.id for g in inside}) == 1:
        return inside[0], round(inside[0].score * _ALONE_FACTOR, 4), _ALONE
    return None


def _altered(text: str, span: Span, gene: Grounding, score: float, why: str) -> Grounding:
    return Grounding(
        mention=Mention(span=span, text=text[span.start : span.end], type="Variant"),
        concept=replace(gene.concept, kind="genetic_alteration"),
        score=score,
        why=f"alteration of {gene.concept.label}: {why}",
    )
