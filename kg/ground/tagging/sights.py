"""What words and marks add at their first sight: the weights of their attributes, and their parts of pairs' hashes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from kg.ground.hashing import hash_of, hashes_of, size_of
from kg.ground.tagging.attributes import (
    AFTER,
    BEFORE,
    MARK,
    MARKED_PAIR,
    OWN,
    PAIR,
    PAIR_SIGN,
    far_attributes,
    kind_mark_attributes,
    kind_word_attributes,
    mark_attributes,
    mark_head,
    missing_attributes,
    neighbour_attributes,
    pair_word,
    word_attributes,
)
from kg.ground.tagging.shares import Sight
from kg.ground.tagging.weights import WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.ground.tagging.attributes import Mark
    from kg.ground.tagging.weights import Weights

PAIRED: Final = (0, 1)  # columns of hashes: what stands first in a pair whose weights go to the right, to the left
OWN_COLUMNS: Final = (2, 3)  # what stands second in a pair, and its bytes
NEXT: Final = 2  # column of a mark's hashes: whether it makes pairs at all

_OWN, _MARK = hash_of(OWN), tuple(map(hash_of, MARK))
_BEFORE, _AFTER = tuple(map(hash_of, BEFORE)), tuple(map(hash_of, AFTER))
_PAIR, _MARKED_PAIR = tuple(map(hash_of, PAIR)), tuple(map(hash_of, MARKED_PAIR))


@dataclass(frozen=True, slots=True)
class Sights:
    """Computes the rows of ``Shares``."""

    weights: Weights

    def words(self, words: Sequence[str]) -> Sight:
        """To the token two after it, the next, itself, the one before, and the one before that (words, 5, 15)."""
        groups: list[list[int]] = []
        for word in words:
            far_before, far_after = hashes_of(far_attributes(word), _BEFORE[0], _AFTER[1])
            before, after = hashes_of(neighbour_attributes(word), _BEFORE[1], _AFTER[0])
            (own,) = hashes_of(word_attributes(word), _OWN)
            groups += far_before, before, own, after, far_after
        pairs = []
        for low in map(pair_word, words):
            first = [hash_of(low + PAIR_SIGN, template) for template in _PAIR]
            pairs.append([*first, hash_of(low), size_of(low)])
        return Sight(self.weights.totals(groups).reshape(len(words), 5, WIDTH), np.array(pairs, dtype=np.uint32))

    def marks(self, marks: Sequence[Mark]) -> Sight:
        """To the next token, its own, and the one before (marks, 3, 15)."""
        groups: list[list[int]] = []
        pairs = []
        for mark in marks:
            names, missing = mark_attributes(mark), missing_attributes(mark)
            before, own, after = hashes_of(names, *_MARK)
            groups += before, [*own, *hashes_of(missing, _MARK[1])[0]], after
            head = mark_head(mark)
            pairs.append([*(hash_of(head + PAIR_SIGN, template) for template in _MARKED_PAIR), bool(head)])
        return Sight(self.weights.totals(groups).reshape(len(marks), 3, WIDTH), np.array(pairs, dtype=np.uint32))


@dataclass(frozen=True, slots=True)
class KindSights:
    """Computes what counts in one kind of document alone; ``kind``: the template, such as ``PAPER``."""

    weights: Weights
    kind: str

    def words(self, words: Sequence[str]) -> Sight:
        """To itself (words, 1, 15)."""
        return self._alone(map(kind_word_attributes, words))

    def marks(self, marks: Sequence[Mark]) -> Sight:
        """To its own token (marks, 1, 15)."""
        return self._alone(map(kind_mark_attributes, marks))

    def _alone(self, names: Iterable[list[str]]) -> Sight:
        before = hash_of(self.kind)
        groups = [hashes_of(some, before)[0] for some in names]
        shares = self.weights.totals(groups).reshape(len(groups), 1, WIDTH)
        return Sight(shares, np.zeros((len(groups), 0), dtype=np.uint32))
