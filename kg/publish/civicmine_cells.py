"""The cells that say gene, cancer, drug and variant as CIViCmine says them."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from kg.publish.tables import fits, table

if TYPE_CHECKING:
    from kg.model import Argument, Claim, Evidence

PREDICTIVE: Final = "Predictive"  # CIViC's word for what foretells the response to a therapy
_GENETIC: Final = frozenset(("gene", "rna", "genetic_alteration"))
_SUBSTITUTION: Final = re.compile(r"(?<![A-Za-z0-9])([A-Z][0-9]{1,5}[A-Z*])(?![A-Za-z0-9])")
SUBSTITUTED: Final = "substitution"


def gene(claim: Claim) -> tuple[str, str, str]:
    """HGNC identifier, NCBI Gene number and symbol of a factor that is a gene, or an alteration of one."""
    concepts = claim.factor.concepts
    if claim.factor.kind not in _GENETIC or not concepts:
        return "", "", ""
    ids = [i for concept in concepts for i in concept.ids]
    hgnc = [str(i) for i in ids if i.prefix == "HGNC"]
    entrez = [i.identifier for i in ids if i.prefix == "NCBIGene"]
    return "|".join(hgnc), "|".join(entrez), "|".join(concept.label for concept in concepts)


def cancer(claim: Claim) -> tuple[str, str]:
    """The disease, by its DOID where it has one, else by our identifier."""
    if claim.disease is None:
        return "", ""
    ids = claim.disease.ids
    return next((str(i) for i in ids if i.prefix == "DOID"), str(ids[0]) if ids else ""), claim.disease.label


def drug(claim: Claim) -> tuple[str, str]:
    """The therapy; a regimen is a combo, as CIViCmine writes them."""
    concepts = claim.therapy.concepts
    if len(concepts) < 2:
        return str(concepts[0].id) if concepts else "", claim.therapy.label
    return "|".join(("combo", *(str(c.id) for c in concepts))), "|".join(c.label for c in concepts)


def things(argument: Argument) -> tuple[str, str]:
    """All identifiers, and the label."""
    return "|".join(map(str, argument.ids)), argument.label


def variant_of(claim: Claim) -> tuple[str, str]:
    """CIViCmine's ``variant_group`` and ``variant_withsub``: what most of the evidence says."""
    found = Counter(variant(claim, one) for one in claim.evidence)
    name, exact = min(found, key=lambda v: (-found[v], v), default=("", ""))
    return name, f"{exact} ({SUBSTITUTED})" if name == SUBSTITUTED else name


def variant(claim: Claim, evidence: Evidence) -> tuple[str, str]:
    """The kind of variant that a sentence speaks of, and the words for it; empty where the factor is no gene."""
    kind, words = claim.factor.kind, claim.factor.alteration or state_words(evidence)
    named = claim.factor.alteration or evidence.factor.text
    substitution = _SUBSTITUTION.search(named) if kind == "genetic_alteration" else None
    if substitution:
        return SUBSTITUTED, substitution[1]
    told = f"{words} {evidence.factor.text}".lower()
    for row in table("civicmine_variants.tsv"):
        if row["kind"] == kind and fits(row["state"], claim.factor_state) and _any_in(row["words"], told):
            return row["variant"], words
    return "", ""


def state_words(evidence: Evidence) -> str:
    """The words of the text that told the state; empty where it is a default of the kind."""
    words = dict(evidence.derivation).get("factor state", "")
    return "" if words.startswith("default for") else words


def _any_in(words: str, told: str) -> bool:
    return words == "*" or any(word.lower() in told for word in words.split(","))
