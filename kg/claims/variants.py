"""Substitutions that stand alone ("T790M was found"): which gene of the document they change."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Final

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
_SCORE: Final = 0.8  # how often the gene named last is the one that is changed


def with_lone_variants(document: Document, groundings: Sequence[Grounding]) -> Sequence[Grounding]:
    """The groundings and one for each substitution that none of them covers, of the gene named last before it.

    Only genes count that the document speaks of as altered or as a drug's target; a document without one gets nothing.
    """
    text = document.text
    found = [
        m for m in _SUBSTITUTION.finditer(text) if _CALLED.search(text, max(0, m.start() - _AROUND), m.end() + _AROUND)
    ]
    if not found:
        return groundings
    covered = {g.mention.span.start for g in groundings}
    genes = [g for g in groundings if g.concept.kind == "gene" and _is_changed(text, g)]
    starts = [g.mention.span.start for g in genes]
    known = {g.mention.text: g.concept for g in groundings if g.mention.type == "Variant"}
    made: list[Grounding] = []
    for match in found:
        if match.start() in covered or not genes:
            continue
        last = genes[max(0, bisect_right(starts, match.start()) - 1)].concept
        made.append(_variant(match[0], Span(*match.span()), known.get(match[0], last)))
    return sorted((*groundings, *made), key=lambda g: g.mention.span) if made else groundings


def _is_changed(text: str, gene: Grounding) -> bool:
    return gene.mention.type == "Variant" or _OF_GENE.match(text, gene.mention.span.end) is not None


def _variant(text: str, span: Span, gene: Concept) -> Grounding:
    concept = Concept(gene.id, "genetic_alteration", gene.label, gene.same_as)
    mention = Mention(span=span, text=text, type="Variant")
    return Grounding(mention=mention, concept=concept, score=_SCORE, why="a substitution of the gene named last")
