"""Claims with the sentences that say so, the names of factor and therapy marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.graph.claims import claim_label
from kg.graph.documents import document_iri, short_name
from kg.page.bars import share_bar
from kg.page.heat import mechanism_label, place
from kg.page.markup import element
from kg.page.words import NET_WORDS, counted, more, shortened
from kg.vocab import DOCUMENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.model import Claim, DocumentFacts, Evidence, Mechanism, Span
    from kg.page.heat import HeatMap, Row
    from kg.page.markup import Element

_MOST_STRONG: Final = 20
_MOST_REVERSING: Final = 15
_MOST_AT_ODDS: Final = 12
_MOST_IN_PLACE: Final = 5
_MOST_ON_CARD: Final = 5
_MOST_UNNAMED: Final = 10
_LONGEST_SENTENCE: Final = 600  # characters
_LONGEST_TITLE: Final = 140
_STANCES: Final = ("asserted", "hedged", "negated")
_HELPING: Final = frozenset(("reverses_resistance", "sensitises"))
_ONSETS: Final = {"acquired": "acquired resistance", "primary": "primary resistance"}
_IN_TABLE: Final = " in claims.jsonl"


class Quotes:
    """Shows claims; knows the papers and the mechanisms that they name."""

    def __init__(self, documents: Iterable[DocumentFacts], scheme: Mapping[str, Mechanism]) -> None:
        self._documents = {facts.id: facts for facts in documents}
        self._scheme = scheme

    def strongest(self, claims: Sequence[Claim]) -> Iterator[Element | None]:
        """The claims with the highest belief."""
        return self._list(_by_belief(claims), _MOST_STRONG)

    def reversing(self, claims: Sequence[Claim]) -> Iterator[Element | None]:
        """What makes a therapy work again or better, the surest first."""
        return self._list(_by_belief([c for c in claims if c.effect in _HELPING]), _MOST_REVERSING)

    def at_odds(self, claims: Sequence[Claim]) -> Iterator[Element | None]:
        """Claims that disagree, each group together, and claims that a sentence denies."""
        by_key = {claim.key: claim for claim in claims}
        groups: list[list[Claim]] = []
        seen: set[str] = set()
        for claim in _by_belief(claims):
            others = [by_key[key] for key in claim.disagrees_with if key in by_key]
            if claim.key not in seen and (others or claim.disputed or _is_denied(claim)):
                group = [claim, *(other for other in _by_belief(others) if other.key not in seen)]
                seen.update(one.key for one in group)
                groups.append(group)
        shown, rest = more(groups, _MOST_AT_ODDS, "disagreement", _IN_TABLE)
        for group in shown:
            yield element("ol", [element("li", self._card([one])) for one in group], cls="cards group")
        yield rest

    def _list(self, claims: Sequence[Claim], most: int) -> Iterator[Element | None]:
        """A card for each sentence, with all the claims of which it is the plainest."""
        groups: dict[tuple[str, Span], list[Claim]] = {}
        for claim in claims:
            best = best_evidence(claim)
            groups.setdefault((best.document, best.span), []).append(claim)
        shown = list(groups.values())[:most]
        left = len(claims) - sum(map(len, shown))
        yield element("ol", [element("li", self._card(group)) for group in shown], cls="cards") if shown else None
        yield element("p", f"… and {counted(left, 'more claim')}{_IN_TABLE}", cls="more") if left else None

    def _card(self, claims: Sequence[Claim]) -> Element:
        shown, rest = more(claims, _MOST_ON_CARD, "claim", " from this sentence")
        others = {(e.document, e.span) for claim in claims for e in claim.evidence}
        return element(
            "article",
            [(element("h3", claim_label(one)), element("p", self._badges(one), cls="badges")) for one in shown],
            rest,
            self.quotation([best_evidence(claim) for claim in claims]),
            element("p", f"and {counted(len(others) - 1, 'more sentence')}", cls="more") if len(others) > 1 else None,
            cls="card",
        )

    def _badges(self, claim: Claim) -> Iterator[Element | str]:
        yield element("span", f"belief {claim.belief:.2f}", share_bar(round(claim.belief * 1000), 1000), cls="belief")
        yield element("span", f"the factor {NET_WORDS[claim.net]}", cls=f"badge {claim.net}")
        for slug, basis in claim.mechanisms:
            label = mechanism_label(slug, self._scheme)
            yield element("span", label, " (entailed)" if basis == "entailed" else None, cls="badge")
        if claim.onset in _ONSETS:
            yield element("span", _ONSETS[claim.onset], cls="badge")
        if claim.disputed:
            yield element("span", "disputed", cls="badge warn")
        if claim.verdict:
            yield element("span", f"accepted by {claim.verdict.who}", cls="badge")

    def quotation(self, same: Sequence[Evidence]) -> Element:
        """A sentence with what it says of each claim marked, and the paper that it stands in."""
        first = same[0]
        return element(
            "figure",
            element("blockquote", marked(*same)),
            element("figcaption", _stance(first), self._source(first)),
            cls="quote",
        )

    def _source(self, evidence: Evidence) -> Iterator[Element | str]:
        facts = self._documents.get(evidence.document)
        if facts is None:
            yield evidence.document
            return
        yield paper_link(facts)
        if facts.title:
            yield f" {shortened(facts.title, _LONGEST_TITLE)}"
        if facts.year:
            yield f", {facts.year}"
        if facts.retracted:
            yield element("span", "retracted", cls="badge warn")
        yield f"; {evidence.section.replace('_', ' ')}, rule {evidence.rule}"

    def behind(self, heat: HeatMap) -> Iterator[Element]:
        """The claims of each therapy of the map, by mechanism."""
        for at, row in enumerate(heat.rows):
            parts = [self._place(heat, at, column) for column, cell in enumerate(row.cells) if cell]
            yield element(
                "details",
                element("summary", row.label, element("span", f" {counted(len(row.claims), 'claim')}", cls="quiet")),
                parts,
                self._unnamed(row),
                id=place(at),
            )

    def _place(self, heat: HeatMap, at: int, column: int) -> Element:
        shown, rest = more(heat.rows[at].cells[column], _MOST_IN_PLACE, "claim", _IN_TABLE)
        title = element("h4", heat.mechanisms[column])
        return element("section", title, self._lines(shown), rest, id=place(at, column))

    def _unnamed(self, row: Row) -> Element | None:
        """The claims that stand in no column: without a mechanism, or with a rarer one."""
        inside = {claim.key for cell in row.cells for claim in cell}
        others = [claim for claim in row.claims if claim.key not in inside]
        if not others:
            return None
        shown, rest = more(others, _MOST_UNNAMED, "claim", _IN_TABLE)
        return element("section", element("h4", "no mechanism, or a rarer one"), self._lines(shown), rest)

    def _lines(self, claims: Iterable[Claim]) -> Element:
        return element("ul", [element("li", self._line(claim)) for claim in claims], cls="lines")

    def _line(self, claim: Claim) -> Iterator[Element | str]:
        best = best_evidence(claim)
        facts = self._documents.get(best.document)
        yield element("span", cls=f"key {claim.net}", title=f"the factor {NET_WORDS[claim.net]}")
        yield f" {claim_label(claim)} "
        yield element("span", f"belief {claim.belief:.2f} ", cls="quiet")
        yield from _stance(best)
        yield element("q", marked(best))
        yield " "
        yield paper_link(facts) if facts else best.document


def _by_belief(claims: Iterable[Claim]) -> list[Claim]:
    return sorted(claims, key=lambda c: (-c.belief, c.key))


def _is_denied(claim: Claim) -> bool:
    return any(evidence.stance == "negated" for evidence in claim.evidence)


def _stance(evidence: Evidence) -> Iterator[Element]:
    """Said of a sentence that only supposes the claim, or denies it."""
    if evidence.stance != "asserted":
        yield element("span", evidence.stance, cls="badge warn")


def best_evidence(claim: Claim) -> Evidence:
    """The plainest and surest sentence; the first of equals."""
    return min(claim.evidence, key=lambda e: (_STANCES.index(e.stance), -e.score, e.document, e.span))


def marked(*same: Evidence) -> Iterator[Element | str]:
    """The sentence with the words for factors and therapies marked where they stand in it."""
    text = same[0].text if len(same[0].text) <= _LONGEST_SENTENCE else same[0].text[:_LONGEST_SENTENCE] + "…"
    at = 0
    for start, end, name in sorted({span for evidence in same for span in _spans(evidence)}):
        if at <= start < end <= min(len(text), _LONGEST_SENTENCE):
            yield text[at:start]
            yield element("mark", text[start:end], cls=name, title=name)
            at = end
    yield text[at:]


def _spans(evidence: Evidence) -> Iterator[tuple[int, int, str]]:
    first = evidence.span.start
    for name, argument in (("factor", evidence.factor), ("therapy", evidence.therapy)):
        yield argument.span.start - first, argument.span.end - first, name


def paper_link(facts: DocumentFacts) -> Element | str:
    """The paper's identifier, leading to the paper where it has an address of its own."""
    address = document_iri(facts).value
    if address.startswith(DOCUMENT):
        return short_name(facts.id)
    return element("a", short_name(facts.id), href=address, rel="noreferrer noopener")
