"""Where names of the vocabularies stand in a text: every maximal match that begins and ends with a word (pure)."""

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


class Match(NamedTuple):
    """Keys of the lexicon that begin at one place, longest first, each with its span."""

    readings: tuple[tuple[Span, str], ...]


def find_matches(
    text: str,
    normal: Normal,
    borders: Sequence[Span],
    lexicon: LexiconLike,
    function_words: frozenset[str],
    longest: int,
) -> Iterator[Match]:
    """The matches inside each border (a sentence), in reading order; they may overlap."""
    words, starts, spans = normal.text, normal.starts, normal.spans
    token_starts = [span[0] for span in spans]
    for border in borders:
        first = bisect_left(token_starts, border.start)
        last = bisect_left(token_starts, border.end)
        if first == last:
            continue
        stop = starts[last] if last < len(starts) else len(words)
        for token in range(first, last):
            at = starts[token]
            begin, token_end = spans[token]
            if words[at : words.index(" ", at)] in function_words:
                if token_end - begin == 1 or not text[begin:token_end].isupper():  # HER2 is no pronoun
                    continue
            if _glued(text, begin):
                continue
            keys = lexicon.prefixes(words[at : min(stop, at + longest)])
            if keys:
                readings = tuple(_readings(text, normal, at, begin, keys))
                if readings:
                    yield Match(readings)


def _readings(
    text: str, normal: Normal, at: int, begin: int, keys: Sequence[str]
) -> Iterator[tuple[Span, str]]:
    for key in reversed(keys):
        token = normal.ends.get(at + len(key))
        if token is None:
            continue
        end = normal.spans[token - 1][1]
        if not _glued(text, end) and _is_balanced(text[begin:end]):
            yield Span(begin, end), key


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
    return all(surface.count(left) == surface.count(right) for left, right in _CLOSED)
