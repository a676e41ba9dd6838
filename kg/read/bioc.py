"""BioC, in XML and in JSON: passages with offsets, and annotations that point into them."""

from __future__ import annotations

import re
from bisect import bisect_right
from types import ModuleType
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.model import Anchor, Annotation, Dropped, Section, Span
from kg.read import bioc_json, bioc_xml
from kg.read.bioc_values import ORIGINAL, STALE_KEYS, Block, Restated
from kg.read.compose import Body, Facts, Origin, finished, safe
from kg.read.cues import heading_cue
from kg.read.decode import decode, decoded_head
from kg.read.identifiers import doi, find_pmcid, given_ids, ordered, pmid
from kg.read.statements import Change, Placed, identifiers, kind_of, placed, rewritten, written_ids

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.model import Curie, Document
    from kg.read.bioc_values import Paper, Statement

FORMAT: Final = "bioc"
_XML: Final = re.compile(r"<!DOCTYPE\s+collection\b|<collection[\s>]")
_JSON: Final = re.compile(r"(?<!\\)\"passages\"\s{0,20}:\s{0,20}\[")
_ROLES: Final = {
    "title": "title", "front": "title", "abstract": "abstract", "intro": "introduction", "methods": "methods",
    "results": "results", "discuss": "discussion", "concl": "conclusion", "fig": "figure_caption",
    "table": "table", "ref": "furniture", "keyword": "keywords", "supp": "furniture", "comp_int": "furniture",
    "auth_cont": "furniture", "ack_fund": "furniture", "abbr": "furniture",
}  # fmt: skip
_NOWHERE: Final = (Anchor(0, 0, 0),)  # an empty map would say that the text is the source


class _Place(NamedTuple):
    """Where a block's text begins in the document, and where the block says that it begins in the paper."""

    at: int
    block: Block


class _Layout(NamedTuple):
    """A paper's text and its blocks in reading order."""

    text: str
    places: tuple[_Place, ...]


def sniff(name: str, head: bytes) -> bool:
    """A collection with documents, or a JSON value with passages."""
    text = decoded_head(head)
    if text.startswith("<"):
        return _XML.search(text) is not None and "<document" in text
    return text.startswith(("{", "[")) and '"doc_id"' not in text and _JSON.search(text) is not None


def read(name: str, data: bytes) -> Iterator[Document | Dropped]:
    """A document for every paper with its annotations; offsets are checked against the text."""
    source = decode(name, data).text
    for paper in _form(source).papers(name, source):
        layout = _layout(paper)
        if layout.text.strip():
            yield _document(name, source, paper, layout)
        else:
            yield Dropped(stage="read", item=f"{name}, {paper.name or 'unnamed'}", reason="no title or abstract")


def _form(source: str) -> ModuleType:
    return bioc_xml if source.lstrip("\ufeff \t\r\n").startswith("<") else bioc_json


def _layout(paper: Paper) -> _Layout:
    """The texts of the blocks, a line each."""
    places: list[_Place] = []
    at = 0
    for block in sorted((b for b in paper.blocks if b.text), key=lambda b: b.offset):
        places.append(_Place(at, block))
        at += len(block.text) + 1
    return _Layout(safe("\n".join(place.block.text for place in places)), tuple(places))


def _document(name: str, source: str, paper: Paper, layout: _Layout) -> Document:
    sections = tuple(
        Section(role=_role(place.block.infons), span=Span(place.at, place.at + len(place.block.text)))
        for place in layout.places
    )
    anchors = tuple(
        Anchor(place.at + a.text_start, a.source_start, a.length)
        for place in layout.places
        for a in place.block.anchors
        if layout.text.startswith(source[a.source_start : a.source_start + a.length], place.at + a.text_start)
    )
    ids = _ids(paper)
    return finished(
        Body(layout.text, sections, anchors or _NOWHERE),
        Facts(
            ids=ids or given_ids(paper.name),
            given_id="" if ids else safe(paper.name),
            annotations=tuple(_annotation(paper, s, layout) for s in _statements(paper)),
            cites=_cites(paper),
        ),
        Origin(format=FORMAT, source=name, record=source[paper.start : paper.end].encode("utf-8", "surrogatepass")),
    )


def _role(infons: Mapping[str, str]) -> str:
    for key in ("section_type", "type", "section", "section_title_1"):
        stated = infons.get(key, "")
        role = _ROLES.get(stated.lower().removesuffix("_title_1").removesuffix("_caption"))
        if role is None and (cue := heading_cue(stated)) is not None:
            role = cue.role
        if role is not None:
            return role
    return "section"


def _ids(paper: Paper) -> tuple[Curie, ...]:
    """The identifiers that a paper gives; a bare number is PubMed's unless the paper says otherwise."""
    infons = paper.infons | {key: value for block in paper.blocks[-1::-1] for key, value in block.infons.items()}
    number = infons.get("article-id_pmid") or infons.get("pmid") or ""
    stated = infons.get("article-id_pmc") or infons.get("pmcid") or (paper.name if "PMC" in paper.name else "")
    central = find_pmcid(stated if "PMC" in stated else f"PMC{stated}") if stated else None
    if not number and central is None:
        number = paper.name
    return ordered([pmid(number), central, doi(infons.get("article-id_doi") or infons.get("doi") or "")])


