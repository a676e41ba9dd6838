"""A picture of the graph: factors at the left, therapies in the middle, diseases at the right.

The layout is that of a layered graph: three columns, each ordered by the mean place of its neighbours, so that few
lines cross.  Only fractions of integers are compared, so that every machine draws the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from typing import TYPE_CHECKING, Final

from kg.assemble.identity import argument_identity
from kg.graph.claims import running_label
from kg.page.heat import in_short, place
from kg.page.markup import element
from kg.page.words import NETS, counted, number, shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kg.model import Argument, Claim, NetEffect
    from kg.page.markup import Element

Key = tuple[str, ...]

_MOST: Final = (30, 10, 12)  # factors, therapies, diseases
_WIDTH: Final = 990
_COLUMNS: Final = (250, 520, 730)
_STEP: Final = 21  # between neighbours in the fullest column
_TOP: Final = 34  # above the first, where the columns' names stand
_SWEEPS: Final = 6
_LONGEST: Final = 34  # characters of a name
_NAMES: Final = ("factors", "therapies", "diseases")


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A thing with its claims and its place in the picture."""

    key: Key
    label: str
    claims: tuple[Claim, ...]
    x: int
    y: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Three columns of nodes in order, and the claims between neighbours; ``of`` counts all that there are."""

    columns: tuple[tuple[Node, ...], ...]
    left: Mapping[tuple[Key, Key], tuple[Claim, ...]]  # (factor, therapy)
    right: Mapping[tuple[Key, Key], tuple[Claim, ...]]  # (therapy, disease)
    of: tuple[int, int, int]

    @property
    def height(self) -> int:
        """Of the picture."""
        return _TOP + _STEP * max(2, *(len(column) for column in self.columns)) + 8


def network(claims: Sequence[Claim]) -> Network:
    """The therapies with the most claims, and the factors and diseases with the most claims about these."""
    therapies = _grouped(claims, lambda c: c.therapy)
    middle = _first(therapies, _MOST[1])
    shown = [claim for group in middle.values() for claim in group]
    factors = _first(_grouped(shown, lambda c: c.factor), _MOST[0])
    diseases = _first(_grouped(shown, lambda c: c.disease), _MOST[2])
    left = _between(shown, lambda c: c.factor, lambda c: c.therapy, factors)
    right = _between(shown, lambda c: c.therapy, lambda c: c.disease, diseases, second=True)
    orders = _ordered([list(factors), list(middle), list(diseases)], (left, right))
    longest = max(2, *(len(order) for order in orders))
    groups = (factors, middle, diseases)
    labels = (lambda c: c.factor, lambda c: c.therapy, lambda c: c.disease)
    columns = tuple(_placed(orders[n], groups[n], labels[n], _COLUMNS[n], longest) for n in range(3))
    everything = tuple(len(_grouped(claims, of)) for of in labels)
    return Network(columns=columns, left=left, right=right, of=(everything[0], len(therapies), everything[2]))


def _grouped(claims: Iterable[Claim], of: Callable[[Claim], Argument | None]) -> dict[Key, list[Claim]]:
    groups: defaultdict[Key, list[Claim]] = defaultdict(list)
    for claim in claims:
        key = argument_identity(of(claim))
        if key:
            groups[key].append(claim)
    return groups


def _first(groups: Mapping[Key, list[Claim]], most: int) -> dict[Key, list[Claim]]:
    return dict(sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))[:most])


def _between(
    claims: Iterable[Claim],
    one: Callable[[Claim], Argument | None],
    other: Callable[[Claim], Argument | None],
    kept: Mapping[Key, object],
    *,
    second: bool = False,
) -> dict[tuple[Key, Key], tuple[Claim, ...]]:
    """The claims between two things, those whose first (or second) thing is among the kept."""
    found: defaultdict[tuple[Key, Key], list[Claim]] = defaultdict(list)
    for claim in claims:
        pair = argument_identity(one(claim)), argument_identity(other(claim))
        if pair[second] in kept:
            found[pair].append(claim)
    return {pair: tuple(some) for pair, some in sorted(found.items())}


def _ordered(
    columns: list[list[Key]], edges: tuple[Mapping[tuple[Key, Key], object], Mapping[tuple[Key, Key], object]]
) -> list[list[Key]]:
    """The columns in an order with few crossings: each by the mean place of its neighbours, to and fro."""
    beside: defaultdict[tuple[int, Key], list[tuple[int, Key]]] = defaultdict(list)
    for column, pairs in enumerate(edges):
        for one, other in pairs:
            beside[column, one].append((column + 1, other))
            beside[column + 1, other].append((column, one))
    for sweep in range(_SWEEPS):
        for column in (0, 2, 1) if sweep % 2 == 0 else (1, 0, 2):
            places = {(c, key): _relative(at, keys) for c, keys in enumerate(columns) for at, key in enumerate(keys)}
            means = {
                key: _mean([places[n] for n in beside[column, key]], places[column, key]) for key in columns[column]
            }
            columns[column].sort(key=lambda key: (means[key], key))
    return columns


def _relative(at: int, keys: Sequence[Key]) -> Fraction:
    return Fraction(2 * at + 1, 2 * len(keys))


def _mean(places: Sequence[Fraction], own: Fraction) -> Fraction:
    return sum(places, Fraction(0)) / len(places) if places else own


def _placed(
    order: Sequence[Key],
    groups: Mapping[Key, list[Claim]],
    of: Callable[[Claim], Argument | None],
    x: int,
    longest: int,
) -> tuple[Node, ...]:
    """The nodes spread evenly over the height of the longest column."""
    height = _STEP * longest
    return tuple(
        Node(
            key=key,
            label=_label(of(groups[key][0])),
            claims=tuple(groups[key]),
            x=x,
            y=_TOP + _relative(at, order) * height,
        )
        for at, key in enumerate(order)
    )


def _label(argument: Argument | None) -> str:
    return running_label(argument) if argument else ""


def network_figure(found: Network, places: Mapping[Key, int]) -> Element:
    """The picture; ``places`` are the therapies' rows in the heat map, to which they lead."""
    by_key = [{node.key: node for node in column} for column in found.columns]
    names = [
        element("text", name, x=x, y=14, cls=f"column at-{at}")
        for at, (name, x) in enumerate(zip(_NAMES, _COLUMNS, strict=True))
        if found.columns[at]
    ]
    groups = [_therapy(node, found, by_key, places) for node in found.columns[1]]
    outer = [_node(node, column) for column in (0, 2) for node in found.columns[column]]
    picture = element(
        "svg",
        names,
        groups,
        outer,
        viewBox=f"0 0 {_WIDTH} {found.height}",
        role="group",
        aria_label="Network of factors, therapies and diseases; the tables below say the same in words",
        cls="network",
    )
    caption = element("figcaption", _caption(found))
    region = element("div", picture, cls="scroll", tabindex=0, role="region", aria_label="network picture")
    return element("figure", region, caption)


