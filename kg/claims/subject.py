"""Finding the subject of a predicate: who confers, restores, sensitises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.claims.chunks import FACTOR
from kg.claims.context import anaphor_kinds
from kg.claims.items import PLAIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.claims.chunks import Chunk

# words that say what something does; public for the reading of asides
PREDICATES: Final = frozenset(
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
        "STEP",
    )
)
CLAUSE_BORDERS: Final = frozenset(("BREAK", "WHY"))
_BORDERS: Final = frozenset(("AND", "COMMA"))
_APPOSING: Final = frozenset(("a", "an", "one", "two", "three", "both", "the", "another"))
_OPENING_WORDS: Final = frozenset(("unlike", "besides", "despite", "given"))
_JOINING_BREAKS: Final = frozenset(("but", "yet"))
_AUXILIARIES: Final = frozenset(
    ("do", "did", "doe", "could", "can", "may", "might", "would", "also", "still", "then", "nevertheless", "thereby",
     "rather", "instead", "subsequently", "partially", "fully", "completely", "significantly", "markedly", "only")
)  # fmt: skip
_OPENERS: Final = frozenset(("IN", "AS", "THROUGH", "BY", "OF", "TO", "FROM"))


def region_start(chunks: Sequence[Chunk], at: int) -> int:
    """The position after the last clause border before ``at``; "but did not …" goes on with the subject before it."""
    predicate = at
    while at > 0 and (chunks[at - 1].code not in CLAUSE_BORDERS or _goes_on(chunks, at, predicate)):
        at -= 1
    return at


def _goes_on(chunks: Sequence[Chunk], at: int, predicate: int) -> bool:
    """Whether the clause before a "but" has the verb behind it too: only what belongs to a verb stands between."""
    return chunks[at - 1].words in _JOINING_BREAKS and all(
        chunk.code in {"NOT", "BE"} or chunk.words in _AUXILIARIES for chunk in chunks[at:predicate]
    )


def region_end(chunks: Sequence[Chunk], at: int) -> int:
    """The position of the next clause border at or after ``at``."""
    while at < len(chunks) and chunks[at].code not in CLAUSE_BORDERS:
        at += 1
    return at


def find_subject(chunks: Sequence[Chunk], predicate: int) -> int | None:
    """The chunk of the subject of the predicate at ``predicate``, or None if the clause has no entity for one."""
    found = _leftmost(chunks, predicate)
    return None if found is None else head_of(chunks, found, predicate)


def head_of(chunks: Sequence[Chunk], at: int, end: int) -> int:
    """ "X-derived Y": Y acts, where it stands before ``end``; else the factor at ``at`` itself."""
    if at + 1 >= end or chunks[at + 1].code != "MEDIATED":
        return at
    return next((i for i in range(at + 2, min(at + 5, end)) if chunks[i].code == FACTOR), at)


def _leftmost(chunks: Sequence[Chunk], predicate: int) -> int | None:
    start = _after_introduction(chunks, region_start(chunks, predicate), predicate)
    antecedent = _antecedent(chunks, start, predicate)
    if antecedent is not None:
        if not _sums_up(chunks, antecedent, predicate):
            return antecedent
        return next((i for i in range(start, antecedent + 1) if chunks[i].code == FACTOR), None)
    end = _before_aside(chunks, start, predicate)
    if _is_result(chunks, start, predicate):
        return next((i for i in range(start, end) if chunks[i].code == FACTOR), None)
    for border in range(end - 1, start - 2, -1):
        if border < start or chunks[border].code in _BORDERS or chunks[border].code == "WHICH":
            if border > start and chunks[border].code == "WHICH" and not _is_complement(chunks, border):
                opened = _opening_factor(chunks, border + 1, end)
                if opened is None and chunks[border - 1].code in {FACTOR, "COMMA"}:
                    return next((i for i in range(border - 1, start - 1, -1) if chunks[i].code == FACTOR), None)
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
    while close > start and end - close <= 3 and chunks[close].code in PLAIN | {"BE", "THEREBY", "NOT"}:
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


def _is_result(chunks: Sequence[Chunk], start: int, predicate: int) -> bool:
    """ "X engages Y, turns on Z and thereby blunts": what the clause's subject does in the end."""
    near = chunks[max(start, predicate - 2) : predicate]
    if not any(c.code == "THEREBY" for c in near) or any(c.code == FACTOR for c in near):
        return False
    last = max((i for i in range(start, predicate) if chunks[i].code in _BORDERS), default=-1)
    own = last >= 0 and any(c.code == FACTOR for c in chunks[last + 1 : predicate])
    which = any(c.code == "WHICH" for c in chunks[start:predicate])
    return last >= 0 and not own and not which


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
        if comma is not None and _names_subject(chunks[comma + 1 : predicate]):
            return comma + 1
    return first


def _names_subject(clause: Sequence[Chunk]) -> bool:
    """Whether a subject follows an introduction; "loss of" opens one even of what is not known."""
    return any(c.code == FACTOR for c in clause) or clause[0].code == "STATE" if clause else False


def _antecedent(chunks: Sequence[Chunk], start: int, predicate: int) -> int | None:
    """ "X, which promotes": the entity before a relative pronoun that stands directly before the predicate."""
    near = range(predicate - 1, max(start, predicate - 3) - 1, -1)
    which = next((i for i in near if chunks[i].code == "WHICH"), None)
    if which is None or any(chunks[i].code == FACTOR for i in range(which, predicate)):
        return None
    if which > start and chunks[which - 1].code in _OPENERS:
        return None  # "through which it promotes"
    return next((i for i in range(which - 1, start - 1, -1) if chunks[i].code == FACTOR), None)


def _is_complement(chunks: Sequence[Chunk], which: int) -> bool:
    """ "show that X …": a conjunction, not a relative pronoun, unless an entity stands directly before."""
    return chunks[which].words == "that" and which > 0 and chunks[which - 1].code not in {FACTOR, "OBJECT"}


def _takes_up_state(chunks: Sequence[Chunk], at: int) -> bool:
    """ "and its inhibition by X reversed": the state is that of what "its" takes up."""
    words = [c.words for c in chunks[at : at + 2]]
    agent = [c.code for c in chunks[at + 2 : at + 4]] == ["BY", FACTOR]
    return words[:1] in (["its"], ["their"]) and chunks[at + 1].code == "STATE" and not agent


def _opening_factor(chunks: Sequence[Chunk], start: int, end: int) -> int | None:
    """The entity that opens the stretch, within a few light words and before any predicate."""
    for at in range(start, min(end, start + 9)):
        if chunks[at].code == FACTOR:
            return at
        if chunks[at].code in PREDICATES:
            return None
    return None
