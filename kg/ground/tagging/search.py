"""Mentions among scores: stretches that might hold one, their best labels, and what these begin and end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from kg.ground.tagging.decode import best_labels
from kg.ground.tagging.weights import LABELS

if TYPE_CHECKING:
    from numpy.typing import NDArray

_NEAR: Final = 1.5  # a label that lies further behind 'outside' than this is not looked at
_BEFORE: Final = {"B": "OES", "I": "BI", "E": "BI", "S": "OES"}  # what may stand before a label of a mention
_SUREST: Final = 30.0


class Found(NamedTuple):
    """The mentions of all types, (n,) each: number of the type, first and last row, and a score from 0 to 1."""

    types: NDArray[np.intp]
    firsts: NDArray[np.intp]
    lasts: NDArray[np.intp]
    scores: NDArray[np.float64]


class Search:
    """Finds mentions; ``transitions`` (types, 5, 5): what going from label to label adds."""

    __slots__ = ("_most", "_transitions")

    def __init__(self, transitions: NDArray[np.float32]) -> None:
        self._transitions = transitions.astype(np.float64)
        self._most = np.array([[_most_gained(table, label) for label in LABELS[1:]] for table in self._transitions])

    def __call__(self, scores: NDArray[np.float32], inside: NDArray[np.bool_]) -> Found:
        """The mentions in ``scores`` (n, types * 5); ``inside`` (n,) tells rows of documents, and the last is none."""
        count = len(scores)
        by_type = scores.reshape(count, -1, len(LABELS))
        gains = by_type[:, :, 1:] - by_type[:, :, :1]
        near = np.flatnonzero(((gains.max(axis=2) > -_NEAR) & inside[:, None]).T)
        types, rows = near // count, near % count
        firsts = np.flatnonzero(np.diff(near, prepend=-2) != 1)
        lengths = np.diff(firsts, append=len(near))
        # no mention pays where not even the best label of every token does
        hopes = np.maximum((gains[rows, types] + self._most[types]).max(axis=1), 0.0)
        hopeful = np.add.reduceat(hopes, firsts) > 0 if len(firsts) else np.zeros(0, dtype=np.bool_)
        chosen = np.repeat(hopeful, lengths)
        types, rows = types[chosen], rows[chosen]
        lengths = lengths[hopeful]
        kinds = types[np.cumsum(lengths) - lengths]
        tokens = by_type[rows, types].astype(np.float64)
        return _mentions(best_labels(tokens, lengths, self._transitions[kinds]), tokens, types, rows)


def _most_gained(transitions: NDArray[np.float64], label: str) -> float:
    """The most that transitions into a label, and out of a mention after it, can gain over staying outside."""
    at, outside = LABELS.index(label), float(transitions[0, 0])
    into = max(float(transitions[LABELS.index(before), at]) for before in _BEFORE[label]) - outside
    leaving = float(transitions[at, 0]) - outside if label in "ES" else 0.0
    return into + max(leaving, 0.0)


def _mentions(
    labels: NDArray[np.intp], tokens: NDArray[np.float64], types: NDArray[np.intp], rows: NDArray[np.intp]
) -> Found:
    """What begins with begin or single and ends with end or single, with how far it is ahead of no mention."""
    begins = np.flatnonzero((labels == LABELS.index("B")) | (labels == LABELS.index("S")))
    ends = np.flatnonzero((labels == LABELS.index("E")) | (labels == LABELS.index("S")))
    gained = tokens[np.arange(len(labels)), labels] - tokens[:, 0]
    borders = np.stack([begins, ends + 1], axis=1).ravel()
    sums = np.add.reduceat(np.append(gained, 0.0), borders)[::2] if len(borders) else np.zeros(0)
    mean = np.minimum(sums / (ends + 1 - begins), _SUREST)
    return Found(types[begins], rows[begins], rows[ends], np.round(1 / (1 + np.exp(-mean)), 4))
