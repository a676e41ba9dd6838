"""Places of a text with what they may mean, and which of them stand when they overlap (pure)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.ground.decide import Decision
    from kg.model import MentionType, Span


class Place(NamedTuple):
    """A decision at a span; ``note`` says what the document defined, ``type`` what the tagger saw or the text says."""

    span: Span
    decision: Decision
    note: str = ""
    type: MentionType | None = None


def longest_first(places: Sequence[Place]) -> list[Place]:
    """Places that do not overlap, in text order: the longer wins, then what is defined, then the earlier."""
    taken: list[Place] = []
    ordered = sorted(places, key=lambda p: p.span.start)
    for place in ordered:
        if taken and place.span.start < taken[-1].span.end:
            if _length(place) > _length(taken[-1]):
                taken[-1] = place
            continue
        taken.append(place)
    return taken


def _length(place: Place) -> tuple[int, bool]:
    return place.span.end - place.span.start, bool(place.note)


def longest_spans(found: Sequence[tuple[Span, str]]) -> list[tuple[Span, str]]:
    """Spans in text order of which none overlaps another; the longer wins, then the earlier."""
    taken: list[tuple[Span, str]] = []
    for span, mark in found:
        if taken and span.start < taken[-1][0].end:
            if span.end - span.start > taken[-1][0].end - taken[-1][0].start:
                taken[-1] = span, mark
            continue
        taken.append((span, mark))
    return taken
