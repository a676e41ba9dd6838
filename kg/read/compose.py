"""A document's text, put together from stretches of its source, with the map back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from kg.errors import NoText
from kg.model import Anchor, Curie, Document, Section, Span
from kg.read.cues import licence_statements, says_retracted, says_review

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Annotation

Kind = Literal["review", "article", "unknown"]

# control characters, and code points that no output format can carry
_UNFIT: Final = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
_UNSAFE: Final = re.compile(f"[{_UNFIT}]")
_UNCLEAN: Final = re.compile(rf"[\r\n{_UNFIT}]\s*")
_CC: Final = re.compile(r"\bCC[ -]?(0|BY(?:-NC)?(?:-ND|-SA)?)(?:[ -](\d\.\d))?(?![\w-])", re.IGNORECASE)
_CC_ADDRESS: Final = re.compile(
    r"creativecommons\.org/(?:licenses/([a-z-]{2,8})|publicdomain/zero)(?:/(\d\.\d))?", re.IGNORECASE
)
_VERSION: Final = re.compile(r"(?:international|license|licence)?[ ,(]*\b([1-4]\.0)\b")


# no abstract is longer; in a full text 'this review' may be another's
LONG_TEXT: Final = 6000


class Piece(NamedTuple):
    """A verbatim stretch of the source, or (with ``text``) what stands for markup such as ``&lt;``."""

    start: int
    end: int
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a source says about a paper, besides its text."""

    ids: tuple[Curie, ...] = ()
    year: int | None = None
    journal: str = ""
    kind: Kind = "unknown"
    kind_is_certain: bool = False  # the page's own mark; otherwise a paper that calls itself a review is one
    licence: str = ""
    retracted: bool = False
    annotations: tuple[Annotation, ...] = ()
    cites: tuple[Curie, ...] = ()  # what its references name
    given_id: str = ""  # the caller's own, which wins


