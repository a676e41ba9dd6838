"""Text that fits into one cell of a table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.graph.terms import fit_text

if TYPE_CHECKING:
    from collections.abc import Iterable

_BREAK: Final = re.compile("[\t\n\r\x85\u2028\u2029]")


def cell(text: str) -> str:
    """The text on one line without tabs, as long as before: offsets into it stay true."""
    return text if text.isprintable() else _BREAK.sub(" ", fit_text(text))


def line(cells: Iterable[str]) -> bytes:
    """Cells as a line of tab-separated UTF-8 without quotes."""
    return ("\t".join(map(cell, cells)) + "\n").encode("utf-8")
