"""PubMed XML, efetch answers and baseline files alike, record by record: memory stays flat.

Records are cut out of the stream and parsed one at a time, so that a broken one costs only itself, the
document type is never loaded, no entity is ever expanded, and the text can be mapped back to the file.
"""

from __future__ import annotations

import codecs
import html
import re
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple

from lxml import etree

from kg.errors import NoText, ReadError
from kg.model import Dropped
from kg.read.compose import Composer, Facts, Origin, Piece, licence_in
from kg.read.cues import heading_cue
from kg.read.decode import PIECE_LIMIT, as_utf8, decoded_head
from kg.read.identifiers import doi, find_pmcid, ordered, pmid
from kg.read.layout import outline
from kg.read.pages import latest_year, mark_kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Curie, Document

FORMAT: Final = "pubmed xml"
_BLOCK: Final = 1 << 20
_START: Final = re.compile(r"<(PubmedArticle|PubmedBookArticle)(?=[\s>])")
_SETS: Final = re.compile(r"<(?:!DOCTYPE\s+)?PubmedArticleSet\b|<PubmedArticle[\s>]|<PubmedBookArticle[\s>]")
_LABEL: Final = re.compile(r"\bLabel\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_MARKUP: Final = re.compile(
    r"<!\[CDATA\[(?P<cdata>.*?)\]\]>|<[^>]*>|&(?:#\d{1,7}|#x[0-9A-Fa-f]{1,6}|lt|gt|amp|quot|apos);", re.DOTALL
)
_PARSER: Final = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
)


def sniff(name: str, head: bytes) -> bool:
    """A set of PubMed articles, or one article."""
    text = decoded_head(head)
    return text.startswith("<") and _SETS.search(text) is not None


def read(name: str, data: bytes) -> Iterator[Document | Dropped]:
    """Every article; see ``read_stream``."""
    yield from read_stream(name, BytesIO(data))


def read_stream(name: str, stream: BinaryIO) -> Iterator[Document | Dropped]:
    """A document for every article; book chapters, broken and empty records are reported and passed over."""
    for offset, kind, record in _records(name, as_utf8(name, stream)):
        item = f"{name}, PMID {_number(record)}"
        if kind == "PubmedBookArticle":
            yield Dropped(stage="read", item=item, reason="a book chapter, not an article")
        elif kind == "":
            yield Dropped(stage="read", item=item, reason="the file ends within this record: fetch it again")
        else:
            try:
                yield _document(name, record, offset)
            except etree.XMLSyntaxError as error:
                yield Dropped(stage="read", item=item, reason=f"not well-formed XML: {error.msg}")
            except NoText as error:
                yield Dropped(stage="read", item=item, reason=error.problem)


def _number(record: str) -> str:
    found = re.search(r"<PMID[^>]{0,40}>(\d{1,8})<", record)
    return found[1] if found else "unknown"


def _records(name: str, stream: BinaryIO) -> Iterator[tuple[int, str, str]]:
    """(offset in the decoded file, element or '' if cut short, its text)."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
    buffer, offset, at, seen = "", 0, 0, False
    while block := stream.read(_BLOCK):
        buffer = buffer[at:] + decoder.decode(block)
        offset, at = offset + at, 0
        if not seen:
            _refuse_declarations(name, buffer)
        for start, end, kind in _whole(buffer):
            yield offset + start, kind, buffer[start:end]
            at, seen = end, True
        if not seen and len(buffer) > PIECE_LIMIT // 16:
            raise ReadError(name, "no PubMed article in the first 4 MiB", "is this PubMed XML?")
        if len(buffer) - at > PIECE_LIMIT:
            raise ReadError(name, f"a record of more than {PIECE_LIMIT >> 20} MiB", "fetch the file again")
    rest = _START.search(buffer, at)
    if rest is not None:
        yield offset + rest.start(), "", buffer[rest.start() :]
    elif "</PubmedArticleSet>" not in buffer[at:] and "<PubmedArticleSet" in buffer[:2000]:
        raise ReadError(name, "the file ends before its closing tag", "fetch it again")


def _whole(buffer: str) -> Iterator[tuple[int, int, str]]:
    at = 0
    while start := _START.search(buffer, at):
        closing = f"</{start[1]}>"
        end = buffer.find(closing, start.end())
        if end < 0:
            return
        at = end + len(closing)
        yield start.start(), at, start[1]


def _refuse_declarations(name: str, buffer: str) -> None:
    """Entities of the file's own have no place in PubMed XML and every place in an XML bomb."""
    root = re.search(r"<[A-Za-z]", buffer)
    prolog = buffer[: root.start()] if root else buffer
    if "<!ENTITY" in prolog or re.search(r"<!DOCTYPE[^>\[]{0,500}\[", prolog):
        raise ReadError(
            name,
            "the document type declares entities of its own, which may be an XML bomb",
            "remove the declarations between [ and ]",
        )


