"""Tags: where mentions of a type begin and end, as the weights learned it; sums of table rows, then a short search."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import exp
from typing import TYPE_CHECKING, Final, Generic, NamedTuple, TypeVar

import numpy as np

from kg.ground.tagging.attributes import (
    AFTER,
    BEFORE,
    DEFINED,
    MARK,
    MARKED_PAIR,
    OWN,
    PAIR,
    PAPER,
    defined_attributes,
    far_attributes,
    mark_attributes,
    mark_head,
    missing_attributes,
    neighbour_attributes,
    pair_attribute,
    paper_mark_attributes,
    paper_word_attributes,
    word_attributes,
)  # fmt: skip
from kg.ground.tagging.decode import best_labels
from kg.ground.tagging.tokens import is_paper
from kg.ground.tagging.weights import LABELS, TYPES, WIDTH, Weights, default_weights, hash_of
from kg.model import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from kg.ground.tagging.attributes import Defined, Mark
    from kg.ground.tagging.tokens import Tokens
    from kg.model import MentionType

Key = TypeVar("Key")
_LARGEST_TABLE: Final = 100_000  # words whose shares are remembered: 30 MB
_FIRST_TABLE: Final = 4096
_NEAR: Final = 1.5  # a label that lies further behind 'outside' than this is not looked at


class Tag(NamedTuple):
    """A stretch of text that reads like a mention of a type; ``score`` between 0 and 1."""

    span: Span
    type: MentionType
    score: float


@dataclass(slots=True)
class _Shares(Generic[Key]):
    """What a word (or mark) adds to the scores of the tokens around it, computed at the first sight of it."""

    compute: Callable[[Key], NDArray[np.float32]]
    distances: int
    table: NDArray[np.float32] = field(init=False)
    numbers: dict[Key, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.table = np.zeros((_FIRST_TABLE, self.distances, WIDTH), dtype=np.float32)

    def indexes(self, keys: Sequence[Key]) -> NDArray[np.intp]:
        """The row of every key."""
        numbers = self.numbers
        if len(numbers) + len(keys) > _LARGEST_TABLE:
            numbers.clear()
        for key in set(keys).difference(numbers):
            self._add(key)
        return np.fromiter(map(numbers.__getitem__, keys), dtype=np.intp, count=len(keys))

    def _add(self, key: Key) -> None:
        number = len(self.numbers)
        if number >= len(self.table):
            self.table = np.concatenate([self.table, np.zeros_like(self.table)])
        self.table[number] = self.compute(key)
        self.numbers[key] = number


class Tagger:
    """Finds mentions by learned weights; equal input gives equal tags, whatever was tagged before."""

    __slots__ = ("_defined", "_marks", "_pairs", "_paper_marks", "_paper_words", "_transitions", "_words", "weights")

    def __init__(self, weights: Weights | None = None) -> None:
        self.weights = weights or default_weights()
        self._transitions = self.weights.transitions.tolist()
        self._words = _Shares(self._word_shares, len(BEFORE) + 1 + len(AFTER))
        self._marks = _Shares(self._mark_shares, len(MARK))
        self._paper_words = _Shares(self._paper_word_share, 1)
        self._paper_marks = _Shares(self._paper_mark_share, 1)
        self._defined: dict[Defined, NDArray[np.float32]] = {}
        self._pairs = dict(zip(self.weights.keys.tolist(), range(len(self.weights.keys)), strict=True))

    def tag(self, tokens: Tokens, marks: Sequence[Mark], defined: Mapping[int, Defined]) -> list[Tag]:
        """Every tag in reading order; those of one type do not overlap."""
        scores = self.scores(tokens.words, marks, defined, paper=is_paper(tokens))
        found: list[Tag] = []
        for number, kind in enumerate(TYPES):
            part = scores[:, number * len(LABELS) : (number + 1) * len(LABELS)]
            found.extend(_tags(tokens, part, self._transitions[number], kind))
        return sorted(found)

    def scores(
        self, words: Sequence[str], marks: Sequence[Mark], defined: Mapping[int, Defined], *, paper: bool = False
    ) -> NDArray[np.float32]:
        """The score of every label at every token (n, 15), before the labels beside it are looked at."""
        by_word, by_mark = self._words.indexes(words), self._marks.indexes(marks)
        table = self._words.table
        total: NDArray[np.float32] = table[by_word, 2]
        for distance in (1, 2):
            total[distance:] += table[by_word[:-distance], 2 - distance]
            total[:-distance] += table[by_word[distance:], 2 + distance]
        table = self._marks.table
        total += table[by_mark, 1]
        total[1:] += table[by_mark[:-1], 0]
        total[:-1] += table[by_mark[1:], 2]
        if paper:
            by_word, by_mark = self._paper_words.indexes(words), self._paper_marks.indexes(marks)
            # the tables may have grown, and be others than before
            total += self._paper_words.table[by_word, 0]
            total += self._paper_marks.table[by_mark, 0]
        for at, definition in defined.items():
            total[at] += self._defined_share(definition)
        at_rows = list(self._pair_rows(words, marks))
        if at_rows:
            places, rows = zip(*at_rows, strict=True)
            np.add.at(total, np.array(places), self.weights.values[np.array(rows)])
        return total

    def _pair_rows(self, words: Sequence[str], marks: Sequence[Mark]) -> Iterator[tuple[int, int]]:
        """Token and row of every known pair of words, or of a mark and a word."""
        known = self._pairs.get
        lowered = [word.lower() for word in words]
        to_left, to_right = PAIR
        for at in range(len(words) - 1):
            pair = pair_attribute(lowered[at], lowered[at + 1])
            right, left = known(hash_of(to_right + pair)), known(hash_of(to_left + pair))
            if right is not None:
                yield at, right
            if left is not None:
                yield at + 1, left
        for at, mark in enumerate(marks):
            if not mark.accepted:
                continue
            head = mark_head(mark)
            for template, beside in zip(MARKED_PAIR, (at - 1, at + 1), strict=True):
                if 0 <= beside < len(words):
                    row = known(hash_of(template + pair_attribute(head, lowered[beside])))
                    if row is not None:
                        yield at, row

    def _word_shares(self, word: str) -> NDArray[np.float32]:
        """What a word adds to the token two after it, the next, itself, the one before, and the one before that."""
        far, near = far_attributes(word), neighbour_attributes(word)
        parts = (
            [BEFORE[0] + name for name in far],
            [BEFORE[1] + name for name in near],
            [OWN + name for name in word_attributes(word)],
            [AFTER[0] + name for name in near],
            [AFTER[1] + name for name in far],
        )
        return self.weights.totals(parts)

    def _mark_shares(self, mark: Mark) -> NDArray[np.float32]:
        names = mark_attributes(mark)
        before, own, after = ([template + name for name in names] for template in MARK)
        own += [MARK[1] + name for name in missing_attributes(mark)]
        return self.weights.totals((before, own, after))

    def _paper_word_share(self, word: str) -> NDArray[np.float32]:
        return self.weights.totals([[PAPER + name for name in paper_word_attributes(word)]])

    def _paper_mark_share(self, mark: Mark) -> NDArray[np.float32]:
        return self.weights.totals([[PAPER + name for name in paper_mark_attributes(mark)]])

    def _defined_share(self, defined: Defined) -> NDArray[np.float32]:
        known = self._defined.get(defined)
        if known is None:
            if len(self._defined) >= _FIRST_TABLE:
                self._defined.clear()
            known = self.weights.totals([[DEFINED + name for name in defined_attributes(defined)]])[0]
            self._defined[defined] = known
        return known


def _tags(
    tokens: Tokens, scores: NDArray[np.float32], transitions: list[list[float]], kind: MentionType
) -> Iterator[Tag]:
    """The tags of one type."""
    near = np.flatnonzero(scores[:, 1:].max(axis=1) > scores[:, 0] - _NEAR)
    rows = scores[near].tolist()
    at = 0
    for first, last in _runs(near.tolist()):
        after = at + last + 1 - first
        part = rows[at:after]
        labels = best_labels(part, transitions)
        if any(labels):
            yield from _spans(tokens, first, part, labels, kind)
        at = after


def _runs(places: list[int]) -> Iterator[tuple[int, int]]:
    """First and last of every unbroken run."""
    if not places:
        return
    first = before = places[0]
    for place in places[1:]:
        if place != before + 1:
            yield first, before
            first = place
        before = place
    yield first, before


def _spans(tokens: Tokens, first: int, rows: list[list[float]], labels: list[int], kind: MentionType) -> Iterator[Tag]:
    begin = -1
    for at, label in enumerate(labels):
        name = LABELS[label]
        if name in "BS":
            begin = at
        if name in "ES" and begin >= 0:
            gain = sum(rows[i][labels[i]] - rows[i][0] for i in range(begin, at + 1)) / (at + 1 - begin)
            span = Span(tokens.starts[first + begin], tokens.ends[first + at])
            yield Tag(span, kind, round(1 / (1 + exp(-min(gain, 30.0))), 4))
            begin = -1