class Body(NamedTuple):
    """A text with its sections and the map back to the source."""

    text: str
    sections: tuple[Section, ...]
    anchors: tuple[Anchor, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a paper was read: the format's name, the source's name and the record's bytes."""

    format: str
    source: str
    record: bytes


class Composer:
    """Collects parts in reading order; ``base`` is where ``source`` begins in the whole decoded file."""

    def __init__(self, source: str, base: int = 0) -> None:
        self._source, self._base = source, base
        self._texts: list[str] = []
        self._length = 0
        self._anchors: list[Anchor] = []
        self._sections: list[Section] = []

    def add(self, role: str, start: int, end: int, heading: str = "") -> None:
        """A stretch of the source as one part, without the white space around it."""
        text = self._source[start:end]
        bare = text.strip()
        if _UNCLEAN.search(bare):
            self.add_pieces(role, (Piece(start, end),), heading)
        elif bare:
            start += len(text) - len(text.lstrip())
            self._add_bits(role, [Piece(start, start + len(bare))], heading)

    def add_pieces(self, role: str, pieces: Iterable[Piece], heading: str = "") -> None:
        """One part made of several pieces, in order; a part of white space only is left out."""
        clean = [bit for piece in pieces for bit in self._cleaned(piece)]
        while clean and not _text(self._source, clean[0]).strip():
            clean.pop(0)
        while clean and not _text(self._source, clean[-1]).strip():
            clean.pop()
        if not clean:
            return
        clean[0] = _left_trimmed(self._source, clean[0])
        clean[-1] = _right_trimmed(self._source, clean[-1])
        self._add_bits(role, clean, heading)

    def _add_bits(self, role: str, clean: list[Piece], heading: str) -> None:
        if self._texts:
            self._texts.append("\n")
            self._length += 1
        begin = self._length
        for bit in clean:
            self._append(bit)
        self._sections.append(Section(role=role, span=Span(begin, self._length), heading=heading))

    def _append(self, bit: Piece) -> None:
        text = _text(self._source, bit)
        if bit.text is None:
            place = self._base + bit.start
            last = self._anchors[-1] if self._anchors else None
            if last and last[0] + last[2] == self._length and last[1] + last[2] == place:
                self._anchors[-1] = Anchor(last[0], last[1], last[2] + len(text))
            else:
                self._anchors.append(Anchor(self._length, place, len(text)))
        self._texts.append(text)
        self._length += len(text)

    def _cleaned(self, piece: Piece) -> Iterable[Piece]:
        if piece.text is not None:
            yield piece._replace(text=safe(piece.text))
            return
        at = piece.start
        for match in _UNCLEAN.finditer(self._source, piece.start, piece.end):
            if at < match.start():
                yield Piece(at, match.start())
            yield Piece(match.start(), match.end(), self._substitute(match))
            at = match.end()
        if at < piece.end:
            yield Piece(at, piece.end)

    def _substitute(self, match: re.Match[str]) -> str:
        first = match[0][0]
        if first in "\r\n":  # 'anti-' at a line's end goes on without a space
            before = self._source[max(0, match.start() - 2) : match.start()]
            return "" if len(before) == 2 and before[1] in "-‐" and before[0].isalnum() else " "
        if first < "\ud800":
            return " "
        return "\ufffd" if len(match[0]) == 1 else "\ufffd "

    def title(self) -> str:
        """The title as it stands in the text; empty without one."""
        text = "".join(self._texts)
        return next((text[s.span.start : s.span.end] for s in self._sections if s.role == "title"), "")

    def document(self, facts: Facts, origin: Origin) -> Document:
        """The finished value; NoText where nothing but furniture was found."""
        text = "".join(self._texts)
        if not text.strip():
            raise NoText(origin.source, "no title, abstract or section found", "is this the whole page?")
        return finished(Body(text, tuple(self._sections), tuple(self._anchors)), facts, origin)


def finished(body: Body, facts: Facts, origin: Origin) -> Document:
    """A document from its text and sections: identifier, kind and title are derived here, in one place."""
    digest = sha256(origin.record).hexdigest()
    text, sections, anchors = body
    title = next((text[s.span.start : s.span.end] for s in sections if s.role == "title"), "")
    return Document(
        id=facts.given_id or (str(facts.ids[0]) if facts.ids else f"sha256:{digest}"),
        ids=facts.ids,
        title=title,
        text=text,
        sections=sections,
        year=facts.year,
        journal=facts.journal,
        kind="review" if not facts.kind_is_certain and says_review(title, text[:LONG_TEXT]) else facts.kind,
        licence=facts.licence,
        retracted=facts.retracted or says_retracted(title),
        format=origin.format,
        source=origin.source,
        sha256=digest,
        anchors=anchors,
        annotations=facts.annotations,
        cites=facts.cites,
    )


def safe(text: str) -> str:
    """The same text, as long, without control characters (a space) and lone surrogates (U+FFFD)."""
    return _UNSAFE.sub(lambda m: "\ufffd" if m[0] >= "\ud800" else " ", text) if _UNSAFE.search(text) else text


def licence_in(text: str) -> str:
    """The licence that a page states, as ``CC BY-NC 4.0``; empty if none is."""
    if not text:
        return ""
    address = _CC_ADDRESS.search(text)
    if address:
        name = f"CC {address[1].upper()}" if address[1] else "CC0"
        return f"{name} {address[2]}" if address[2] else name
    found = _CC.search(text)
    if found:
        name = "CC0" if found[1] == "0" else f"CC {found[1].upper()}"
        return f"{name} {found[2]}" if found[2] else name
    lower = text.lower()
    for statement, name in licence_statements():
        at = lower.find(statement)
        if at >= 0:
            version = _VERSION.search(lower, at + len(statement), at + len(statement) + 40)
            return f"{name} {version[1]}" if version else name
    return ""


def _text(source: str, piece: Piece) -> str:
    return source[piece.start : piece.end] if piece.text is None else piece.text


def _left_trimmed(source: str, piece: Piece) -> Piece:
    text = _text(source, piece)
    cut = len(text) - len(text.lstrip())
    return piece._replace(text=text[cut:]) if piece.text is not None else piece._replace(start=piece.start + cut)


def _right_trimmed(source: str, piece: Piece) -> Piece:
    text = _text(source, piece)
    cut = len(text) - len(text.rstrip())
    return (
        piece._replace(text=text[:-cut] if cut else text)
        if piece.text is not None
        else piece._replace(end=piece.end - cut)
    )
