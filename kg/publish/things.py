"""The nodes of a network: what claims speak of, each once, under the identifier that other people's tables use."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from kg.graph.claims import mechanism_iri
from kg.graph.terms import alteration_node, content_key, curie_iri, has_iri, ungrounded_iri
from kg.model import Curie
from kg.publish.biolink import Category, category, node_identifier
from kg.publish.cells import cell
from kg.publish.identifiers import own_curie, public_curie, taxon_of
from kg.vocab import ALTERATION, UNGROUNDED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.model import Argument, Concept
    from kg.scheme import Mechanism

Role = Literal["therapy", "factor", "disease", "step", "mechanism", "part"]
VARIANT: Final = "variant"  # the kind of a node that is a particular alteration
_REGIMEN_PARTS: Final = frozenset(("chemical", "treatment"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A thing: ``ids`` are its other identifiers, ``claims`` how many claims name it in any role.

    ``parts`` are the nodes of which a regimen consists, and the gene of an alteration; ``also`` are the other classes
    of words that stand for things of several kinds.
    """

    id: str
    iri: str
    name: str
    kind: str
    category: Category
    ids: tuple[str, ...] = ()
    taxon: str = ""
    description: str = ""
    parts: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    claims: int = 0


class Things:
    """Collects nodes; memory grows with the number of different things."""

    def __init__(self, scheme: Mapping[str, Mechanism]) -> None:
        self._scheme = scheme
        self._nodes: dict[str, Node] = {}
        self._roles: dict[str, set[Role]] = {}
        self._claims: Counter[str] = Counter()

    def __getitem__(self, identifier: str) -> Node:
        """A node as it was added first."""
        return self._nodes[identifier]

    def add(self, argument: Argument, role: Role) -> str:
        """The identifier of an argument's node, and a claim more for it."""
        made = nodes_of(argument)
        for node in made[1:]:
            self._count(node, "part", 0)
        return self._count(made[0], role, 1)

    def add_mechanism(self, slug: str) -> str:
        """The identifier of a mechanism's node, with all above it, and a claim more for it."""
        above = self.parent(slug)
        while above:
            self._count(self._mechanism(above), "mechanism", 0)
            above = self.parent(above)
        return self._count(self._mechanism(slug), "mechanism", 1)

    def _mechanism(self, slug: str) -> Node:
        return self._nodes.get(mechanism_id(slug)) or mechanism_node(slug, self._scheme.get(slug))

    def parent(self, slug: str) -> str | None:
        """The mechanism above."""
        known = self._scheme.get(slug)
        return known.parent if known else None

    def __iter__(self) -> Iterator[Node]:
        """Every node in the order of its identifier."""
        for identifier in sorted(self._nodes):
            roles = tuple(sorted(self._roles[identifier]))
            yield replace(self._nodes[identifier], roles=roles, claims=self._claims[identifier])

    def _count(self, node: Node, role: Role, claims: int) -> str:
        known = self._nodes.setdefault(node.id, node)
        if known.ids != node.ids:  # two of our things share their identifier in other people's tables
            known = self._nodes[node.id] = replace(known, ids=tuple(dict.fromkeys((*known.ids, *node.ids))))
        if node.category.name not in (known.category.name, *known.also):
            self._nodes[node.id] = replace(known, also=(*known.also, node.category.name))
        self._roles.setdefault(node.id, set()).add(role)
        self._claims[node.id] += claims
        return node.id


def nodes_of(argument: Argument) -> tuple[Node, ...]:
    """The node of an argument; of several things given together a node for the whole, then one for each.

    A particular alteration is followed by its gene.
    """
    if not argument.concepts:
        return (_ungrounded(argument),)
    if argument.alteration:
        return _variant(argument)
    if len(argument.concepts) == 1:
        return (_node(argument.concepts[0], argument.kind),)
    parts = tuple(_node(concept, concept.kind) for concept in argument.concepts)
    return (_whole(parts), *parts)


def identifier_of(argument: Argument) -> str:
    """The identifier of an argument's node."""
    return nodes_of(argument)[0].id


@lru_cache(maxsize=100_000)
def _node(concept: Concept, kind: str) -> Node:
    chosen = node_identifier(kind, concept.ids)
    own = public_curie(chosen)
    return Node(
        id=own,
        iri=curie_iri(chosen).value if has_iri(chosen) else "",
        name=cell(concept.label) or own,
        kind=concept.kind,
        category=category(kind, chosen.prefix)[0],
        ids=tuple(i for i in dict.fromkeys(map(public_curie, concept.ids)) if i != own),
        taxon=next((t for i in concept.ids if (t := taxon_of(i))), "") if concept.kind in ("gene", "rna") else "",
    )


def _ungrounded(argument: Argument) -> Node:
    iri = ungrounded_iri(argument.text).value
    return Node(
        id=own_curie("ungrounded", iri.removeprefix(UNGROUNDED)),
        iri=iri,
        name=cell(argument.text) or "(no words)",
        kind=argument.kind,
        category=category(argument.kind, "")[0],
    )


def _variant(argument: Argument) -> tuple[Node, ...]:
    gene, iri = _node(argument.concepts[0], "gene"), alteration_node(argument)
    own = iri.value if iri else ""
    variant = Node(
        id=own_curie("alteration", own.removeprefix(ALTERATION)),
        iri=own,
        name=cell(argument.label),
        kind=VARIANT,
        category=category(VARIANT, "")[0],
        taxon=gene.taxon,
        parts=(gene.id,),
    )
    return variant, gene


def _whole(parts: tuple[Node, ...]) -> Node:
    groups = {part.category.group for part in parts}
    kind = "regimen" if groups == {"chemical"} else "mixed regimen" if groups & _REGIMEN_PARTS else "several"
    ids = sorted({part.id for part in parts})
    return Node(
        id=own_curie("regimen", content_key(*ids)),
        iri="",
        name=" + ".join(sorted({part.name for part in parts})),
        kind=kind,
        category=category(kind, "")[0],
        parts=tuple(ids),
    )


def mechanism_id(slug: str) -> str:
    """The identifier of a mechanism's node."""
    return public_curie(Curie("rkm", slug))


def mechanism_node(slug: str, mechanism: Mechanism | None) -> Node:
    """A mechanism of the scheme; the slug alone where the scheme lacks it."""
    return Node(
        id=mechanism_id(slug),
        iri=mechanism_iri(slug).value,
        name=mechanism.label if mechanism else slug,
        kind="mechanism",
        category=category("mechanism", "")[0],
        ids=tuple(public_curie(same.id) for same in mechanism.exact) if mechanism else (),
        description=cell(mechanism.definition) if mechanism else "",
    )
