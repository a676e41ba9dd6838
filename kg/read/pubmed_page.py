"""A PubMed abstract page saved as text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.errors import NoText
from kg.read.compose import Composer, Facts, licence_in
from kg.read.cues import normal_heading
from kg.read.decode import decode, decoded_head
from kg.read.identifiers import find_doi, find_pmcid, find_pmid, ordered
from kg.read.layout import Line, lines
from kg.read.pages import (
    add_body,
    is_furniture,
    is_mark,
    mark_kind,
    own_part,
    page_document,
    page_retracted,
    year_in,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Document

FORMAT: Final = "pubmed page"
_SIGNS: Final = (
    "Access keys NCBI Homepage", "PubMed Disclaimer", "LinkOut - more resources", "Full text links",
    "An official website of the United States government", "Search in PubMed", "\nSimilar articles",
    "\nPublication types", "Conflict of interest statement", "\nAffiliations", "PMID: ", "\nCited by",
)  # fmt: skip
_ABSTRACT: Final = re.compile(r"Abstract(?:$|(?=[A-Z][a-z]|[A-Z]{2}))|No abstract available")
# '. 2025 May 28;27(1):19.' or 'Some J. 2025 May;27(1):19.'
_CITATION: Final = re.compile(
    r"(?:^|\.)\s{0,3}((?:19|20)\d\d)"
    r"(?=[ ;:.-](?:\s?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|\d|$)|;)"
)
_SHORT: Final = re.compile(r"et al\.\s{1,3}([^.]{2,80}?)\.\s{0,3}(?:\.|(?:19|20)\d\d|$)")
_CITATION_LENGTH: Final = 200
_JOURNAL_WORDS: Final = 10
_NO_TITLE: Final = re.compile(r"(?:PMID|PMCID|DOI|doi|Epub|eCollection|Authors?)\b")


def sniff(name: str, head: bytes) -> bool:
    """At least two of the things that only such pages have, and an abstract or a citation."""
    text = decoded_head(head)
    signs = sum(sign in text for sign in _SIGNS)
    return (
        signs >= 2 and ("Abstract" in text or "No abstract available" in text) and not text.startswith(("<", "{", "#"))
    )


def read(name: str, data: bytes) -> Iterator[Document]:
    """The one paper of the page."""
    decoded = decode(name, data)
    source = decoded.text
    page = tuple(lines(source))
    at = next((i for i, line in enumerate(page) if _ABSTRACT.match(source[line.start : line.end])), None)
    if at is None:
        raise NoText(name, "a PubMed page without an abstract", "is this the whole page?")
    header = page[:at]
    composer = Composer(source)
    title = _title(source, header)
    if title is not None:
        composer.add("title", title.start, title.end)
    if "No abstract" not in source[page[at].start : page[at].end]:
        add_body(composer, source, page[at].start, len(source))
    yield page_document(composer, _facts(source, page, header), name, FORMAT, (decoded, data))


def _facts(source: str, page: tuple[Line, ...], header: tuple[Line, ...]) -> Facts:
    own = own_part(source)
    top = source[: header[-1].end] if header else ""
    marks = [source[line.start : line.end] for line in header] + _publication_types(source, page)
    kind, certain, retracted = mark_kind(marks)
    citation = _citation(source, header)
    return Facts(
        ids=ordered([find_pmid(top) or find_pmid(own), find_doi(top) or find_doi(own), find_pmcid(top)]),
        year=citation[0] if citation else year_in(top),
        journal=citation[1] if citation else "",
        kind="article" if kind == "unknown" else kind,
        kind_is_certain=certain,
        licence=licence_in(own),
        retracted=retracted or page_retracted(source, page),
    )


def _publication_types(source: str, page: tuple[Line, ...]) -> list[str]:
    """The lines under 'Publication types', up to the next gap but one."""
    texts = [source[line.start : line.end] for line in page]
    at = next((i for i, text in enumerate(texts) if normal_heading(text) == "publication types"), len(texts))
    found = []
    for text in texts[at + 1 : at + 12]:
        if not is_mark(text):
            break
        found.append(text)
    return found


def _citation(source: str, header: tuple[Line, ...]) -> tuple[int | None, str] | None:
    """Year and journal from the citation lines and their surroundings."""
    texts = [source[line.start : line.end] for line in header]
    years: list[int] = []
    journals = [match[1] for match in map(_SHORT.search, texts) if match]
    for number, text in enumerate(texts):
        found = _CITATION.search(text)
        if found is None or len(text) >= _CITATION_LENGTH or _NO_TITLE.match(text):
            continue  # a DOI that ends in a year is no citation
        years.append(int(found[1]))
        before = text[: found.start()].strip(" .")
        above = texts[number - 1] if number and not before else ""
        if before:
            journals.append(before)
        elif above and len(above.split()) <= _JOURNAL_WORDS and not is_furniture(above):
            journals.append(above.strip(" ."))
    if not years and not journals:
        return None
    return next(iter(years), None), next(iter(journals), "")


def _title(source: str, header: tuple[Line, ...]) -> Line | None:
    """The first able line after citation and DOI, else the one that stands there twice, else the longest."""
    texts = [source[line.start : line.end] for line in header]
    after = next(
        (i for i, t in enumerate(texts) if t.lower().startswith("doi:") or ("doi: 10." in t and len(t) < 250)),
        None,
    )
    if after is None:
        after = next((i for i, t in enumerate(texts) if _CITATION.search(t) and len(t) < _CITATION_LENGTH), None)
    able = [
        i
        for i, t in enumerate(texts)
        if len(t.split()) >= 2 and not is_furniture(t) and not _NO_TITLE.match(t) and not _CITATION.search(t)
    ]
    if after is not None:
        following = [i for i in able if i > after and "et al." not in texts[i]]
        if following:
            return header[following[0]]
    twice = [i for i in able if texts.count(texts[i]) > 1 and len(texts[i].split()) > 3]
    able = twice or sorted(able, key=lambda i: -len(texts[i]))
    return header[able[0]] if able else None
