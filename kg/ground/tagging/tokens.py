"""The tokens that the tagger reads, with what the dictionary and the document's own definitions say of each (pure)."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.ground.tagging.attributes import ABOUT_GENES, EDGE, PAPER, Defined, Mark
from kg.text.abbreviations import occurrences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.model import Span
    from kg.text.abbreviations import Definition

# a run of letters and figures, or one sign
_TOKEN: Final = re.compile(r"[^\W_]+|\S")
_NO_MARK: Final = Mark()
_LONGEST_ABSTRACT: Final = 6000  # characters
_GENE_MARKS: Final = ("BG", "BV")  # how the mark of a gene, family or protein begins
_MANY_GENES: Final = 0.015  # names of genes a token, from which an abstract is about genes
_TELLING: Final = 3  # letters from which a long form's last word says what kind of thing it is


class Tokens(NamedTuple):
    """A document's tokens; between two sentences stands an ``EDGE`` without a place in the text.

    ``starts`` and ``ends`` have one entry a token; an edge starts and ends where the sentence before it ends.
    """

    words: list[str]
    starts: list[int]
    ends: list[int]


def kind_of_document(tokens: Tokens, dictionary: Sequence[Mark]) -> str:
    """``PAPER`` for a text longer than an abstract, ``ABOUT_GENES`` for one that names many genes, else none.

    Annotators mark other chemicals where genes are spoken of than where drugs are.
    """
    if tokens.ends[-1] > _LONGEST_ABSTRACT:
        return PAPER
    genes = sum([mark.accepted.startswith(_GENE_MARKS) for mark in dictionary])
    return ABOUT_GENES if genes >= _MANY_GENES * len(dictionary) else ""


def tokenise(text: str, borders: Sequence[Span]) -> Tokens:
    """The tokens inside the borders (sentences), an edge before the first and after each."""
    words, starts, ends = [EDGE], [0], [0]
    for border in borders:
        for match in _TOKEN.finditer(text, border.start, border.end):
            words.append(match[0])
            starts.append(match.start())
            ends.append(match.end())
        words.append(EDGE)
        starts.append(border.end)
        ends.append(border.end)
    return Tokens(words, starts, ends)


def marks(tokens: Tokens, accepted: Iterable[tuple[Span, str]], raw: Iterable[tuple[Span, str]]) -> list[Mark]:
    """The dictionary's mark of every token; the places are sorted and disjoint."""
    first = _spread(tokens, accepted)
    second = _spread(tokens, raw)
    return [Mark(a, r) if a or r else _NO_MARK for a, r in zip(first, second, strict=True)]


def _spread(tokens: Tokens, places: Iterable[tuple[Span, str]]) -> list[str]:
    found = [""] * len(tokens.words)
    starts, ends = tokens.starts, tokens.ends
    for span, mark in places:
        at = bisect_left(starts, span.start)
        letter = "B"
        while at < len(starts) and ends[at] <= span.end:
            if tokens.words[at] is not EDGE:
                found[at] = letter + mark
                letter = "I"
            at += 1
    return found


def definitions(
    text: str, tokens: Tokens, known: Iterable[Definition], dictionary: Sequence[Mark]
) -> dict[int, Defined]:
    """The tokens of defined short forms, wherever they stand."""
    found: dict[int, Defined] = {}
    starts, ends = tokens.starts, tokens.ends
    for definition in known:
        first, after = bisect_left(starts, definition.long_span.start), bisect_left(starts, definition.long_span.end)
        inside = [i for i in range(first, after) if tokens.words[i] is not EDGE]
        if not inside:
            continue
        last = next((i for i in reversed(inside) if len(tokens.words[i]) >= _TELLING), inside[-1])
        kind = _kind(dictionary, inside)
        word = tokens.words[last].lower()
        for span in occurrences(text, definition.short):
            at = bisect_left(starts, span.start)
            position = "B"
            while at < len(starts) and ends[at] <= span.end:
                found[at] = Defined(position, word, kind)
                position = "I"
                at += 1
    return found


def _kind(dictionary: Sequence[Mark], inside: Sequence[int]) -> str:
    """The kind of the long form's last name, with F where one name covers the whole long form."""
    first, *rest = (dictionary[i].accepted for i in inside)
    whole = first[:1] == "B" and all(mark[:1] == "I" for mark in rest)
    last = dictionary[inside[-1]].accepted
    return last[1:].partition("|")[0] + "F" * whole if last else "-"
