"""Codons, lengths of DNA and codes of drugs, which are no genes although CGA, CAT, MBP and GDC are symbols (pure)."""

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
_REPEATED: Final = re.compile(r"\)?(?: ?\(\d{1,3}\)|\d{1,3}(?!\w)|[ -](?:repeat|expansion|tract))")
_LENGTH: Final = re.compile(r"[kKM]bp?s?")
_NUMBER: Final = re.compile(r"\d[ -]?$")
_STEM: Final = re.compile(r"[A-Z]{2,5}")
_CODE: Final = re.compile(r"-\d{3,6}(?!\w)")
_WINDOW: Final = 40  # characters on each side in which the word codon counts


def without_codons(text: str, places: Sequence[Place]) -> list[Place]:
    """The places without triplets of bases beside 'codon' or another triplet, '54 Mbp', and GDC in GDC-0941."""
    spurious = (_is_codon, _is_length, _is_stem)
    return [place for place in places if not any(is_spurious(text, *place.span) for is_spurious in spurious)]


def _is_stem(text: str, start: int, end: int) -> bool:
    """The letters of a drug's code."""
    return _STEM.fullmatch(text, start, end) is not None and _CODE.match(text, end) is not None


def _is_length(text: str, start: int, end: int) -> bool:
    return (
        _LENGTH.fullmatch(text, start, end) is not None and _NUMBER.search(text, max(0, start - 3), start) is not None
    )


def _is_codon(text: str, start: int, end: int) -> bool:
    if end - start != 3 or _CODON.fullmatch(text, start, end) is None:
        return False
    if "codon" in text[max(0, start - _WINDOW) : end + _WINDOW].lower():
        return True
    if _REPEATED.match(text, end) is not None and text[end : end + 1] in {")", " ", "-", "("}:  # (GCG)7, CAG repeats
        return True
    return _CHANGED.search(text, max(0, start - 9), start) is not None or _CHANGES.match(text, end) is not None
