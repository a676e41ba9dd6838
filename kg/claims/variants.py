"""Substitutions that stand alone ("T790M was found"): which gene of the document they change."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING, Final

from kg.claims.cues import context_values
from kg.model import Concept, Grounding, Mention, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import Document

_SUBSTITUTION: Final = re.compile(r"(?<![\w-])[ACDEFGHIKLMNPQRSTVWY]\d{2,4}[ACDEFGHIKLMNPQRSTVWY](?![\w-])")
_CALLED: Final = re.compile(r"mutation|mutant|mutated|variant|substitution|allele|harbou?r", re.IGNORECASE)
_AROUND: Final = 80  # characters around a substitution in which a word must say that it is one
_OF_GENE: Final = re.compile(
    r"[ -]{0,2}(?:region|domain|gene|kinase|exon|fusion|rearrange|mutat|mutant|point|amplif|inhibitor|-?positive)"
)
_OF: Final = re.compile(r" (?:[a-z]{1,12} ){0,2}(?:mutations?|mutants?|variants?|substitutions?)? ?(?:of|in) (?:the )?")
_SCORE: Final = 0.8  # how often the gene named last is the one that is changed


def with_lone_variants(document: Document, groundings: Sequence[Grounding]) -> Sequence[Grounding]:
    """The groundings, and one for each substitution that none of them gives a gene: that of the gene named last before.

    Only genes count that the document speaks of as altered or as a drug's target.  A substitution of a fusion
    (BCR-ABL1 T315I) is one of its partner, where the document names that.
    """
    text = document.text
    groundings = [g for g in groundings if g.mention.type != "Variant" or g.mention.text not in _never()]
    found = [
        m
        for m in _SUBSTITUTION.finditer(text)
        if m[0] not in _never() and _CALLED.search(text, max(0, m.start() - _AROUND), m.end() + _AROUND)
    ]
    if not found:
        return groundings
    genes = [g for g in groundings if g.concept.kind == "gene" and _has_gene(g.concept)]
    if not genes:
        return groundings
    changed = [g for g in genes if _is_changed(text, g)]
    own = {g.mention.span: g for g in groundings if g.mention.type == "Variant"}
    known = {g.mention.text: g.concept for g in own.values() if _has_gene(g.concept)}
    covered = {g.mention.span.start for g in groundings}
    made: dict[Span, Grounding] = {}
    for match in found:
        span = Span(*match.span())
        if span in own and _has_gene(own[span].concept):
            continue
        if span not in own and span.start in covered:
            continue
        gene = known.get(match[0]) or _gene_of(text, span, genes, changed)
        if gene is not None:
            made[span] = _variant(match[0], span, gene)
    kept = [g for g in groundings if g.mention.span not in made]
    return sorted((*kept, *made.values()), key=lambda g: g.mention.span) if made else groundings


@cache
def _never() -> frozenset[str]:
    """Names of cell lines that look like substitutions."""
    return frozenset(phrase for phrase, value in context_values("variant") if value == "never")


def _has_gene(concept: Concept) -> bool:
    return any(i.prefix == "NCBIGene" for i in concept.ids)


def _gene_of(text: str, span: Span, genes: Sequence[Grounding], changed: Sequence[Grounding]) -> Concept | None:
    """The gene that the words behind the substitution name, else the changed gene named last before it."""
    of = _OF.match(text, span.end)
    if of is not None:
        after = next((g for g in genes if of.end() <= g.mention.span.start <= of.end() + 4), None)
        if after is not None:
            return after.concept
    before = bisect_right([g.mention.span.start for g in changed], span.start)
    if not changed:
        return None
    return changed[max(0, before - 1)].concept


def _is_changed(text: str, gene: Grounding) -> bool:
    return gene.mention.type == "Variant" or _OF_GENE.match(text, gene.mention.span.end) is not None


def _variant(text: str, span: Span, gene: Concept) -> Grounding:
    concept = Concept(gene.id, "genetic_alteration", gene.label, gene.same_as)
    mention = Mention(span=span, text=text, type="Variant")
    return Grounding(mention=mention, concept=concept, score=_SCORE, why="a substitution of the gene named last")
