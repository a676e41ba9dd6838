"""Tags: where mentions of a type begin and end, as the weights learned it; sums of table rows, then a short search.

Many documents are read together, since the same steps on long arrays cost less; what a document's tags are does not
depend on which others are read with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from kg.ground.hashing import hash_of, joined
from kg.ground.tagging.attributes import ABOUT_GENES, DEFINED, PAPER, Defined, Mark, defined_attributes
from kg.ground.tagging.search import Search
from kg.ground.tagging.shares import Key, Shares
from kg.ground.tagging.sights import NEXT, OWN_COLUMNS, PAIRED, KindSights, Sights
from kg.ground.tagging.tokens import Tokens, kind_of_document
from kg.ground.tagging.weights import TYPES, Weights, default_weights
from kg.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from kg.model import MentionType

_MOST_DEFINED: Final = 4096
_MOST_TOKENS: Final = 8192  # tokens of documents that are read together
_GAP: Final = 2  # rows between documents, so that no token sees another document's


class Tag(NamedTuple):
    """A stretch of text that reads like a mention of a type; ``score`` between 0 and 1."""

    span: Span
    type: MentionType
    score: float


class Marked(NamedTuple):
    """A document's tokens with what the dictionary says of each, and those of short forms that it defines."""

    tokens: Tokens
    marks: Sequence[Mark]
    defined: Mapping[int, Defined]


class Tagger:
    """Finds mentions by learned weights; equal input gives equal tags, whatever was tagged before."""

    __slots__ = ("_defined", "_kinds", "_marks", "_search", "_words", "weights")

    def __init__(self, weights: Weights | None = None) -> None:
        self.weights = weights or default_weights()
        see = Sights(self.weights)
        self._words: Shares[str] = Shares(see.words, 5, 4)
        self._marks: Shares[Mark] = Shares(see.marks, 3, 3)
        self._kinds = {kind: _of_kind(KindSights(self.weights, kind)) for kind in (PAPER, ABOUT_GENES)}
        self._defined: dict[Defined, NDArray[np.float32]] = {}
        self._search = Search(self.weights.transitions)

    def tag(self, document: Marked) -> list[Tag]:
        """Every tag in reading order; those of one type do not overlap."""
        return self.tag_all([document])[0]

    def tag_all(self, documents: Sequence[Marked]) -> list[list[Tag]]:
        """The tags of each document."""
        return [tags for some in _together(documents) for tags in self._tag_some(some)]

    def _tag_some(self, documents: Sequence[Marked]) -> list[list[Tag]]:
        begins = _begins(documents)
        mentions = self._search(self._scores(documents, begins), _is_inside(documents, begins))
        homes = np.searchsorted(np.array(begins), mentions.firsts, side="right") - 1
        found: list[list[Tag]] = [[] for _ in documents]
        rows = zip(homes.tolist(), *(column.tolist() for column in mentions), strict=True)
        for home, kind, first, last, score in rows:
            tokens, begin = documents[home].tokens, begins[home]
            span = Span(tokens.starts[first - begin], tokens.ends[last - begin])
            found[home].append(Tag(span, TYPES[kind], score))
        return [sorted(tags) for tags in found]

    def scores(self, document: Marked) -> NDArray[np.float32]:
        """The score of every label at every token (n, 15), before the labels beside it are looked at."""
        return self._scores([document], [0])[: len(document.marks)]

    def _scores(self, documents: Sequence[Marked], begins: Sequence[int]) -> NDArray[np.float32]:
        """The scores of several documents' tokens, each document's from its beginning on."""
        by_word = _laid_out(self._words, [d.tokens.words for d in documents], begins)
        by_mark = _laid_out(self._marks, [d.marks for d in documents], begins)
        around = self._words.table[by_word]
        total: NDArray[np.float32] = around[:, 2].copy()
        for distance in (1, 2):
            total[distance:] += around[:-distance, 2 - distance]
            total[:-distance] += around[distance:, 2 + distance]
        around = self._marks.table[by_mark]
        total += around[:, 1]
        total[1:] += around[:-1, 0]
        total[:-1] += around[1:, 2]
        self._add_kinds(total, documents, begins)
        for begin, document in zip(begins, documents, strict=True):
            for at, definition in document.defined.items():
                total[begin + at] += self._defined_share(definition)
        for places, rows in self._pairs(by_word, by_mark):
            total[places] += self.weights.values[rows]
        return total

    def _add_kinds(self, total: NDArray[np.float32], documents: Sequence[Marked], begins: Sequence[int]) -> None:
        """What counts in full papers alone, and what in abstracts about genes."""
        for begin, document in zip(begins, documents, strict=True):
            kind = kind_of_document(document.tokens, document.marks)
            if kind:
                words, marks = self._kinds[kind]
                part = total[begin : begin + len(document.marks)]
                by_word, by_mark = words.indexes(document.tokens.words), marks.indexes(document.marks)
                part += words.table[by_word, 0]
                part += marks.table[by_mark, 0]

    def _pairs(
        self, by_word: NDArray[np.intp], by_mark: NDArray[np.intp]
    ) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
        """Places and rows of every known pair of words, or of a mark and a word; no place twice in one step."""
        words, marks = self._words.hashes[by_word], self._marks.hashes[by_mark]
        left, right = words[:-1], words[1:]
        both = (by_word[:-1] > 0) & (by_word[1:] > 0)
        for column, to in ((PAIRED[0], 1), (PAIRED[1], 0)):
            hashes = joined(left[:, column], right[:, OWN_COLUMNS[0]], right[:, OWN_COLUMNS[1]])
            places, rows = self.weights.known(hashes)
            kept = both[places]
            yield places[kept] + to, rows[kept]
        for column, step in zip(PAIRED, (-1, 1), strict=True):
            at = np.flatnonzero(marks[:, NEXT])
            at = at[(at + step >= 0) & (at + step < len(by_word))]
            at = at[by_word[at + step] > 0]
            beside = words[at + step]
            hashes = joined(marks[at, column], beside[:, OWN_COLUMNS[0]], beside[:, OWN_COLUMNS[1]])
            places, rows = self.weights.known(hashes)
            yield at[places], rows

    def _defined_share(self, defined: Defined) -> NDArray[np.float32]:
        known = self._defined.get(defined)
        if known is None:
            if len(self._defined) >= _MOST_DEFINED:
                self._defined.clear()
            known = self.weights.totals([[hash_of(DEFINED + name) for name in defined_attributes(defined)]])[0]
            self._defined[defined] = known
        return known


