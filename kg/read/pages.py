"""What scraped pages have in common: marks of type, years, and a body whose parts follow a header."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.read.compose import Composer, Origin
from kg.read.cues import article_types, heading_cue, line_says_retracted, normal_heading, opens_furniture
from kg.read.layout import Line, lines, outline

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Document
    from kg.read.compose import Facts, Kind
    from kg.read.decode import Decoded

_YEAR: Final = re.compile(r"(?<![\d.])(19[5-9]\d|20\d\d)(?![\d])")
# where the paper's own identifiers end and those of other papers begin
_OTHERS: Final = frozenset(("references", "similar articles", "cited by", "similar publications", "related articles"))


def year_in(text: str) -> int | None:
    """The first year from 1950 on."""
    found = _YEAR.search(text)
    return int(found[1]) if found else None


def latest_year(texts: Iterable[str]) -> int | None:
    """The first text with a year decides."""
    return next((year for year in map(year_in, texts) if year is not None), None)


def mark_kind(marks: Iterable[str]) -> tuple[Kind, bool, bool]:
    """Kind, whether that is certain, and whether the paper is withdrawn, by marks or publication types."""
    kinds = {article_types().get(" ".join(mark.lower().split()).strip(" .|")) for mark in marks}
    retracted = "retracted" in kinds
    if "review" in kinds:
        return "review", True, retracted
    if "article" in kinds:
        return "article", True, retracted
    return ("article" if "journal" in kinds else "unknown"), False, retracted


def is_mark(text: str) -> bool:
    """Whether a line is a mark of type such as ``REVIEW article``."""
    return len(text) < 60 and " ".join(text.lower().split()).strip(" .|") in article_types()


def is_furniture(text: str) -> bool:
    """Whether a line can't be a title: a mark, a heading, or words that only furniture begins with."""
    return is_mark(text) or heading_cue(text) is not None or opens_furniture(text)


def own_part(source: str) -> str:
    """The page up to its lists of other papers."""
    for line in lines(source):
        if line.end - line.start < 40 and normal_heading(source[line.start : line.end]) in _OTHERS:
            return source[: line.start]
    return source


def page_retracted(source: str, page_lines: Iterable[Line]) -> bool:
    """Whether a line of the page says that the paper is withdrawn."""
    return any(line_says_retracted(source[line.start : line.start + 80]) for line in page_lines)


def add_body(composer: Composer, source: str, start: int, end: int, role: str = "abstract") -> None:
    """Every part of the body but furniture."""
    for part in outline(source, start, end, role):
        if not part.is_heading and part.role != "furniture":
            composer.add(part.role, part.start, part.end, part.heading)


def page_document(composer: Composer, facts: Facts, name: str, form: str, page: tuple[Decoded, bytes]) -> Document:
    """The finished document of a page; an unusual character set is told in its format."""
    decoded, data = page
    form = form if decoded.charset.startswith("utf-") and "," not in decoded.charset else f"{form}; {decoded.charset}"
    return composer.document(facts, Origin(format=form, source=name, record=data))
