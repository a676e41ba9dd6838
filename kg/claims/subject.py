"""Finding the subject of a predicate: who confers, restores, sensitises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.claims.chunks import FACTOR, OUTCOMES
from kg.claims.context import anaphor_kinds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.claims.chunks import Chunk

_PREDICATES: Final = frozenset(
    (
        "CAUSE",
        "ASSOC",
        "EXPLAIN",
        "DOWN",
        "PREVENT",
        "REVERSE",
        "RESTORE",
        "SENSITISE",
        "RESENSITISE",
        "PROTECT",
        "POTENTIATE",
        "MAKE",
        "BECOME",
        "ENABLE",
        "WITHSTAND",
        "AFFECT",
        "NULL",
        "BLUNT",
        "WEAK",
        "STRONG",
        "RESPOND",
        "NORESPOND",
        "EXPEL",
        "INACTIVATE",
        "CONVERT",
    )
)
CLAUSE_BORDERS: Final = frozenset(("BREAK", "WHY"))
_BORDERS: Final = frozenset(("AND", "COMMA"))
_APPOSING: Final = frozenset(("a", "an", "one", "two", "three", "both", "the", "another"))
_OPENING_WORDS: Final = frozenset(("unlike", "besides", "despite", "given"))
_COMPARING: Final = frozenset(("than", "compared", "versus", "vs", "comparison"))
_UNALTERED: Final = ("wild type", "wildtype", "wt", "negative")
_CONCESSIONS: Final = frozenset(("though", "although", "while", "however"))
_OPENERS: Final = frozenset(("IN", "AS", "THROUGH", "BY", "OF", "TO", "FROM"))


def region_start(chunks: Sequence[Chunk], at: int) -> int:
    """The position after the last clause border before ``at``."""
    while at > 0 and chunks[at - 1].code not in CLAUSE_BORDERS:
        at -= 1
    return at


def region_end(chunks: Sequence[Chunk], at: int) -> int:
    """The position of the next clause border at or after ``at``."""
    while at < len(chunks) and chunks[at].code not in CLAUSE_BORDERS:
        at += 1
    return at


def find_subject(chunks: Sequence[Chunk], predicate: int) -> int | None:
    """The chunk of the subject of the predicate at ``predicate``, or None if the clause has no entity for one."""
    found = _leftmost(chunks, predicate)
    if found is not None and found + 1 < predicate and chunks[found + 1].code == "MEDIATED":  # "X-derived Y": Y acts
        head = next((i for i in range(found + 2, min(found + 5, predicate)) if chunks[i].code == FACTOR), None)
        return head if head is not None else found
    return found


def _leftmost(chunks: Sequence[Chunk], predicate: int) -> int | None:
    start = _after_introduction(chunks, region_start(chunks, predicate), predicate)
    antecedent = _antecedent(chunks, start, predicate)
    if antecedent is not None:
        if not _sums_up(chunks, antecedent, predicate):
            return antecedent
        return next((i for i in range(start, antecedent + 1) if chunks[i].code == FACTOR), None)
    end = _before_aside(chunks, start, predicate)
    for border in range(end - 1, start - 2, -1):
        if border < start or chunks[border].code in _BORDERS or chunks[border].code == "WHICH":
            if border < start or chunks[border].code != "WHICH" or _is_complement(chunks, border):
                found = _opening_factor(chunks, border + 1, end)
                if found is not None and _takes_up_state(chunks, border + 1):
                    return None
                if found is not None:
                    return found
            if border >= start and taken_up(chunks, border + 1, end) is not None:
                return None
            end = _before_aside(chunks, start, max(border, start))
    end = _before_aside(chunks, start, predicate)
    if taken_up(chunks, start, end) is not None:
        return None
    return next((i for i in range(start, end) if chunks[i].code == FACTOR), None)


def pronoun_subject(chunks: Sequence[Chunk], predicate: int) -> frozenset[str] | None:
    """The kinds of thing that the clause's subject takes up, empty for any; None if it takes up nothing."""
    start = _after_introduction(chunks, region_start(chunks, predicate), predicate)
    end = _before_aside(chunks, start, predicate)
    for border in range(end - 1, start, -1):
        if chunks[border].code in _BORDERS:
            nearest = taken_up(chunks, border + 1, end)
            if nearest is not None:
                return nearest
            end = border
    return taken_up(chunks, start, end)


def taken_up(chunks: Sequence[Chunk], start: int, end: int) -> frozenset[str] | None:
    """What a pronoun or a demonstrative with a noun at the head of the stretch stands for.

    "it" and "its" take up any thing; "this", "these" and "the" only with a noun such as "vesicles"; a bare "this" sums
    up a sentence and names nothing.
    """
    words = [w for c in chunks[start : min(end, start + 8)] for w in c.words.split()]
    for at, word in enumerate(words):
        if word in {"it", "they", "them", "its", "their"}:
            return frozenset()
        if word in {"this", "these", "the", "such"}:
            kinds = anaphor_kinds(words[at + 1 : at + 4])
            if kinds:
                return kinds
    return None


def _before_aside(chunks: Sequence[Chunk], start: int, end: int) -> int:
    """ "A, a relative of B, also promotes" and "A, by binding B, promotes": the position before what commas enclose."""
    close = end - 1
    while close > start and end - close <= 3 and chunks[close].code in {"WORD", "BE", "THEREBY", "NOT"}:
        close -= 1
    if close <= start or chunks[close].code != "COMMA":
        return end
    for border in range(close - 1, start, -1):
        if chunks[border].code == "COMMA":
            return border if _is_aside(chunks, start, border, close) else end
    return end


