"""Names of drugs with one letter wrong that the tagger did not see: sorafinib, lenvatinb (pure)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.ground.decide import Decision
from kg.ground.places import Place
from kg.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.ground.linking import Linker
    from kg.ground.tagging.tokens import Tokens

_SHORTEST: Final = 8  # letters from which a name may be misspelt
_LONGEST: Final = 24


def with_misspelt_drugs(tokens: Tokens, places: Sequence[Place], linker: Linker) -> list[Place]:
    """The places and, sorted in, words that no vocabulary has, one letter away from a drug with a telling end."""
    ends = linker.words.kept.ends
    found = []
    for word, start, end in zip(tokens.words, tokens.starts, tokens.ends, strict=True):
        if not (_SHORTEST <= len(word) <= _LONGEST and word.isalpha() and word.isascii()):
            continue
        options = linker.misspelling(word.lower(), ends)
        if options:
            found.append(Place(Span(start, end), Decision(options), "", "Chemical"))
    free = [p for p in found if not any(p.span.start < o.span.end and o.span.start < p.span.end for o in places)]
    return sorted([*places, *free], key=lambda place: place.span) if free else list(places)