def _caption(found: Network) -> Iterator[str]:
    yield "A line is thicker the more claims it stands for. "
    parts = [
        f"{len(column)} of {number(total)} {name}"
        for column, total, name in zip(found.columns, found.of, _NAMES, strict=True)
        if len(column) < total
    ]
    if parts:
        yield f"Shown are those with the most claims: {', '.join(parts)}. "
    yield "Point at a therapy, or reach it with the tab key, to see its lines alone."


def _therapy(
    node: Node, found: Network, by_key: Sequence[Mapping[Key, Node]], places: Mapping[Key, int]
) -> Element:  # fmt: skip
    """A therapy with all its lines: one group, so that pointing at it can bring them out."""
    lines = [
        _line(by_key[0][factor], node, claims, _strongest(claims))
        for (factor, therapy), claims in found.left.items()
        if therapy == node.key
    ]
    lines += [
        _line(node, by_key[2][disease], claims, "where")
        for (therapy, disease), claims in found.right.items()
        if therapy == node.key
    ]
    drawn = _node(node, 1)
    if node.key in places:
        drawn = element("a", drawn, href=f"#{place(places[node.key])}")
    return element("g", lines, drawn, cls="therapy")


def _strongest(claims: Sequence[Claim]) -> NetEffect:
    """The net effect of most of the claims."""
    counts = Counter(claim.net for claim in claims)
    return min(NETS, key=lambda net: (-counts[net], NETS.index(net)))


def _line(one: Node, other: Node, claims: Sequence[Claim], kind: str) -> Element:
    middle = (one.x + other.x) // 2
    path = f"M{one.x} {_short(one.y)} C{middle} {_short(one.y)} {middle} {_short(other.y)} {other.x} {_short(other.y)}"
    tip = element("title", f"{one.label} – {other.label}: {in_short(claims)}")
    width = f"{min(1 + 0.8 * (len(claims) - 1), 7):.1f}"
    return element("path", tip, d=path, stroke_width=width, cls=f"line {kind}")


def _node(node: Node, column: int) -> Element:
    radius = min(3 + sqrt(len(node.claims)), 9)
    x = node.x + (-14, 0, 14)[column]
    y = node.y + 4 if column != 1 else node.y - _above(radius)
    return element(
        "g",
        element("title", f"{node.label}: {counted(len(node.claims), 'claim')} here"),
        element("circle", cx=node.x, cy=_short(node.y), r=f"{radius:.1f}"),
        element("text", shortened(node.label, _LONGEST), x=x, y=_short(y)),
        cls=f"node at-{column}",
    )


def _above(radius: float) -> Fraction:
    """How far above its node the name of a therapy stands."""
    return Fraction(round(10 * (radius + 4)), 10)


def _short(value: Fraction) -> str:
    """One decimal place."""
    return f"{round(value * 10) / 10:.1f}"
