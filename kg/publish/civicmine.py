"""Tables in the manner of CIViCmine: collated claims and their sentences, joined by ``matching_id``, the claim's key.

The first columns of both are those of CIViCmine with its meanings, so that scripts for it work; ours follow.  Tables
are tab-separated without quotes.  Every claim is CIViC's evidence type "Predictive".
"""

from __future__ import annotations

import tempfile
from array import array
from typing import TYPE_CHECKING, Final

from kg.files import atomic_write
from kg.publish.build import claims, open_papers
from kg.publish.cells import line
from kg.publish.civicmine_cells import PREDICTIVE, cancer, drug, gene, things, variant_of
from kg.publish.civicmine_sentence import SENTENCE_COLUMNS, sentence_cells

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from typing import IO

    from kg.model import Claim, DocumentFacts, Stance
    from kg.publish.build import Papers
    from kg.publish.exporters import Source

COLLATED_COLUMNS: Final = (
    "matching_id", "evidencetype", "gene_hugo_id", "gene_entrez_id", "gene_normalized", "cancer_id",
    "cancer_normalized", "drug_id", "drug_normalized", "variant_group", "variant_withsub", "citation_count",
    "therapy_ids", "therapy", "factor_ids", "factor", "factor_kind", "factor_state", "effect", "net_effect",
    "disease_ids", "disease", "disease_basis", "onset", "mechanism", "mechanism_basis", "via", "belief", "direct",
    "disputed", "sentence_count", "papers_asserting", "papers_hedging", "papers_denying", "papers_retracted",
    "first_year", "last_year", "documents", "disagrees_with",
)  # fmt: skip


def write(source: Source, folder: Path) -> Iterable[Path]:
    """Write ``resistkg_collated.tsv``, most cited first, and ``resistkg_sentences.tsv``, in the order of the claims."""
    collated, sentences = folder / "resistkg_collated.tsv", folder / "resistkg_sentences.tsv"
    with (
        open_papers(source) as papers,
        tempfile.TemporaryFile(dir=folder) as unsorted,
        atomic_write(collated) as table,
        atomic_write(sentences) as stream,
    ):
        stream.write(line(SENTENCE_COLUMNS))
        counts = array("Q")
        for claim in claims(source):
            cited, cells = _collated(claim, papers)
            unsorted.write(line(cells))
            counts.append(cited)
            for one in claim.evidence:
                stream.write(line(sentence_cells(claim, one, papers.facts(papers.number(one.document)))))
        table.write(line(COLLATED_COLUMNS))
        _copy_sorted(unsorted, counts, table)
    return collated, sentences


def _copy_sorted(unsorted: IO[bytes], counts: array[int], table: IO[bytes]) -> None:
    """Copy the lines, those with the highest counts first, else in their order; only places are kept in memory."""
    unsorted.seek(0)
    places = array("Q", (0,))
    for row in unsorted:
        places.append(places[-1] + len(row))
    for number in sorted(range(len(counts)), key=lambda n: (-counts[n], n)):
        unsorted.seek(places[number])
        table.write(unsorted.readline())


def _collated(claim: Claim, papers: Papers) -> tuple[int, list[str]]:
    """How many standing papers say it, and the cells of the claim."""
    facts = {e.document: papers.facts(papers.number(e.document)) for e in claim.evidence}
    said = {stance: _standing(claim, stance, facts) for stance in ("asserted", "hedged", "negated")}
    cited = len(said["asserted"] | said["hedged"])
    years = sorted(one.year for one in facts.values() if one.year is not None)
    first, last = (str(years[0]), str(years[-1])) if years else ("", "")
    variant, with_substitution = variant_of(claim)
    return cited, [
        claim.key, PREDICTIVE, *gene(claim), *cancer(claim), *drug(claim), variant, with_substitution, str(cited),
        *things(claim.therapy), *things(claim.factor), claim.factor.kind, claim.factor_state, claim.effect, claim.net,
        *(things(claim.disease) if claim.disease else ("", "")), claim.disease_basis if claim.disease else "",
        claim.onset, "|".join(slug for slug, _ in claim.mechanisms), "|".join(basis for _, basis in claim.mechanisms),
        "|".join(step.label for step in claim.via), f"{claim.belief:.3f}", _yes(claim.direct), _yes(claim.disputed),
        str(len(claim.evidence)), *(str(len(some)) for some in said.values()),
        str(sum(one.retracted for one in facts.values())), first, last,
        "|".join(facts), "|".join(claim.disagrees_with),
    ]  # fmt: skip


def _standing(claim: Claim, stance: Stance, facts: dict[str, DocumentFacts]) -> set[str]:
    return {e.document for e in claim.evidence if e.stance == stance and not facts[e.document].retracted}


def _yes(value: bool) -> str:
    return "true" if value else "false"
