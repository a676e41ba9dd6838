"""The words that readers go by: loaded once from the tables beside this file, checked on the way in."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, get_args

from kg.errors import RuleError
from kg.model import SECTION_ROLES

if TYPE_CHECKING:
    from collections.abc import Mapping

Scope = Literal["label", "section", "list", "paragraph", "line", "start", "end"]

_NUMBERING: Final = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,4}\.?|[IVX]{1,5}\.)[ \t]+(?=\D)")
_JOINED: Final = re.compile(r" ?(?:/|&|\band\b|,| - |-) ?")


class Cue(NamedTuple):
    """What a heading or label says: the role of what follows, and how far it holds."""

    role: str
    scope: Scope


@cache
def table(name: str, columns: int) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """The rows of a table with their line numbers, without comments and head; RuleError on a wrong width."""
    rows: list[tuple[int, tuple[str, ...]]] = []
    for number, line in enumerate(files("kg.read").joinpath(name).read_text("utf-8").split("\n"), 1):
        if not line or line.startswith("#"):
            continue
        cells = tuple(line.split("\t"))
        if len(cells) != columns:
            raise RuleError(f"kg/read/{name}", number, f"{len(cells)} columns instead of {columns}")
        rows.append((number, cells))
    return tuple(rows[1:])


@cache
def _cues() -> tuple[tuple[str, Cue], ...]:
    found: list[tuple[str, Cue]] = []
    for number, (cue, role, scope) in table("headings.tsv", 3):
        if role not in SECTION_ROLES or scope not in get_args(Scope):
            raise RuleError("kg/read/headings.tsv", number, f"unknown role or scope: {role}, {scope}")
        found.append((cue, Cue(role, scope)))  # type: ignore[arg-type]  # just checked against the literal
    return tuple(found)


@cache
def headings() -> Mapping[str, Cue]:
    """Heading or label in lower case -> what it says."""
    return {text: cue for text, cue in _cues() if cue.scope != "start"}


@cache
def _openings() -> tuple[str, ...]:
    return tuple(text for text, cue in _cues() if cue.scope == "start")


def opens_furniture(text: str) -> bool:
    """Whether a paragraph begins with words that only furniture begins with."""
    return text[:80].lower().startswith(_openings())


def normal_heading(text: str) -> str:
    """A heading in lower case, without numbering, marks of emphasis and the final colon."""
    bare = text.strip(" \t\r\n\u00a0#*_").removesuffix(":").removesuffix(".").strip(" \t*_")
    return " ".join(_NUMBERING.sub("", bare, count=1).lower().replace("(s)", "s").split())


@cache
def _known(heading: str) -> Cue | None:
    found = headings().get(heading)
    if found is not None:
        return found
    parts = [headings().get(part) for part in _JOINED.split(heading) if part]
    if len(parts) < 2 or len(parts) > 5 or None in parts:
        return None
    cues = [part for part in parts if part is not None]
    return next((cue for cue in cues if cue.role == "results"), cues[0])


def heading_cue(text: str) -> Cue | None:
    """What a line that may be a heading says; 'Methods/Results' is known by its parts."""
    return _known(normal_heading(text)) if len(text) <= 90 else None


@cache
def _phrases(place: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """The phrases of one place as a pattern, and strings one of which is in every text that it matches."""
    words = [row[0] for _, row in table("review.tsv", 2) if row[1] == place]
    stems = sorted({"review" if "review" in word else word for word in words})
    return re.compile(r"\b(?:" + "|".join(re.escape(word) for word in words) + r")\b"), tuple(stems)


def _has_phrase(place: str, text: str) -> bool:
    pattern, stems = _phrases(place)
    lower = text.lower()
    return any(stem in lower for stem in stems) and pattern.search(lower) is not None


def says_review(title: str, text: str) -> bool:
    """Whether the paper calls itself a review; ``text`` is its title and abstract."""
    return _has_phrase("title", title) or _has_phrase("text", text)


@cache
def _retractions(place: str) -> tuple[str, ...]:
    return tuple(row[0] for _, row in table("retraction.tsv", 2) if row[1] == place)


def says_retracted(title: str) -> bool:
    """Whether the title says that the paper is withdrawn, or is the notice that withdraws it."""
    return title[:80].lstrip().lower().startswith(_retractions("title"))


def line_says_retracted(line: str) -> bool:
    """Whether a line of a page says that the paper is withdrawn."""
    return line[:80].lstrip().lower().startswith(_retractions("page"))


@cache
def article_types() -> Mapping[str, str]:
    """Mark of a page or publication type in lower case -> review, article, retracted or mark."""
    return {row[0]: row[1] for _, row in table("article_types.tsv", 2)}


@cache
def journal_beginnings() -> tuple[str, ...]:
    """How names of journals begin, in lower case."""
    return tuple(row[0] for _, row in table("journals.tsv", 1))


@cache
def licence_statements() -> tuple[tuple[str, str], ...]:
    """(words in lower case, short name of the licence), most telling first."""
    return tuple((row[0], row[1]) for _, row in table("licences.tsv", 2))


class Tag(NamedTuple):
    """What a RIS tag means, and whether it is believed in mid-line."""

    meaning: str
    inline: bool


@cache
def ris_tags() -> Mapping[str, Tag]:
    """RIS tag -> what it means."""
    return {row[0]: Tag(row[1], row[2] == "yes") for _, row in table("ris_tags.tsv", 3)}


@cache
def entity_page_headings() -> Mapping[str, str]:
    """Heading of an annotated page, lower case -> summary, annotations, figures, furniture or text."""
    return {row[0]: row[1] for _, row in table("entity_page.tsv", 2)}
