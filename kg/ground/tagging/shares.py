"""What a token adds to the scores of the tokens around it, kept in tables that grow with the words met."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Generic, TypeVar

import numpy as np

from kg.ground.tagging.weights import WIDTH

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

Key = TypeVar("Key")
_LARGEST_TABLE: Final = 100_000  # keys whose shares are remembered: 30 MB
_FIRST_TABLE: Final = 4096
_AT_ONCE: Final = 2048  # new keys computed together: bounds the memory that this takes


@dataclass(frozen=True, slots=True)
class Sight:
    """What is computed at the first sight of some keys.

    ``shares``: (keys, distances, 15); ``hashes``: (keys, columns), the hashes of the key's parts of pairs.
    """

    shares: NDArray[np.float32]
    hashes: NDArray[np.uint32]


@dataclass(slots=True)
class Shares(Generic[Key]):
    """One row a key; row 0 is that of no token and adds nothing.

    ``look``: what the rows of some new keys are; it must not depend on which keys are looked at together.
    """

    look: Callable[[Sequence[Key]], Sight]
    distances: int
    columns: int
    table: NDArray[np.float32] = field(init=False)
    hashes: NDArray[np.uint32] = field(init=False)
    numbers: dict[Key, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Make room for the first keys."""
        self.table = np.zeros((_FIRST_TABLE, self.distances, WIDTH), dtype=np.float32)
        self.hashes = np.zeros((_FIRST_TABLE, self.columns), dtype=np.uint32)

    def indexes(self, keys: Sequence[Key]) -> NDArray[np.intp]:
        """The row of every key; the tables may be others than before."""
        numbers = self.numbers
        new = set(keys).difference(numbers)
        if new:
            if len(numbers) + len(new) > _LARGEST_TABLE:
                numbers.clear()
                new = set(keys)
            self._add(list(new))
        return np.fromiter(map(numbers.__getitem__, keys), dtype=np.intp, count=len(keys))

    def _add(self, new: list[Key]) -> None:
        first = len(self.numbers) + 1
        self._grow(first + len(new))
        for at in range(0, len(new), _AT_ONCE):
            sight = self.look(new[at : at + _AT_ONCE])
            rows = slice(first + at, first + at + len(sight.shares))
            self.table[rows], self.hashes[rows] = sight.shares, sight.hashes
        self.numbers.update(zip(new, range(first, first + len(new)), strict=True))

    def _grow(self, wanted: int) -> None:
        while len(self.table) < wanted:
            self.table = np.concatenate([self.table, np.zeros_like(self.table)])
            self.hashes = np.concatenate([self.hashes, np.zeros_like(self.hashes)])
