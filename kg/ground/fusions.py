"""Fusion genes as two: EML4-ALK names EML4 and ALK, each at its own place (pure)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg.model import Mention, Span
from kg.text.normal import normal_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.ground.ports import CandidateLike, LexiconLike
    from kg.model import Grounding

_PARTS: Final = re.compile(r"(?P<first>[A-Z][A-Za-z0-9]{1,9})(?:-|‐|–|::|/)(?P<second>[A-Z][A-Za-z0-9]{1,9})")
_FACTOR: Final = 0.95
_GENES: Final = ("gene", "rna")
_SYMBOLS: Final = ("label", "previous")


def with_fusions_split(groundings: Sequence[Grounding], lexicon: LexiconLike) -> Iterator[Grounding]:
    """The groundings, each fusion of two genes as the two."""
    for grounding in groundings:
        parts = _PARTS.fullmatch(grounding.mention.text) if grounding.mention.type == "Gene" else None
        split = _split(grounding, parts, lexicon) if parts else None
        yield from split or (grounding,)


def _split(grounding: Grounding, parts: re.Match[str], lexicon: LexiconLike) -> tuple[Grounding, Grounding] | None:
    """Both genes; None where a part is no gene, or where the whole is the name of one gene (HLA-DRB1).

    EWS-FLI1 is a fusion although it is called a synonym of EWSR1: EWS is one, too, and FLI1 another gene.
    """
    called_fusion = "fusion" in grounding.concept.label.lower() or _joins_another(grounding, parts, lexicon)
    if grounding.concept.label == grounding.mention.text and not called_fusion:
        return None
    found = []
    for name in ("first", "second"):
        gene = _gene(parts[name], lexicon, loose=called_fusion)
        if gene is None:
            return None
        start = grounding.mention.span.start + parts.start(name)
        span = Span(start, start + len(parts[name]))
        mention = Mention(span=span, text=parts[name], type="Gene")
        why = f"part of the fusion {grounding.mention.text}; {gene.scope} in {gene.source}"
        score = round(grounding.score * _FACTOR, 4)
        found.append(replace(grounding, mention=mention, concept=gene.concept, score=score, why=why, rivals=()))
    return found[0], found[1]


def _joins_another(grounding: Grounding, parts: re.Match[str], lexicon: LexiconLike) -> bool:
    own = {c.concept.id for c in lexicon.candidates(normal_name(parts["first"])) if c.concept.kind in _GENES}
    other = _gene(parts["second"], lexicon, loose=False)
    return grounding.concept.id in own and other is not None and other.concept.id not in own


def _gene(symbol: str, lexicon: LexiconLike, *, loose: bool) -> CandidateLike | None:
    """The gene with this symbol; ``loose``: with this alias, too (ABL in BCR-ABL)."""
    genes = [c for c in lexicon.candidates(normal_name(symbol)) if c.concept.kind in _GENES]
    official = [c for c in genes if c.scope in _SYMBOLS and c.name.upper() == symbol.upper()]
    return next(iter(official or (genes if loose else [])), None)
