"""Asides and comparisons in a sentence: what they name takes no part, or is what a statement denies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.claims.chunks import FACTOR, OUTCOMES
from kg.claims.items import PLAIN
from kg.claims.subject import CLAUSE_BORDERS, PREDICATES, region_start

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.claims.chunks import Chunk, Member

_COMPARING: Final = frozenset(("than", "compared", "versus", "vs", "comparison"))
_UNALTERED: Final = ("wild type", "wildtype", "wt", "negative")
_CONCESSIONS: Final = frozenset(("though", "although", "while", "however"))
_ALSO_ACTING: Final = frozenset(("BE", "BECAUSE", "REMAIN", "LOST"))
_COMPARED_OR_UNALTERED: Final = _COMPARING | {"relative", "wild", "type"}
_DENYING: Final = frozenset(("not", "rather than"))
_TELLING: Final = OUTCOMES | {"SENSITISE", "RESENSITISE", "PROTECT", "POTENTIATE"}


def without_asides(chunks: Sequence[Chunk]) -> list[Chunk]:
    """ "X, though abundant, did not": a concession between two commas that names nothing is passed over."""
    chunks = _without_compared(chunks)
    codes = {c.code for c in chunks}
    if "NOT" not in codes and not ("COMMA" in codes and ("WHICH" in codes or "BREAK" in codes)):
        return list(chunks)
    out: list[Chunk] = []
    at = 0
    while at < len(chunks):
        close = _end_of_concession(chunks, at)
        denied = _denied_beside(chunks, at) if close is None and out and out[-1].code == FACTOR else None
        if denied is not None:
            out[-1] = out[-1]._replace(members=(*out[-1].members, *_denied(chunks[denied])))
            at = denied + 1 + (denied + 1 < len(chunks) and chunks[denied + 1].code == "COMMA")
        elif close is not None:
            at = close + 1
        else:
            out.append(chunks[at])
            at += 1
    return out


def _denied_beside(chunks: Sequence[Chunk], at: int) -> int | None:
    """ "A, but not B, was responsible": where B stands, if the aside opens at ``at`` behind A, the subject."""
    step = at
    for code in ("COMMA", "BREAK"):
        step += step < len(chunks) and chunks[step].code == code and (code != "BREAK" or chunks[step].words == "but")
    if step >= len(chunks) or chunks[step].words not in _DENYING or chunks[step].code != "NOT":
        return None
    step += 1
    step += step < len(chunks) and chunks[step].code in {"OF", "BY", "IN"}
    if step + 1 >= len(chunks) or chunks[step].code != FACTOR:
        return None
    after = step + 1 + (chunks[step + 1].code == "COMMA")
    before = chunks[region_start(chunks, at) : at]
    acts = after < len(chunks) and (chunks[after].code in PREDICATES or chunks[after].code == "BE")
    return step if acts and not any(c.code in PREDICATES for c in before) else None


def _denied(chunk: Chunk) -> Iterator[Member]:
    return (member._replace(denied=True) for member in chunk.members)


def _hand_over(out: list[Chunk], compared: Chunk) -> None:
    """ "responders than non-responders to X": both are so to X."""
    last = next((i for i in range(len(out) - 1, -1, -1) if out[i].code in OUTCOMES), None)
    if last is not None and not out[last].therapies and not out[last].note.startswith("MESH:"):
        out[last] = out[last]._replace(therapies=compared.therapies)


def _end_of_concession(chunks: Sequence[Chunk], at: int) -> int | None:
    if chunks[at].code != "COMMA" or at + 1 == len(chunks):
        return None
    opener = chunks[at + 1]
    if opener.code == "WHICH":
        return _end_of_relative_clause(chunks, at)
    if opener.code != "BREAK" or opener.words not in _CONCESSIONS:
        return None
    close = next((i for i in range(at + 2, min(len(chunks), at + 10)) if chunks[i].code == "COMMA"), None)
    aside = chunks[at + 2 : close] if close is not None else ()
    return close if all(c.code not in PREDICATES and c.code != FACTOR for c in aside) else None


def _end_of_relative_clause(chunks: Sequence[Chunk], at: int) -> int | None:
    """ "X, which binds Y, confers": a clause between commas without an outcome of its own."""
    for close in range(at + 2, min(len(chunks) - 1, at + 14)):
        if chunks[close].code in _TELLING or chunks[close].code in CLAUSE_BORDERS:
            return None
        if chunks[close].code == "COMMA":
            acts = next((c for c in chunks[close + 1 : close + 4] if c.code not in PLAIN | {"THEREBY"}), None)
            return close if acts is not None and (acts.code in PREDICATES or acts.code in _ALSO_ACTING) else None
    return None


def _compares(chunks: Sequence[Chunk], at: int) -> bool:
    """ "than", "compared with", "relative to"; a gene's relative is no comparison."""
    if chunks[at].words == "relative":
        return at + 1 < len(chunks) and chunks[at + 1].code == "TO"
    return chunks[at].words in _COMPARING


def _is_unaltered(chunks: Sequence[Chunk], at: int) -> bool:
    """ "KRAS wild-type", "wild-type p53": a gene that is not altered makes nothing resistant."""
    return _unaltered_after(chunks, at) or _unaltered_before(chunks, at)


def _unaltered_after(chunks: Sequence[Chunk], at: int) -> bool:
    words = " ".join(c.words for c in chunks[at + 1 : at + 3]) + " "
    return words.startswith(tuple(f"{name} " for name in _UNALTERED))  # and not "negatively correlated"


def _unaltered_before(chunks: Sequence[Chunk], at: int) -> bool:
    words = " " + " ".join(c.words for c in chunks[max(0, at - 2) : at])
    return words.endswith(tuple(f" {name}" for name in _UNALTERED))


def _without_unaltered(chunks: Sequence[Chunk], at: int) -> Chunk:
    """ "in X-mutated and X-wild-type tumours": the list without the gene beside "wild-type"."""
    chunk = chunks[at]
    after, before = _unaltered_after(chunks, at), _unaltered_before(chunks, at)
    return chunk._replace(members=chunk.members[before : len(chunk.members) - after])


def _speaks_of_unaltered(words: str) -> bool:
    return words.startswith(_UNALTERED) or words.endswith(_UNALTERED)


def _silenced(chunk: Chunk) -> Chunk:
    return chunk._replace(code="WORD", members=(), therapies=())


def _without_compared(chunks: Sequence[Chunk]) -> list[Chunk]:
    """ "more sensitive than those with Y", "compared with responders": what is compared with states nothing itself."""
    words = {c.words for c in chunks}
    if words.isdisjoint(_COMPARED_OR_UNALTERED) and not any(map(_speaks_of_unaltered, words)):
        return list(chunks)
    out: list[Chunk] = []
    compared = False
    for at, chunk in enumerate(chunks):
        if chunk.code == "COMMA" or chunk.code in CLAUSE_BORDERS:
            compared = False
        elif _compares(chunks, at):
            compared = True
        if chunk.code == FACTOR and not compared and len(chunk.members) > 1:
            chunk = _without_unaltered(chunks, at)  # noqa: PLW2901 - a list keeps its other members
        silent = chunk.code == FACTOR and (compared or (len(chunk.members) == 1 and _is_unaltered(chunks, at)))
        silent = silent or (compared and chunk.code in OUTCOMES)
        if silent and chunk.therapies:
            _hand_over(out, chunk)
        out.append(_silenced(chunk) if silent else chunk)
    return out