def _is_aside(chunks: Sequence[Chunk], start: int, border: int, close: int) -> bool:
    first = chunks[border + 1]
    if first.code in _OPENERS or first.code == "WHICH" or first.words in _APPOSING:
        return True
    named = any(c.code == FACTOR for c in chunks[start:border])
    if named and first.words.endswith("ed") and border + 2 < close and chunks[border + 2].code in _OPENERS:
        return True  # "X, generated through Y, undermines"
    return named and all(c.code != FACTOR for c in chunks[border + 1 : close])


def _sums_up(chunks: Sequence[Chunk], antecedent: int, predicate: int) -> bool:
    """ ", which leads to": the pronoun takes up the whole clause, so that the clause's subject acts."""
    comma = any(c.code == "COMMA" for c in chunks[antecedent + 1 : predicate])
    return comma and chunks[predicate].words.split(" ")[0] in {
        "lead",
        "led",
        "leading",
        "result",
        "resulted",
        "resulting",
    }


def _after_introduction(chunks: Sequence[Chunk], start: int, predicate: int) -> int:
    """Behind "In HCC cells, …" and "By contrast, …"."""
    first = start
    while first < predicate and chunks[first].code in {"AND", "COMMA", "THEREBY"}:
        first += 1
    if first < predicate and (chunks[first].code in _OPENERS or chunks[first].words in _OPENING_WORDS):
        comma = next((i for i in range(first, predicate) if chunks[i].code == "COMMA"), None)
        if comma is not None and any(c.code == FACTOR for c in chunks[comma + 1 : predicate]):
            return comma + 1
    return first


def _antecedent(chunks: Sequence[Chunk], start: int, predicate: int) -> int | None:
    """ "X, which promotes": the entity before a relative pronoun that stands directly before the predicate."""
    near = range(predicate - 1, max(start, predicate - 3) - 1, -1)
    which = next((i for i in near if chunks[i].code == "WHICH"), None)
    if which is None or any(chunks[i].code == FACTOR for i in range(which, predicate)):
        return None
    return next((i for i in range(which - 1, start - 1, -1) if chunks[i].code == FACTOR), None)


def _is_complement(chunks: Sequence[Chunk], which: int) -> bool:
    """ "show that X …": a conjunction, not a relative pronoun, unless an entity stands directly before."""
    return chunks[which].words == "that" and which > 0 and chunks[which - 1].code not in {FACTOR, "OBJECT"}


def _takes_up_state(chunks: Sequence[Chunk], at: int) -> bool:
    """ "and its inhibition by X reversed": the state is that of what "its" takes up."""
    words = [c.words for c in chunks[at : at + 2]]
    return words[:1] in (["its"], ["their"]) and chunks[at + 1].code == "STATE"


def _opening_factor(chunks: Sequence[Chunk], start: int, end: int) -> int | None:
    """The entity that opens the stretch, within a few light words and before any predicate."""
    for at in range(start, min(end, start + 9)):
        if chunks[at].code == FACTOR:
            return at
        if chunks[at].code in _PREDICATES:
            return None
    return None


def without_asides(chunks: Sequence[Chunk]) -> list[Chunk]:
    """ "X, though abundant, did not": a concession between two commas that names nothing is passed over."""
    chunks = _without_compared(chunks)
    out: list[Chunk] = []
    at = 0
    while at < len(chunks):
        close = _end_of_concession(chunks, at)
        if close is None:
            out.append(chunks[at])
            at += 1
        else:
            at = close + 1
    return out


def _end_of_concession(chunks: Sequence[Chunk], at: int) -> int | None:
    opens = [c.code for c in chunks[at : at + 2]] == ["COMMA", "BREAK"] and chunks[at + 1].words in _CONCESSIONS
    if not opens:
        return None
    close = next((i for i in range(at + 2, min(len(chunks), at + 10)) if chunks[i].code == "COMMA"), None)
    aside = chunks[at + 2 : close] if close is not None else ()
    return close if all(c.code not in _PREDICATES and c.code != FACTOR for c in aside) else None


def _compares(chunks: Sequence[Chunk], at: int) -> bool:
    """ "than", "compared with", "relative to"; a gene's relative is no comparison."""
    if chunks[at].words == "relative":
        return at + 1 < len(chunks) and chunks[at + 1].code == "TO"
    return chunks[at].words in _COMPARING


def _is_unaltered(chunks: Sequence[Chunk], at: int) -> bool:
    """ "KRAS wild-type", "wild-type p53": a gene that is not altered makes nothing resistant."""
    after = " ".join(c.words for c in chunks[at + 1 : at + 3])
    before = " ".join(c.words for c in chunks[max(0, at - 2) : at])
    return after.startswith(_UNALTERED) or before.endswith(_UNALTERED)


def _without_compared(chunks: Sequence[Chunk]) -> list[Chunk]:
    """ "more sensitive than those with Y", "compared with responders": what is compared with states nothing itself."""
    out: list[Chunk] = []
    compared = False
    for at, chunk in enumerate(chunks):
        if chunk.code == "COMMA" or chunk.code in CLAUSE_BORDERS:
            compared = False
        elif _compares(chunks, at):
            compared = True
        silent = chunk.code == FACTOR and (compared or _is_unaltered(chunks, at))
        silent = silent or (compared and chunk.code in OUTCOMES)
        out.append(chunk._replace(code="WORD", members=(), therapies=()) if silent else chunk)
    return out
