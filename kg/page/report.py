"""The page put together: what each section is called, and in which order they come."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.assemble.identity import argument_identity
from kg.page import quality
from kg.page.bars import distributions, legend
from kg.page.heat import heat_figure, heat_map
from kg.page.markup import document, element
from kg.page.network import network, network_figure
from kg.page.quotes import Quotes
from kg.page.words import counted, number, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.graph.dataset import Dataset
    from kg.model import Claim
    from kg.page.heat import HeatMap
    from kg.page.markup import Content, Element
    from kg.report import Outcome

_STYLE: Final = Path(__file__).with_name("style.css")
_TITLE: Final = "What resists cancer therapies"


def page(outcome: Outcome, dataset: Dataset) -> str:
    """The whole page; the same build gives the same bytes."""
    sections = tuple(_sections(outcome, dataset))
    style = _STYLE.read_text(encoding="utf-8")
    return document(
        f"{_TITLE}: {counted(len(outcome.claims), 'claim')}",
        style,
        element("a", "Skip to the content", href="#content", cls="skip"),
        element("header", _head(outcome), element("nav", _contents(sections), aria_label="sections")),
        element("main", [section for _, _, section in sections], id="content"),
        element("footer", _foot(dataset)),
    )


def _head(outcome: Outcome) -> Iterator[Element]:
    claims = outcome.claims
    distinct = {
        "therapy": len({argument_identity(c.therapy) for c in claims}),
        "factor": len({argument_identity(c.factor) for c in claims}),
        "mechanism": len({slug for c in claims for slug, _ in c.mechanisms}),
        "disease": len({argument_identity(c.disease) for c in claims if c.disease}),
    }
    silent = {d.id for d in outcome.documents} - {e.document for c in claims for e in c.evidence}
    yield element("h1", _TITLE)
    yield element(
        "p",
        f"A knowledge graph read from {counted(len(outcome.documents), 'document')}: which therapy is resisted by "
        "what, through which mechanism, in which disease, each claim with the sentence that says it.",
    )
    tiles = [("claim", len(claims)), ("piece of evidence", outcome.evidence), *distinct.items()]
    tiles += [("document", len(outcome.documents)), ("document without a claim", len(silent))]
    yield element("ul", [_tile(noun, value) for noun, value in tiles], cls="tiles")
    state = "conforms" if not outcome.violations else counted(len(outcome.violations), "violation")
    yield element("p", f"SHACL: {state}", cls="badge good" if not outcome.violations else "badge warn")


def _tile(noun: str, value: int) -> Element:
    name = noun if value == 1 else _many(noun)
    return element("li", element("strong", number(value)), element("span", name))


def _many(noun: str) -> str:
    head, gap, tail = noun.partition(" without")
    return plural(head) + gap + tail


def _contents(sections: Iterable[tuple[str, str, Element]]) -> Element:
    return element("ul", [element("li", element("a", title, href=f"#{name}")) for name, title, _ in sections])


def _sections(outcome: Outcome, dataset: Dataset) -> Iterator[tuple[str, str, Element]]:
    """Anchor, title and content of each section that has something to show."""
    claims = outcome.claims
    quotes = Quotes(outcome.documents, dataset.scheme)
    if claims:
        heat = heat_map(claims, dataset.scheme)
        yield _section("map", "Therapies and mechanisms", heat_figure(heat))
        yield _section("network", "Network", legend(), network_figure(network(claims), _places(heat)))
        figures = element("div", distributions(claims, outcome.documents), cls="grid")
        yield _section("distributions", "Distributions", legend(), figures)
        yield _section("evidence", "Strongest claims", quotes.strongest(claims))
        yield from _found("reversal", "What restores or improves a response", quotes.reversing(claims))
        yield from _found("disagreement", "Disputed and denied", quotes.at_odds(claims))
        yield _section("behind", "Claims by therapy and mechanism", _hint(heat), quotes.behind(heat))
    yield _section("quality", "Quality", _quality(outcome, dataset))
    yield _section("left-out", "Left out", quality.left_out(outcome.dropped, outcome.unread))
    yield _section("documents", "Documents", quality.papers(outcome.documents, claims))
    yield _section("vocabularies", "Vocabularies", quality.vocabularies(outcome.releases))


def _found(name: str, title: str, content: Iterable[Element | None]) -> Iterator[tuple[str, str, Element]]:
    """The section, unless it would be empty."""
    parts = [part for part in content if part is not None]
    if parts:
        yield _section(name, title, parts)


def _section(name: str, title: str, *content: Content) -> tuple[str, str, Element]:
    return name, title, element("section", element("h2", title), content, id=name)


def _places(heat: HeatMap) -> dict[tuple[str, ...], int]:
    return {argument_identity(row.claims[0].therapy): at for at, row in enumerate(heat.rows)}


def _hint(heat: HeatMap) -> Element:
    left = heat.therapies - len(heat.rows)
    others = f" The other {counted(left, 'therapy')} and all evidence are in claims.jsonl." if left else ""
    return element(
        "p", "The claims behind the numbers of the map, each with its plainest sentence." + others, cls="quiet"
    )


def _quality(outcome: Outcome, dataset: Dataset) -> Iterator[Content]:
    yield quality.validation(outcome.violations, outcome.triples)
    yield element("div", _cards(outcome.claims, outcome, dataset), cls="grid")


def _cards(claims: Sequence[Claim], outcome: Outcome, dataset: Dataset) -> Iterator[Element | None]:
    if claims:
        yield from quality.mapping_rates(claims, dataset.aligned)
        yield from quality.claim_rates(claims)
    yield quality.audits(outcome.audited)


def _foot(dataset: Dataset) -> Iterator[Element]:
    run = dataset.run
    yield element("p", f"Made by ResistKG {run.software}, rules {run.rules}. ")
    yield element(
        "p",
        "Sentences are quoted from the documents that were read; a link leads to the paper with that identifier. "
        "Belief tells how far these documents support a claim, not whether it is true. Nothing here is medical advice.",
    )
