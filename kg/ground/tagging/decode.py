"""The best rows of labels for rows of tokens: Viterbi's search over outside, begin, inside, end, single (pure).

Many rows are searched in step, token by token, on arrays; what one row's labels are does not depend on the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_OUT, _BEGIN, _IN, _END, _SINGLE = range(5)
_CLOSED: Final = np.array((_OUT, _END, _SINGLE))  # what may stand before outside, begin, single
_OPEN: Final = np.array((_BEGIN, _IN))  # what may stand before inside, end
_AFTER_CLOSED: Final = np.array((_OUT, _BEGIN, _SINGLE))
_AFTER_OPEN: Final = np.array((_IN, _END))


def best_labels(
    scores: NDArray[np.float64], lengths: NDArray[np.intp], transitions: NDArray[np.float64]
) -> NDArray[np.intp]:
    """The labels (n,) with the highest sum of scores and transitions, row by row.

    ``scores`` (n, 5): the tokens of all rows, one row after the other; ``lengths`` (rows,), each at least 1;
    ``transitions`` (rows, 5, 5): from label to label.  ``outside`` stands before and after a row; a mention begins
    after outside, end or single, and goes on after begin or inside.  Of equal labels the earlier named one is taken.
    """
    order = np.argsort(-lengths, kind="stable")
    firsts = (np.cumsum(lengths) - lengths)[order]
    lengths = lengths[order]
    steps = int(lengths[0]) if len(lengths) else 0
    # rows that are as long as this step, for every step
    counts = np.searchsorted(-lengths, -np.arange(1, steps + 1), side="right").tolist()
    before, last = _forwards(scores, firsts, lengths, transitions[order], counts)
    labels = np.zeros(len(scores), dtype=np.intp)
    label = np.zeros(len(lengths), dtype=np.intp)
    reached = 0
    for step in range(steps - 1, -1, -1):
        count = counts[step]
        if reached:
            label[:reached] = before[step + 1][np.arange(reached), label[:reached]]
        label[reached:count] = last[reached:count]
        labels[firsts[:count] + step] = label[:count]
        reached = count
    return labels


def _forwards(
    scores: NDArray[np.float64],
    firsts: NDArray[np.intp],
    lengths: NDArray[np.intp],
    transitions: NDArray[np.float64],
    counts: list[int],
) -> tuple[list[NDArray[np.intp]], NDArray[np.intp]]:
    """For every step the best label before each label (rows, 5), and every row's best last label."""
    closed = transitions[:, _CLOSED][:, :, _AFTER_CLOSED]
    opened = transitions[:, _OPEN][:, :, _AFTER_OPEN]
    leaving = transitions[:, _CLOSED, _OUT]
    reached = np.full((len(lengths), 5), -np.inf)
    reached[:, _OUT] = 0.0
    last = np.zeros(len(lengths), dtype=np.intp)
    before: list[NDArray[np.intp]] = []
    for step, count in enumerate(counts):
        ends = reached[:count, _CLOSED, None] + closed[:count]
        goes_on = reached[:count, _OPEN, None] + opened[:count]
        came = np.empty((count, 5), dtype=np.intp)
        came[:, _AFTER_CLOSED] = _CLOSED[ends.argmax(axis=1)]
        came[:, _AFTER_OPEN] = _OPEN[goes_on.argmax(axis=1)]
        now = scores[firsts[:count] + step]
        now[:, _AFTER_CLOSED] += ends.max(axis=1)
        now[:, _AFTER_OPEN] += goes_on.max(axis=1)
        before.append(came)
        reached = now
        over = counts[step + 1] if step + 1 < len(counts) else 0
        last[over:count] = _CLOSED[(now[over:, _CLOSED] + leaving[over:count]).argmax(axis=1)]
    return before, last
