"""What grounding asks of a lexicon: any object with these methods will do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from kg.model import Concept, Curie, Scope


class CandidateLike(Protocol):
    """One reading of a string: a concept, the name as its source spells it, its scope and its source."""

    @property
    def concept(self) -> Concept:
        """The thing that is meant."""
        ...

    @property
    def name(self) -> str:
        """The name as the source spells it."""
        ...

    @property
    def scope(self) -> Scope:
        """How near the source says that the name is."""
        ...

    @property
    def source(self) -> str:
        """The vocabulary."""
        ...


class LexiconLike(Protocol):
    """The compiled vocabularies; keys are normal forms as ``kg.text.normal.normal_name`` makes them."""

    def prefixes(self, text: str, /) -> Sequence[str]:
        """The keys with which the normal text begins, shortest first."""
        ...

    def candidates(self, key: str, /) -> Sequence[CandidateLike]:
        """Every reading of a key."""
        ...

    def concept(self, curie: Curie, /) -> Concept | None:
        """The concept with this identifier, aligned and retired identifiers included."""
        ...

    def ancestors(self, curie: Curie, /) -> Sequence[Curie] | Set[Curie]:
        """Everything above a concept."""
        ...
