"""A Markdown page about one paper, with a third party's summary and entity annotations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.read.compose import Composer, Facts, Piece, licence_in
from kg.read.cues import entity_page_headings, heading_cue, normal_heading
from kg.read.decode import decode, decoded_head
from kg.read.entities import annotations_in
from kg.read.identifiers import find_doi, find_pmcid, find_pmid, ordered
from kg.read.layout import outline
from kg.read.pages import latest_year, mark_kind, page_document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Annotation, Document

FORMAT: Final = "annotated paper page"
_HEADING: Final = re.compile(r"^(#{1,6})[ \t]+(\S[^\r\n]*)$", re.MULTILINE)
_FIELD: Final = re.compile(r"\*{0,2}([A-Za-z ]{2,20}):\*{0,2}\s{0,3}(\S.*)")
_DATE: Final = re.compile(r"(?:19|20)\d\d(?:[-/ ][\w-]{1,12}(?:[-/ ]\d{1,2})?)?")
_SOURCE: Final = re.compile(r"^[ \t]*(?:\*\*)?Source:?(?:\*\*)?:?[ \t]+([^\r\n]+)$", re.MULTILINE)
_RULE: Final = re.compile(r"^[ \t]*(?:-{3,}|\*{3,}|_{3,})[ \t]*$", re.MULTILINE)
_OMITTED: Final = re.compile(
    r"[ \t\r\n]*_[^_\r\n]{1,200}_[ \t]*(?:Fetch|Read|See)?|[ \t\r\n]*\d+ (?:figures?|references?|tables?)\b"
)
# emphasis, links and inline tags: the marks go, the words stay
_MARKUP: Final = re.compile(
    r"\*{2,3}|(?<![\w*])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*])|</?(?:sup|sub|i|b|em|strong)>"
    r"|\[(?=[^\[\]\r\n]{1,200}\]\([^()\s]{1,500}\))|(?<=[^\s\]])\]\([^()\s]{1,500}\)"
)


class Block(NamedTuple):
    """What stands under one heading."""

    level: int
    heading: str
    start: int
    end: int


def sniff(name: str, head: bytes) -> bool:
    """A title as a first-level heading, and second-level headings of a paper."""
    text = decoded_head(head)
    found = {normal_heading(match[2]) for match in _HEADING.finditer(text)}
    known = {"abstract", "full-text entities", "linked entities", "tl;dr", "introduction", "key findings"}
    return text.startswith("# ") and bool(found & known)


def read(name: str, data: bytes) -> Iterator[Document]:
    """The one paper of the page; what the page itself says of it has the role ``summary``."""
    decoded = decode(name, data)
    source = decoded.text
    blocks = list(_blocks(source))
    composer = Composer(source)
    annotations: list[tuple[int, Annotation]] = []
    title = _HEADING.search(source)
    if title is not None:
        composer.add_pieces("title", _unmarked(source, title.start(2), title.end(2)))
    for block, role in _with_roles(blocks):
        if role == "annotations":
            annotations.extend(annotations_in(source, block.start, block.end))
        elif role != "furniture":
            _add(composer, source, block, role)
    facts = _facts(source, blocks[0], tuple(a for _, a in sorted(annotations, key=lambda pair: pair[0])))
    yield page_document(composer, facts, name, FORMAT, (decoded, data))


def _blocks(source: str) -> Iterator[Block]:
    """The block under the title first; the last one ends at the rule before the page's own footer."""
    found = list(_HEADING.finditer(source))
    stop = len(source)
    for rule in _RULE.finditer(source, found[-1].end() if found else 0):
        stop = rule.start()
    for match, following in zip(found, [*found[1:], None], strict=True):
        end = following.start() if following else max(stop, match.end())
        yield Block(len(match[1]), match[2], match.end(), end)


def _with_roles(blocks: list[Block]) -> Iterator[tuple[Block, str]]:
    """Before the abstract every heading is the page's own; after it the paper's, but for the page's lists."""
    names = [normal_heading(block.heading) for block in blocks]
    abstract = names.index("abstract") if "abstract" in names else 0
    role, level = "furniture", 1
    for number, (block, name) in enumerate(zip(blocks, names, strict=True)):
        if number == 0:
            continue
        known, cue = entity_page_headings().get(name), heading_cue(block.heading)
        if number < abstract:
            role = known if known in ("annotations", "furniture") else "summary"
        elif known and not (abstract and known == "summary" and cue):
            role = "section" if known == "text" else known
        elif cue is not None:
            role = cue.role
        elif block.level <= level:
            role = "section"
        level = block.level if known or cue or block.level <= level else level
        yield block, role


def _add(composer: Composer, source: str, block: Block, role: str) -> None:
    if _OMITTED.match(source, block.start, block.end):
        return
    heading = block.heading.strip(" #*")
    for part in outline(source, block.start, block.end, role if role != "figures" else "furniture"):
        if not part.is_heading and part.role != "furniture":
            composer.add_pieces(part.role, _unmarked(source, part.start, part.end), part.heading or heading)


def _unmarked(source: str, start: int, end: int) -> Iterator[Piece]:
    at = start
    for match in _MARKUP.finditer(source, start, end):
        yield Piece(at, match.start())
        at = match.end()
    yield Piece(at, end)


def _facts(source: str, head: Block, annotations: tuple[Annotation, ...]) -> Facts:
    top = source[head.start : head.end]
    parts = [part.strip() for line in top.splitlines() for part in line.split(" · ") if part.strip()]
    fields = {m[1].strip().lower(): m[2].strip() for m in map(_FIELD.fullmatch, parts) if m}
    bare = [part for part in parts if not _FIELD.fullmatch(part)]
    origin = _SOURCE.search(source, max(0, len(source) - 2000))
    link = origin[1] if origin else ""
    kind, certain, retracted = mark_kind([*bare, fields.get("type", ""), fields.get("article type", "")])
    dates = [fields.get(key, "") for key in ("year", "date", "published", "publication date")]
    return Facts(
        ids=ordered([find_pmid(top), find_doi(top) or find_doi(link), find_pmcid(top) or find_pmcid(link)]),
        year=latest_year([*dates, *(part for part in bare if _DATE.fullmatch(part))]),
        journal=fields.get("journal") or next((part for part in bare if _is_journal(part)), ""),
        kind=kind,
        kind_is_certain=certain,
        licence=licence_in(fields.get("license", fields.get("licence", "")) or top + link),
        retracted=retracted,
        annotations=annotations,
    )


def _is_journal(part: str) -> bool:
    if len(part) > 120 or part in ("PubMed", "Open access") or part.startswith(("PMC", "http", "[")):
        return False
    return not (_DATE.fullmatch(part) or find_doi(part) or mark_kind([part])[0] != "unknown")
