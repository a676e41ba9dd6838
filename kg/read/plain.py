"""Plain text: the fallback for whatever is text and nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.read.compose import LONG_TEXT, Composer, Facts, licence_in
from kg.read.cues import heading_cue
from kg.read.decode import decode, decoded_head
from kg.read.identifiers import find_doi, find_pmcid, find_pmid, ordered
from kg.read.layout import lines, paragraphs
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

    from kg.model import Document

FORMAT: Final = "plain text"
# what no plain text begins with, and what to do about it
MARKUP: Final = (
    (re.compile(r"<(?:!DOCTYPE +html|html|head|body)\b", re.IGNORECASE), "HTML", "save the page as text"),
    (
        re.compile(r"<\?xml|<!DOCTYPE|<[A-Za-z][\w:.-]{0,60}(?:\s[^<>]{0,2000})?/?>"),
        "XML other than PubMed's",
        "give PubMed XML or text",
    ),
    (
        re.compile(r"[{\[]\s*(?:[\"{\[\]}]|$)"),
        "JSON, but not one object with doc_id and text a line",
        "give JSON Lines",
    ),
    (re.compile(r"%!PS|\{\\rtf"), "a typeset document", "export its text first"),
)
_SENTENCE_END: Final = re.compile(r"[.!?][\"”’)]?\s+[A-Z]")
_YEARS: Final = re.compile(r"(?:Published|Copyright|©|\(c\)|Accepted|Year)[^\n]{0,30}", re.IGNORECASE)
_TITLE_LENGTH: Final = 300
_GAP: Final = re.compile(r"[ \t]*(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)")
# a line that says which paper this is, and not which paper it cites
_IDENTIFIER_LINE: Final = re.compile(
    r"^[ \t]*(?:doi|pmid|pmcid|pmc\d|https?://|source|citation|cite|published|journal)[^\r\n]{0,200}$",
    re.IGNORECASE | re.MULTILINE,
)


def sniff(name: str, head: bytes) -> bool:
    """Text that is no markup of any kind."""
    return (text := decoded_head(head)) != "" and all(pattern.match(text) is None for pattern, _, _ in MARKUP)


def read(name: str, data: bytes) -> Iterator[Document]:
    """One paper: a first line that looks like a title, then paragraphs."""
    decoded = decode(name, data)
    source = decoded.text
    composer = Composer(source)
    units = paragraphs(source)
    body, marks = 0, list[str]()
    for start, end in units:
        text = source[start:end]
        if is_mark(text):
            marks.append(text)
        elif is_title(source, start, end):
            composer.add("title", start, end)
            body = end
            break
        elif not is_furniture(text) or heading_cue(text):
            break
    add_body(composer, source, body, len(source), "abstract" if len(source) - body < LONG_TEXT else "section")
    own = own_part(source)
    stated = "\n".join(match[0] for match in _IDENTIFIER_LINE.finditer(own))
    kind, certain, retracted = mark_kind(marks)
    facts = Facts(
        ids=ordered([find_pmid(stated), find_doi(stated), find_pmcid(stated)]),
        year=latest_year(match[0] for match in _YEARS.finditer(own)),
        kind=kind,
        kind_is_certain=certain,
        licence=licence_in(own),
        retracted=retracted or page_retracted(own, lines(own)),
    )
    yield page_document(composer, facts, name, FORMAT, (decoded, data))


def is_title(source: str, start: int, end: int) -> bool:
    """Whether a paragraph reads like a title: short, one sentence, with an empty line and text after it."""
    text = source[start:end]
    if len(text) > _TITLE_LENGTH or is_furniture(text) or _SENTENCE_END.search(text) or text[-1] in ",;":
        return False
    gap = _GAP.match(source, end)
    return gap is not None and bool(source[gap.end() :].strip()) and any(c.isalpha() for c in text)
