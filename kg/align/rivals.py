"""How a pair stands among the other pairs of its ends: the likeliest partner, or one of many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_NONE: Final = 0.01  # probability below which a rival is none


class Rivals:
    """Compares pairs with their rivals, given what the names alone say of each pair."""

    def __init__(self, by_name: Mapping[tuple[str, str], float]) -> None:
        self._by_name = by_name
        self._best: tuple[dict[str, list[float]], dict[str, list[float]]] = ({}, {})
        for pair, probability in by_name.items():
            for known, end in zip(self._best, pair, strict=True):
                best = known.setdefault(end, [0.0, 0.0])
                if probability > best[0]:
                    best[:] = [probability, best[0]]
                elif probability > best[1]:
                    best[1] = probability

    def __call__(self, subject: str, thing: str) -> dict[str, float]:
        """The features of a pair: the strongest rival of either end, and whether the pair is the best of both."""
        own = self._by_name[subject, thing]
        first, second = (
            self._strongest(known[end], own) for known, end in zip(self._best, (subject, thing), strict=True)
        )
        stronger, weaker = max(first, second), min(first, second)
        found = {"a rival": stronger, "rivals of both": weaker}
        if own > stronger:
            found["the best of both ends"] = 1.0
        if stronger < _NONE:
            found["no rival"] = 1.0
        if max(first, second) > own:
            found["a better rival"] = stronger - own
        return found

    @staticmethod
    def _strongest(best: list[float], own: float) -> float:
        return best[1] if own >= best[0] else best[0]
