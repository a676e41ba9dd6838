"""The keys of the index: which names can be found in a text at all."""

from __future__ import annotations

from typing import Final

from kg.text.normal import normal_name

_MOST_TOKENS: Final = 12
_LONGEST_NAME: Final = 150  # characters


def key_of(name: str) -> str:
    """The normal form under which a name is found; empty for a name too long to be written out in a text."""
    return normal_name(name) if 1 < len(name) <= _LONGEST_NAME else ""


def is_useful(key: str) -> bool:
    """Whether a key says anything: not empty, not one character, not a number, at most twelve tokens."""
    return len(key) > 2 and key.count(" ") <= _MOST_TOKENS and not key.replace(" ", "").isdigit()
