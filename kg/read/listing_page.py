"""A page of a publication listing: one paper's abstract, then keyword counts and other papers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.read.compose import Composer, Facts, licence_in
from kg.read.decode import decode, decoded_head
from kg.read.identifiers import find_doi, find_pmcid, find_pmid, ordered
from kg.read.layout import label_cue, lines, paragraphs
from kg.read.pages import add_body, is_furniture, is_mark, mark_kind, page_document, page_retracted, year_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Document

FORMAT: Final = "publication listing"
_PUBLISHED: Final = re.compile(r"^[ \t]*(?:Published:?|Publication date:?)[ \t]*[\w ,]{4,30}$", re.MULTILINE)
# the first of these ends what belongs to the paper
_ENDS: Final = re.compile(
    r"^[ \t]*(?:Download full-text PDF|Source|Publication Analysis|Top Keywords"
    r"|Similar Publications|View Article and Find Full Text PDF)[ \t]*$"
    r"|DOI Listing",
    re.MULTILINE,
)
_OTHERS: Final = re.compile(r"^[ \t]*(?:Publication Analysis|Top Keywords|Similar Publications)[ \t]*$", re.MULTILINE)
_ABSTRACT_WORDS: Final = 40


def sniff(name: str, head: bytes) -> bool:
    """A DOI listing or keyword counts with the date line or the other papers."""
    text = decoded_head(head)
    signs = ("DOI Listing", "\nPublication Analysis", "\nTop Keywords", "\nSimilar Publications")
    return sum(sign in text for sign in signs) + (_PUBLISHED.search(text) is not None) >= 2 and any(
        s in text for s in signs[:2]
    )


def read(name: str, data: bytes) -> Iterator[Document]:
    """The paper that the page is about; the similar publications are others."""
    decoded = decode(name, data)
    source = decoded.text
    others = _OTHERS.search(source)
    own_end = others.start() if others else len(source)
    ends = _ENDS.search(source, 0, own_end)
    text_end = ends.start() if ends else own_end
    published = _PUBLISHED.search(source, 0, text_end)
    top = list(paragraphs(source, 0, published.start() if published else text_end))
    able = [p for p in top if not is_furniture(source[p[0] : p[1]])]
    composer = Composer(source)
    journal = ""
    if able:
        composer.add("title", *able[0])
        if len(able) > 1 and able[1][1] - able[1][0] < 120:
            journal = source[able[1][0] : able[1][1]].strip(" .")
    body = published.end() if published else _first_abstract(source, able)
    if body is not None:
        add_body(composer, source, body, text_end)
    own = source[:own_end]
    kind, certain, retracted = mark_kind(t for t in (source[s:e] for s, e in top) if is_mark(t))
    facts = Facts(
        ids=ordered(
            [
                find_pmid(own),
                find_doi(own[text_end:]) or find_doi(own),
                find_pmcid(own.replace("PMC Listing", "")),
            ]
        ),
        year=year_in(published[0]) if published else None,
        journal=journal,
        kind="article" if kind == "unknown" else kind,
        kind_is_certain=certain,
        licence=licence_in(own),
        retracted=retracted or page_retracted(own, lines(own)),
    )
    yield page_document(composer, facts, name, FORMAT, (decoded, data))


def _first_abstract(source: str, able: list[tuple[int, int]]) -> int | None:
    """Without a date line the abstract is the first paragraph with a label or of forty words."""
    for start, end in able[1:]:
        labelled = label_cue(source[start:end])
        if (labelled and labelled[0].role != "furniture") or len(source[start:end].split()) >= _ABSTRACT_WORDS:
            return start
    return None
