"""How good the graph is, by what can be counted: identifiers, mappings, validation, audits, what was left out."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from kg.page.bars import kind_words, share_bar
from kg.page.markup import element
from kg.page.quotes import paper_link
from kg.page.words import counted, more, number, percent, shortened, table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from kg.aligned import Aligned
    from kg.model import Argument, Claim, Concept, Curie, DocumentFacts, Dropped, Release, Stance, Violation
    from kg.page.markup import Element

_MOST_REASONS: Final = 20
_MOST_UNREAD: Final = 20
_MOST_SHAPES: Final = 20
_MOST_DOCUMENTS: Final = 40
_LONGEST: Final = 160
_STANCES: Final[Mapping[Stance, str]] = {
    "asserted": "asserted",
    "hedged": "hedged: may be so",
    "negated": "negated: denied",
}


def rates(title: str, head: str, rows: Iterable[tuple[str, int, int]]) -> Element:
    """A table of shares: name, how many, of how many."""
    found = [
        (name, f"{number(part)} of {number(whole)}", share_bar(part, whole), percent(part, whole))
        for name, part, whole in rows
    ]
    return element("div", table((head, "", "", ""), found, title), cls="card")


def mapping_rates(claims: Sequence[Claim], aligned: Aligned) -> Iterator[Element]:
    """Which arguments of claims have an identifier, and which things have one in another vocabulary too."""
    roles: dict[str, list[Argument]] = {
        "therapies": [c.therapy for c in claims],
        "factors": [c.factor for c in claims],
        "diseases": [c.disease for c in claims if c.disease],
        "steps between": [step for c in claims for step in c.via],
    }
    grounded = [(name, sum(bool(a.concepts) for a in some), len(some)) for name, some in roles.items() if some]
    yield rates("Arguments of claims with an identifier", "argument", grounded)
    kinds: defaultdict[str, dict[Curie, Concept]] = defaultdict(dict)
    for argument in (a for some in roles.values() for a in some):
        for concept in argument.concepts:
            kinds[kind_words(concept.kind)].setdefault(concept.id, concept)
    mapped = [
        (kind, sum(_is_mapped(c, aligned) for c in found.values()), len(found)) for kind, found in sorted(kinds.items())
    ]
    yield rates("Things known to another vocabulary too", "kind", mapped)


def _is_mapped(concept: Concept, aligned: Aligned) -> bool:
    return bool(concept.same_as or concept.close or aligned.partners(concept.id))


def claim_rates(claims: Sequence[Claim]) -> Iterator[Element]:
    """Where mechanisms and diseases come from, and how the sentences speak."""
    bases = [dict(c.mechanisms).values() for c in claims]
    stated = sum("stated" in some for some in bases)
    named = sum(bool(c.mechanisms) for c in claims)
    diseases = Counter(c.disease_basis for c in claims if c.disease)
    total = len(claims)
    yield rates(
        "What claims name",
        "part of a claim",
        (
            ("mechanism, stated in the text", stated, total),
            ("mechanism, entailed by the factor", named - stated, total),
            ("no mechanism", total - named, total),
            ("disease, in the sentence", diseases["stated"], total),
            ("disease, the paper's topic", diseases["topic"], total),
            ("no disease", total - diseases.total(), total),
        ),
    )
    stances = Counter(e.stance for c in claims for e in c.evidence)
    yield rates(
        "How sentences say it", "stance", ((words, stances[name], stances.total()) for name, words in _STANCES.items())
    )


def validation(violations: Collection[Violation], triples: int) -> Iterator[Element | None]:
    """The outcome of the check against the shapes."""
    if not violations:
        yield element("p", element("strong", "SHACL: conforms."), f" All {number(triples)} triples keep the shapes.")
        return
    yield element(
        "p", element("strong", f"SHACL: {counted(len(violations), 'violation')}."), " The graph was not exported."
    )
    counts = sorted(Counter((v.shape, v.message) for v in violations).items(), key=lambda c: (-c[1], c[0]))
    shown, rest = more(counts, _MOST_SHAPES, "shape", " in validation.ttl")
    yield table(("shape", "violations", "what to do"), [(shape, n, message) for (shape, message), n in shown])
    yield rest


def audits(rows: Sequence[Mapping[str, object]]) -> Element | None:
    """What became of annotations that pages brought along."""
    if not rows:
        return None
    counts = Counter(str(row["verdict"]) for row in rows)
    ranked = sorted(counts.items(), key=lambda c: (-c[1], c[0]))
    return rates("Third-party annotations, audited", "verdict", ((name, n, len(rows)) for name, n in ranked))


def left_out(dropped: Sequence[Dropped], unread: Sequence[Dropped]) -> Iterator[Element | None]:
    """What is not in the graph, by stage and reason; inputs that could not be read by name."""
    counts = Counter((d.stage, d.reason) for d in dropped)
    ranked = sorted(counts.items(), key=lambda c: (-c[1], c[0]))
    if not ranked:
        yield element("p", "Nothing.")
        return
    shown, rest = more(ranked, _MOST_REASONS, "reason", " in dropped.tsv")
    yield table(("stage", "number", "reason"), [(stage, n, shortened(why, _LONGEST)) for (stage, why), n in shown])
    yield rest
    if unread:
        yield element("h3", "Inputs that could not be read")
        files, others = more(unread, _MOST_UNREAD, "input", " in dropped.tsv")
        yield table(("input", "reason"), [(d.item, shortened(d.reason, _LONGEST)) for d in files])
        yield others


def papers(documents: Sequence[DocumentFacts], claims: Iterable[Claim]) -> Iterator[Element | None]:
    """The documents with the most claims first."""
    counts: Counter[str] = Counter()
    for claim in claims:
        counts.update({e.document for e in claim.evidence})
    ranked = sorted(documents, key=lambda d: (-counts[d.id], d.id))
    shown, rest = more(ranked, _MOST_DOCUMENTS, "document", " in documents.jsonl")
    rows = [
        (paper_link(d), counts[d.id], str(d.year or ""), _title(d), d.kind if d.kind != "unknown" else "")
        for d in shown
    ]  # fmt: skip
    yield table(("document", "claims", "year", "title", "kind"), rows)
    yield rest


def _title(facts: DocumentFacts) -> Element:
    retracted = element("span", "retracted", cls="badge warn") if facts.retracted else None
    return element("span", shortened(facts.title, _LONGEST) or facts.source.rpartition("/")[2], retracted)


def vocabularies(releases: Iterable[Release]) -> Element:
    """The vocabulary files that were used."""
    rows = [(r.name, shortened(r.version, 60), shortened(r.licence, _LONGEST), r.sha256[:12]) for r in releases]
    return table(("vocabulary", "version", "licence", "SHA-256 begins"), rows)
