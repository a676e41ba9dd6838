"""Names with a short form in the middle or at their end: 'interleukin (IL)-6', 'intermediate MSUD' (pure)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.ground.decide import Decision
from kg.ground.places import Place
from kg.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.ground.judge import Option
    from kg.ground.linking import Linker
    from kg.text.abbreviations import Definition

# what follows the bracket: a number, a Roman one, a Greek letter by name or sign, or a letter with a number
_SUFFIX: Final = re.compile(
    r"\)[ -]?((?:\d{1,3}[A-Za-z]?|[IVX]{1,4}|(?:kappa|[κk])[ -]?B"
    r"|(?:alpha|beta|gamma|delta|kappa|[α-ω]|[a-eA-E])-?\d{0,2})"
    r"(?:R\w{0,5})?)(?![\w-])"
)
_CLASS: Final = re.compile(
    r"\)[ -]((?:receptor )?(?:inhibitor|antagonist|agonist|blocker|antibod(?=y|ies))(?:s|y|ies)?)(?!\w)"
)
# what a protein is, and which of several
_HEAD: Final = re.compile(
    r"\)[ -]((?:receptor|kinase|ligand|phosphatase|synthase|transferase|transporter)s?"
    r"(?:[ -](?:\d{1,2}[A-Za-z]?|[IVX]{1,3}|alpha|beta|gamma|[α-ω]))?)(?![\w-])"
)
_WORDS_BEFORE: Final = re.compile(r"(?<![\w-])((?:[A-Za-z-]{3,20} )?)([A-Za-z-]{3,20} )$")
_LONGEST_WORDS: Final = 45  # characters of the words before a short form
_NOTE: Final = "a name around its short form"


def bracketed(text: str, places: Sequence[Place], definitions: Sequence[Definition], linker: Linker) -> list[Place]:
    """The places with such names of genes and classes of drugs in place of their parts."""
    found = list(_found(text, definitions, linker))
    if not found:
        return list(places)
    spans = [place.span for place in found]
    apart = [p for p in places if not any(p.span.start < s.end and s.start < p.span.end for s in spans)]
    return sorted([*apart, *found], key=lambda place: place.span)


def _found(text: str, definitions: Sequence[Definition], linker: Linker) -> Iterator[Place]:
    reached = 0
    for definition in sorted(definitions, key=lambda d: d.long_span):
        start, end = definition.long_span
        bracket = f" ({definition.short}"
        if start < reached or not text.startswith(bracket, end):
            continue
        suffix = _SUFFIX.match(text, end + len(bracket))
        drugs = _CLASS.match(text, end + len(bracket))
        follows = suffix or drugs or _HEAD.match(text, end + len(bracket))
        if follows is None:
            continue
        joint, kind = "-" if suffix else " ", "Gene" if suffix or not drugs else "Chemical"
        names = (f"{definition.short}{joint}{follows[1]}", f"{definition.long} {follows[1]}")
        options = next(filter(None, (_read(name, kind, linker) for name in names)), ())
        if options:
            reached = follows.end()
            yield Place(Span(start, reached), Decision(options), _NOTE, options[0].type)


def _read(name: str, kind: str, linker: Linker) -> tuple[Option, ...]:
    """A gene as the linker reads it, or a class of drugs that a vocabulary has: ACE inhibitors."""
    if kind == "Chemical":
        return linker.named(name, "Chemical")
    return tuple(option for option in linker.readings(name, "Gene") if option.type == "Gene")


def with_words_before(
    text: str, places: Sequence[Place], definitions: Sequence[Definition], linker: Linker
) -> list[Place]:
    """The places with short forms of diseases drawn together with the words before them, where that is a disease."""
    long_forms = {definition.short: definition.long for definition in definitions}
    found: list[Place] = []
    for place in places:
        options = place.decision.options
        long = long_forms.get(text[place.span.start : place.span.end])
        if long and options and options[0].type == "Disease":
            reached = found[-1].span.end if found else 0
            place = _drawn_together(text, place, long, reached, linker)  # noqa: PLW2901 - the same place, made longer
        found.append(place)
    return found


def _drawn_together(text: str, place: Place, long: str, reached: int, linker: Linker) -> Place:
    before = _WORDS_BEFORE.search(text, max(reached, place.span.start - _LONGEST_WORDS), place.span.start)
    if before is None:
        return place
    for start in (before.start(1), before.start(2)):
        if start >= reached and text[start : start + 1].isalpha():
            name = text[start : place.span.start] + long
            options = linker.named(name, "Disease")
            if options:
                return Place(Span(start, place.span.end), Decision(options), f"short for {name!r}", "Disease")
    return place
