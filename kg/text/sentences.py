"""Sentences with exact spans: one linear pass, an abbreviation list, and section borders."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.model import Section, Sentence, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Document

# an end mark with closing quotes or brackets and a glued citation number, white space, then how a sentence
# can begin: a capital, a digit, an opening sign, a Greek letter, or a symbol such as miR-21, p53, mTOR; or a full
# stop glued to a capital; or an empty line.  The first sign is one set, so that most of the text is skipped fast.
_END: Final = re.compile(
    r"[.!? \t\n\r](?:(?<=[.!?])"
    r"(?:[\"'”’)\]]{0,3}(?:\[[\d,–\- ]{1,30}\]|\d{1,3}(?:[,–-]\d{1,3}){0,9})?[ \t\u00a0\u2009]+"
    r"(?=[A-Z0-9\"“‘'(\[À-ÞΑ-Ωα-ω]|[a-z]{1,5}[A-Z]|[cp]-?\d|c-[A-Z]|α|β|γ)"
    r"|(?<=[a-z]{3}\.)(?=[A-Z][a-z]+ ))"
    r"|(?:(?<=[.!?:][ \t])[ \t]*\n|(?<=[.!?:]\n)|(?<=\n)[ \t]*\n|(?<=\r)\n[ \t]*\r\n)\s*)"
)
_ABBREVIATION: Final = re.compile(
    r"(?:\b(?:Figs?|Refs?|Eqs?|Tabs?|No|Nos|vs|cf|ca|approx|al|etc|spp?|subsp|var|Dr|Prof|Mr|Mrs|Ms|St|Inc|Ltd|Co|Corp"
    r"|Vol|pp|Suppl|resp|viz|incl|e\.g|i\.e|i\.v|i\.p|s\.c|p\.o|a\.k\.a|[A-Z])|\.[A-Za-z])$"
)
_GENUS: Final = re.compile(r"(?:^|[\s(])[A-Z]$")
_ENDS_ANYWAY: Final = frozenset(("al", "etc", "No", "Co", "Inc", "Ltd", "sp", "spp"))


def split_sentences(document: Document) -> tuple[Sentence, ...]:
    """The sentences of every section in reading order; none crosses a section's border."""
    sections = document.sections or (Section(role="section", span=Span(0, len(document.text))),)
    found: list[Sentence] = []
    for section in sections:
        for start, end in sentence_spans(document.text, section.span.start, section.span.end):
            found.append(
                Sentence(span=Span(start, end), text=document.text[start:end], role=section.role, number=len(found))
            )
    return tuple(found)


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Half-open spans of the sentences of ``text[start:end]``, without surrounding white space."""
    stop = len(text) if end is None else end
    at = start
    for match in _END.finditer(text, start, stop):
        if text[match.start()] == "." and _is_abbreviation(text, match.start(), match.end()):
            continue
        yield from _trimmed(text, at, match.end())
        at = match.end()
    yield from _trimmed(text, at, stop)


def _is_abbreviation(text: str, dot: int, after: int) -> bool:
    found = _ABBREVIATION.search(text, max(0, dot - 12), dot)
    if found is None:
        return False
    word = found[0]
    if word in _ENDS_ANYWAY:
        return not text[after : after + 1].isupper() or word == "No"
    if len(word) == 1:  # an initial or a genus: E. coli, but not "hepatitis C. We"
        return _GENUS.search(text, max(0, dot - 2), dot) is not None and not _starts_clause(text, after)
    return True


def _starts_clause(text: str, at: int) -> bool:
    """Whether an ordinary opening word stands here, so that the letter before ended a sentence."""
    return (
        re.match(
            r"(?:The|This|These|We|In|It|Our|Here|However|To|A|An|Its|Their|Both|As|At|For|By|On)\b",
            text[at : at + 8],
        )
        is not None
    )


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
