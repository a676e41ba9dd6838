"""Where names of the vocabularies stand in a text: matches that begin and end with a word (pure)."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.ground.ports import LexiconLike
    from kg.text.normal import Normal

_NEGATIVE_PREFIX: Final = ("non-", "non‐", "non–", "Non-")
_CLOSED: Final = (("(", ")"), ("[", "]"))
_OPEN_ENDS: Final = frozenset((" ", ",", ".", ")", ";", ""))  # signs after which a word has surely ended
_LONGEST_NAME: Final = 140  # characters of normal form that a name may have
_SHORTEST_WITH_BRACKETS: Final = 3


class Match(NamedTuple):
    """Keys of the lexicon that begin at one place, longest first, each with its span."""

    readings: Sequence[tuple[Span, str]]


def find_matches(
    text: str,
    normal: Normal,
    borders: Sequence[Span],
    lexicon: LexiconLike,
    function_words: frozenset[str],
) -> Iterator[Match]:
    """The matches inside each border (a sentence), in reading order; they may overlap."""
    words, starts, spans = normal.text, normal.starts, normal.spans
    token_starts = [span[0] for span in spans]
    bounds = (*starts, len(words))
    prefixes = lexicon.prefixes
    for border in borders:
        first = bisect_left(token_starts, border.start)
        last = bisect_left(token_starts, border.end)
        stop = bounds[last]
        for token in range(first, last):
            at = starts[token]
            begin, end = spans[token]
            # HER2 begins with no pronoun, so that capitals are looked at
            if words[at : bounds[token + 1] - 1] in function_words and (
                end - begin == 1 or not text[begin:end].isupper()
            ):
                continue
            if begin and text[begin - 1] != " " and _glued(text, begin):
                continue
            keys = prefixes(words[at : min(stop, at + _LONGEST_NAME)])
            if keys:
                readings = _readings(text, normal, at, begin, keys)
                if readings:
                    yield Match(readings)


def _readings(text: str, normal: Normal, at: int, begin: int, keys: Sequence[str]) -> list[tuple[Span, str]]:
    found: list[tuple[Span, str]] = []
    for key in reversed(keys):
        token = normal.ends.get(at + len(key))
        if token is None:
            continue
        end = normal.spans[token - 1][1]
        if text[end : end + 1] not in _OPEN_ENDS and _glued(text, end):
            continue
        if len(key) > _SHORTEST_WITH_BRACKETS and not _is_balanced(text[begin:end]):
            continue
        found.append((Span(begin, end), key))
    return found


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
