"""Whether two terms are the same sort of thing; the rules are in ``kinds.tsv``."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.errors import RuleError
from kg.lexicon.spelling import turned_heading
from kg.text.normal import normal_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.align.values import Term
    from kg.model import Kind

_RULES: Final = Path(__file__).with_name("kinds.tsv")
_NOTEWORTHY: Final = 0.03  # share of namesakes that makes a kind worth looking at
_ANY: Final = frozenset({None, "other"})
_BY_LABEL: Final = "by label"


@cache
def _alike() -> tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str]]]:
    """The pairs of kinds that may be the same, and those that may be if their labels are."""
    always: set[tuple[str, str]] = set()
    by_label: set[tuple[str, str]] = set()
    for number, line in enumerate(_RULES.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            one, other, condition = (*line.split("\t"), "", "")[:3]
            if not other or condition not in {"", _BY_LABEL}:
                raise RuleError(str(_RULES), number, f"expected two kinds and, if their labels matter, {_BY_LABEL}")
            (by_label if condition else always).update({(one, other), (other, one)})
    return frozenset(always), frozenset(by_label)


def are_alike(one: str | None, other: str | None) -> bool:
    """Whether things of these kinds may be the same, whatever they are called."""
    return one == other or one in _ANY or other in _ANY or (one, other) in _alike()[0]


def _are_namesakes(one: str | None, other: str | None) -> bool:
    return (one, other) in _alike()[1]


def may_be_same(one: Term, other: Term) -> bool:
    """Whether two terms may be the same by their kinds, or by their kinds and equal labels."""
    if are_alike(one.kind, other.kind):
        return True
    return _are_namesakes(one.kind, other.kind) and not _spellings(one).isdisjoint(_spellings(other))


def _spellings(term: Term) -> set[str]:
    turned = turned_heading(term.label)
    return {normal_name(term.label)} | ({normal_name(turned)} if turned else set())


def alignable(terms: Mapping[str, Term], others: Mapping[str, Term]) -> dict[str, Term]:
    """The terms that may be the same as any of the others.

    Where the others are of unknown kinds, the kinds of their namesakes tell; where the terms are, all stay.
    """
    if all(term.kind is None for term in terms.values()):
        return dict(terms)
    known = {term.kind for term in others.values() if term.kind is not None}
    kinds = known or _kinds_of_namesakes(terms, others)
    if not kinds:
        return dict(terms)
    own = {term.kind for term in terms.values() if term.kind}
    alike = {kind for kind in own if any(are_alike(kind, k) for k in kinds)}
    by_label = {kind for kind in own - alike if any(_are_namesakes(kind, k) for k in kinds)}
    labels = {s for term in others.values() if term.kind for s in _spellings(term)} if by_label else set()
    return {
        i: t
        for i, t in terms.items()
        if t.kind in alike or (t.kind in by_label and not labels.isdisjoint(_spellings(t)))
    }


def _kinds_of_namesakes(terms: Mapping[str, Term], others: Mapping[str, Term]) -> set[Kind]:
    keys = {normal_name(term.label) for term in others.values()}
    counts = Counter(t.kind for t in terms.values() if t.kind is not None and normal_name(t.label) in keys)
    total = sum(counts.values())
    return {kind for kind, count in counts.items() if count >= _NOTEWORTHY * total}
