"""Retired terms that nothing replaced: a dead identifier still means something, and may live on elsewhere."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from kg.align.words import form_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.align.naming import Names
    from kg.align.values import Term, Vocabulary

Pair = tuple[str, str]
_MARK: Final = re.compile(r"(?:obsolete|deprecated|retired)(?:[ _]|: ?)", re.IGNORECASE)
_BAG: Final = 1  # the reading in which names must agree: order and word formation levelled
_OWN: Final = 1  # rank of the loosest name that counts: no broad, narrow or related one


def former_label(label: str) -> str:
    """The label that a term had before it was retired: ``inguinal hernia`` of ``obsolete inguinal hernia``."""
    found = _MARK.match(label)
    return label[found.end() :].strip() or label if found else label


def namesakes_of_unreplaced(
    one: Vocabulary, other: Vocabulary, called: tuple[Names, Names], taken: Iterable[Pair]
) -> list[Pair]:
    """Retired terms of either side with the one living term that is called so and has no partner, sorted."""
    ends = list(taken)
    ours = _namesakes(one.unreplaced, called[1], {o for _, o in ends})
    theirs = _namesakes(other.unreplaced, called[0], {s for s, _ in ends})
    return sorted([*ours, *((living, gone) for gone, living in theirs)])


def _namesakes(retired: Mapping[str, Term], names: Names, taken: set[str]) -> Iterator[Pair]:
    wanted: dict[str, list[str]] = defaultdict(list)
    for identifier, term in retired.items():
        form = form_of(term.label)
        if form is not None:
            wanted[form.bag].append(identifier)
    meant: dict[str, list[str]] = defaultdict(list)
    for bag, identifiers in wanted.items():
        ranks = {i: names.ranks[i][_BAG][bag] for i in names.bearers[_BAG].get(bag, ())}
        labelled = [i for i, rank in ranks.items() if rank == 0]
        bearers = [i for i in labelled or ranks if ranks[i] <= _OWN and i not in taken]
        if len(bearers) == 1:
            meant[bearers[0]] += identifiers
    return ((gone[0], living) for living, gone in meant.items() if len(gone) == 1)
