"""Our words in the Biolink Model; the tables ``biolink_*.tsv`` beside this module say which is which and why."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kg.publish.tables import fits, table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Claim, Curie


@dataclass(frozen=True, slots=True)
class Category:
    """A class of the model, and what predicates count it among."""

    name: str
    group: str


@dataclass(frozen=True, slots=True)
class State:
    """Qualifiers of the subject; empty where the model has none for the case."""

    form: str
    aspect: str
    direction: str


@cache
def category(kind: str, prefix: str) -> tuple[Category, bool]:
    """The class of a thing of this kind, and whether the model declares the identifier's prefix for it."""
    rows = table("biolink_categories.tsv")
    own = [row for row in rows if row["kind"] == kind] or [row for row in rows if row["kind"] == "other"]
    row = next(r for r in own if r["prefix"] in (prefix, "*"))
    return Category(row["category"], row["group"]), row["prefix"] != "*"


def node_identifier(kind: str, identifiers: Iterable[Curie]) -> Curie:
    """The first identifier with a prefix that the model declares for the class, else the first."""
    ids = tuple(identifiers)
    return next((i for i in ids if category(kind, i.prefix)[1]), ids[0])


@cache
def predicate(relation: str, word: str, subject: str, object_: str) -> str:
    """The predicate (of ``response`` the kind of response) between things of two groups; empty where there is none."""
    for row in table("biolink_predicates.tsv"):
        asked = ((row["word"], word), (row["subject"], subject), (row["object"], object_))
        if row["relation"] == relation and all(fits(cell, it) for cell, it in asked):
            return row["predicate"].removeprefix("-")
    return ""


@cache
def level(relation: str, ground: str) -> tuple[str, str]:
    """Knowledge level and agent type of a link on such ground."""
    row = next(r for r in table("biolink_levels.tsv") if r["relation"] == relation and fits(r["ground"], ground))
    return row["knowledge_level"], row["agent_type"]


def state(claim: Claim) -> State:
    """How the model says the state of the factor."""
    return _state("variant" if claim.factor.alteration else claim.factor.kind, claim.factor_state)


@cache
def _state(kind: str, word: str) -> State:
    rows = table("biolink_states.tsv")
    row = next(r for r in rows if fits(r["kind"], kind) and r["state"] == word)
    return State(*(row[name].removeprefix("-") for name in ("form", "aspect", "direction")))
