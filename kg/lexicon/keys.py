"""The keys of the index: which names can be found in a text at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from zlib import crc32

from kg.text.normal import normal_name

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST_TOKENS: Final = 12
_LONGEST_NAME: Final = 150  # characters
_BITS_A_PAIR: Final = 16  # bits of the filter for each pair of words: one of 16 others is let through
_FEWEST_BITS: Final = 1 << 10


def key_of(name: str) -> str:
    """The normal form under which a name is found; empty for a name too long to be written out in a text."""
    return normal_name(name) if 1 < len(name) <= _LONGEST_NAME else ""


def is_useful(key: str) -> bool:
    """Whether a key says anything: not empty, not one character, not a number, at most twelve tokens."""
    return len(key) > 2 and key.count(" ") <= _MOST_TOKENS and not key.replace(" ", "").isdigit()


def pair_filter(keys: Iterable[str]) -> bytes:
    """Bits, a power of two of them, set at the CRC-32 of the first two words of every key that has several."""
    hashes = {crc32(" ".join([*key.split(" ", 2)[:2], ""]).encode()) for key in keys if key.count(" ") > 1}
    bits = max(_FEWEST_BITS, 1 << (_BITS_A_PAIR * len(hashes)).bit_length())
    found = bytearray(bits // 8)
    for number in hashes:
        at = number & (bits - 1)
        found[at >> 3] |= 1 << (at & 7)
    return bytes(found)
