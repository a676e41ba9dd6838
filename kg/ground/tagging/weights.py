"""The learned weights: one table of hashed attributes, and the transitions of each type (an .npz file)."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zipfile import BadZipFile

import numpy as np

from kg.errors import VocabularyError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kg.model import MentionType

TYPES: Final[tuple[MentionType, ...]] = ("Disease", "Chemical", "Gene")
LABELS: Final = "OBIES"  # outside, begin, inside, end, single
WIDTH: Final = len(TYPES) * len(LABELS)
_FILTER: Final = np.uint32((1 << 21) - 1)  # bits of a hash by which most unknown ones are told at once
_FILE: Final = Path(__file__).with_name("weights.npz")


@dataclass(frozen=True, slots=True)
class Weights:
    """``keys``: hashes of attributes, sorted (n, uint32); ``values``: their weights (n + 1, 15), the last row zero.

    ``transitions``: for each type, from label to label (3, 5, 5), float32.
    """

    keys: NDArray[np.uint32]
    values: NDArray[np.float32]
    transitions: NDArray[np.float32]
    _seen: NDArray[np.bool_] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Note by a few bits which hashes there are at all."""
        seen = np.zeros(int(_FILTER) + 1, dtype=np.bool_)
        seen[self.keys & _FILTER] = True
        object.__setattr__(self, "_seen", seen)

    def known(self, hashes: NDArray[np.uint32]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Which of the hashes have weights: their places, in order, and the row of each."""
        places = np.flatnonzero(self._seen[hashes & _FILTER])
        wanted = hashes[places]
        rows = np.searchsorted(self.keys, wanted)
        rows[rows == len(self.keys)] = 0
        right = self.keys[rows] == wanted if len(self.keys) else np.zeros(len(wanted), dtype=np.bool_)
        return places[right], rows[right]

    def totals(self, groups: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        """For each group of hashes the sum of their weights, one number a type and label (groups, 15)."""
        sizes = [len(group) + 1 for group in groups]
        # every group begins with the row of zeros, so that none is empty
        rows = np.full(sum(sizes), len(self.keys), dtype=np.intp)
        starts = np.fromiter(accumulate(sizes[:-1], initial=0), dtype=np.intp, count=len(groups))
        inside = np.ones(len(rows), dtype=np.bool_)
        inside[starts] = False
        flat = np.fromiter((h for group in groups for h in group), dtype=np.uint32, count=len(rows) - len(groups))
        places, found = self.known(flat)
        rows[np.flatnonzero(inside)[places]] = found
        total: NDArray[np.float32] = np.add.reduceat(self.values[rows], starts, axis=0)
        return total


@cache
def default_weights(path: Path = _FILE) -> Weights:
    """The weights in a file, else those of the product; raises VocabularyError when it is missing or damaged."""
    try:
        with np.load(BytesIO(path.read_bytes()), allow_pickle=False) as arrays:
            values = arrays["values"].astype(np.float32) * arrays["scale"].astype(np.float32)
            zero = np.zeros((1, WIDTH), dtype=np.float32)
            return Weights(arrays["keys"], np.concatenate([values, zero]), arrays["transitions"])
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        remedy = "install the package again, or make the file with `make train`"
        raise VocabularyError(str(path), f"damaged weights ({error})", remedy) from error
