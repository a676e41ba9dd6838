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

    def is_key(self, text: str, /) -> bool:
        """Whether this normal text is a key."""
        ...

    def reach(self, text: str, /) -> int:
        """How many first characters of a normal text some key begins with."""
        ...

    @property
    def pair_filter(self) -> memoryview | bytes:
        """Bits, a power of two of them, set where a key begins with two words of that hash; empty: nothing is known.

        The hash is the CRC-32 of both words, each with a space after it.
        """
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

    def close_matches(self, curie: Curie, /) -> Sequence[Curie]:
        """Identifiers of nearly the same thing in other vocabularies."""
        ...

    def heading(self, curie: Curie, /) -> str:
        """What the vocabulary itself calls a concept, where that is an inverted heading and its label is not."""
        ...

    def parents(self, curie: Curie, /) -> Sequence[Curie]:
        """The concepts one step up."""
        ...

    def species(self, curie: Curie, /) -> int | None:
        """The NCBI taxon of a gene."""
        ...

    def orthologues(self, curie: Curie, /) -> Sequence[Curie]:
        """The genes of other species that correspond to a gene."""
        ...

    def candidates_of_species(self, key: str, taxon: int, /) -> Sequence[CandidateLike]:
        """The readings of a key that are genes of a species."""
        ...