def _of_kind(see: KindSights) -> tuple[Shares[str], Shares[Mark]]:
    return Shares(see.words, 1, 0), Shares(see.marks, 1, 0)


def _together(documents: Sequence[Marked]) -> Iterator[Sequence[Marked]]:
    """Documents in their order, as many at a time as have few tokens together."""
    first = tokens = 0
    for at, document in enumerate(documents):
        if at > first and tokens + len(document.marks) > _MOST_TOKENS:
            yield documents[first:at]
            first, tokens = at, 0
        tokens += len(document.marks)
    if documents:
        yield documents[first:]


def _begins(documents: Sequence[Marked]) -> list[int]:
    """The row with which each document begins, where gaps lie between them."""
    found, at = [], 0
    for document in documents:
        found.append(at)
        at += len(document.marks) + _GAP
    return found


def _is_inside(documents: Sequence[Marked], begins: Sequence[int]) -> NDArray[np.bool_]:
    """Which rows are tokens of documents."""
    inside = np.ones(begins[-1] + len(documents[-1].marks) + _GAP, dtype=np.bool_)
    for begin, document in zip(begins, documents, strict=True):
        after = begin + len(document.marks)
        inside[after : after + _GAP] = False
    return inside


def _laid_out(shares: Shares[Key], rows: Sequence[Sequence[Key]], begins: Sequence[int]) -> NDArray[np.intp]:
    """The row of the table for every token, with those of no token in the gaps."""
    numbers = shares.indexes([key for some in rows for key in some])
    laid = np.zeros(begins[-1] + len(rows[-1]) + _GAP, dtype=np.intp)
    at = 0
    for begin, some in zip(begins, rows, strict=True):
        laid[begin : begin + len(some)] = numbers[at : at + len(some)]
        at += len(some)
    return laid
