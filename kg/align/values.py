"""What the room exchanges: terms, vocabularies, and what speaks for a pair."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from kg.model import Kind, Scope


class Term(NamedTuple):
    """One live concept of a vocabulary.  ``names`` leaves the label out; ``parents`` are those one step up.

    ``wholes`` are the things that it is said to be a part of.
    """

    id: str
    label: str
    names: tuple[tuple[str, Scope], ...] = ()
    parents: tuple[str, ...] = ()
    kind: Kind | None = None
    xrefs: tuple[str, ...] = ()
    disjoint: tuple[str, ...] = ()
    wholes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Live terms by identifier; ``retired`` is obsolete identifier to its successor, empty where there is none.

    ``unreplaced`` are the obsolete ones that have none, with the label that they had.  ``prefixes`` is prefix to the
    beginning of the IRIs.
    """

    name: str
    version: str = ""
    licence: str = ""
    terms: dict[str, Term] = field(repr=False)
    retired: dict[str, str] = field(default_factory=dict, repr=False)
    unreplaced: dict[str, Term] = field(default_factory=dict, repr=False)
    prefixes: dict[str, str] = field(default_factory=dict)


class Scored(NamedTuple):
    """A pair with its probability of being the same thing, and what the model saw (feature to value)."""

    subject: str
    object: str
    probability: float
    features: dict[str, float]
