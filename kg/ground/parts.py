"""The genes in a family's name that counts them up: ERK1 and 2 in "ERK1/2", caspase-3 and 7 in "caspase-3/7" (pure)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.ground.judge import judge
from kg.ground.words import default_settings, default_words
from kg.model import Grounding, Mention, Span
from kg.text.normal import normal_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.ground.ports import LexiconLike
    from kg.model import Concept

_FACTOR: Final = 0.9  # a name put together from two places is a little less sure
_COUNTED: Final = re.compile(
    r"(?P<stem>.{2,40}?)(?P<first>\d{1,2}|[IVX]{1,3}|[α-ω])(?:/-?| and | or )(?P<second>\w{1,3})"
)


def counted_members(groundings: Sequence[Grounding], lexicon: LexiconLike) -> Iterator[Grounding]:
    """Both members of every family whose name counts two, each where its number stands."""
    for grounding in groundings:
        found = _COUNTED.fullmatch(grounding.mention.text) if grounding.concept.kind == "family" else None
        if found is None:
            continue
        at = grounding.mention.span.start
        spans = (Span(at, at + found.end("first")), Span(at + found.start("second"), at + found.end("second")))
        names = (found["stem"] + found["first"], found["stem"] + found["second"])
        genes = [_member(name, grounding.concept, lexicon) for name in names]
        for name, span, gene in zip(names, spans, genes, strict=True):
            if gene is not None and all(genes):
                text = grounding.mention.text[span.start - at : span.end - at]
                yield Grounding(
                    mention=Mention(span=span, text=text, type="Gene"),
                    concept=gene,
                    score=round(grounding.score * _FACTOR, 4),
                    why=f"{name!r}, counted up in {grounding.mention.text!r}",
                    inside=True,
                )


def _member(name: str, family: Concept, lexicon: LexiconLike) -> Concept | None:
    """The gene of a name, if it belongs to the family."""
    for option in judge(name, lexicon.candidates(normal_name(name)), default_words(), default_settings()):
        if option.concept.kind == "gene" and not set(family.ids).isdisjoint(lexicon.ancestors(option.concept.id)):
            return option.concept
    return None
