"""Fusions of two genes: "ETV6-NTRK3" is an alteration of the partner whose product drives the tumour."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg.model import Concept, Grounding, Mention, Span
from kg.text.normal import normal_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.claims.context import Vocabulary
    from kg.model import Document

_FUSED: Final = ("fusion", "rearrange", "translocat")
_SAYS_SO: Final = re.compile(r"[ -]{0,2}(?:gene )?(?:fusion|rearrange|translocat|positive)", re.IGNORECASE)
_NO_FUSION: Final = re.compile(
    r"[ -]{0,2}(?:(?:signall?ing )?(?:axis|pathway|signal|interaction|complex|ratio|binding|loop|cascade))",
    re.IGNORECASE,
)
_JOINTS: Final = frozenset(("-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014"))
_OPEN_JOINTS: Final = frozenset((":", "/"))  # these join other things too, unless "fusion" follows
_NAME: Final = re.compile(r"[A-Za-z0-9]{2,10}(?:-|\u2010|\u2011|\u2013|::|:|/)([A-Za-z0-9]{2,10})")
_SCORE: Final = 0.85


def with_fusions(document: Document, groundings: Sequence[Grounding], vocabulary: Vocabulary) -> Sequence[Grounding]:
    """The groundings; two genes joined by a hyphen, and a fusion with an entry of its own, become one altered gene.

    The gene is the partner that the document names by itself more often, else the second, which mostly is the kinase.
    """
    text = document.text
    lowered = text.lower()
    if not ("::" in text or any(word in lowered for word in _FUSED) or any(_is_known(g) for g in groundings)):
        return groundings
    alone = Counter(g.concept.id for g in groundings)
    out: list[Grounding] = []
    for grounding in groundings:
        first = out[-1] if out else None
        if first is not None and _are_joined(text, first, grounding):
            partners = (first, grounding)
            driver = max(partners, key=lambda g: (alone[g.concept.id], g is grounding))
            out[-1] = _fusion(text, Span(first.mention.span.start, grounding.mention.span.end), driver.concept)
        else:
            out.append(_driver_of(grounding, vocabulary))
    return out


def _are_joined(text: str, first: Grounding, second: Grounding) -> bool:
    if first.concept.kind != "gene" or second.concept.kind != "gene" or first.concept.id == second.concept.id:
        return False
    joint = text[first.mention.span.end : second.mention.span.start]
    end = second.mention.span.end
    if joint in _OPEN_JOINTS:
        return _SAYS_SO.match(text, end) is not None
    return joint == "::" or (joint in _JOINTS and _NO_FUSION.match(text, end) is None)


def _fusion(text: str, span: Span, gene: Concept) -> Grounding:
    mention = Mention(span=span, text=text[span.start : span.end], type="Variant")
    return Grounding(
        mention=mention, concept=replace(gene, kind="genetic_alteration"), score=_SCORE, why="a fusion of two genes"
    )


def _driver_of(grounding: Grounding, vocabulary: Vocabulary) -> Grounding:
    """A fusion that has an entry of its own, as the alteration of the gene that its name ends with."""
    if not _is_known(grounding):
        return grounding
    name = _NAME.fullmatch(grounding.mention.text)
    gene = _gene_called(name[1], vocabulary) if name else None
    if gene is None:
        return grounding
    return replace(
        grounding,
        concept=replace(gene, kind="genetic_alteration"),
        mention=replace(grounding.mention, type="Variant"),
    )


def _is_known(grounding: Grounding) -> bool:
    return grounding.concept.kind in {"gene", "family"} and "fusion" in grounding.concept.label.lower()


def _gene_called(name: str, vocabulary: Vocabulary) -> Concept | None:
    """The gene whose symbol this is, but for a number at its end: ABL is ABL1."""
    concepts = sorted({c.concept for c in vocabulary.candidates(normal_name(name))}, key=lambda c: c.label)
    genes = [c for c in concepts if c.kind == "gene" and c.id.prefix == "NCBIGene"]
    symbol = name.upper()
    exact = [c for c in genes if c.label == symbol]
    return next(iter(exact or [c for c in genes if c.label.rstrip("0123456789") == symbol]), None)
