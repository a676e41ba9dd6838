"""A verdict without the annotation that it is about, and how things are named in its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from kg.model import Annotation, Concept, Span

Verdict = Literal[
    "confirmed",
    "wrong species",
    "wrong concept",
    "fragment",
    "composite",
    "wrong level",
    "wrong type",
    "unknown",
]


class Finding(NamedTuple):
    """A verdict, our own answer (None: we have none) and the reason; ``parts`` as in ``Audited``."""

    verdict: Verdict
    answer: Concept | None
    reason: str
    parts: tuple[tuple[Span, Concept], ...] = ()


def named(concept: Concept) -> str:
    """'label (identifier)'."""
    return f"{concept.label} ({concept.id})"


def curies(annotation: Annotation) -> str:
    """The identifiers that a page gives."""
    return ", ".join(map(str, annotation.ids))
