"""A sentence as a row: what CIViCmine tells of it, where the names stand in it, and the sentence marked up."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Final

from kg.graph.documents import paper_ids
from kg.model import Span
from kg.publish.cells import cell
from kg.publish.civicmine_cells import PREDICTIVE, SUBSTITUTED, cancer, drug, gene, things, variant

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Argument, Claim, DocumentFacts, Evidence

SENTENCE_COLUMNS: Final = (
    "matching_id", "pmid", "title", "journal", "journal_short", "year", "month", "day", "section", "subsection",
    "evidencetype", "evidencetype_prob", "cancer_id", "cancer_text", "cancer_normalized", "cancer_start", "cancer_end",
    "gene_hugo_id", "gene_entrez_id", "gene_text", "gene_normalized", "gene_start", "gene_end", "drug_id", "drug_text",
    "drug_normalized", "drug_start", "drug_end", "variant_id", "variant_text", "variant_normalized", "variant_start",
    "variant_end", "variant_prob", "sentence", "formatted_sentence",
    "document", "doi", "pmcid", "kind", "retracted", "start", "end", "stance", "rule", "score", "factor_ids", "factor",
    "factor_kind", "factor_text", "factor_start", "factor_end", "factor_state", "effect", "net_effect", "onset",
    "mechanism",
)  # fmt: skip
_SHORT: Final = 50  # characters of a journal's name in journal_short
# the sections that CIViCmine knows; all others are its article, with our word as subsection
_SECTIONS: Final = {
    "title": "title", "abstract": "abstract", "highlights": "abstract",
    "figure_caption": "floating", "table": "floating",
}  # fmt: skip


def sentence_cells(claim: Claim, evidence: Evidence, facts: DocumentFacts) -> list[str]:
    """The cells of one piece of evidence; offsets of names are within the sentence, empty for names outside it."""
    disease, factor, therapy = (_within(evidence, a) for a in (evidence.disease, evidence.factor, evidence.therapy))
    hugo, entrez, symbol = gene(claim)
    is_gene = bool(hugo or entrez)
    ids = {i.prefix: i.identifier for i in reversed(paper_ids(facts))}
    section = _SECTIONS.get(evidence.section, "article")
    cancer_id, cancer_name = cancer(claim)
    drug_id, drug_name = drug(claim)
    altered, place = _variant(claim, evidence, factor)
    score = f"{evidence.score:.3f}"
    return [
        claim.key, ids.get("PMID", ""), facts.title, facts.journal, _short(facts.journal), _number(facts.year), "", "",
        section, "" if evidence.section == section else evidence.section, PREDICTIVE, score,
        cancer_id, evidence.disease.text if evidence.disease else "", cancer_name, *_ends(disease),
        hugo, entrez, evidence.factor.text if is_gene else "", symbol if is_gene else "",
        *_ends(factor if is_gene else None), drug_id, evidence.therapy.text, drug_name, *_ends(therapy),
        *altered, *_ends(place), score if altered[0] else "", evidence.text,
        marked(evidence.text, (disease, factor, therapy, place)),
        evidence.document, ids.get("DOI", ""), ids.get("PMC", ""), facts.kind, "true" if facts.retracted else "false",
        str(evidence.span.start), str(evidence.span.end), evidence.stance, evidence.rule, score,
        *things(claim.factor), claim.factor.kind, evidence.factor.text, *_ends(factor), claim.factor_state,
        claim.effect, claim.net, claim.onset, "|".join(slug for slug, _ in claim.mechanisms),
    ]  # fmt: skip


def marked(sentence: str, spans: Iterable[Span | None]) -> str:
    """The sentence as HTML with the names in bold; names that overlap become one."""
    text, out, last = cell(sentence), [], 0
    for start, end in _joined(span for span in spans if span):
        out += [html.escape(text[last:start]), "<b>", html.escape(text[start:end]), "</b>"]
        last = end
    return "".join((*out, html.escape(text[last:])))


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _within(evidence: Evidence, argument: Argument | None) -> Span | None:
    """Where the name stands in the sentence."""
    if argument is None:
        return None
    start, end = (at - evidence.span.start for at in argument.span)
    return Span(start, end) if 0 <= start < end <= len(evidence.text) else None


def _ends(span: Span | None) -> tuple[str, str]:
    return (str(span.start), str(span.end)) if span else ("", "")


def _variant(claim: Claim, evidence: Evidence, factor: Span | None) -> tuple[tuple[str, str, str], Span | None]:
    """Identifier, text and name of the variant, and where it stands in the sentence."""
    name, words = variant(claim, evidence)
    if name == SUBSTITUTED:
        return (f"{SUBSTITUTED}|{words}", evidence.factor.text, name), factor
    at = evidence.text.lower().find(words.lower()) if words else -1
    return (name, words, name), Span(at, at + len(words)) if at >= 0 else None


def _short(journal: str) -> str:
    return journal if len(journal) <= _SHORT else f"{journal[:_SHORT]}..."


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
