"""Whether two terms are the same sort of thing; the rules are in ``kinds.tsv``."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.errors import RuleError
from kg.text.normal import normal_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.align.values import Term
    from kg.model import Kind

_RULES: Final = Path(__file__).with_name("kinds.tsv")
_NOTEWORTHY: Final = 0.03  # share of namesakes that makes a kind worth looking at
_ANY: Final = frozenset({None, "other"})


@cache
def _alike() -> frozenset[tuple[str, str]]:
    pairs = set()
    for number, line in enumerate(_RULES.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            one, tab, other = line.partition("\t")
            if not tab or not other:
                raise RuleError(str(_RULES), number, "expected two kinds")
            pairs |= {(one, other), (other, one)}
    return frozenset(pairs)


def are_alike(one: str | None, other: str | None) -> bool:
    """Whether things of these kinds may be the same."""
    return one == other or one in _ANY or other in _ANY or (one, other) in _alike()


def alignable(terms: Mapping[str, Term], others: Mapping[str, Term]) -> dict[str, Term]:
    """The terms that may be the same as any of the others.

    Where the others are of unknown kinds, the kinds of their namesakes tell; where the terms are, all stay.
    """
    if all(term.kind is None for term in terms.values()):
        return dict(terms)
    known = {term.kind for term in others.values() if term.kind is not None}
    kinds = known or _kinds_of_namesakes(terms, others)
    return {i: t for i, t in terms.items() if not kinds or any(are_alike(t.kind, k) and t.kind for k in kinds)}


def _kinds_of_namesakes(terms: Mapping[str, Term], others: Mapping[str, Term]) -> set[Kind]:
    keys = {normal_name(term.label) for term in others.values()}
    counts = Counter(t.kind for t in terms.values() if t.kind is not None and normal_name(t.label) in keys)
    total = sum(counts.values())
    return {kind for kind, count in counts.items() if count >= _NOTEWORTHY * total}
