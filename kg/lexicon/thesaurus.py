"""What the vocabularies say around the entities of a graph: the wider things above them, and their headings."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.errors import RuleError
from kg.model import Concept, Curie

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.lexicon.index import Lexicon
    from kg.model import Claim

_TOPS: Final = Path(__file__).with_name("tops.tsv")


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """``broader``: the things one step above an entity and above those; ``headings``: what an entity is filed under.

    A heading stands here only if it is not the label.
    """

    broader: Mapping[Curie, tuple[Concept, ...]] = field(default_factory=dict)
    headings: Mapping[Curie, str] = field(default_factory=dict)

    @classmethod
    def around(cls, claims: Iterable[Claim], lexicon: Lexicon) -> Thesaurus:
        """What the lexicon says of the claims' entities; diseases and therapies stand in a hierarchy."""
        concepts: dict[Concept, None] = {}
        classified: dict[Concept, None] = {}
        for claim in claims:
            concepts.update(dict.fromkeys(_concepts(claim)))
            classified.update(dict.fromkeys(claim.therapy.concepts))
        classified.update(dict.fromkeys(c for c in concepts if c.kind == "disease"))
        broader = _hierarchy(classified, lexicon)
        above = (one for some in broader.values() for one in some)
        named = ((c.id, lexicon.heading(c.id)) for c in (*concepts, *above))
        return cls(broader, {identifier: heading for identifier, heading in named if heading})


def _concepts(claim: Claim) -> Iterator[Concept]:
    for argument in (claim.therapy, claim.factor, claim.disease, *claim.via):
        yield from argument.concepts if argument else ()


def _hierarchy(concepts: Iterable[Concept], lexicon: Lexicon) -> dict[Curie, tuple[Concept, ...]]:
    """Every step from the concepts upwards, to things of the same kind, as far as the tops."""
    found: dict[Curie, tuple[Concept, ...]] = {}
    waiting = list(concepts)
    while waiting:
        below = waiting.pop()
        if below.id in found or below.id in tops():
            continue
        above = (lexicon.concept(parent) for parent in lexicon.parents(below.id))
        steps = {a.id: a for a in above if a and a.kind == below.kind and a.id not in tops() and a.id != below.id}
        found[below.id] = tuple(steps.values())
        waiting += steps.values()
    return found


@cache
def tops() -> frozenset[Curie]:
    """The things too wide to ask for; raises RuleError on a malformed line of tops.tsv."""
    found = set()
    for number, line in enumerate(_TOPS.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("#"):
            continue
        identifier, tab, label = line.partition("\t")
        if not (tab and label and ":" in identifier):
            raise RuleError(str(_TOPS), number, "needs an identifier and a label")
        found.add(Curie.from_string(identifier))
    return frozenset(found)
