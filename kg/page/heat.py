"""Therapies by mechanisms: how many claims meet in each place, and which they are."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, Final

from kg.assemble.identity import argument_identity
from kg.graph.claims import running_label
from kg.page.markup import element
from kg.page.words import NET_WORDS, NETS, counted, number, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.model import Claim, Mechanism
    from kg.page.markup import Element

_MOST_THERAPIES: Final = 20
_MOST_MECHANISMS: Final = 20
_LEVELS: Final = 6  # of colour; style.css has as many


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One therapy: its claims by mechanism, in the order of the columns, and those that name no mechanism."""

    label: str
    claims: tuple[Claim, ...]
    cells: tuple[tuple[Claim, ...], ...]
    unnamed: tuple[Claim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatMap:
    """The therapies and mechanisms with the most claims; ``rest`` are the claims of all other therapies."""

    mechanisms: tuple[str, ...]  # their labels
    rows: tuple[Row, ...]
    rest: Row | None
    therapies: int  # all of them
    named: int  # all mechanisms that occur

    @property
    def unnamed(self) -> bool:
        """Whether there are claims that name no mechanism."""
        rows = (*self.rows, self.rest) if self.rest else self.rows
        return any(row.unnamed for row in rows)

    @property
    def hottest(self) -> int:
        """The number of claims in the fullest place of the shown therapies."""
        return max((len(cell) for row in self.rows for cell in row.cells), default=0)


def heat_map(claims: Sequence[Claim], scheme: Mapping[str, Mechanism]) -> HeatMap:
    """Count; what has more claims goes first, then the alphabet decides."""
    groups: defaultdict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[argument_identity(claim.therapy)].append(claim)
    ranked = sorted(groups.values(), key=lambda g: (-len(g), g[0].therapy.label.casefold(), g[0].key))
    counts = Counter(slug for claim in claims for slug, _ in claim.mechanisms)
    slugs = sorted(counts, key=lambda slug: (-counts[slug], slug))
    shown = slugs[:_MOST_MECHANISMS]
    others = [claim for group in ranked[_MOST_THERAPIES:] for claim in group]
    left = len(ranked) - _MOST_THERAPIES
    return HeatMap(
        mechanisms=tuple(mechanism_label(slug, scheme) for slug in shown),
        rows=tuple(_row(running_label(group[0].therapy), group, shown) for group in ranked[:_MOST_THERAPIES]),
        rest=_row(f"{number(left)} more {plural('therapy') if left > 1 else 'therapy'}", others, shown)
        if others
        else None,
        therapies=len(ranked),
        named=len(slugs),
    )


def _row(label: str, claims: Iterable[Claim], slugs: Sequence[str]) -> Row:
    best = sorted(claims, key=lambda c: (-c.belief, c.key))
    by_slug: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in best:
        for slug, _ in claim.mechanisms:
            by_slug[slug].append(claim)
    return Row(
        label=label,
        claims=tuple(best),
        cells=tuple(tuple(by_slug[slug]) for slug in slugs),
        unnamed=tuple(claim for claim in best if not claim.mechanisms),
    )


def mechanism_label(slug: str, scheme: Mapping[str, Mechanism]) -> str:
    """The scheme's word for a mechanism, else its slug."""
    return scheme[slug].label if slug in scheme else slug


def place(row: int, column: int | None = None) -> str:
    """The anchor of the claims of a therapy, or of those in one place of the map."""
    return f"therapy-{row + 1}" if column is None else f"therapy-{row + 1}-{column + 1}"


def heat_figure(heat: HeatMap) -> Element:
    """The map as a table: each number leads to its claims."""
    head = element(
        "tr",
        element("th", "therapy", scope="col"),
        element("th", "claims", scope="col", cls="number"),
        [element("th", element("span", label), scope="col", cls="turned") for label in heat.mechanisms],
        element("th", element("span", "no mechanism named"), scope="col", cls="turned quiet") if heat.unnamed else None,
    )
    body = [_table_row(heat, at, row) for at, row in enumerate(heat.rows)]
    if heat.rest:
        body.append(_rest_row(heat, heat.rest))
    table = element("table", element("thead", head), element("tbody", body), cls="heat")
    return element(
        "figure",
        element("div", table, cls="scroll", tabindex=0, role="region", aria_label="therapies by mechanisms"),
        element("figcaption", _caption(heat)),
    )


def _caption(heat: HeatMap) -> Iterator[str]:
    yield "Number of claims by therapy and mechanism; a claim with several mechanisms counts in each. "
    if heat.rest:
        yield f"The {len(heat.rows)} therapies of {number(heat.therapies)} with the most claims. "
    if heat.named > len(heat.mechanisms):
        yield f"The {len(heat.mechanisms)} most frequent of {counted(heat.named, 'mechanism')}. "
    yield "A number leads to its claims."


def _table_row(heat: HeatMap, at: int, row: Row) -> Element:
    cells = [_cell(heat, at, column, cell) for column, cell in enumerate(row.cells)]
    return element(
        "tr",
        element("th", element("a", row.label, href=f"#{place(at)}", title=row.label), scope="row"),
        element("td", number(len(row.claims)), cls="number"),
        cells,
        _unnamed(heat, row),
    )


def _cell(heat: HeatMap, at: int, column: int, claims: Sequence[Claim]) -> Element:
    if not claims:
        return element("td")
    words = f"{heat.rows[at].label} – {heat.mechanisms[column]}: {in_short(claims)}"
    link = element("a", number(len(claims)), href=f"#{place(at, column)}", title=words, aria_label=words)
    return element("td", link, cls=f"heat-{_level(len(claims), heat.hottest)}")


def _level(count: int, hottest: int) -> int:
    """1 to _LEVELS by the logarithm, since a few therapies have most of the claims."""
    return 1 + int((_LEVELS - 1) * log(count) / log(hottest) + 1e-9) if hottest > 1 else 2


def _rest_row(heat: HeatMap, row: Row) -> Element:
    return element(
        "tr",
        element("th", row.label, scope="row", cls="quiet"),
        element("td", number(len(row.claims)), cls="number"),
        [element("td", number(len(cell)) if cell else "", cls="quiet") for cell in row.cells],
        _unnamed(heat, row),
    )


def _unnamed(heat: HeatMap, row: Row) -> Element | None:
    return element("td", number(len(row.unnamed)) if row.unnamed else "", cls="quiet") if heat.unnamed else None


def in_short(claims: Sequence[Claim]) -> str:
    """``12 claims: 9 promotes resistance, …; highest belief 0.92``, for a tooltip."""
    counts = Counter(claim.net for claim in claims)
    parts = ", ".join(f"{number(counts[net])} {NET_WORDS[net]}" for net in NETS if counts[net])
    return f"{counted(len(claims), 'claim')} ({parts}); highest belief {max(c.belief for c in claims):.2f}"
