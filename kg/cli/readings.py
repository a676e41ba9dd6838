"""What `kg ground` tells of a name: each reading with its reasons, for people and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kg.aligned import shipped_around
from kg.annotation import mention_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.aligned import Partner
    from kg.ground import Explanation
    from kg.ground.explain import Reading
    from kg.ground.judge import Option
    from kg.model import Concept, Grounding

_SPECIES: Final = {9606: "human", 10090: "mouse", 10116: "rat"}


def told_briefly(reading: Reading) -> Iterator[str]:
    """A line of identifiers and a line of reasons."""
    concept = reading.option.concept
    same = "".join(f"{' ' if n else '  = '}{i}" for n, i in enumerate(concept.same_as))
    beside = [p for p in _partners(concept) if p.id not in concept.same_as]
    more = "".join(f"{', ' if n else '  also '}{p.id} ({_relation(p)})" for n, p in enumerate(beside))
    yield f"{_head(reading.option)}{same}{more}"
    yield f"      {reading.option.why}"


def told(reading: Reading) -> Iterator[str]:
    """A reading with what spoke for and against it, a line each, and everything that it is linked to."""
    concept = reading.option.concept
    yield _head(reading.option)
    rows = [("for", reason) for reason in reading.speaks_for]
    rows += [("against", reason) for reason in reading.against]
    rows += [
        ("same as", " ".join(map(str, concept.same_as))),
        ("close to", " ".join(map(str, concept.close))),
        ("aligned", ", ".join(f"{p.id} {p.label} ({_relation(p)} {p.confidence:.2f})" for p in _partners(concept))),
        ("under", " ".join(map(str, reading.broader))),
        (
            "orthologue",
            ", ".join(f"{other.id} {other.label} ({_species(taxon)})" for other, taxon in reading.orthologues),
        ),
    ]
    for name, value in rows:
        if value:
            yield f"      {name:11}{value}"


def told_inside(grounding: Grounding) -> str:
    """A line of what stands inside a name that no vocabulary has."""
    concept = grounding.concept
    return f"inside  {grounding.mention.text!r}: {grounding.score:.2f}  {concept.id}  {concept.label}  [{concept.kind}]"


def explained(answer: Explanation) -> dict[str, Any]:
    """An explanation as a JSON-able object."""
    return {
        "name": answer.name,
        "answer": str(answer.answer.concept.id) if answer.answer else None,
        "reason": answer.reason,
        "candidates": [_row(reading) for reading in answer.readings],
        "inside": [mention_row(grounding) for grounding in answer.inside],
    }


def _row(reading: Reading) -> dict[str, Any]:
    option, concept = reading.option, reading.option.concept
    return {
        "id": str(concept.id),
        "label": concept.label,
        "kind": concept.kind,
        "type": option.type,
        "score": option.score,
        "name": option.name,
        "source": option.source,
        "for": list(reading.speaks_for),
        "against": list(reading.against),
        "same_as": [str(i) for i in concept.same_as],
        "close": [str(i) for i in concept.close],
        "aligned": [
            {
                "id": str(p.id),
                "label": p.label,
                "relation": _relation(p),
                "confidence": p.confidence,
                "justification": p.justification,
            }
            for p in _partners(concept)
        ],
        "broader": [str(i) for i in reading.broader],
        "orthologues": [
            {"id": str(other.id), "label": other.label, "taxon": taxon} for other, taxon in reading.orthologues
        ],
    }


def _partners(concept: Concept) -> tuple[Partner, ...]:
    return shipped_around(concept.id)


def _relation(partner: Partner) -> str:
    """``exact``, ``close``, ``broad`` (the partner is wider) …"""
    return partner.predicate.removeprefix("skos:").removesuffix("Match")


def _head(option: Option) -> str:
    concept = option.concept
    return f"{option.score:.2f}  {concept.id}  {concept.label}  [{concept.kind}]"


def _species(taxon: int) -> str:
    return _SPECIES.get(taxon, f"taxon {taxon}")
