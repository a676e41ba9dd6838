"""A publisher's article page saved as text: header, abstract with or without a heading, body, notices."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.read.compose import Composer, Facts, licence_in
from kg.read.cues import heading_cue, journal_beginnings
from kg.read.decode import decode, decoded_head
from kg.read.identifiers import find_doi, find_pmcid, find_pmid, ordered
from kg.read.layout import label_cue, lines
from kg.read.pages import (
    add_body,
    is_furniture,
    is_mark,
    latest_year,
    mark_kind,
    own_part,
    page_document,
    page_retracted,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Curie, Document

FORMAT: Final = "publisher page"
_SIGNS: Final = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"^(?:(?:MINI |SYSTEMATIC )?REVIEW|(?:ORIGINAL|BRIEF) RESEARCH(?: REPORT)?|CASE REPORT) article",
        r"^[ \t]*(?:Open Access ?)?(?:Review|Research|(?:Original |Review |Research )?Article)[ \t]*$",
        r"^[ \t]*Keywords?:?(?:[ \t]|$)",
        r"^[ \t]*\(?(?:Received|Accepted|Submission received|(?:First )?[Pp]ublished|Available online)\b",
        r"^[ \t]*\*? ?Correspond(?:ence|ing author)",
        r"^[ \t]*Disclaimer:|^[ \t]*Publisher[’']s note",
        r"(?:^|[ \t])(?:Copyright|©|\(c\)) ?",
        r"^[ \t]*Abstract",
        r"^[ \t]*Volume \d+|volume \d+, Article number|[Cc]ite this article|View all \d+ articles",
    )
)
_DOI_SIGN: Final = re.compile(r"doi:? ?10\.\d{4}|doi\.org/10\.\d{4}|DOI:? ?10\.\d{4}")
_YEARS: Final = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"Volume \d+ ?[-–,] ?(?:Issue [\w ]{1,9}, )?[A-Za-z ]{0,12}\d{4}",
        r"(?:First published|Published online|Published|Available online):? [\w ,]{4,30}",
        r"\b(?:19|20)\d\d, \d{1,4}(?:\(\d{1,3}\))?, \d",
        r"volume \d+,[^\n]{0,60}\((?:19|20)\d\d\)",
        r"(?:Copyright|©|\(c\))[^\n]{0,20}",
        r"Accepted:? [\w ,]{4,30}",
    )
)
_NAMES: Final = re.compile(r"[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]*){1,3}[\d,*†‡§ ]*(?:,|and|&|;|$)")
_PLACE: Final = re.compile(
    r"\b(?:Universit|Department|Institut|Hospital|School of|Faculty|College|Laborator|Academy"
    r"|Cent(?:er|re) (?:for|of))",
    re.IGNORECASE,
)
_CITE: Final = re.compile(
    r"^[ \t]*(?:To cite this article|How to cite|Cite this article)[: \t]*\r?\n", re.MULTILINE | re.IGNORECASE
)
_PROSE_WORDS: Final = 40


def sniff(name: str, head: bytes) -> bool:
    """A DOI and three signs of a publisher's page, or five signs."""
    text = decoded_head(head)
    if text.startswith(("<", "{", "# ", "TY  -")):
        return False
    signs = sum(sign.search(text) is not None for sign in _SIGNS)
    return signs >= (3 if _DOI_SIGN.search(text) else 5)


def read(name: str, data: bytes) -> Iterator[Document]:
    """The one paper of the page."""
    decoded = decode(name, data)
    source = decoded.text
    # lines, not paragraphs: above the text a title and its authors often stand on neighbouring lines
    units = tuple((line.start, line.end) for line in lines(source))
    title = _title(source, units)
    composer = Composer(source)
    if title is not None:
        composer.add("title", *title)
    body = _body_start(source, units, title[1] if title else 0)
    if body is not None:
        add_body(composer, source, body, len(source))
    own = own_part(source)
    kind, certain, retracted = mark_kind(t for t in (source[s:e] for s, e in units) if is_mark(t))
    top = source[: body if body is not None else len(source)]
    facts = Facts(
        ids=ordered([find_pmid(top), find_doi(top) or find_doi(own) or _cited_doi(source), find_pmcid(top)]),
        year=latest_year(m[0] for m in (pattern.search(own) for pattern in _YEARS) if m),
        journal=_journal(source, units),
        kind=kind,
        kind_is_certain=certain,
        licence=licence_in(own) or licence_in(source),
        retracted=retracted or page_retracted(own, lines(own)),
    )
    yield page_document(composer, facts, name, FORMAT, (decoded, data))


def _cited_doi(source: str) -> Curie | None:
    """The DOI that the page itself gives for citing it, which may stand below the references."""
    found = _CITE.search(source)
    return find_doi(source[found.end() : found.end() + 600]) if found else None


def _title(source: str, units: tuple[tuple[int, int], ...]) -> tuple[int, int] | None:
    """The first line of five words (else three) that can be a title, after the mark of type if any."""
    mark = next((n for n, (s, e) in enumerate(units) if is_mark(source[s:e])), 0)
    for first, words in ((mark, 5), (mark, 3), (0, 3)):
        for start, end in units[first:]:
            text = source[start:end]
            if _opens_text(text):
                break
            if len(text.split()) >= words and _can_be_title(text):
                return start, end
    return None


def _can_be_title(text: str) -> bool:
    if len(text) > 350 or is_furniture(text) or _is_journal(text) or _DOI_SIGN.search(text):
        return False
    if text[0] in "•*·(©" or (_PLACE.search(text) and "," in text):
        return False
    return len(_NAMES.findall(text)) * 4 < len(text.split()) or text.count(",") == 0


def _opens_text(text: str) -> bool:
    cue = heading_cue(text)
    return cue is not None and cue.role not in ("furniture", "title")


def _is_journal(text: str) -> bool:
    words = text.split()
    if len(words) > 9 or not text.lower().startswith(journal_beginnings()):
        return False
    return (
        all(not w[0].islower() or w in ("of", "and", "in", "the", "for", "on", "&") for w in words) and "?" not in text
    )


def _journal(source: str, units: tuple[tuple[int, int], ...]) -> str:
    """The first line that reads like a journal's name; the line where it cites itself is second best."""
    for start, end in units[:40]:
        if _is_journal(source[start:end]) and not is_mark(source[start:end]):
            return source[start:end]
    cited = re.search(r"^([A-Z][A-Za-z&: ]{3,70}?),? (?:volume \d+|(?:19|20)\d\d, \d)", source, re.MULTILINE)
    return cited[1] if cited else ""


def _body_start(source: str, units: tuple[tuple[int, int], ...], after: int) -> int | None:
    """Where the paper's own words begin: a heading or label of the text, else a paragraph of forty words."""
    for start, end in units:
        text = source[start:end]
        if start < after or is_mark(text):
            continue
        if _opens_text(text) or (
            len(text.split()) >= _PROSE_WORDS and not is_furniture(text) and not _PLACE.match(text)
        ):
            return start
        labelled = label_cue(text)
        if labelled and labelled[0].role != "furniture":
            return start
    return None
