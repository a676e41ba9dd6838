"""Names that no vocabulary has but whose form says what they are: RNAs, and drugs of a known stem or code.

They take part in constructions like any other thing; as the factor of a claim they have a text and no identifier.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kg.claims.scope import stems
from kg.model import Concept, Curie, Grounding, Mention, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import Document, Kind, MentionType

PREFIX: Final = "UNGROUNDED"  # never leaves this room
_CIRCULAR: Final = re.compile(r"(?<![\w-])(?:hsa[_-])?circ(?:RNA)?[_-]?[A-Z0-9][A-Za-z0-9]{2,14}(?![\w])")
_LONG: Final = re.compile(  # Lnc-TALC, lncARSR; of "lncRNA TUC338" the name alone
    r"(?<![\w-])(?:[Ll]nc(?:RNA)?[-_]?[A-Z][A-Za-z0-9]{2,14}"
    r"|(?<=[Ll]ncRNA )[A-Z][A-Z0-9]{2,12}(?:-[A-Z0-9]{1,6})?)(?![\w])"
)
_CODE: Final = re.compile(r"(?<![\w-])[A-Z]{3,4}[- ]\d{3,6}(?![\w-])")
_CODED: Final = re.compile(r"inhibitor|drug|agent|compound|treat|mg|nM|µM|agonist", re.IGNORECASE)
_AROUND: Final = 40  # characters around a code in which a word must say that it is a drug
_WORD: Final = re.compile(r"(?<![\w-])[A-Za-z]{5,20}(?![\w-])")
_SCORE: Final = 0.7


def is_unknown(concept: Concept) -> bool:
    """Whether a concept is only a name."""
    return concept.id.prefix == PREFIX


def with_unknown(document: Document, groundings: Sequence[Grounding]) -> Sequence[Grounding]:
    """The groundings and one for each name of a known form that none of them covers; linear in the text."""
    text = document.text
    made: list[Grounding] = []
    if "circ" in text:
        made += [_named(m, "rna", "Gene") for m in _CIRCULAR.finditer(text)]
    if "nc" in text:
        made += [_named(m, "rna", "Gene") for m in _LONG.finditer(text)]
    if made:
        groundings = _without_kinds_of_rna(groundings, made)
    taken = {i for g in groundings for i in (g.mention.span.start, g.mention.span.end - 1)}
    made += [
        _named(m, "chemical", "Chemical")
        for m in _CODE.finditer(text)
        if _CODED.search(text, max(0, m.start() - _AROUND), m.end() + _AROUND)
    ]
    made += [_named(m, "chemical", "Chemical") for m in _WORD.finditer(text) if _has_stem(m[0])]
    kept = [g for g in made if taken.isdisjoint(range(*g.mention.span))]
    return sorted((*groundings, *kept), key=lambda g: g.mention.span) if kept else groundings


def _without_kinds_of_rna(groundings: Sequence[Grounding], made: Sequence[Grounding]) -> Sequence[Grounding]:
    """The groundings without what only says which kind of RNA a name is of: circRNA in circRNA-SORE."""
    named = [grounding.mention.span for grounding in made]
    return [
        g for g in groundings
        if g.concept.id.prefix == "NCBIGene" or g.concept.kind != "rna"
        or not any(s.start <= g.mention.span.start and g.mention.span.end < s.end for s in named)
    ]  # fmt: skip


@lru_cache(maxsize=100_000)
def _has_stem(word: str) -> bool:
    """Whether a word ends like a drug; the words of papers come again and again."""
    return word.lower().endswith(stems())


def _named(match: re.Match[str], kind: Kind, type_: MentionType) -> Grounding:
    concept = Concept(Curie(PREFIX, match[0]), kind, match[0])
    mention = Mention(span=Span(*match.span()), text=match[0], type=type_)
    return Grounding(mention=mention, concept=concept, score=_SCORE, why="a name of a known form without an identifier")
