"""To which gene a genetic alteration belongs: the one beside it, else the one that the text is about (pure)."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.ground.judge import judge
from kg.ground.variants import alteration_after, written_alterations
from kg.ground.words import default_settings, default_words
from kg.model import Grounding, Mention, Span
from kg.text.normal import normal_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.ground.ports import LexiconLike
    from kg.ground.variants import Alteration
    from kg.model import Sentence

_ALONE_FACTOR: Final = 0.85  # an alteration whose gene stands elsewhere in the sentence
_NEAREST_FACTOR: Final = 0.7  # … where the sentence names several genes
_MAIN_FACTOR: Final = 0.65  # … where it names none
_EVENT: Final = r"(?:gene|mutations?|mutants?|mutated|variants?|polymorphisms?|alleles?|substitutions?|positive|SNPs?)"
_BEFORE: Final = re.compile(rf"[\s\-(:,/]{{0,3}}(?:(?:{_EVENT}|exon \d{{1,2}})[\s(:,]{{1,3}}){{0,2}}")
_AFTER: Final = re.compile(
    rf"[-\s)]{{0,2}}(?:{_EVENT})?[\s(]{{0,2}}(?:(?:of|in|within) (?:the )?(?:human )?(?:exon \d{{1,2}} of )?(?:the )?)?"
)
_OF: Final = re.compile(r" of (?:the )?(?:human )?")
_CHAIN: Final = re.compile(r"\)?(?:[\s,/+;(]|and|or|plus){1,4}")
_LONGEST_GAP: Final = 40  # characters between an alteration and the gene beside it
_FUSION: Final = re.compile(r"[A-Za-z0-9]{2,12}(?:-|::|/)([A-Za-z0-9]{2,12})")


class _Owner(NamedTuple):
    """The gene of an alteration, how sure that is, and why."""

    gene: Grounding
    score: float
    why: str


class _Page(NamedTuple):
    """The genes of a document in text order, its sentences, and the gene that it is about."""

    text: str
    genes: tuple[Grounding, ...]
    sentences: Sequence[Sentence]
    main: Grounding | None


def alterations(
    text: str,
    groundings: Sequence[Grounding],
    sentences: Sequence[Sentence],
    refused: set[Span],
    lexicon: LexiconLike | None = None,
) -> list[Grounding]:
    """The alterations that have a gene, in text order; ``refused`` spans are none.

    With a ``lexicon`` an alteration of a fusion belongs to the gene that the fusion ends with: T315I to ABL1.
    """
    genes = tuple(g for g in groundings if g.mention.type == "Gene")
    found = [_altered(text, a.span, _Owner(g, g.score, "directly after its gene")) for g, a in _events(text, genes)]
    if not genes:
        return found
    page = _Page(text, genes, sentences, _main(genes))
    last: tuple[Span, _Owner] | None = None
    for alteration in written_alterations(text):
        span = alteration.span
        if span in refused:
            continue
        owner = _named_after(span, page) or _chained(text, span, last) or _owner(span, page)
        if owner is not None:
            owner = owner._replace(gene=_partner(owner.gene, lexicon))
            found.append(_altered(text, span, owner))
            last = (span, owner)
    return found


def _events(text: str, genes: Sequence[Grounding]) -> Iterator[tuple[Grounding, Alteration]]:
    for gene in genes:
        alteration = alteration_after(text, gene.mention.span.end)
        if alteration is not None:
            yield gene, alteration


def _main(genes: Sequence[Grounding]) -> Grounding | None:
    """The gene that makes at least half of the mentions of genes."""
    counts = Counter(g.concept.id for g in genes if g.concept.kind == "gene")
    if not counts:
        return None
    concept, count = max(counts.items(), key=lambda pair: (pair[1], pair[0]))
    if 2 * count < sum(counts.values()):
        return None
    return next(g for g in genes if g.concept.id == concept)


def _chained(text: str, span: Span, last: tuple[Span, _Owner] | None) -> _Owner | None:
    """'L858R and T790M': the second belongs to the gene of the first."""
    if last is None or not 0 < span.start - last[0].end <= 8:
        return None
    return last[1] if _CHAIN.fullmatch(text, last[0].end, span.start) else None


def _named_after(span: Span, page: _Page) -> _Owner | None:
    """'KRAS G12C and exon 19 deletion of EGFR': what is said to be of a gene belongs to no other."""
    after = _next_gene(span, page)
    if after is None or not _joined(_OF, page.text, span.end, after.mention.span.start):
        return None
    return _Owner(after, after.score, "directly before its gene")


def _next_gene(span: Span, page: _Page) -> Grounding | None:
    at = bisect_left(page.genes, span.end, key=lambda g: g.mention.span.start)
    return page.genes[at] if at < len(page.genes) else None


def _owner(span: Span, page: _Page) -> _Owner | None:
    """The gene beside the alteration, the only or nearest one of its sentence, else the one the text is about."""
    at = bisect_left(page.genes, span.start, key=lambda g: g.mention.span.end)
    before = page.genes[at] if at < len(page.genes) and page.genes[at].mention.span.end == span.start else None
    before = before or (page.genes[at - 1] if at else None)
    if before is not None and _joined(_BEFORE, page.text, before.mention.span.end, span.start):
        return _Owner(before, before.score, "directly after its gene")
    after = _next_gene(span, page)
    if after is not None and _joined(_AFTER, page.text, span.end, after.mention.span.start):
        return _Owner(after, after.score, "directly before its gene")
    # T47D cells are a cell line
    is_line = page.text[span.end : span.end + 6].lstrip("- ").startswith("cell")
    return None if is_line else _of_sentence(span, page)


def _joined(pattern: re.Pattern[str], text: str, start: int, end: int) -> bool:
    return 0 <= end - start <= _LONGEST_GAP and pattern.fullmatch(text, start, end) is not None


def _of_sentence(span: Span, page: _Page) -> _Owner | None:
    at = bisect_right(page.sentences, span.start, key=lambda s: s.span.start) - 1
    if at < 0:
        return None
    sentence = page.sentences[at].span
    inside = [g for g in page.genes if sentence.start <= g.mention.span.start < sentence.end]
    inside = [g for g in inside if g.concept.kind == "gene"] or [g for g in inside if _may_be_altered(g)]
    if len({g.concept.id for g in inside}) == 1:
        return _Owner(inside[0], inside[0].score * _ALONE_FACTOR, "the only gene of the sentence")
    if page.main is not None and (not inside or any(g.concept.id == page.main.concept.id for g in inside)):
        return _Owner(page.main, page.main.score * _MAIN_FACTOR, "the gene that the text is about")
    if not inside:
        return None
    nearest = min(inside, key=lambda g: (abs(g.mention.span.start - span.start), g.mention.span.start))
    return _Owner(nearest, nearest.score * _NEAREST_FACTOR, "the nearest gene of the sentence")


def _may_be_altered(gene: Grounding) -> bool:
    """Whether a family of genes or a fusion is meant, and no part of a gene such as a codon."""
    return any(i.prefix == "FPLX" for i in gene.concept.ids) or "fusion" in gene.concept.label.lower()


def _partner(gene: Grounding, lexicon: LexiconLike | None) -> Grounding:
    """Of a fusion the gene that it ends with, which is the kinase; any other gene is itself."""
    match = _FUSION.fullmatch(gene.mention.text)
    if match is None or lexicon is None or "fusion" not in gene.concept.label.lower():
        return gene
    options = judge(match[1], lexicon.candidates(normal_name(match[1])), default_words(), default_settings())
    partner = next((o.concept for o in options if o.concept.kind == "gene" and o.score > 0), None)
    return gene if partner is None else replace(gene, concept=partner)


def _altered(text: str, span: Span, owner: _Owner) -> Grounding:
    gene = owner.gene
    return Grounding(
        mention=Mention(span=span, text=text[span.start : span.end], type="Variant"),
        concept=replace(gene.concept, kind="genetic_alteration"),
        score=round(owner.score, 4),
        why=f"alteration of {gene.concept.label}: {owner.why}",
    )
