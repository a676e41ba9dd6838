"""The order of a page: lines joined to paragraphs, and the role that headings, labels and marks give them."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.read.cues import Cue, heading_cue, opens_furniture

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE: Final = re.compile(r".+")
_LINE_OF_ANY_KIND: Final = re.compile(r"[^\r\n]+")
_BULLET: Final = re.compile(r"(?:[•▪◦·*–—-]|\(?\d{1,2}[.)])[ \t\u00a0]+(?=\S)")
# 'Fig. 1', 'Figure S2.' or 'Graphical abstract' on a line of its own
_MARK: Final = re.compile(
    r"(?:supplementary |extended data )?(?:fig(?:ure)?s?|scheme|table)\.?\s*s?\d{1,3}[a-z]?[.:]?"
    r"|graphical abstract",
    re.IGNORECASE,
)
_CAPTION: Final = re.compile(
    r"(Fig(?:ure|s)?\.?|FIGURE|FIG\.?|Scheme|Table|TABLE)\s*S?\d{1,3}[A-Za-z]?(?:\s{0,3}[.:|–—]\s|\s+(?=[A-Z]))"
)
_LABEL: Final = re.compile(r"[*_]{0,3}([^\W\d_][^:\n—.!?]{1,60}?)[*_]{0,3}\s{0,2}[:—][*_]{0,3}\s{0,3}")
# a label in mid-paragraph as it stands before its colon
_INNER: Final = re.compile(r"[.?!)]\s{1,3}([A-Z][A-Za-z][A-Za-z,&/() '-]{0,45})\Z")
_INNER_LENGTH: Final = 52
_COPYRIGHT: Final = re.compile(
    r"(?<=[.?!)])\s{1,3}(?:Copyright ?(?:©|\(c\)|19|20)|© ?(?:19|20|The Author)|\([cC]\) ?(?:19|20))"
)
_GLUED: Final = re.compile(r"([A-Z][a-z]{4,13})(?=[A-Z])")
_GLUED_HEADINGS: Final = frozenset(
    ("abstract", "background", "objective", "objectives", "methods", "results", "conclusion", "conclusions",
     "introduction", "summary", "highlights", "purpose")
)  # fmt: skip
# a line shorter than this share of the longest one in its paragraph was not broken for width
_WRAP_SHARE: Final = 0.55
_PROSE_WORDS: Final = 12


class Line(NamedTuple):
    """A line without the white space around it; ``after_gap`` if an empty line stands before it."""

    start: int
    end: int
    after_gap: bool


class Part(NamedTuple):
    """A stretch of the source and its role; ``is_heading`` for the line that gave the role."""

    role: str
    start: int
    end: int
    heading: str = ""
    is_heading: bool = False


def lines(source: str, start: int = 0, end: int | None = None) -> Iterator[Line]:
    """The lines that are not empty."""
    stop = len(source) if end is None else end
    before = start
    pattern = _LINE if source.find("\r", start, stop) < 0 else _LINE_OF_ANY_KIND
    for match in pattern.finditer(source, start, stop):
        text = match[0]
        bare = text.strip()
        if bare:
            begin = match.start() + len(text) - len(text.lstrip())
            gap = source.count("\n", before, match.start()) or source.count("\r", before, match.start())
            yield Line(begin, begin + len(bare), before == start or gap > 1)
            before = match.end()


def paragraphs(source: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """One stretch for each paragraph, list item, heading or mark; lines broken for width are joined."""
    block: list[Line] = []
    for line in lines(source, start, end):
        if line.after_gap and block:
            yield from _joined(source, block)
            block = []
        block.append(line)
    yield from _joined(source, block)


def _joined(source: str, block: list[Line]) -> Iterator[tuple[int, int]]:
    if not block:
        return
    width = max(line.end - line.start for line in block)
    begin = block[0].start
    for line, following in pairwise(block):
        if not _goes_on(source, line, following, width):
            yield begin, line.end
            begin = following.start
    yield begin, block[-1].end


def _goes_on(source: str, line: Line, following: Line, width: int) -> bool:
    here, there = source[line.start : line.end], source[following.start : following.end]
    if _stands_alone(here) or _stands_alone(there) or _BULLET.match(there):
        return False
    if opens_furniture(there) or label_cue(there):
        return False
    return there[0].islower() or len(here) >= _WRAP_SHARE * width


def _stands_alone(text: str) -> bool:
    return _MARK.fullmatch(text) is not None or heading_cue(text) is not None


def label_cue(text: str) -> tuple[Cue, int] | None:
    """The cue before a colon at the beginning of a paragraph, and where the words after it begin."""
    head = text[:72]
    match = _LABEL.match(text) if ":" in head or "—" in head else None
    cue = heading_cue(match[1]) if match else None
    if match and cue and cue.scope in ("label", "list", "paragraph"):
        return cue, match.end()
    glued = _GLUED.match(text)
    if glued and glued[1].lower() in _GLUED_HEADINGS:
        known = heading_cue(glued[1])
        return (known, glued.end()) if known else None
    return None


def outline(source: str, start: int, end: int, role: str = "abstract") -> Iterator[Part]:
    """The parts of a stretch in order; ``role`` is what text has before the first heading."""
    walk = _Walk(source, role)
    for begin, stop in paragraphs(source, start, end):
        yield from walk.paragraph(begin, stop)


class _Walk:
    """What holds at one place of a page: the role, and what it falls back to after one paragraph."""

    def __init__(self, source: str, role: str) -> None:
        self._source = source
        self._role, self._heading = role, ""
        self._back: tuple[str, str] | None = None
        self._list_ends_to: tuple[str, str] | None = None
        self._ended = False
        self._spent_at: int | None = None  # where the one paragraph ended that the present role was for

    def paragraph(self, begin: int, stop: int) -> Iterator[Part]:
        text = self._source[begin:stop]
        if self._spent_at is not None:
            self._fall_back(begin, text)
        cue = None if self._ended else heading_cue(text)
        if self._ended:
            yield Part("furniture", begin, stop)
        elif _MARK.fullmatch(text):
            self._once("table" if text[:5].lower() == "table" else "figure_caption", text)
            yield Part("furniture", begin, stop, "", True)
        elif cue is not None:
            self._turn(cue, text)
            yield Part("furniture", begin, stop, "", True)
        elif opens_furniture(text):
            yield Part("furniture", begin, stop)
            if self._role == "furniture":
                self._spend(stop)
        else:
            yield from self._prose(begin, stop, text)

    def _turn(self, cue: Cue, text: str) -> None:
        heading = text.strip(" \t#*_:")
        if cue.scope == "line":
            return
        if cue.scope == "end":
            self._ended = True
        elif cue.scope == "paragraph":
            self._once(cue.role, heading)
        else:
            fallback = self._list_ends_to or self._back or (self._role, self._heading)
            self._list_ends_to = fallback if cue.scope == "list" else None
            self._back, self._spent_at = None, None
            self._role, self._heading = cue.role, heading

    def _once(self, role: str, heading: str) -> None:
        self._back, self._spent_at = self._back or (self._role, self._heading), None
        self._role, self._heading = role, heading.strip()

    def _spend(self, stop: int) -> None:
        if self._back is not None:
            self._spent_at = stop

    def _fall_back(self, begin: int, text: str) -> None:
        """End a role that was for one paragraph; addresses right below a notice still belong to it."""
        gap = self._source.count("\n", self._spent_at, begin) > 1
        if self._back and (gap or self._role != "furniture" or text.endswith((".", "!", "?"))):
            (self._role, self._heading), self._back = self._back, None
            self._spent_at = None

    def _prose(self, begin: int, stop: int, text: str) -> Iterator[Part]:
        if self._list_ends_to and _is_prose(text):
            (self._role, self._heading), self._list_ends_to = self._list_ends_to, None
        labelled = label_cue(text)
        if labelled and (self._role != "furniture" or labelled[0].role == "keywords"):
            yield from self._labelled(begin, stop, *labelled)
            return
        caption = _CAPTION.match(text) if self._role not in ("keywords", "figure_caption", "table") else None
        if caption:
            kind = "table" if caption[1].lower() == "table" else "figure_caption"
            yield Part(kind, begin + caption.end(), stop, text[: caption.end()].strip(" .:|\u00a0"))
        elif self._role in ("furniture", "keywords"):
            yield Part(self._role, _unbulleted(self._source, begin, stop), stop, self._heading)
        else:
            yield from self._sentences(_unbulleted(self._source, begin, stop), stop)
        self._spend(stop)

    def _labelled(self, begin: int, stop: int, cue: Cue, after: int) -> Iterator[Part]:
        heading = self._source[begin : begin + after].strip(" \t:—*_\n\r")
        if cue.role in ("furniture", "keywords"):
            yield Part("furniture", begin, begin + after, "", True)
            yield Part(cue.role, begin + after, stop, heading)
            if cue.role == "furniture":
                self._once("furniture", heading)
            self._spend(stop)
            return
        yield Part("furniture", begin, begin + after, "", True)
        self._back, self._spent_at = None, None
        self._role, self._heading = cue.role, heading
        yield from self._sentences(begin + after, stop)

    def _copyright(self, begin: int, stop: int) -> re.Match[str] | None:
        if all(self._source.find(sign, begin, stop) < 0 for sign in ("©", "opyright", "(c)", "(C)")):
            return None
        return _COPYRIGHT.search(self._source, begin, stop)

    def _sentences(self, begin: int, stop: int) -> Iterator[Part]:
        """Prose, cut where a label such as ``RESULTS:`` or a copyright notice begins in mid-paragraph."""
        notice = self._copyright(begin, stop)
        text_end = notice.start() if notice else stop
        at, outer = begin, (self._role, self._heading)
        for start, after, heading, cue in _inner_labels(self._source, begin, text_end):
            yield Part(self._role, at, start, self._heading)
            yield Part("furniture", start, after, "", True)
            at = after
            self._role, self._heading = cue.role, heading
        yield Part(self._role, at, text_end, self._heading)
        if self._role in ("keywords", "furniture"):
            self._role, self._heading = outer
        if notice:
            yield Part("furniture", notice.end() - len(notice[0].lstrip()), stop)


def _inner_labels(source: str, begin: int, stop: int) -> Iterator[tuple[int, int, str, Cue]]:
    """(start, end, heading, cue) of the labels in mid-paragraph, found by their colons, which are few."""
    colon = source.find(":", begin, stop)
    while colon >= 0:
        window = max(begin, colon - _INNER_LENGTH)
        match = _INNER.search(source[window:colon]) if source[colon + 1 : colon + 2].isspace() else None
        cue = heading_cue(match[1]) if match else None
        if match and cue and cue.scope in ("label", "list"):
            yield window + match.start(1), colon + 1, match[1], cue
        colon = source.find(":", colon + 1, stop)


def _is_prose(text: str) -> bool:
    words = text.split()
    return len(words) >= _PROSE_WORDS and ";" not in text and text.count(",") * 4 < len(words)


def _unbulleted(source: str, begin: int, stop: int) -> int:
    bullet = _BULLET.match(source, begin, stop)
    return bullet.end() if bullet else begin
