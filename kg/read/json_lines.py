"""JSON Lines with ``doc_id``, ``text`` and optionally ``title``: the text is kept to the letter."""

from __future__ import annotations

import json
import re
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO, Final

from kg.errors import ReadError
from kg.model import Anchor, Dropped, Section, Span
from kg.read.compose import LONG_TEXT, Body, Facts, Origin, finished, safe
from kg.read.decode import PIECE_LIMIT, as_utf8, decode, decoded_head
from kg.read.identifiers import given_ids
from kg.read.layout import outline
from kg.read.plain import is_title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Document

FORMAT: Final = "json lines"
_ESCAPE: Final = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.")
_DECODER: Final = json.JSONDecoder()
_NOWHERE: Final = (Anchor(0, 0, 0),)  # an empty map would say that the text is the source


def sniff(name: str, head: bytes) -> bool:
    """A line that begins an object, and one of the two keys."""
    text = decoded_head(head)
    first = text.split("\n", 1)[0].strip()
    return len(first) > 1 and text.startswith("{") and ('"doc_id"' in text or '"text"' in text)


def read(name: str, data: bytes) -> Iterator[Document | Dropped]:
    """Every line; see ``read_stream``."""
    yield from read_stream(name, BytesIO(data))


def read_stream(name: str, stream: BinaryIO) -> Iterator[Document | Dropped]:
    """A document for every good line, a Dropped with its number for every bad one; one line in memory."""
    offset = 0
    recoded = as_utf8(name, stream)
    for number, raw in enumerate(iter(lambda: recoded.readline(PIECE_LIMIT + 1), b""), 1):
        if len(raw) > PIECE_LIMIT:
            raise ReadError(f"{name}, line {number}", f"longer than {PIECE_LIMIT >> 20} MiB", "split the text")
        line = _decoded(name, raw)
        if line is None:
            yield _bad(name, number, "not text in UTF-8")
            line = raw.decode("utf-8", "replace")
        elif line.strip("\ufeff \t\r\n"):
            try:
                yield _document(name, line.removeprefix("\ufeff"), offset + line.startswith("\ufeff"))
            except _BadLineError as error:
                yield _bad(name, number, str(error))
        offset += len(line)


class _BadLineError(Exception):
    """Why a line gives no document; never leaves this module."""


def _bad(name: str, number: int, reason: str) -> Dropped:
    return Dropped(stage="read", item=f"{name}, line {number}", reason=reason)


def _decoded(name: str, raw: bytes) -> str | None:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return decode(name, raw).text
    except ReadError:
        return None


def _document(name: str, line: str, offset: int) -> Document:
    row = _row(line)
    doc_id, title, text = _identifier(row), row.get("title"), row.get("text")
    if not isinstance(text, str):
        raise _BadLineError('no "text", or not a string')
    if not (title is None or isinstance(title, str)):
        raise _BadLineError('"title" is not a string')
    if not (text.strip() or (title or "").strip()):
        raise _BadLineError("the text is empty")
    whole = safe(f"{title}\n{text}" if title else text)
    anchors = [*(_anchors(line, "title", title, 0, offset) if title else ())]
    anchors += _anchors(line, "text", text, len(title) + 1 if title else 0, offset)
    sections = _sections(whole, len(title) if title else None)
    return finished(
        Body(whole, sections, tuple(_true(anchors, whole, line, offset)) or _NOWHERE),
        Facts(ids=given_ids(doc_id), given_id=safe(doc_id)),
        Origin(format=FORMAT, source=name, record=line.rstrip("\r\n").encode("utf-8", "surrogatepass")),
    )


def _row(line: str) -> dict[str, object]:
    try:
        row = json.loads(line)
    except RecursionError as error:
        raise _BadLineError("nested too deeply") from error
    except ValueError as error:  # JSONDecodeError, and numbers beyond the interpreter's limit
        raise _BadLineError(f"not JSON: {error}") from error
    if not isinstance(row, dict):
        raise _BadLineError("not a JSON object")
    return row


def _identifier(row: dict[str, object]) -> str:
    given = row.get("doc_id", row.get("id"))
    if isinstance(given, bool) or not isinstance(given, str | int) or not str(given).strip():
        raise _BadLineError('no "doc_id", or not a string')
    return str(given)


def _sections(text: str, title_end: int | None) -> tuple[Section, ...]:
    """Roles over the unchanged text; headings and labels of their own count as furniture."""
    sections: list[Section] = []
    start = 0
    if title_end is None:
        first = re.match(r"[^\r\n]+", text)
        title_end = first.end() if first and is_title(text, *first.span()) else None
    if title_end is not None:
        sections.append(Section(role="title", span=Span(0, title_end)))
        start = title_end
    sections += [
        Section(role=part.role, span=Span(part.start, part.end), heading=part.heading)
        for part in outline(text, start, len(text), "abstract" if len(text) < LONG_TEXT else "section")
        if part.start < part.end
    ]
    return tuple(sections)


def _anchors(line: str, key: str, value: str, at: int, offset: int) -> list[Anchor]:
    """Where the value of ``key`` stands in the line: verbatim runs between escapes."""
    literal = _literal(line, key, value)
    if literal is None:
        return []
    start, end = literal
    if "\\" not in line[start:end]:
        return [Anchor(at, offset + start, end - start)]
    found: list[Anchor] = []
    for escape in [*_ESCAPE.finditer(line, start, end), None]:
        stop = escape.start() if escape else end
        if start < stop:
            found.append(Anchor(at, offset + start, stop - start))
        at += stop - start + 1
        start = escape.end() if escape else stop
    return found


def _literal(line: str, key: str, value: str) -> tuple[int, int] | None:
    """The stretch between the quotes of the first string that follows this key and has this value."""
    for match in re.finditer(rf'"{key}"\s{{0,20}}:\s{{0,20}}"', line):
        try:
            found, end = _DECODER.raw_decode(line, match.end() - 1)
        except ValueError:
            continue
        if found == value:
            return match.end(), end - 1
    return None


def _true(anchors: list[Anchor], text: str, line: str, offset: int) -> Iterator[Anchor]:
    """The anchors without the characters that ``safe`` has replaced."""
    for anchor in anchors:
        begin = anchor.source_start - offset
        source = line[begin : begin + anchor.length]
        if text[anchor.text_start : anchor.text_start + anchor.length] == source:
            yield anchor
            continue
        for run in re.finditer(r"[^\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]+", source):
            yield Anchor(anchor.text_start + run.start(), anchor.source_start + run.start(), run.end() - run.start())
