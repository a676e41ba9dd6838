"""Amino acids in the description of a mutation or a protein, which are no drugs: 'glutamine to arginine' (pure)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.ground.places import Place

_WINDOW: Final = 40  # characters on each side in which a mutation is spoken of
_BETWEEN: Final = r"(?: ?\(?[A-Za-z]{0,3}\)?)? ?(?:to|for|by|with|->|→|>|/|–|-)(?: an?)? ?"
_MUTATION: Final = re.compile(r"codon|substitut|mutation|mutated|missense|residue|polymorphism")
_POSITION: Final = re.compile(r"[ACDEFGHIKLMNQRSTVWY]\d{2,4}")
_BESIDE: Final = re.compile(r"[A-Z]\d{2,4}(?:/|, | and | or )$")
_MUTATED: Final = re.compile(r"(?:/|, )[A-Z]\d{2,4}(?!\w)|[- ](?:mutat|mutant|hotspot|codon|substitut|variant)")
_FOLLOWING: Final = re.compile(r"[- (]?\(?\d|[ -](?:residue|rich|phosphorylat|kinase|phosphatase|codon)")


@dataclass(frozen=True, slots=True)
class Residues:
    """What amino acids are called: ``whole`` fits one, ``changed`` and ``changes`` what stands beside one."""

    whole: re.Pattern[str]
    changed: re.Pattern[str]
    changes: re.Pattern[str]

    @classmethod
    def of(cls, codes: Sequence[str], names: Sequence[str]) -> Residues:
        """The patterns for three-letter codes and names, which may begin with a capital."""
        one = "|".join([*codes, *(f"[{name[0].upper()}{name[0]}]{name[1:]}" for name in names)])
        changed, changes = rf"(?:{one}){_BETWEEN}$", rf"{_BETWEEN}(?:{one})(?![A-Za-z])"
        return cls(re.compile(rf"(?:{one})s?"), re.compile(changed), re.compile(changes))


def without_residues(text: str, places: Sequence[Place], residues: Residues) -> list[Place]:
    """The places without amino acids beside a number, another amino acid, or a word of mutations or proteins."""
    return [place for place in places if not (_is_residue(text, *place.span, residues) or _is_position(text, place))]


def _is_position(text: str, place: Place) -> bool:
    """Whether a place is a residue and its number, where mutations are: G12 and G13 of KRAS are no G proteins."""
    start, end = place.span
    if _POSITION.fullmatch(text, start, end) is None or not place.decision.options:
        return False
    if place.decision.options[0].concept.label == text[start:end]:  # F12, the gene of factor XII
        return False
    return _BESIDE.search(text, max(0, start - 8), start) is not None or _MUTATED.match(text, end) is not None


def _is_residue(text: str, start: int, end: int, residues: Residues) -> bool:
    if end - start > _WINDOW or residues.whole.fullmatch(text, start, end) is None:
        return False
    before, after = text[max(0, start - _WINDOW) : start], text[end : end + _WINDOW]
    if _FOLLOWING.match(after) or _MUTATION.search(before) or _MUTATION.search(after):
        return True
    return residues.changed.search(before) is not None or residues.changes.match(after) is not None
