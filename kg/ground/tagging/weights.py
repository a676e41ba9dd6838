"""The learned weights: one table of hashed attributes, and the transitions of each type (an .npz file)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zipfile import BadZipFile
from zlib import crc32

import numpy as np

from kg.errors import VocabularyError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kg.model import MentionType

TYPES: Final[tuple[MentionType, ...]] = ("Disease", "Chemical", "Gene")
LABELS: Final = "OBIES"  # outside, begin, inside, end, single
WIDTH: Final = len(TYPES) * len(LABELS)
_NONE: Final = "\ue000"  # no attribute
_FILE: Final = Path(__file__).with_name("weights.npz")


@dataclass(frozen=True, slots=True)
class Weights:
    """``keys``: hashes of attributes, sorted (n, uint32); ``values``: their weights (n + 1, 15), the last row zero.

    ``transitions``: for each type, from label to label (3, 5, 5), float32.
    """

    keys: NDArray[np.uint32]
    values: NDArray[np.float32]
    transitions: NDArray[np.float32]

    def rows(self, hashes: list[int]) -> NDArray[np.intp]:
        """The row of each hash; that of zeros for an unknown one."""
        wanted = np.array(hashes, dtype=np.uint32)
        at = np.searchsorted(self.keys, wanted)
        at[at == len(self.keys)] = 0
        return np.where(self.keys[at] == wanted, at, len(self.keys))

    def totals(self, parts: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        """For each group of attributes the sum of their weights, one number a type and label (parts, 15)."""
        rows = self.rows([hash_of(attribute) for part in parts for attribute in (*part, _NONE)])
        # every group ends with an attribute that no table has, so that none is empty
        starts = np.array([0, *accumulate(len(part) + 1 for part in parts[:-1])])
        total: NDArray[np.float32] = np.add.reduceat(self.values[rows], starts, axis=0)
        return total


def hash_of(attribute: str) -> int:
    """32 bits; among some hundred thousand attributes a collision changes next to nothing."""
    return crc32(attribute.encode("utf-8", "surrogatepass"))


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