def _cites(paper: Paper) -> tuple[Curie, ...]:
    """The identifiers of the references, each of which is a block of its own."""
    infons = [block.infons for block in paper.blocks]
    numbers = (pmid(one.get("pub-id_pmid", "")) for one in infons)
    return ordered([*numbers, *(doi(one.get("pub-id_doi", "")) for one in infons)])


def _statements(paper: Paper) -> list[Statement]:
    return sorted(paper.statements, key=lambda s: s.start)


def _annotation(paper: Paper, statement: Statement, layout: _Layout) -> Annotation:
    kind = kind_of(statement.word)
    place = _placed(statement, layout)
    where = f"{paper.name}, annotation {statement.name or f'at character {statement.start}'}"
    return Annotation(
        kind=kind,
        text=safe(statement.text),
        ids=identifiers(statement.raw, kind),
        span=place.span,
        source_offset=statement.start,
        note=f"{where}: {place.note}" if place.note else "",
    )


def _placed(statement: Statement, layout: _Layout) -> Placed:
    if not statement.places:
        return Placed(None, "it gives no location")
    offset, length = statement.places[0]
    own = _block_at(layout, offset)
    if own is None or offset < 0:
        return Placed(None, f"no passage stands at {offset}")
    end = max(start + size for start, size in statement.places)
    if len(statement.places) > 1:  # parts of one mention with other words between
        span = Span(own.at + offset - own.block.offset, own.at + end - own.block.offset)
        return Placed(span if span.end <= len(layout.text) else None)
    start = offset - own.block.offset
    found = placed(own.block.text, start, start + length, statement.text)
    if found.span is None:  # offsets from the beginning of the passage, or of another text
        return placed(layout.text, offset, offset + length, statement.text)
    return Placed(Span(own.at + found.span.start, own.at + found.span.end), found.note)


def _block_at(layout: _Layout, offset: int) -> _Place | None:
    at = bisect_right(layout.places, offset, key=lambda place: place.block.offset) - 1
    return layout.places[max(0, at)] if layout.places else None


def corrected(name: str, data: bytes, changes: Mapping[int, Change]) -> bytes:
    """The same file with annotations changed; ``changes`` by ``Annotation.source_offset``.

    What an annotation stated before stays in its infon ``resistkg:original``.  Bytes where nothing changes are
    identical; raises ReadError where they can't be.
    """
    decoded = decode(name, data)
    source, form = decoded.text, _form(decoded.text)
    edits: list[tuple[int, int, str]] = []
    for paper in form.papers(name, source):
        layout, statements = _layout(paper), _statements(paper)
        used = {kind_of(s.word): s.word for s in reversed(statements)}
        for statement in statements:
            change = changes.get(statement.start)
            if change is not None:
                joint = ", " if form is bioc_json else _indent(source, statement.start)
                new = [form.restated(source, statement, r) for r in _restated(statement, change, used, layout)]
                edits.append((statement.start, statement.end, joint.join(new)))
    return rewritten(name, decoded, data, edits)


def _indent(source: str, at: int) -> str:
    """The white space between the line's beginning and an element."""
    start = source.rfind("\n", 0, at)
    return source[start:at] if start >= 0 and not source[start:at].strip() else ""


def _restated(statement: Statement, change: Change, used: Mapping[str, str], layout: _Layout) -> Iterator[Restated]:
    own = kind_of(statement.word)
    word = statement.word if change.kind in ("", own) else used.get(change.kind, change.kind)
    for number, (span, ids) in enumerate(change.places, 1):
        infons: dict[str, str | None] = {}
        raw = written_ids(ids, change.kind or own, statement.raw)
        if raw != statement.raw:
            infons |= dict.fromkeys(sorted(STALE_KEYS & statement.infons.keys()))
            infons[statement.id_key] = raw
        if word != statement.word:
            infons["type"] = word
        infons[ORIGINAL] = _before(statement)
        yield Restated(
            infons=infons,
            name=f"{statement.name}.{number}" if len(change.places) > 1 and statement.name else "",
            place=None if span is None else _offset(span, layout),
            text=None if span is None else layout.text[span.start : span.end],
        )


def _before(statement: Statement) -> str:
    places = ",".join(f"{offset}:{length}" for offset, length in statement.places)
    return f"type={statement.word} {statement.id_key}={statement.raw or '-'} location={places} text={statement.text}"


def _offset(span: Span, layout: _Layout) -> tuple[int, int]:
    """The span as BioC counts: from the beginning of the paper, by the offset of its passage."""
    at = bisect_right(layout.places, span.start, key=lambda place: place.at) - 1
    place = layout.places[max(0, at)]
    return place.block.offset + span.start - place.at, span.end - span.start
