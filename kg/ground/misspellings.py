"""Names of drugs with one letter wrong that the tagger did not see: sorafinib, lenvatinb (pure)."""

from __future__ import annotations

from functools import cache
from string import ascii_lowercase
from typing import TYPE_CHECKING, Final

from kg.ground.decide import Decision
from kg.ground.places import Place
from kg.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.ground.linking import Linker
    from kg.ground.tagging.tokens import Tokens

_SHORTEST: Final = 8  # letters from which a name may be misspelt
_LONGEST: Final = 24


def with_misspelt_drugs(tokens: Tokens, places: Sequence[Place], linker: Linker) -> list[Place]:
    """The places and, sorted in, words that no vocabulary has, one letter away from a drug with a telling end."""
    ends = linker.words.kept.ends
    near, lengths = _near(ends)
    found = []
    for word, start, end in zip(tokens.words, tokens.starts, tokens.ends, strict=True):
        if not (_SHORTEST <= len(word) <= _LONGEST and word.isalpha() and word.isascii()):
            continue
        low = word.lower()
        if any(low[-size:] in near for size in lengths):
            options = linker.misspelling(low, ends)
            if options:
                found.append(Place(Span(start, end), Decision(options), "", "Chemical"))
    free = [p for p in found if not any(p.span.start < o.span.end and o.span.start < p.span.end for o in places)]
    return sorted([*places, *free], key=lambda place: place.span) if free else list(places)


@cache
def _near(ends: tuple[str, ...]) -> tuple[frozenset[str], tuple[int, ...]]:
    """Every end as it is and with one letter wrong, and the lengths that these have."""
    near = frozenset(other for end in ends for other in (end, *_wrong(end)))
    return near, tuple(sorted({len(end) for end in near}))


def _wrong(end: str) -> Iterator[str]:
    for at in range(len(end)):
        before, letter, after = end[:at], end[at], end[at + 1 :]
        yield before + after
        yield before + after[:1] + letter + after[1:]
        for other in ascii_lowercase:
            yield before + other + after
            yield before + other + letter + after
