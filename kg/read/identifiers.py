"""Bibliographic identifiers as pages write them -> compact identifiers, or nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from kg.model import Curie

if TYPE_CHECKING:
    from collections.abc import Iterable

_DOI: Final = re.compile(r"10\.\d{4,9}/[^\s\"<>\\^`{|}\x00-\x20\x7f]{1,200}", re.IGNORECASE)
_DOI_WHOLE: Final = re.compile(
    r"(?:https?://)?(?:(?:dx|www)\.)?(?:doi\.org/|doi:?)?\s*(10\.\d{4,9}/\S{1,200})", re.IGNORECASE
)
_PMID: Final = re.compile(
    r"\bPMID:?\s{0,3}(\d{1,8})(?!\d)|ncbi\.nlm\.nih\.gov/(?:pubmed/)?(\d{1,8})(?!\d)", re.IGNORECASE
)
_PMCID: Final = re.compile(r"(?<![A-Za-z0-9])PMC\s?(\d{3,9})(?!\d)")
_GLUED: Final = re.compile(r"(?:DOI(?: Listing)?|View Article|PubMed|Google|Crossref)$")
_ORDER: Final = {"PMID": 0, "DOI": 1, "PMC": 2}
_PAIRS: Final = {")": "(", "]": "["}


def doi(text: str) -> Curie | None:
    """A DOI in lower case from ``10.1/x``, ``doi:10.1/x`` or its address; None if it isn't one."""
    whole = _DOI_WHOLE.fullmatch(text.strip())
    return _bare_doi(whole[1]) if whole else None


def find_doi(text: str) -> Curie | None:
    """The first DOI in a running text."""
    found = _DOI.search(text)
    return _bare_doi(found[0]) if found else None


def _bare_doi(text: str) -> Curie | None:
    if "%2f" in text.lower() or "%28" in text:
        text = unquote(text)
    text = _GLUED.sub("", text).rstrip(".,;:'\"’”*")
    while text and text[-1] in _PAIRS and text.count(text[-1]) > text.count(_PAIRS[text[-1]]):
        text = text[:-1].rstrip(".,;:'\"")
    found = _DOI.fullmatch(text)
    return Curie("DOI", found[0].lower()) if found else None


def find_pmid(text: str) -> Curie | None:
    """The first ``PMID: 123`` or PubMed address in a text."""
    found = _PMID.search(text)
    return pmid(found[1] or found[2]) if found else None


def pmid(number: str) -> Curie | None:
    """A PubMed identifier from its digits."""
    digits = number.strip().lstrip("0")
    return Curie("PMID", digits) if digits.isascii() and digits.isdecimal() and len(digits) <= 8 else None


def find_pmcid(text: str) -> Curie | None:
    """The first PMC identifier in a text."""
    found = _PMCID.search(text)
    return Curie("PMC", "PMC" + found[1].lstrip("0")) if found and found[1].strip("0") else None


def given_ids(doc_id: str) -> tuple[Curie, ...]:
    """What a caller's own identifier says, if it is bibliographic in form; a bare number is not."""
    text = doc_id.strip()
    found = re.fullmatch(r"(?:PMID|pubmed):\s?(\d{1,8})", text, re.IGNORECASE)
    if found:
        return ordered([pmid(found[1])])
    found = re.fullmatch(r"(?:PMC(?:ID)?:\s?)?PMC(\d{3,9})(?:\.\d)?", text, re.IGNORECASE)
    return ordered([find_pmcid("PMC" + found[1])] if found else [doi(text)])


def ordered(ids: Iterable[Curie | None]) -> tuple[Curie, ...]:
    """Each identifier once: PMID first, then DOI, then PMC."""
    return tuple(sorted({i for i in ids if i is not None}, key=lambda i: (_ORDER.get(i.prefix, 9), i)))
