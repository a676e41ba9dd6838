"""Hashes of attributes: CRC-32, which can be put together from the hashes of two parts (zlib's crc32_combine)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final
from zlib import crc32

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

_LONGEST: Final = 96  # bytes of the second part of a pair: 24 characters in UTF-8
_POLYNOMIAL: Final = 0xEDB88320


def hash_of(attribute: str, before: int = 0) -> int:
    """32 bits; among some hundred thousand attributes a collision changes next to nothing.

    ``before``: the hash of what stands before it.
    """
    return crc32(attribute.encode("utf-8", "surrogatepass"), before)


def hashes_of(attributes: Iterable[str], *before: int) -> list[list[int]]:
    """The hashes of attributes behind each of what may stand before them."""
    encoded = [attribute.encode("utf-8", "surrogatepass") for attribute in attributes]
    return [[crc32(one, start) for one in encoded] for start in before]


def size_of(part: str) -> int:
    """Bytes of a part, at most the longest that can be put together."""
    return min(len(part.encode("utf-8", "surrogatepass")), _LONGEST)


def joined(first: NDArray[np.uint32], second: NDArray[np.uint32], sizes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The hash of each first part followed by its second one, whose sizes are in bytes (n,)."""
    table, base = _shifts(), sizes.astype(np.intp) << 10
    found = second.copy()
    for byte in range(4):
        found ^= table[base + ((first >> np.uint32(8 * byte)) & np.uint32(255)) + 256 * byte]
    return found


@cache
def _shifts() -> NDArray[np.uint32]:
    """What each byte of a hash becomes behind so many further bytes: flat, by size, place of the byte, and byte."""
    step = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        step = np.where(step & 1, (step >> 1) ^ np.uint32(_POLYNOMIAL), step >> 1).astype(np.uint32)
    rows = [np.concatenate([np.arange(256, dtype=np.uint32) << np.uint32(8 * byte) for byte in range(4)])]
    for _ in range(_LONGEST):
        rows.append((rows[-1] >> np.uint32(8)) ^ step[rows[-1] & np.uint32(255)])
    return np.concatenate(rows)
