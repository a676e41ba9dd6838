"""RIS records, line by line as they should be or run together on one line as some sites serve them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.errors import NoText
from kg.model import Dropped
from kg.read.compose import Composer, Facts
from kg.read.cues import ris_tags
from kg.read.decode import decode, decoded_head
from kg.read.identifiers import doi, find_doi, find_pmcid, find_pmid, ordered, pmid
from kg.read.pages import add_body, latest_year, mark_kind, page_document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Curie, Document
    from kg.read.decode import Decoded

FORMAT: Final = "ris"
_LINE_TAG: Final = re.compile(r"^[ \t]{0,4}([A-Z][A-Z0-9]) {1,2}-(?=[ \t\r\n]|\Z)", re.MULTILINE)
_ANY_TAG: Final = re.compile(r"(?<!\S)([A-Z][A-Z0-9]) {1,2}-(?=\s|\Z)")
_TYPE: Final = re.compile(r"^[ \t]{0,4}TY {1,2}-[ \t]*[A-Z]{3,8}\b", re.MULTILINE)


class Field(NamedTuple):
    """One tag and where its value stands."""

    tag: str
    meaning: str
    start: int
    end: int


def sniff(name: str, head: bytes) -> bool:
    """A TY tag with a type, and a title, abstract or end tag after it."""
    text = decoded_head(head)
    first = _TYPE.search(text)
    return first is not None and re.search(r"(?<!\S)(?:TI|T1|AB|N2|ER) {1,2}-", text[first.end() :]) is not None


def read(name: str, data: bytes) -> Iterator[Document | Dropped]:
    """Every record of the file; one without title and abstract is reported."""
    decoded = decode(name, data)
    records = list(_records(decoded.text))
    for number, fields in enumerate(records, 1):
        begin, end = fields[0].start, fields[-1].end
        record = data if len(records) == 1 else decoded.text[begin:end].encode("utf-8", "replace")
        try:
            yield _document(name, decoded, fields, record)
        except NoText as error:
            yield Dropped(stage="read", item=f"{name}, record {number}", reason=error.problem)


def _records(source: str) -> Iterator[list[Field]]:
    record: list[Field] = []
    for field in _fields(source):
        if field.meaning in ("type", "end"):
            if record:
                yield record
            record = []
        if field.meaning != "end":
            record.append(field)
    if record:
        yield record


def _fields(source: str) -> Iterator[Field]:
    """The fields in order; only where the first line holds several tags are tags sought in mid-line."""
    first = _TYPE.search(source)
    run_together = first is not None and _known(_ANY_TAG, source, first.end(), _line_end(source, first.end()))
    tags = _known(_ANY_TAG, source, 0, len(source)) if run_together else list(_LINE_TAG.finditer(source))
    for match, following in zip(tags, [*tags[1:], None], strict=True):
        end = following.start() if following else len(source)
        known = ris_tags().get(match[1])
        yield Field(match[1], known.meaning if known else "skip", match.end(), end)


def _known(pattern: re.Pattern[str], source: str, start: int, end: int) -> list[re.Match[str]]:
    """Tags in mid-line that are believed, and any tag at the start of a line."""
    found = []
    for match in pattern.finditer(source, start, end):
        known = ris_tags().get(match[1])
        at_line_start = match.start() == 0 or source[match.start() - 1] in "\r\n"
        if known and (known.inline or at_line_start):
            found.append(match)
    return found


def _line_end(source: str, at: int) -> int:
    end = source.find("\n", at)
    return end if end >= 0 else len(source)


def _document(name: str, decoded: Decoded, fields: list[Field], record: bytes) -> Document:
    source = decoded.text
    composer = Composer(source)
    for meaning, role in (("title", "title"), ("abstract", "abstract")):
        field = next((f for f in fields if f.meaning == meaning and source[f.start : f.end].strip()), None)
        if field and role == "title":
            composer.add(role, field.start, field.end)
        elif field:
            add_body(composer, source, field.start, field.end)
    for field in fields:
        if field.meaning == "keyword":
            composer.add("keywords", field.start, field.end)
    values: dict[str, list[str]] = {}
    for field in fields:
        values.setdefault(field.meaning, []).append(" ".join(source[field.start : field.end].split()))
    kind, certain, retracted = mark_kind(values.get("type", []) + values.get("mark", []))
    facts = Facts(
        ids=ordered(_ids(values)),
        year=latest_year(values.get("year", [])),
        journal=next((j for j in values.get("journal", []) if j), ""),
        kind=kind,
        kind_is_certain=certain,
        retracted=retracted,
    )
    return page_document(composer, facts, name, FORMAT, (decoded, record))


def _ids(values: dict[str, list[str]]) -> Iterator[Curie | None]:
    links = values.get("link", [])
    given = [doi(value) or find_doi(value) for value in values.get("identifier", [])]
    yield next((i for i in given if i), None) or next(
        (i for i in map(find_doi, links) if i and "doi" in " ".join(links)), None
    )
    accessions = values.get("accession", [])
    stated = [*accessions, *values.get("note", []), *links]
    yield next((i for i in map(find_pmid, stated) if i), None) or _bare_pmid(values, accessions)
    yield next((i for i in map(find_pmcid, stated) if i), None)


def _bare_pmid(values: dict[str, list[str]], accessions: list[str]) -> Curie | None:
    """A number alone is a PMID if the record names no database, or names PubMed."""
    databases = " ".join(values.get("database", [])).lower()
    if databases and not any(word in databases for word in ("pubmed", "medline", "ncbi")):
        return None
    return next((pmid(value) for value in accessions if re.fullmatch(r"\d{7,8}", value)), None)
