"""Distributions as tables with bars, the parts of a bar by what the factor does to the resistance."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.page.markup import element
from kg.page.words import NET_WORDS, NETS, number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kg.model import Claim, DocumentFacts, Kind, NetEffect
    from kg.page.markup import Element

_BINS: Final = 10
_MOST_YEARS: Final = 15
_MOST_KINDS: Final = 10
_EFFECTS: Final = {
    "confers_resistance": "confers resistance", "sensitises": "sensitises",
    "reverses_resistance": "reverses resistance", "no_effect": "has no effect",
}  # fmt: skip
_ONSETS: Final = {"acquired": "acquired", "primary": "primary", "unspecified": "not said"}


@dataclass(frozen=True, slots=True)
class Bar:
    """A named number of claims, by net effect."""

    label: str
    counts: Mapping[NetEffect, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())


def distributions(claims: Sequence[Claim], documents: Iterable[DocumentFacts]) -> Iterator[Element]:
    """Belief, onset, kinds of factors and years of papers, each as a figure."""
    year_of = {facts.id: facts.year for facts in documents}
    yield bars("Belief", "belief", _ordered(claims, _belief, [_bin(n) for n in reversed(range(_BINS))]))
    yield element(
        "div",
        bars("What claims say", "effect", _ordered(claims, lambda c: [_EFFECTS[c.effect]], _EFFECTS.values())),
        bars("Onset of the resistance", "onset", _ordered(claims, lambda c: [_ONSETS[c.onset]], _ONSETS.values())),
        cls="stack",
    )
    yield bars("Kinds of factors", "factor", _kinds(claims))
    yield bars("Year of the papers behind a claim", "year", _years(claims, year_of))


def _belief(claim: Claim) -> list[str]:
    return [_bin(min(int(claim.belief * _BINS + 1e-9), _BINS - 1))]


def _bin(place: int) -> str:
    return f"{place / _BINS:.1f} – {(place + 1) / _BINS:.1f}"


def _ordered(claims: Iterable[Claim], values: Callable[[Claim], Iterable[str]], order: Iterable[str]) -> list[Bar]:
    counts = _counts(claims, values)
    return [Bar(value, counts.get(value, {})) for value in order]


def _kinds(claims: Iterable[Claim]) -> list[Bar]:
    counts = _counts(claims, lambda c: [kind_words(c.factor.kind)])
    ranked = sorted((Bar(kind, found) for kind, found in counts.items()), key=lambda b: (-b.total, b.label))
    return _merged(ranked, _MOST_KINDS, "other kinds")


def _years(claims: Iterable[Claim], year_of: Mapping[str, int | None]) -> list[Bar]:
    def years(claim: Claim) -> set[str]:
        return {str(year_of.get(e.document) or "not known") for e in claim.evidence}

    counts = _counts(claims, years)
    known = sorted((Bar(y, c) for y, c in counts.items() if y.isdigit()), key=lambda b: b.label, reverse=True)
    unknown = [Bar(y, c) for y, c in counts.items() if not y.isdigit()]
    return [*_merged(known, _MOST_YEARS, "earlier"), *unknown]


def kind_words(kind: Kind) -> str:
    """``genetic alteration``, ``RNA``."""
    return "RNA" if kind == "rna" else kind.replace("_", " ")


def _merged(ranked: list[Bar], most: int, name: str) -> list[Bar]:
    """The first bars, and one for all that come after."""
    rest = ranked[most:]
    if not rest:
        return ranked
    return [*ranked[:most], Bar(name, {net: sum(bar.counts.get(net, 0) for bar in rest) for net in NETS})]


def _counts(claims: Iterable[Claim], values: Callable[[Claim], Iterable[str]]) -> dict[str, Counter[NetEffect]]:
    found: dict[str, Counter[NetEffect]] = {}
    for claim in claims:
        for value in values(claim):
            found.setdefault(value, Counter())[claim.net] += 1
    return found


def bars(title: str, head: str, found: Sequence[Bar]) -> Element:
    """A figure: one row a bar, with its number beside it, so that nobody needs to see the colours."""
    longest = max((bar.total for bar in found), default=0)
    rows = [
        element(
            "tr",
            element("th", bar.label, scope="row"),
            element("td", _drawn(bar, longest), cls="bar"),
            element("td", number(bar.total), cls="number"),
        )
        for bar in found
    ]
    names = element("th", head, scope="col"), element("td"), element("th", "claims", scope="col", cls="number")
    top = element("tr", names)
    drawn = element("table", element("thead", top), element("tbody", rows))
    return element("figure", element("figcaption", title), drawn, cls="card")


def _drawn(bar: Bar, longest: int) -> Element:
    """The bar as a picture as wide as its cell; widths are in percent of the longest."""
    parts: list[Element] = []
    at = 0
    for net in NETS:
        count = bar.counts.get(net, 0)
        if count:
            tip = element("title", f"{bar.label}: {number(count)} {NET_WORDS[net]}")
            left, width = _share(at, longest), _share(count, longest)
            parts.append(element("rect", tip, x=left, width=width, height="100%", cls=net))
        at += count
    return element("svg", parts, width="100%", height=14, aria_hidden="true")


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f}%"


def share_bar(part: int, whole: int) -> Element:
    """A single bar of how much of the whole it is."""
    inner = element("rect", width=_share(part, whole), height="100%", cls="share") if whole else None
    back = element("rect", width="100%", height="100%", cls="track")
    return element("svg", back, inner, width="100%", height=10, aria_hidden="true", cls="wide")


def legend() -> Element:
    """What the three colours mean."""
    keys = [element("li", element("span", cls=f"key {net}"), f"the factor {NET_WORDS[net]}") for net in NETS]
    return element("ul", keys, cls="legend")
