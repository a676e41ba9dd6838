"""BioC JSON -> what it states, with the place of every annotation in the source, and annotations written again.

Collections, lists of them, single documents, and one document a line are read.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.errors import ReadError
from kg.model import Anchor
from kg.read.bioc_values import MOST_LEVELS, Block, Paper, Restated, Statement
from kg.read.statements import edited

if TYPE_CHECKING:
    from collections.abc import Iterator

_DECODER: Final = json.JSONDecoder(strict=False)
_SPACE: Final = re.compile(r"[ \t\r\n\ufeff]*")
_ESCAPE: Final = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.")
_PAPERS_AT_MOST: Final = 4  # levels above a document


class _Node(NamedTuple):
    """A value and where it stands; inside lists and objects are nodes again."""

    value: object
    start: int
    end: int

    def get(self, key: str) -> _Node | None:
        """The node of a key, None without it or where this is no object."""
        return self.value.get(key) if isinstance(self.value, dict) else None

    def items(self, key: str) -> list[_Node]:
        """The nodes of the list that stands under a key."""
        found = self.get(key)
        return found.value if found is not None and isinstance(found.value, list) else []

    def text(self, key: str) -> str:
        """What stands under a key, as text; empty without it."""
        found = self.get(key)
        return "" if found is None or found.value is None or isinstance(found.value, dict | list) else str(found.value)

    def number(self, key: str) -> int:
        """The figure under a key, written as a number or as text; -1 without it."""
        text = self.text(key)
        return int(text) if text.isascii() and text.isdecimal() and len(text) <= 12 else -1

    def pairs(self, key: str) -> dict[str, _Node]:
        """The nodes of the object that stands under a key."""
        found = self.get(key)
        return found.value if found is not None and isinstance(found.value, dict) else {}


def papers(name: str, source: str) -> Iterator[Paper]:
    """The papers in order; raises ReadError where the JSON is broken."""
    at = _skip(source, 0)
    while at < len(source):
        try:
            root = _parse(source, at, 0)
        except ValueError as error:
            raise ReadError(name, f"not JSON: {error}", "fetch it again") from error
        for node in _documents(root, 0):
            yield _paper(node, source)
        at = _skip(source, root.end)


def _documents(node: _Node, level: int) -> Iterator[_Node]:
    """The documents below a value, however it wraps them."""
    if node.get("passages") is not None:
        yield node
    elif level < _PAPERS_AT_MOST:
        inner = node.value
        below = list(inner.values()) if isinstance(inner, dict) else inner if isinstance(inner, list) else []
        for one in below:
            yield from _documents(one, level + 1)


def _skip(source: str, at: int) -> int:
    match = _SPACE.match(source, at)
    return match.end() if match else at


def _parse(source: str, at: int, level: int) -> _Node:
    """The value at a place; raises ValueError."""
    sign = source[at : at + 1]
    if sign not in ("{", "["):
        value, end = _DECODER.raw_decode(source, at)
        return _Node(value, at, end)
    if level > MOST_LEVELS:
        raise ValueError(f"more than {MOST_LEVELS} levels")
    return _object(source, at, level) if sign == "{" else _list(source, at, level)


def _object(source: str, start: int, level: int) -> _Node:
    found: dict[str, _Node] = {}
    at = _skip(source, start + 1)
    while source[at : at + 1] != "}":
        if source[at : at + 1] != '"':
            raise ValueError(f"a key is missing at character {at}")
        key, at = _DECODER.raw_decode(source, at)
        at = _skip(source, at)
        if source[at : at + 1] != ":":
            raise ValueError(f"a colon is missing at character {at}")
        node = found[key] = _parse(source, _skip(source, at + 1), level + 1)
        at = _next(source, node.end, "}")
    return _Node(found, start, at + 1)


def _list(source: str, start: int, level: int) -> _Node:
    found: list[_Node] = []
    at = _skip(source, start + 1)
    while source[at : at + 1] != "]":
        found.append(_parse(source, at, level + 1))
        at = _next(source, found[-1].end, "]")
    return _Node(found, start, at + 1)


def _next(source: str, at: int, closing: str) -> int:
    """Behind a comma, or at the closing sign."""
    at = _skip(source, at)
    sign = source[at : at + 1]
    if sign == ",":
        return _skip(source, at + 1)
    if sign != closing:
        raise ValueError(f"a comma or {closing} is missing at character {at}")
    return at


def _paper(node: _Node, source: str) -> Paper:
    paper = Paper(start=node.start, end=node.end, name=node.text("id"), infons=_infons(node))
    for key in ("pmid", "pmcid"):
        if node.text(key):
            paper.infons.setdefault(key, node.text(key))
    for passage in node.items("passages"):
        whole = _block(passage, source)
        paper.blocks += [whole] if whole.text else [_block(one, source) for one in passage.items("sentences")]
        for holder in (passage, *passage.items("sentences")):
            paper.statements += [_statement(one) for one in holder.items("annotations")]
    paper.statements += [_statement(one) for one in node.items("annotations")]
    return paper


def _infons(node: _Node) -> dict[str, str]:
    return {
        key: node_text for key in node.pairs("infons") if (node_text := _Node(node.pairs("infons"), 0, 0).text(key))
    }


def _block(node: _Node, source: str) -> Block:
    text = node.get("text")
    is_text = text is not None and isinstance(text.value, str)
    return Block(
        offset=max(0, node.number("offset")),
        text=node.text("text") if is_text else "",
        infons=_infons(node),
        anchors=list(_anchors(source, text.start + 1, text.end - 1)) if text is not None and is_text else [],
    )


def _anchors(source: str, start: int, end: int) -> Iterator[Anchor]:
    """The verbatim runs of a string between its escapes."""
    at = 0
    for escape in [*_ESCAPE.finditer(source, start, end), None]:
        stop = escape.start() if escape else end
        if start < stop:
            yield Anchor(at, start, stop - start)
        at += stop - start + 1
        start = escape.end() if escape else stop


def _statement(node: _Node) -> Statement:
    spots = {key: (one.start, one.end) for key, one in node.pairs("infons").items()}
    infons, text, name = node.get("infons"), node.get("text"), node.get("id")
    places = node.items("locations")
    if infons is not None and isinstance(infons.value, dict):
        spots["infons"] = (infons.start + 1, infons.start + 1)
    if text is not None:
        spots["text"] = (text.start, text.end)
    if name is not None:
        spots["id"] = (name.start, name.end)
    for key in ("offset", "length"):
        spot = places[0].get(key) if places else None
        if spot is not None:
            spots[key] = (spot.start, spot.end)
    return Statement(
        start=node.start,
        end=node.end,
        name=node.text("id"),
        text=node.text("text"),
        infons=_infons(node),
        places=[(one.number("offset"), one.number("length")) for one in places],
        spots=spots,
    )


def restated(source: str, statement: Statement, new: Restated) -> str:
    """The annotation's source with what ``new`` sets; everything else to the letter."""
    base, spots = statement.start, statement.spots
    edits = [(*spots[key], _literal(value)) for key, value in new.infons.items() if key in spots]
    missing = [f"{_literal(key)}: {_literal(value)}" for key, value in new.infons.items() if key not in spots]
    if missing and "infons" in spots:
        more = ", " if statement.infons else ""
        edits.append((*spots["infons"], ", ".join(missing) + more))
    if new.name and "id" in spots:
        edits.append((*spots["id"], _literal(new.name)))
    if new.place is not None and "offset" in spots and "length" in spots:
        edits += [(*spots["offset"], str(new.place[0])), (*spots["length"], str(new.place[1]))]
    if new.text is not None and "text" in spots:
        edits.append((*spots["text"], _literal(new.text)))
    return edited(source[base : statement.end], [(start - base, end - base, text) for start, end, text in edits])


def _literal(value: str | None) -> str:
    return json.dumps(value)
