"""A text without signs that nobody sees and letters that are drawn otherwise, with the way back (pure).

Soft hyphens, zero-width spaces and joiners vanish, combining marks join their letter, ligatures, full-width and
mathematical letters and lowered figures become plain ones, and a raised figure behind a word (a citation) a space.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.model import Span

if TYPE_CHECKING:
    from kg.model import Document, Dropped, Grounding, Sentence

_UNSEEN: Final = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_ODD: Final = re.compile(
    f"[{_UNSEEN}]+"
    "|\\w[\u0300-\u036f]+"
    "|[\ufb00-\ufb06\uff01-\uff5e\u2080-\u208e\U0001d400-\U0001d7ff]"
    "|(?<=[a-z]{4})[\u00b9\u00b2\u00b3\u2070-\u2079]+"
)
_RAISED: Final = frozenset("\u00b9\u00b2\u00b3\u2070\u2074\u2075\u2076\u2077\u2078\u2079")


class Plain(NamedTuple):
    """The plain text, and of each of its characters where it begins and ends in the text that it was made from."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def back(self, span: Span) -> Span:
        """Where a stretch of the plain text stands in the original one."""
        return Span(self.starts[span.start], self.ends[span.end - 1]) if span.end > span.start else span


def plain(text: str) -> Plain | None:
    """The plain form of a text, None where it is so already."""
    if text.isascii() or _ODD.search(text) is None:
        return None
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for match in _ODD.finditer(text):
        parts.append(text[at : match.start()])
        starts.extend(range(at, match.start()))
        ends.extend(range(at + 1, match.start() + 1))
        new = _plain(match[0])
        parts.append(new)
        starts.extend([match.start()] * len(new))
        ends.extend([match.end()] * len(new))
        at = match.end()
    parts.append(text[at:])
    starts.extend(range(at, len(text)))
    ends.extend(range(at + 1, len(text) + 1))
    return Plain("".join(parts), tuple(starts), tuple(ends))


def _plain(odd: str) -> str:
    if odd[0] in _UNSEEN:
        return ""
    return " " if odd[0] in _RAISED else unicodedata.normalize("NFKC", odd)


def as_plain(
    document: Document, sentences: tuple[Sentence, ...], found: Plain
) -> tuple[Document, tuple[Sentence, ...]]:
    """The document and its sentences in plain text."""
    moved: list[Sentence] = []
    at = 0
    for sentence in sentences:
        start, at = _first(found.starts, sentence.span.start, at), _first(found.starts, sentence.span.end, at)
        moved.append(replace(sentence, span=Span(start, at), text=found.text[start:at]))
    return replace(document, text=found.text), tuple(moved)


def _first(starts: tuple[int, ...], place: int, at: int) -> int:
    """The first plain character from ``at`` on that stands at a place of the original or behind it."""
    while at < len(starts) and starts[at] < place:
        at += 1
    return at


def in_original(
    text: str, grounded: tuple[tuple[Grounding, ...], tuple[Dropped, ...]], found: Plain
) -> tuple[tuple[Grounding, ...], tuple[Dropped, ...]]:
    """Groundings and what was left out of the plain text, where they stand in the original ``text``."""
    groundings, dropped = grounded
    spans = [found.back(g.mention.span) for g in groundings]
    return (
        tuple(
            replace(g, mention=replace(g.mention, span=span, text=text[span.start : span.end]))
            for g, span in zip(groundings, spans, strict=True)
        ),
        tuple(d if d.span is None else replace(d, span=found.back(d.span)) for d in dropped),
    )
