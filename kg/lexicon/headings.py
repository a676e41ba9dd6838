"""Headings as people say them: ``Carcinoma, Hepatocellular`` is hepatocellular carcinoma."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Final

from kg.text.normal import normal_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MOST_PARTS: Final = 4  # of a heading, which have 24 orders


def natural_order(heading: str, names: Iterable[str]) -> str:
    """An inverted heading with its parts in the order in which one of the vocabulary's own names has them.

    ``Receptors, Notch`` is turned because ``Notch Receptor`` is one of its names.  A heading whose other order no
    name attests stays as it is: ``Hand, Foot and Mouth Disease`` is a list.
    """
    parts = heading.split(", ")
    if not 1 < len(parts) <= _MOST_PARTS:
        return heading
    attested = {normal_name(name) for name in names if ", " not in name}
    return next((form for form in _orders(parts) if normal_name(form) in attested), heading)


def _orders(parts: list[str]) -> Iterator[str]:
    """Every other order of the parts, the reverse first."""
    yield " ".join(reversed(parts))
    yield from (" ".join(order) for order in permutations(parts) if order != tuple(parts))
