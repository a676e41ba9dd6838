"""Misspellings: every string one edit away from a name (pure)."""

from __future__ import annotations

from functools import cache
from string import ascii_lowercase
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_LETTERS: Final = frozenset(ascii_lowercase)
_SHORTEST_WORD: Final = 5  # letters: collagen i is no collagen q


def one_edit_away(name: str) -> Iterator[str]:
    """The name with one letter left out, doubled up, changed or added, or two exchanged; the first letter stays.

    Short words and figures are no misspellings: interleukin 6 is never interleukin 8.
    """
    for at in range(1, len(name)):
        before, letter, after = name[:at], name[at], name[at + 1 :]
        if len(before.rpartition(" ")[2]) + len(f"{letter}{after}".partition(" ")[0]) < _SHORTEST_WORD:
            continue
        if letter in _LETTERS:
            yield before + after
            if after and after[0] in _LETTERS and after[0] != letter:
                yield before + after[0] + letter + after[1:]
        for other in ascii_lowercase:
            if letter in _LETTERS and other != letter:
                yield before + other + after
            yield before + other + letter + after


def ends_nearly(word: str, ends: tuple[str, ...]) -> bool:
    """Whether a word ends in one of these ways, or would but for one letter."""
    near, lengths = _near(ends)
    return any(word[-size:] in near for size in lengths)


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
