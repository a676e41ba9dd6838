"""Genetic alterations in the text, attached to the gene before them or alone in the sentence (pure)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_RESIDUE: Final = "[ACDEFGHIKLMNPQRSTVWY]"
_THREE: Final = "(?:Ala|Arg|Asn|Asp|Cys|Gln|Glu|Gly|His|Ile|Leu|Lys|Met|Phe|Pro|Ser|Thr|Trp|Tyr|Val|Ter)"
_BASES: Final = "[ACGT]"
_TO: Final = r"(?: ?(?:-{0,2}>|→) ?)"
_END: Final = rf"(?:{_RESIDUE}|X|\*|stop|fs(?:\*|X|Ter)?\d{{0,3}}|del|dup)"
_CHANGE: Final = rf"(?:{_RESIDUE}\d{{1,5}}{_END}|{_THREE}\d{{1,5}}(?:{_THREE}|{_END}|=))"
# a change of the protein or of the DNA, written out: it names itself wherever it stands
_WRITTEN: Final = re.compile(
    "(?<![A-Za-z0-9])(?:"
    # T790M, p.Gly12Asp, p.(Gly12Asp), Arg 555 Trp, F508del, E746_A750del, D770_N771insG
    rf"p\. ?(?:\({_CHANGE}\)|{_CHANGE}(?![A-Za-z0-9]))"
    rf"|(?:p\.\(?)?(?:{_RESIDUE}|{_THREE})\d{{1,4}}[_-](?:{_RESIDUE}|{_THREE})\d{{1,4}}"
    r"(?:delins|del|ins|dup)[A-Z]{0,12}"
    rf"|{_RESIDUE}\d{{2,4}}{_END}|[ACGT]-?\d{{2,7}}{_BASES}"
    rf"|{_THREE}[- (]{{0,2}}\d{{1,4}}[-) ]{{0,2}}(?:{_THREE}|fs|del|stop|\*)"
    rf"|(?:del|Δ|delta|Delta) ?{_RESIDUE}\d{{2,4}}"
    # c.35G>A, 2838+5G > A, -3170G>A, IVS1-1G>C
    rf"|(?:[cgmn]\.|IVS\d{{0,2}}|-)?[+-]?\d{{1,9}}(?: ?[+-] ?\d{{1,5}})? ?{_BASES}{_TO}{_BASES}"
    rf"|{_BASES} ?\d{{2,7}}{_TO}{_BASES}"
    # c.429_452dup, 657del5, 3020insC, delTTCA
    r"|(?:[cgmn]\.)?[+-]?\d{1,9}(?:[+-]\d{1,4})?(?:_\d{1,9}(?:[+-]\d{1,4})?)?(?:delins|del|ins|dup)(?:[ACGT]{1,20}|\d{1,3})?"
    r"|(?:del|ins|dup)[ACGT]{1,20}"
    # 13-bp deletion, 5.5 kb deletion, exon 19 deletion, exon 14 skipping
    r"|\d{1,4}(?:\.\d)?[- ]?(?:bp|kb|base[- ]pair|nucleotide|amino[- ]acid)[- ](?:tandem )?"
    r"(?:deletion|insertion|duplication)"
    r"|exon[- ]\d{1,2}[- ](?:skipping|deletions?|insertions?|del|ins)"
    r"|rs ?\d{3,12}"
    r")(?![A-Za-z0-9])"
)
# a cheap test that comes first: most texts have no alteration written out
_MAYBE: Final = re.compile(
    r"\d(?:[A-Z*>](?![a-z])|fs|del|dup|ins|-?[A-Z][a-z]{2})|[A-Z]\d{2,4}|[cgp]\.\d|rs ?\d{3}|\d ?[ACGT] ?[-→>]"
    r"|[a-z]{2}[- (]{1,2}\d{1,4}[-) ]{1,2}[A-Z][a-z]{2}|exon[- ]\d"
    r"|(?:bp|kb|pair|tide|acid)[- ](?:tandem )?(?:del|ins|dup)|(?:del|ins|dup)[ACGT]"
)
_CODON: Final = rf"(?:{_RESIDUE}\d{{1,4}}|(?:exon|codon) \d{{1,2}}(?:/\d{{1,2}})?)"
_EVENT: Final = (
    r"(?:mutations?|mutants?|amplifications?|deletions?|insertions?|fusions?(?: variants? \d[ab]?(?![\w.]))?"
    "|rearrangements?|translocations?"
    "|duplications?|polymorphisms?|internal tandem duplications?|ITD|skipping(?: mutations?)?"
    r"|copy number gains?|truncations?|frameshifts?|variants?(?: \d[ab]?(?:/[ab])?(?![\w.]))?)"
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


def is_alteration(name: str) -> bool:
    """Whether a name is an alteration written out: p.Cys797Ser."""
    return _WRITTEN.fullmatch(name) is not None


def alteration_after(text: str, gene_end: int) -> Alteration | None:
    """What a gene's name is followed by: 'mutations', 'exon 19 deletion', 'amplification'."""
    match = _AFTER.match(text, gene_end)
    return Alteration(Span(*match.span(1)), written=False) if match else None
