"""Genetic alterations in the text, attached to the gene before them or alone in the sentence (pure)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_RESIDUE: Final = "[ACDEFGHIKLMNPQRSTVWY]"
_THREE: Final = "(?:Ala|Arg|Asn|Asp|Cys|Gln|Glu|Gly|His|Ile|Leu|Lys|Met|Phe|Pro|Ser|Thr|Trp|Tyr|Val|Ter)"
# a change of the protein or of the DNA, written out: it names itself wherever it stands
_WRITTEN: Final = re.compile(
    rf"(?<![A-Za-z0-9])(?:p\.\(?)?(?:{_RESIDUE}\d{{2,4}}(?:{_RESIDUE}|\*|fs\*?\d{{0,3}}|del|dup)"
    rf"|{_THREE}-?\d{{1,4}}-?(?:{_THREE}|fs|del|\*))(?![A-Za-z0-9])\)?"
    r"|(?<![A-Za-z0-9])[cg]\.\d{1,9}(?:[+-]\d{1,4})?(?:_\d{1,9})?(?:[ACGT]>[ACGT]|del[ACGT]{0,20}|dup[ACGT]{0,20}"
    r"|ins[ACGT]{1,20})"
    r"|(?<![A-Za-z0-9])rs\d{3,12}(?![A-Za-z0-9])"
)
# a cheap test that comes first: most texts have no alteration written out
_MAYBE: Final = re.compile(r"\d(?:[A-Z*>](?![a-z])|fs|del|dup|-?[A-Z][a-z]{2})|[A-Z]\d{2,4}|[cg]\.\d|rs\d{3}")
_CODON: Final = rf"(?:{_RESIDUE}\d{{1,4}}|(?:exon|codon) \d{{1,2}}(?:/\d{{1,2}})?)"
_EVENT: Final = (
    "(?:mutations?|mutants?|amplifications?|deletions?|insertions?|fusions?|rearrangements?|translocations?"
    "|duplications?|polymorphisms?|internal tandem duplications?|ITD|skipping(?: mutations?)?"
    "|copy number gains?|truncations?|frameshifts?|variants?)"
)
_KIND: Final = (
    "(?:(?:gene|activating|inactivating|missense|nonsense|frameshift|truncating|point|somatic|germline|resistance"
    "|secondary|kinase domain|hotspot|loss-of-function|gain-of-function|in-frame)[ -])"
)
# directly after a gene: 'ESR1 mutations', 'EGFR exon 19 deletion', 'FLT3 internal tandem duplications'
_AFTER: Final = re.compile(rf"[ -]{{1,2}}((?:{_CODON} )?{_KIND}{{0,2}}{_EVENT})(?![A-Za-z0-9])")


class Alteration(NamedTuple):
    """A stretch of text that names an alteration; ``written`` when it names itself (T790M)."""

    span: Span
    written: bool


def written_alterations(text: str) -> Iterator[Alteration]:
    """Every T790M, p.Gly12Asp, c.35G>A and rs number."""
    if _MAYBE.search(text) is None:
        return
    for match in _WRITTEN.finditer(text):
        yield Alteration(Span(*match.span()), written=True)


def alteration_after(text: str, gene_end: int) -> Alteration | None:
    """What a gene's name is followed by: 'mutations', 'exon 19 deletion', 'amplification'."""
    match = _AFTER.match(text, gene_end)
    return Alteration(Span(*match.span(1)), written=False) if match else None
