"""Genes written together with their alteration: JAK2V617F is JAK2 and V617F (pure)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg.ground.judge import judge
from kg.ground.words import default_settings, default_words
from kg.model import Grounding, Mention, Span
from kg.text.normal import normal_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.ground.judge import Option
    from kg.ground.ports import LexiconLike

_GLUED: Final = re.compile(
    r"(?<![\w-])([A-Z][A-Za-z0-9]{1,7}?)([ACDEFGHIKLMNPQRSTVWY]\d{2,4}[ACDEFGHIKLMNPQRSTVWY*])(?!\w)"
)
_FACTOR: Final = 0.95


def glued_alterations(text: str, groundings: Sequence[Grounding], lexicon: LexiconLike) -> Iterator[Grounding]:
    """The gene and the alteration of every such word that is no mention yet."""
    taken = {g.mention.span.start for g in groundings}
    for match in _GLUED.finditer(text):
        option = None if match.start() in taken else _gene(match[1], lexicon)
        if option is not None:
            why = f"{option.why}; written together with its alteration"
            yield _at(text, Span(*match.span(1)), option, why)
            altered = replace(option, concept=replace(option.concept, kind="genetic_alteration"))
            yield _at(text, Span(*match.span(2)), altered, f"alteration of {option.concept.label}: directly after it")


def _gene(symbol: str, lexicon: LexiconLike) -> Option | None:
    """The gene with this symbol, however it is written."""
    options = judge(symbol, lexicon.candidates(normal_name(symbol)), default_words(), default_settings())
    return next((o for o in options if o.score > 0 and o.concept.label.upper() == symbol.upper()), None)


def _at(text: str, span: Span, option: Option, why: str) -> Grounding:
    kind = option.type
    assert kind is not None, "genes and alterations are mentions"  # noqa: S101 - states what MENTION_TYPES says
    mention = Mention(span=span, text=text[span.start : span.end], type=kind)
    return Grounding(mention=mention, concept=option.concept, score=round(option.score * _FACTOR, 4), why=why)
