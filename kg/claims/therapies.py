"""Therapies as named: what can be one, lists of them, regimens, and the drugs that stand for a class."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.claims.cues import context_values
from kg.claims.items import ENTITY, Item
from kg.claims.unknown import is_unknown
from kg.model import Span
from kg.text.normal import normal_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import Grounding

_CLASS_NOUNS: Final = frozenset(("chemotherapy", "immunotherapy", "radiotherapy", "therapy", "treatment"))
_CLASS_HEADS: Final = frozenset(
    ("inhibitor", "agent", "drug", "antibody", "antibodie", "therapy", "therapie", "chemotherapy", "chemotherapeutic",
     "tki", "tkis", "inhibition", "blockade", "immunotherapy", "thiopurine", "taxane", "anthracycline", "antagonist",
     "antiestrogen", "antimetabolite", "compound")
)  # fmt: skip
_JOINS: Final = frozenset(("AND", "COMMA", "SLASH"))


class Therapy(NamedTuple):
    """One therapy as named; several groundings make one regimen."""

    text: str
    span: Span
    groundings: tuple[Grounding, ...]


@cache
def therapy_kinds() -> frozenset[str]:
    """Kinds of concept that can be a therapy."""
    return frozenset(phrase for phrase, value in context_values("therapy") if value == "kind")


def is_therapy(item: Item) -> bool:
    """Whether an entity can be what a tumour resists."""
    grounding = item.grounding
    if item.code != ENTITY or grounding is None or item.words + " " in _never():
        return False
    return is_therapy_grounding(grounding)


def is_therapy_grounding(grounding: Grounding) -> bool:
    """Whether what a grounding names can be what a tumour resists."""
    concept = grounding.concept
    if concept.kind not in therapy_kinds() or is_unknown(concept):
        return False
    return _normal_label(concept.label) not in _never()


@lru_cache(maxsize=10_000)
def _normal_label(label: str) -> str:
    return normal_name(label)


@cache
def _never() -> frozenset[str]:
    return frozenset(normal_name(phrase) for phrase, value in context_values("therapy") if value == "never")


def therapies_from(items: Sequence[Item], at: int) -> tuple[tuple[Therapy, ...], int]:
    """The list of therapies that starts at ``at`` and the position after it; ``plus`` makes a regimen of two."""
    found: list[Therapy] = []
    end = at
    while at < len(items) and is_therapy(items[at]):
        named_by_class = bool(found) and at == end and is_class(found[-1].text)
        therapy, at = _regimen(items, at)
        if named_by_class:  # "the ATR inhibitor berzosertib" is berzosertib
            found.pop()
        found.append(therapy)
        end = at
        while (
            at < len(items) and (items[at].code in _JOINS or items[at].words in {"to", "both", "the"}) and at - end < 3
        ):
            at += 1
    named, after = _named_in_parenthesis(items, end, found)
    return (named, after) if named else (tuple(found), end)


def is_class(name: str) -> bool:
    """Whether a therapy is a class by its last word, as "EGFR inhibitors" are."""
    return name.rsplit(maxsplit=1)[-1].lower().rstrip("s") in _CLASS_HEADS


def _named_in_parenthesis(items: Sequence[Item], at: int, found: Sequence[Therapy]) -> tuple[tuple[Therapy, ...], int]:
    """ "EGFR inhibitors (gefitinib or erlotinib)", "such as gefitinib": they stand for the class; (), 0 without."""
    if not found or at + 1 >= len(items) or not is_therapy(items[at + 1]) or not is_class(found[-1].text):
        return (), 0
    if items[at].code == "INCLUDE" and items[at].words in {"such as", "e.g.", "including"}:
        return therapies_from(items, at + 1)
    if items[at].code != "OPEN":
        return (), 0
    inside, end = therapies_from(items, at + 1)
    known = {g.concept.id for t in found for g in t.groundings}
    if (
        end >= len(items)
        or items[end].code != "CLOSE"
        or any(g.concept.id in known for t in inside for g in t.groundings)
    ):
        return (), 0
    return inside, end + 1


def _regimen(items: Sequence[Item], at: int) -> tuple[Therapy, int]:
    parts = [items[at]]
    end = _after_tail(items, at + 1)
    while end + 1 < len(items) and items[end].code == "PLUS" and is_therapy(items[end + 1]):
        parts.append(items[end + 1])
        end = _after_tail(items, end + 2)
    span = Span(parts[0].span.start, parts[-1].span.end)
    groundings = tuple(p.grounding for p in parts if p.grounding is not None)
    return Therapy(" plus ".join(g.mention.text for g in groundings), span, groundings), end


def _after_tail(items: Sequence[Item], at: int) -> int:
    """Behind "treatment" in "sorafenib treatment" and "chemotherapy" in "platinum chemotherapy"."""
    while at < len(items) and (items[at].code == "THERAPYTAIL" or items[at].words in _CLASS_NOUNS):
        at += 1
    return at
