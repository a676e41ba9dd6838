"""Another name of a gene right beside it, in brackets or behind a slash: ADAM17 (TACE), PD-L1/B7-H1 (pure)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.ground.decide import Decision
from kg.ground.judge import Option
from kg.ground.places import Place
from kg.model import Span
from kg.text.abbreviations import occurrences
from kg.text.normal import normal_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence, Set

    from kg.ground.ports import LexiconLike
    from kg.ground.words import Settings

_NAME: Final = r"([A-Za-z][A-Za-z0-9α-ω-]{1,11})"
_BEHIND: Final = re.compile(
    rf"(?: ?\((?:(?:also|otherwise) (?:known|called) as |or |formerly |aka )?|/){_NAME}(?=[),;/ ])"
)
_BEFORE: Final = re.compile(rf"(?<![\w-]){_NAME}(?: ?\(|/)$")
_WINDOW: Final = 16  # characters before a gene in which its other name may begin


def synonyms(
    text: str, places: Sequence[Place], defined: Set[str], lexicon: LexiconLike, settings: Settings
) -> Iterator[Place]:
    """A place for every such name, wherever it stands; of one that the document defines, only there."""
    seen: set[str] = set()
    for place in places:
        options = place.decision.options
        if not options or options[0].concept.kind not in ("gene", "rna"):
            continue
        for span in _beside(text, place.span):
            name = text[span.start : span.end]
            option = _reading(name, options[0], lexicon, settings)
            if option is None or name in seen:
                continue
            spans = [span] if name in defined else occurrences(text, name)
            seen.add(name)
            note = f"another name of {text[place.span.start : place.span.end]!r} beside it"
            yield from (Place(where, Decision((option,)), note, "Gene") for where in spans)


def _beside(text: str, span: Span) -> Iterator[Span]:
    after = _BEHIND.match(text, span.end)
    if after is not None:
        yield Span(*after.span(1))
    if text[span.end : span.end + 1] in {")", ";", ",", " ", "/"}:
        before = _BEFORE.search(text, max(0, span.start - _WINDOW), span.start)
        if before is not None:
            yield Span(*before.span(1))


def _reading(name: str, gene: Option, lexicon: LexiconLike, settings: Settings) -> Option | None:
    """The gene under its other name, if a vocabulary has it under that."""
    for candidate in lexicon.candidates(normal_name(name)):
        if candidate.concept.id == gene.concept.id:
            weight = settings.scope[candidate.scope]
            why = f"{candidate.scope} name in {candidate.source}"
            return Option(gene.concept, weight, why, candidate.name, candidate.source)
    return None
