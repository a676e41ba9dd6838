"""Misspellings: every string one edit away from a name (pure)."""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_LETTERS: Final = frozenset(ascii_lowercase)
_SHORTEST_WORD: Final = 5  # letters: collagen i is no collagen q


def one_edit_away(name: str, reach: int | None = None) -> Iterator[str]:
    """The name with one letter left out, doubled up, changed or added, or two exchanged; the first letter stays.

    Short words and figures are no misspellings: interleukin 6 is never interleukin 8.  ``reach``: so many first
    letters are surely right at most, so that nothing behind them is tried.
    """
    for at in range(1, len(name) if reach is None else min(len(name), reach + 1)):
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
    if (reach is None or reach >= len(name)) and len(name.rpartition(" ")[2]) >= _SHORTEST_WORD:
        yield from (name + other for other in ascii_lowercase)
