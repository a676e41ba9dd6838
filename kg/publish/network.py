"""A build as a plain network: things as nodes, claims and what follows from them as links.

A claim is one link from factor to therapy.  Beside them stand links that several claims share: factor to mechanism,
mechanism to the therapy that fails by it, therapy to disease, regimen to its parts, particular alteration to its gene,
mechanism to the one above it.  Nodes and shared links are gathered in one pass over the claims, the claims' own links
are read in another.
"""

from __future__ import annotations

from array import array
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from kg.data import data_directory
from kg.graph.terms import content_key
from kg.publish.build import claims, open_papers
from kg.publish.identifiers import own_curie
from kg.publish.things import VARIANT, Things, identifier_of, mechanism_id
from kg.scheme import Scheme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Claim
    from kg.publish.build import Papers
    from kg.publish.exporters import Source
    from kg.publish.things import Node

Relation = Literal["claim", "mechanism", "resistance", "context", "part", "alteration", "broader"]
Ground = Literal["asserted", "hedged", "entailed"]  # best of what a link rests on, in this order
_GROUNDS: tuple[Ground, ...] = ("asserted", "hedged", "entailed")


@dataclass(frozen=True, slots=True)
class ClaimLink:
    """A claim as a link; ``denied``: all its evidence says that it is not so."""

    id: str
    claim: Claim
    subject: Node
    object: Node
    disease: Node | None
    denied: bool
    papers: tuple[int, ...]  # those that say what the link says, with its denial
    against: tuple[int, ...]  # those that say the contrary


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedLink:
    """What several claims have in common; ``belief`` is the highest of theirs."""

    id: str
    relation: Relation
    subject: Node
    object: Node
    ground: Ground
    claims: int
    belief: float
    papers: tuple[int, ...]


@dataclass(slots=True)
class _Gathered:
    """A shared link in the making."""

    ground: int
    claims: int = 0
    belief: float = 0.0
    papers: array[int] = field(default_factory=lambda: array("I"))


class Network:
    """The network of a build; memory grows with the things and with the papers behind shared links."""

    def __init__(self, source: Source, papers: Papers) -> None:
        self.papers = papers
        self._source = source
        self._scheme = Scheme.from_file(data_directory("ontologies") / "mechanisms.tsv").by_slug
        self._shared: dict[tuple[Relation, str, str], _Gathered] = {}
        self.things = Things(self._scheme)
        self._claims = 0
        for claim in claims(source):
            self._claims += 1
            self._gather(claim)

    def size(self) -> int:
        """How many links there are."""
        return self._claims + len(self._shared)

    def claim_links(self) -> Iterator[ClaimLink]:
        """A link for each claim, in the order of the claims."""
        for claim in claims(self._source):
            denied = is_denied(claim)
            for_it = {e.document for e in claim.evidence if denied or e.stance != "negated"}
            against = {e.document for e in claim.evidence} - for_it
            yield ClaimLink(
                own_curie("claim", claim.key),
                claim,
                self.things[identifier_of(claim.factor)],
                self.things[identifier_of(claim.therapy)],
                self.things[identifier_of(claim.disease)] if claim.disease else None,
                denied,
                self._numbers(for_it),
                self._numbers(against),
            )

    def shared_links(self) -> Iterator[SharedLink]:
        """The links that claims share, in order of relation, subject and object."""
        for (relation, subject, object_), found in sorted(self._shared.items(), key=lambda item: item[0]):
            yield SharedLink(
                id=own_curie("link", content_key(relation, subject, object_)),
                relation=relation,
                subject=self.things[subject],
                object=self.things[object_],
                ground=_GROUNDS[found.ground],
                claims=found.claims,
                belief=found.belief,
                papers=tuple(sorted(set(found.papers))),
            )

    def _numbers(self, documents: set[str]) -> tuple[int, ...]:
        return tuple(sorted(self.papers.number(document) for document in documents))

    def _gather(self, claim: Claim) -> None:
        factor, therapy = self.things.add(claim.factor, "factor"), self.things.add(claim.therapy, "therapy")
        for step in claim.via:
            self.things.add(step, "step")
        for part in self.things[therapy].parts:
            self._link("part", therapy, part, claim, 0)
        relation: Relation = "alteration" if self.things[factor].kind == VARIANT else "part"
        for part in self.things[factor].parts:
            self._link(relation, factor, part, claim, 0)
        if claim.disease:
            disease = self.things.add(claim.disease, "disease")
            self._link("context", therapy, disease, claim, 0 if claim.disease_basis == "stated" else 1)
        for slug, basis in claim.mechanisms:
            self._gather_mechanism(claim, slug, entailed=basis == "entailed")

    def _gather_mechanism(self, claim: Claim, slug: str, *, entailed: bool) -> None:
        mechanism = self.things.add_mechanism(slug)
        if not is_denied(claim):
            ground = 2 if entailed else 0 if is_asserted(claim) else 1
            self._link("mechanism", identifier_of(claim.factor), mechanism, claim, ground)
        if claim.direct and claim.net == "promotes" and len(claim.therapy.concepts) < 2:
            self._link("resistance", mechanism, identifier_of(claim.therapy), claim, 2 if entailed else 0)
        while above := self.things.parent(slug):
            self._link("broader", mechanism_id(slug), mechanism_id(above), claim, 0)
            slug = above

    def _link(self, relation: Relation, subject: str, object_: str, claim: Claim, ground: int) -> None:
        found = self._shared.setdefault((relation, subject, object_), _Gathered(ground))
        if relation in ("part", "alteration", "broader"):
            return
        found.ground = min(found.ground, ground)
        found.claims += 1
        found.belief = max(found.belief, claim.belief)
        said = (e for e in claim.evidence if e.stance != "negated" or relation == "context")
        found.papers.extend(self._numbers({e.document for e in said}))


@contextmanager
def open_network(source: Source) -> Iterator[Network]:
    """The network of a build, while the block runs."""
    with open_papers(source) as papers:
        yield Network(source, papers)


def is_denied(claim: Claim) -> bool:
    """Whether every sentence says that it is not so."""
    return all(e.stance == "negated" for e in claim.evidence)


def is_asserted(claim: Claim) -> bool:
    """Whether a sentence says it without a hedge."""
    return any(e.stance == "asserted" for e in claim.evidence)
