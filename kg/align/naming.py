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


# readings from the strictest to the freest
LEVELS: Final = ("key", "bag", "stems", "core")


class Names:
    """The forms of one vocabulary's names and who bears them; ``bearers`` and ``ranks`` are by level."""

    def __init__(self, terms: Iterable[Term]) -> None:
        known = list(terms)
        self._rank = _ranks(scope for term in known for _, scope in term.names)
        self.of: dict[str, tuple[Called, ...]] = {}
        self.bearers: tuple[dict[str, list[str]], ...] = tuple(defaultdict(list) for _ in LEVELS)
        self.ranks: dict[str, tuple[dict[str, int], ...]] = {}
        for term in known:
            self._add(term)

    def _add(self, term: Term) -> None:
        seen: dict[tuple[str, tuple[str, ...]], Called] = {}
        turned = turned_heading(term.label)
        texts: list[tuple[str, Scope]] = [(term.label, "label")]
        if turned:
            texts.append((turned, "label"))
        for text, scope in (texts + list(term.names))[:_MOST_NAMES]:
            form = form_of(text)
            if form is not None and (form.key, form.stems) not in seen:
                seen[form.key, form.stems] = Called(form, self._rank[scope])
        self.of[term.id] = tuple(seen.values())
        ranks: tuple[dict[str, int], ...] = tuple({} for _ in LEVELS)
        for form, rank in seen.values():
            for known, reading in zip(ranks, (form.key, form.bag, " ".join(form.stems), form.core), strict=True):
                if reading:
                    known[reading] = min(known.get(reading, rank), rank)
        self.ranks[term.id] = ranks
        for bearers, known in zip(self.bearers, ranks, strict=True):
            for reading in known:
                bearers[reading].append(term.id)


def _ranks(scopes: Iterable[Scope]) -> dict[Scope, int]:
    """The rank of each scope; a vocabulary that calls every other name related means nothing by it."""
    only_related = set(scopes) == {"related"}
    return RANK | {"related": RANK["exact"]} if only_related else RANK


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

    def of(self, stem: str) -> float:
        """The weight of one stem."""
        return self._weight.get(stem, self._unknown)

    def length(self, stems: Iterable[str]) -> float:
        """The weight of all stems of a name, whatever their order."""
        return math.fsum(map(self.of, stems))
