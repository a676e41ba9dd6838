"""Where names of the vocabularies stand in a text: matches that begin and end with a word (pure)."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.model import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kg.ground.decide import Decision
    from kg.ground.pieces import Normal

_NEGATIVE_PREFIX: Final = ("non-", "non‐", "non–", "Non-")
_CLOSED: Final = (("(", ")"), ("[", "]"))
_OPEN_ENDS: Final = frozenset((" ", ",", ".", ")", ";", ""))  # signs after which a word has surely ended
_NOTE: Final = re.compile(r"\d{1,2}(?![\w-])")
_LONG_WORD: Final = 7  # letters of a word that bears the figure of a note
_HYPHENS: Final = "-‐–"
_LONGEST_NAME: Final = 140  # characters of normal form that a name may have
_SHORTEST_WITH_BRACKETS: Final = 3


class Finder(NamedTuple):
    """What finding needs: the keys of the lexicon with which a text begins, and what a surface means.

    ``decide`` takes a key and a surface; it is asked often, so that it should remember.
    """

    prefixes: Callable[[str], Sequence[str]]
    decide: Callable[[str, str], Decision]


class Matches(NamedTuple):
    """What stands in a text: names that are accepted, and the longest names of whatever kind with their raw mark."""

    accepted: list[tuple[Span, Decision]]
    raw: list[tuple[Span, str]]


def find_matches(text: str, normal: Normal, borders: Sequence[Span], finder: Finder) -> Matches:
    """The longest acceptable match and the longest match at every place inside each border (a sentence), in order.

    A match may overlap the one before, if it reaches further.
    """
    found = Matches([], [])
    for border in borders:
        first = bisect_left(normal.begins, border.start)
        last = bisect_left(normal.begins, border.end, first)
        inside = slice(bisect_left(normal.worth, first), bisect_left(normal.worth, last))
        starts = zip(normal.worth[inside], normal.longer[inside], strict=True)
        _find_inside(text, normal, starts, last, finder, found)
    return found


def _find_inside(  # noqa: PLR0913, PLR0917 - the parts of one text, not options
    text: str, normal: Normal, starts: Iterable[tuple[int, bool]], last: int, finder: Finder, found: Matches
) -> None:
    """Add the matches before the token ``last`` that begin at one of the starts."""
    words, bounds, begins, ends, *_ = normal
    prefixes, decide = finder
    stop = bounds[last]
    reached = raw_reached = 0
    for token, longer in starts:
        at, begin = bounds[token], begins[token]
        if begin and text[begin - 1] != " " and _glued(text, begin):
            continue
        longer_keys = prefixes(words[at : min(stop, at + _LONGEST_NAME)]) if longer else ()
        # a word by itself may be a name that is no key: a misspelt one
        for key in reversed(longer_keys) if longer_keys else (words[at : bounds[token + 1]],):
            after = bisect_left(bounds, at + len(key), token) if longer_keys else token + 1
            if bounds[after] != at + len(key):
                continue
            end = ends[after - 1]
            if end <= reached:
                break
            # the decision comes from a cache and refuses most, so that it is asked before the text
            decision = decide(key, text[begin:end])
            if longer and not longer_keys and not decision.misspelt:
                break
            takes = bool(decision.options) or decision.swallows
            new = end > raw_reached and bool(decision.raw)
            if not (takes or new) or not _stands_alone(text, begin, end, key, decision):
                continue
            if new:
                found.raw.append((Span(begin, end), decision.raw))
                raw_reached = end
            if takes:
                found.accepted.append((Span(begin, end), decision))
                reached = end
                break


def _stands_alone(text: str, begin: int, end: int, key: str, decision: Decision) -> bool:
    """Whether a match ends with a word, closes its brackets, and is no disease behind 'anti-'."""
    if text[end : end + 1] not in _OPEN_ENDS and _glued(text, end) and not _is_note(text, begin, end, decision):
        return False
    if len(key) > _SHORTEST_WITH_BRACKETS and not _is_balanced(text[begin:end]):
        return False
    if ", " in text[begin:end] and decision.options and decision.options[0].type != "Disease":
        return False  # B cells, plasma cells: a list, no heading turned round
    return not (begin and text[begin - 1] in _HYPHENS and _is_against(text, begin, decision))


def _is_note(text: str, begin: int, end: int, decision: Decision) -> bool:
    """Whether the figure glued to a word is that of a note: metastasis5, but not caspase3."""
    if not decision.options or decision.options[0].type == "Gene" or _NOTE.match(text, end) is None:
        return False
    word = text[max(begin, end - _LONG_WORD) : end]
    return len(word) == _LONG_WORD and word.isalpha() and word[1:].islower()


def _is_against(text: str, begin: int, decision: Decision) -> bool:
    """Whether a disease stands behind 'anti-': anti-tumour names no tumour."""
    if begin < len("anti-") or not decision.options:
        return False
    return text[begin - 5 : begin - 1].lower() == "anti" and decision.options[0].type == "Disease"


def _glued(text: str, at: int) -> bool:
    """Whether a letter or figure stands on both sides of ``at``: IL-6|R, or after 'non-'."""
    if at == 0 or at >= len(text):
        return False
    before = text[at - 1]
    if text[at] == "(" and text[at + 1 : at + 2].isdigit() and before.isalpha():  # CaCl(2)
        return True
    if before.isalnum() or before == "_":
        return text[at].isalnum() or text[at] == "_"
    return before in "-‐–" and text[max(0, at - 4) : at] in _NEGATIVE_PREFIX


def _is_balanced(surface: str) -> bool:
    """Whether every bracket is closed, so that a match does not end inside brackets."""
    if "(" not in surface and "[" not in surface and ")" not in surface and "]" not in surface:
        return True
    return all(surface.count(left) == surface.count(right) for left, right in _CLOSED)
