"""Drugs and tumours with one letter wrong: words one edit from a name with such an ending (pure)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kg.ground.spelling import one_edit_away

if TYPE_CHECKING:
    from kg.ground.ports import LexiconLike

_SHORTEST: Final = 8  # letters


def meant(word: str, lexicon: LexiconLike, ends: tuple[str, ...]) -> str:
    """The key of the name that a word in normal form misspells, empty where it is none; ``ends``: of such names."""
    if len(word) < _SHORTEST or not (word.isascii() and word.isalpha()):
        return ""
    near = _near(ends)
    if not any(word[-size:] in some for size, some in near):
        return ""
    for other in one_edit_away(word, lexicon.reach(word)):
        key = f"{other} "
        if other.endswith(ends) and lexicon.is_key(key):
            return key
    return ""


@lru_cache(maxsize=8)
def _near(ends: tuple[str, ...]) -> tuple[tuple[int, frozenset[str]], ...]:
    """How a word may end that one edit turns into one with these ends: by length."""
    stem = "x" * _SHORTEST  # letters before an end, which one edit in the end leaves alone
    edited = (other for end in ends for other in one_edit_away(stem + end) if other.startswith(stem))
    found = {*ends, *(other.removeprefix(stem) for other in edited)} - {""}
    return tuple((size, frozenset(e for e in found if len(e) == size)) for size in sorted(set(map(len, found))))
