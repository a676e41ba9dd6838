"""BioC XML -> what it states, with the place of every annotation in the source, and annotations written again.

The parser is expat, which alone says at which byte each event stands; it loads nothing, and a file that declares
entities of its own is refused.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from kg.errors import ReadError
from kg.model import Anchor
from kg.read.bioc_values import MOST_LEVELS, Block, Paper, Restated, Statement
from kg.read.statements import edited

if TYPE_CHECKING:
    from collections.abc import Iterator

_PIECE: Final = 1 << 20
_TAG: Final = re.compile(r"<[^<>\"']*(?:\"[^\"]*\"[^<>\"']*|'[^']*'[^<>\"']*)*>")


class _Parse:
    """The state between events; ``papers`` are those that have ended."""

    def __init__(self, name: str, source: str) -> None:
        self.name, self.source = name, source
        self.bytes = source.encode("utf-8", "replace")
        self.papers: list[Paper] = []
        self._ascii = len(self.bytes) == len(source)
        self._seen = (0, 0)  # bytes and characters up to the last event
        self._path: list[str] = []
        self._paper: Paper | None = None
        self._blocks: list[Block] = []  # the passage, then the sentence in it
        self._sentences: list[Block] = []
        self._statement: Statement | None = None
        self._infon: tuple[str, int] | None = None
        self._text: list[str] = []
        self._length = 0  # of the text so far
        self._text_start = 0  # of the element that began last
        self.parser = expat.ParserCreate("utf-8")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.EntityDeclHandler = self._refuse

    def _refuse(self, *_: object) -> None:
        raise ReadError(
            self.name, "the document type declares entities of its own, which may be an XML bomb", "remove them"
        )

    def _place(self) -> int:
        """Where the event stands, in characters."""
        at = self.parser.CurrentByteIndex
        if self._ascii:
            return at
        if at < self._seen[0]:
            self._seen = (0, 0)
        self._seen = (at, self._seen[1] + len(self.bytes[self._seen[0] : at].decode("utf-8", "ignore")))
        return self._seen[1]

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._path.append(tag)
        if len(self._path) > MOST_LEVELS:
            raise ReadError(self.name, f"more than {MOST_LEVELS} levels of elements", "is this BioC?")
        at = self._place()
        self._text, self._length, self._text_start = [], 0, at
        if tag == "document":
            self._paper = Paper(start=at)
        elif tag in ("passage", "sentence"):
            self._blocks.append(Block())
        elif tag == "annotation":
            self._statement = Statement(start=at, name=attributes.get("id", ""))
        elif tag == "infon":
            self._infon = (attributes.get("key", ""), at)
        elif tag == "location" and self._statement is not None:
            self._statement.places.append((_number(attributes.get("offset")), _number(attributes.get("length"))))
            self._statement.spots.setdefault("location", (at, _end_of_tag(self.source, at)))

    def _end(self, tag: str) -> None:
        self._path.pop()
        at, text, paper = self._place(), "".join(self._text), self._paper
        self._text, self._length = [], 0
        if paper is None:
            return
        if tag == "infon" and self._infon is not None:
            self._close_infon(at, text)
        elif tag == "annotation" and self._statement is not None:
            self._statement.end = self._after_end(at, tag)
            paper.statements.append(self._statement)
            self._statement = None
        elif tag in ("passage", "sentence") and self._blocks:
            self._close_block(tag, paper)
        elif tag == "document":
            paper.end = self._after_end(at, tag)
            self.papers.append(paper)
            self._paper = None
        else:
            self._close_value(tag, text, paper, at)

    def _close_block(self, tag: str, paper: Paper) -> None:
        """A passage without text gives way to its sentences."""
        block = self._blocks.pop()
        if tag == "sentence" and self._blocks:
            self._sentences.append(block)
            return
        paper.blocks += [block] if block.text else self._sentences
        self._sentences = []

    def _close_value(self, tag: str, text: str, paper: Paper, at: int) -> None:
        parent = self._path[-1] if self._path else ""
        if tag == "id" and parent == "document":
            paper.name = text.strip()
        elif tag == "offset" and self._blocks and parent in ("passage", "sentence"):
            self._blocks[-1].offset = _number(text.strip())
        elif tag == "text" and parent == "annotation" and self._statement is not None:
            self._statement.text = text
            self._statement.spots["text"] = (self._text_start, self._after_end(at, tag))
        elif tag == "text" and parent in ("passage", "sentence") and self._blocks:
            self._blocks[-1].text = text

    def _close_infon(self, at: int, text: str) -> None:
        assert self._infon is not None, "the caller has looked"  # noqa: S101 - states what _end ensures
        key, start = self._infon
        self._infon = None
        parent = self._path[-1] if self._path else ""
        if parent == "annotation" and self._statement is not None:
            self._statement.infons[key] = text
            self._statement.spots[key] = (start, self._after_end(at, "infon"))
        elif parent in ("passage", "sentence") and self._blocks:
            self._blocks[-1].infons[key] = text
        elif parent == "document" and self._paper is not None:
            self._paper.infons[key] = text

    def _characters(self, data: str) -> None:
        if self._path[-1] == "text" and self._blocks and self._statement is None:
            at = self._place()
            if self.source.startswith(data, at):
                self._blocks[-1].anchors.append(Anchor(self._length, at, len(data)))
        self._text.append(data)
        self._length += len(data)

    def _after_end(self, at: int, tag: str) -> int:
        """The end of an element: an empty element's event stands behind it already."""
        return _end_of_tag(self.source, at) if self.source.startswith(f"</{tag}", at) else at


def papers(name: str, source: str) -> Iterator[Paper]:
    """The papers of a collection in order; raises ReadError where the XML is broken, after those before it."""
    state = _Parse(name, source)
    for start in range(0, len(state.bytes) + 1, _PIECE):
        piece = state.bytes[start : start + _PIECE]
        try:
            state.parser.Parse(piece, start + _PIECE > len(state.bytes))
        except expat.ExpatError as error:
            yield from state.papers
            raise ReadError(name, f"not well-formed XML: {error}", "fetch it again") from error
        yield from state.papers
        state.papers.clear()


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= 12 else -1


def restated(source: str, statement: Statement, new: Restated) -> str:
    """The annotation's source with what ``new`` sets; everything else to the letter."""
    base = statement.start
    edits: list[tuple[int, int, str]] = []
    spots = statement.spots
    missing = "".join(_infon(key, value) for key, value in new.infons.items() if key not in spots)
    head = _end_of_tag(source, base)
    edits.append((head, head, missing))
    edits += [(*spots[key], _infon(key, value)) for key, value in new.infons.items() if key in spots]
    if new.name:
        edits.append((base, head, f"<annotation id={quoteattr(new.name)}>"))
    if new.place is not None and "location" in spots:
        offset, length = new.place
        edits.append((*spots["location"], f'<location offset="{offset}" length="{length}"/>'))
    if new.text is not None and "text" in spots:
        edits.append((*spots["text"], f"<text>{escape(new.text)}</text>"))
    return edited(source[base : statement.end], [(start - base, end - base, text) for start, end, text in edits])


def _infon(key: str, value: str | None) -> str:
    return f"<infon key={quoteattr(key)}>{escape(value or '')}</infon>"


def _end_of_tag(source: str, at: int) -> int:
    match = _TAG.match(source, at)
    return match.end() if match else at
