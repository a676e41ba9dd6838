"""The small words of the page: numbers with their nouns, lists that end in 'and N more', shortened names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from kg.page.markup import element

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.model import NetEffect
    from kg.page.markup import Element

    Cell = Element | str | int | None

T = TypeVar("T")
NETS: Final[tuple[NetEffect, ...]] = ("promotes", "opposes", "none")
NET_WORDS: Final[Mapping[NetEffect, str]] = {
    "promotes": "promotes resistance", "opposes": "opposes resistance", "none": "makes no difference",
}  # fmt: skip
_PLURALS: Final = {"therapy": "therapies", "piece of evidence": "pieces of evidence"}


def number(value: int) -> str:
    """``12,345``."""
    return f"{value:,}"


def counted(value: int, noun: str) -> str:
    """``1 claim``, ``12,345 claims``."""
    return f"{number(value)} {noun if value == 1 else plural(noun)}"


def plural(noun: str) -> str:
    """``claims``, ``therapies``."""
    return _PLURALS.get(noun, noun + "s")


def percent(part: int, whole: int) -> str:
    """``37 %``; of nothing it is a dash."""
    return f"{100 * part / whole:.0f} %" if whole else "–"


def shortened(text: str, most: int) -> str:
    """The text on one line, cut with an ellipsis if it is longer than ``most`` characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def more(items: Sequence[T], most: int, noun: str, where: str = "") -> tuple[Sequence[T], Element | None]:
    """The first ``most`` of the items, and a line that says how many are left, if any."""
    left = len(items) - most
    if left <= 0:
        return items, None
    return items[:most], element("p", f"… and {counted(left, noun).replace(' ', ' more ', 1)}{where}", cls="more")


def table(head: Sequence[str], rows: Iterable[Sequence[Cell]], caption: str = "") -> Element:
    """A table whose first column names the row; numbers stand to the right."""
    found = list(rows)
    body = [element("tr", element("th", row[0], scope="row"), [_cell(value) for value in row[1:]]) for row in found]
    numeric = [isinstance(value, int) for value in found[0]] if found else [False] * len(head)
    top = [
        element("th", name, scope="col", cls="number" if counts else None)
        for name, counts in zip(head, numeric, strict=True)
    ]
    title = element("caption", caption) if caption else None
    whole = element("table", title, element("thead", element("tr", top)), element("tbody", body))
    return element("div", whole, cls="scroll")


def _cell(value: Cell) -> Element:
    if isinstance(value, int):
        return element("td", number(value), cls="number")
    return element("td", value)
