"""The names of two vocabularies side by side: who bears which form, and how telling each word is."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.align.words import Form, form_of
from kg.lexicon.spelling import turned_heading

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.align.values import Term
    from kg.model import Scope

# how much a name of a scope is the thing's own: label 0, own name 1, looser 2
RANK: Final[dict[Scope, int]] = {
    "label": 0, "exact": 1, "previous": 1, "abbreviation": 1, "unscoped": 1, "narrow": 2, "broad": 2, "related": 2,
}  # fmt: skip
_MOST_NAMES: Final = 60  # a term's names beyond these are turned-round forms of the others


class Called(NamedTuple):
    """A name of a term: its readings and the rank of its scope."""

    form: Form
    rank: int
    text: str


class Names:
    """The forms of one vocabulary's names and who bears them."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.of: dict[str, tuple[Called, ...]] = {}
        self.by_key: dict[str, set[str]] = defaultdict(set)
        self.by_bag: dict[str, set[str]] = defaultdict(set)
        self.by_stems: dict[str, set[str]] = defaultdict(set)
        self.by_core: dict[str, set[str]] = defaultdict(set)
        for term in terms:
            self._add(term)

    def _add(self, term: Term) -> None:
        seen: dict[str, Called] = {}
        turned = turned_heading(term.label)
        texts: list[tuple[str, Scope]] = [(term.label, "label")]
        if turned:
            texts.append((turned, "label"))
        for text, scope in (texts + list(term.names))[:_MOST_NAMES]:
            form = form_of(text)
            if form is not None and form.key not in seen:
                seen[form.key] = Called(form, RANK[scope], text)
        self.of[term.id] = tuple(seen.values())
        for called in seen.values():
            form = called.form
            self.by_key[form.key].add(term.id)
            self.by_bag[form.bag].add(term.id)
            self.by_stems[" ".join(form.stems)].add(term.id)
            if form.core:
                self.by_core[form.core].add(term.id)


class Telling:
    """How telling a stem is: the logarithm of how few terms of either vocabulary have it."""

    def __init__(self, one: Names, other: Names) -> None:
        counts: Counter[str] = Counter()
        for names in (one, other):
            for called in names.of.values():
                counts.update({stem for name in called for stem in name.form.stems})
        total = len(one.of) + len(other.of) + 1
        self._weight: Mapping[str, float] = {s: math.log(1 + total / n) for s, n in counts.items()}
        self._unknown = math.log(1 + total)
        self._seen: dict[tuple[str, ...], float] = {}

    def of(self, stem: str) -> float:
        """The weight of one stem."""
        return self._weight.get(stem, self._unknown)

    def length(self, stems: tuple[str, ...]) -> float:
        """The weight of all stems of a name."""
        found = self._seen.get(stems)
        if found is None:
            found = self._seen[stems] = sum(map(self.of, stems))
        return found
