"""Names of genetic alterations in one form: "Thr790Met", "p.T790M" and "p.(Thr790Met)" are T790M (pure)."""

from __future__ import annotations

import re
from typing import Final

# one-letter and three-letter codes of the amino acids, IUPAC-IUB 1983; Ter is the stop of HGVS
_CODES: Final = {
    "ala": "A", "arg": "R", "asn": "N", "asp": "D", "cys": "C", "gln": "Q", "glu": "E", "gly": "G", "his": "H",
    "ile": "I", "leu": "L", "lys": "K", "met": "M", "phe": "F", "pro": "P", "ser": "S", "thr": "T", "trp": "W",
    "tyr": "Y", "val": "V", "ter": "*",
}  # fmt: skip
_THREE: Final = "|".join(_CODES)
_ONE: Final = "[ACDEFGHIKLMNPQRSTVWY]"
_PROTEIN: Final = re.compile(r"p\. ?\(?|\(?p\.")
_SUBSTITUTION: Final = re.compile(rf"({_ONE})(\d{{1,5}})({_ONE}|X|\*|stop|fs|del|dup)([*X\d]*)")
_LONG_SUBSTITUTION: Final = re.compile(
    rf"({_THREE})[- (]{{0,2}}(\d{{1,5}})[-) ]{{0,2}}({_THREE}|X|\*|stop|fs|del|dup)([*X\d]*)", re.IGNORECASE
)
_RANGE: Final = re.compile(
    rf"({_ONE}|{_THREE})(\d{{1,5}})[_-]({_ONE}|{_THREE})(\d{{1,5}})(delins|del|ins|dup)([A-Z]{{0,12}})", re.IGNORECASE
)
_DELETED: Final = re.compile(rf"(?:del|Δ|delta) ?({_ONE})(\d{{2,4}})", re.IGNORECASE)
_EXON: Final = re.compile(
    r"(exon|codon)[- ](\d{1,2}(?:/\d{1,2})?)"
    r"[- ]?(?:(skipping|deletion|insertion|duplication|del|ins|dup|mutation|mutant|variant)s?)?(?: mutations?)?"
)
_CODON: Final = re.compile(rf"({_ONE}\d{{2,4}})(?: (?:mutations?|mutants?|variants?|substitutions?))?")
_TANDEM: Final = re.compile(r"internal tandem duplications?|ITDs?", re.IGNORECASE)
_BASES: Final = re.compile(r"((?:[cgmn]\.)?[+-]?\d{1,9}(?:[+-]\d{1,5})?)([ACGT]) ?(?:-{0,2}>|→) ?([ACGT])")
_REFERENCE: Final = re.compile(r"rs ?(\d{3,12})")
_FUSION: Final = re.compile(r"([A-Za-z0-9]{2,12})(?:::|[-‐‑‒–—:/])([A-Za-z0-9]{2,12})")
_KINDS: Final = {
    "del": "deletion",
    "ins": "insertion",
    "dup": "duplication",
    "mutant": "mutation",
    "variant": "mutation",
}


def standard_alteration(text: str) -> str:
    """The alteration in the form that is used most: one-letter codes, singular, ``::`` between the genes of a fusion.

    Empty where the words name no particular alteration ("mutations", "amplification"). Forms: HGVS 21.0 for
    proteins without the ``p.``, and HGNC 2021 for fusions.
    """
    plain = _PROTEIN.sub("", " ".join(text.split())).strip("() ")
    for pattern, form in _FORMS:
        match = pattern.fullmatch(plain)
        if match is not None:
            return form(match)
    return ""


def _substituted(match: re.Match[str]) -> str:
    before, position, after, rest = match.groups()
    end = {"x": "*", "stop": "*"}.get(after.lower(), _code(after))
    return f"{_code(before)}{position}{end}{rest if end == 'fs' else ''}"


def _code(residue: str) -> str:
    return _CODES.get(residue.lower(), residue if len(residue) == 1 else residue.lower())


def _ranged(match: re.Match[str]) -> str:
    first, start, last, end, kind, inserted = match.groups()
    return f"{_code(first).upper()}{start}_{_code(last).upper()}{end}{kind.lower()}{inserted}"


def _of_exon(match: re.Match[str]) -> str:
    where, number, kind = match.groups()
    return f"{where} {number} {_KINDS.get(kind, kind) if kind else 'mutation'}"


_FORMS: Final = (
    (_SUBSTITUTION, _substituted),
    (_LONG_SUBSTITUTION, _substituted),
    (_RANGE, _ranged),
    (_DELETED, lambda m: f"{m[1].upper()}{m[2]}del"),
    (_EXON, _of_exon),
    (_TANDEM, lambda _: "ITD"),
    (_CODON, lambda m: f"{m[1]} mutation"),
    (_BASES, lambda m: f"{m[1]}{m[2]}>{m[3]}"),
    (_REFERENCE, lambda m: f"rs{m[1]}"),
    (_FUSION, lambda m: f"{m[1]}::{m[2]}"),
)