def _document(name: str, record: str, offset: int) -> Document:
    root = etree.fromstring(record, _PARSER)
    composer = Composer(record, offset)
    end = len(record)
    for title in islice(_elements(record, "ArticleTitle", 0, end), 1):
        _add(composer, "title", record, title)
    for abstract in islice(_elements(record, "Abstract", 0, end), 1):
        for paragraph in _elements(record, "AbstractText", abstract.start, abstract.end):
            _add_paragraph(composer, record, paragraph)
    for keyword in _elements(record, "Keyword", 0, end):
        _add(composer, "keywords", record, keyword)
    origin = Origin(format=FORMAT, source=name, record=record.encode("utf-8", "surrogatepass"))
    return composer.document(_facts(root), origin)


class _Element(NamedTuple):
    """The attributes of an element as written, and where its content stands."""

    attributes: str
    start: int
    end: int


def _elements(record: str, name: str, start: int, end: int) -> Iterator[_Element]:
    """The elements of one name, which do not nest in PubMed's format; the record is well-formed."""
    opening, closing = f"<{name}", f"</{name}>"
    while (at := record.find(opening, start, end)) >= 0:
        start = at + len(opening)
        head = record.find(">", start, end)
        if head < 0:
            return
        if record[start] not in " \t\r\n>":
            continue
        attributes, start = record[start:head], head + 1
        stop = head if attributes.endswith("/") else record.find(closing, start, end)
        if not attributes.endswith("/") and stop >= 0:
            yield _Element(attributes, start, stop)


def _add(composer: Composer, role: str, record: str, element: _Element, label: str = "") -> None:
    if _marked_up(record, element.start, element.end):
        composer.add_pieces(role, _pieces(record, element.start, element.end), label)
    else:
        composer.add(role, element.start, element.end, label)


def _add_paragraph(composer: Composer, record: str, paragraph: _Element) -> None:
    stated = _LABEL.search(paragraph.attributes)
    label = html.unescape(stated[1] or stated[2] or "") if stated else ""
    cue = heading_cue(label) if label else None
    role = cue.role if cue else "abstract"
    start, end = paragraph.start, paragraph.end
    if label or _marked_up(record, start, end):
        _add(composer, role, record, paragraph, label)
        return
    for part in outline(record, start, end, role):
        if not part.is_heading and part.role != "furniture":
            composer.add(part.role, part.start, part.end, part.heading)


def _pieces(record: str, start: int, end: int) -> Iterator[Piece]:
    """The characters of an element: tags vanish, references are resolved, everything else is verbatim."""
    at = start
    for match in _MARKUP.finditer(record, start, end):
        yield Piece(at, match.start())
        if match["cdata"] is not None:
            yield Piece(*match.span("cdata"))
        elif match[0][0] == "&":
            yield Piece(match.start(), match.end(), html.unescape(match[0]))
        at = match.end()
    yield Piece(at, end)


def _marked_up(record: str, start: int, end: int) -> bool:
    return record.find("<", start, end) >= 0 or record.find("&", start, end) >= 0


def _facts(root: etree._Element) -> Facts:
    citation = root.find("MedlineCitation")
    if citation is None:
        return Facts()
    article = citation.find("Article")
    types = [] if article is None else article.iterfind("PublicationTypeList/PublicationType")
    kind, certain, retracted = mark_kind([e.text or "" for e in types])
    notices = citation.iterfind("CommentsCorrectionsList/CommentsCorrections")
    return Facts(
        ids=ordered(_ids(root, citation, article)),
        year=None if article is None else latest_year(_dates(article)),
        journal="" if article is None else _journal(article),
        kind=kind,
        kind_is_certain=certain,
        licence="" if article is None else licence_in(article.findtext("Abstract/CopyrightInformation") or ""),
        cites=ordered(_cites(root)),
        retracted=retracted or any(notice.get("RefType") == "RetractionIn" for notice in notices),
    )


def _cites(root: etree._Element) -> Iterator[Curie | None]:
    """The references that have an identifier."""
    for one in root.iterfind("PubmedData/ReferenceList//Reference/ArticleIdList/ArticleId"):
        if one.get("IdType") in {"pubmed", "doi"}:
            yield (pmid if one.get("IdType") == "pubmed" else doi)(one.text or "")


def _journal(article: etree._Element) -> str:
    return " ".join((article.findtext("Journal/Title") or article.findtext("Journal/ISOAbbreviation") or "").split())


def _dates(article: etree._Element) -> Iterator[str]:
    for path in (
        "Journal/JournalIssue/PubDate/Year",
        "Journal/JournalIssue/PubDate/MedlineDate",
        "ArticleDate/Year",
    ):
        yield article.findtext(path) or ""


def _ids(root: etree._Element, citation: etree._Element, article: etree._Element | None) -> Iterator[Curie | None]:
    yield pmid(citation.findtext("PMID") or "")
    stated = {e.get("IdType", ""): e.text or "" for e in root.iterfind("PubmedData/ArticleIdList/ArticleId")}
    locations = [] if article is None else article.iterfind("ELocationID")
    elsewhere = [doi(e.text or "") for e in locations if e.get("EIdType") == "doi"]
    yield doi(stated.get("doi", "")) or next((i for i in elsewhere if i), None)
    yield find_pmcid(stated.get("pmc", ""))
