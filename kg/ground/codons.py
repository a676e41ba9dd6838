"""Codons, which are no genes although CGA, TAC and CAT are symbols of genes (pure)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.ground.places import Place

_CODON: Final = re.compile(r"[ACGTU]{3}")
_CHANGE: Final = r"(?: ?(?:-{0,2}>|→|/|–|=>) ?| to | for | by )"
_CHANGED: Final = re.compile(rf"[ACGTU]{{3}}{_CHANGE}$")
_CHANGES: Final = re.compile(rf"{_CHANGE}[ACGTU]{{3}}(?!\w)")
_WINDOW: Final = 40  # characters on each side in which the word codon counts


def without_codons(text: str, places: Sequence[Place]) -> list[Place]:
    """The places without triplets of bases beside the word 'codon' or beside another triplet."""
    return [place for place in places if not _is_codon(text, *place.span)]


def _is_codon(text: str, start: int, end: int) -> bool:
    if end - start != 3 or _CODON.fullmatch(text, start, end) is None:
        return False
    if "codon" in text[max(0, start - _WINDOW) : end + _WINDOW].lower():
        return True
    return _CHANGED.search(text, max(0, start - 9), start) is not None or _CHANGES.match(text, end) is not None
