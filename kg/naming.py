"""Which node of the graph somebody means who types a name: `sorafenib`, `Nexavar`, `CHEBI:50924`, `HGNC:3942`.

The graph is asked first, for its labels, other names and identifiers; what it does not know is read by the grounder.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from kg.aligned import shipped_around
from kg.errors import QueryError
from kg.graph import by_identifier, by_name, compact_name, identifier_node, parameter_term
from kg.model import Curie
from kg.vocab import CLAIM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kg.graph import Answer, Node, Term
    from kg.ground.grounder import Grounder
    from kg.model import Concept

    Thing = tuple[str, str]  # IRI and label

_SAME: Final = "skos:exactMatch"
_MOST_SHOWN: Final = 8
_LEAST_SCORE: Final = 0.3  # of a reading that is told of; below it, it is noise
_WRITTEN: Final = frozenset({"word", "mechanism", "document"})  # what only the graph itself can name
_REMEDIES: Final = {
    "word": "write it as `kg query show` tells for the query",
    "mechanism": "`kg query mechanism-counts` lists the mechanisms",
    "document": "write it like PMID:27433843; `kg query documents` lists the papers",
}
_SILENT: Final = "of which the graph says nothing in this place"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What was taken for a parameter's value; ``told`` says so to the user where it is not what he typed."""

    term: Term
    told: str = ""


class Names:
    """Names and identifiers to terms; ``put`` asks the graph; vocabularies are opened where they are needed."""

    def __init__(
        self, put: Callable[[str], Answer], index: Path | None = None, notice: Callable[[str], None] | None = None
    ) -> None:
        self._put, self._index, self._notice = put, index, notice

    def resolve(self, name: str, kind: str, value: str) -> Named:
        """The term for a value of a parameter of some kind; raises QueryError if it is ambiguous or means nothing."""
        value = value.strip()
        if kind == "number" and not re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,3})?", value):
            raise QueryError(f"{name}={value}: give a number with at most three decimals")
        if kind == "claim" and re.fullmatch(r"[a-z2-7]{26}", value):
            value = CLAIM + value
        if kind in {"", "text", "number", "claim"}:
            return Named(term=parameter_term(name, value))
        node = _identifier(value)
        found = self._things(by_identifier(kind, [node]) if node else by_name(kind, value))
        if found:
            return _one(name, value, found)
        if kind in _WRITTEN:
            if node is None:
                raise QueryError(f"{name}={value}: the graph has no {kind} of this name; {_REMEDIES[kind]}")
            return Named(term=node, told=f"{name}={value}: {_SILENT}")
        return self._looked_up(name, kind, value, node)

    def _things(self, query: str) -> list[Thing]:
        """The things of the best rank: a label goes before another name, that before a name of a partner."""
        rows = [(int(rank), iri, label) for iri, label, rank in self._put(query).texts]
        best = min((rank for rank, _, _ in rows), default=0)
        return sorted({(iri, label) for rank, iri, label in rows if rank == best})

    def _looked_up(self, name: str, kind: str, value: str, node: Node | None) -> Named:
        """By the vocabularies: all identifiers of what they know under the name or identifier."""
        concepts = self._read(value)
        nodes = [n for concept in concepts for n in self._nodes(concept)]
        found = self._things(by_identifier(kind, nodes)) if nodes else []
        if found:
            return _one(name, value, found)
        if len(concepts) > 1:
            raise QueryError(f"{name}={value} may be {_listed(concepts)}; the graph says nothing of any in this place")
        if node is None and not nodes:
            word = max(value.split(), key=len)
            raise QueryError(
                f"{name}={value}: neither the graph nor a vocabulary knows this name; "
                f"`kg query find -p name={word}` looks for a part of a name"
            )
        return Named(term=node or nodes[0], told=f"{name}={value}: {_listed(concepts) or value}, {_SILENT}")

    def _read(self, value: str) -> list[Concept]:
        """What a name or identifier may be: the grounder's answer, else all readings worth telling of."""
        prefix, colon, local = value.partition(":")
        known = self._grounder.lexicon.concept(Curie(prefix, local)) if colon else None
        if known:
            return [known]
        answer = self._grounder.explain(value)
        options = [answer.answer] if answer.answer else [o for o in answer.options if o.score >= _LEAST_SCORE]
        return list({option.concept.id: option.concept for option in options}.values())

    @staticmethod
    def _nodes(concept: Concept) -> Iterator[Node]:
        for identifier in (
            concept.id,
            *concept.same_as,
            *(p.id for p in shipped_around(concept.id) if p.predicate == _SAME),
        ):
            node = identifier_node(str(identifier))
            if node:
                yield node

    @cached_property
    def _grounder(self) -> Grounder:
        from kg.annotation import open_lexicon, trained  # noqa: PLC0415 - a second, which most questions need not wait

        return trained(open_lexicon(self._index, self._notice))


def _identifier(value: str) -> Node | None:
    """The node of an identifier as people write it, a bare DOI or PMID among them."""
    if re.fullmatch(r"10\.[0-9]{4,9}/\S+", value):
        return identifier_node(f"DOI:{value}")
    return identifier_node(value)


def _one(name: str, value: str, found: list[Thing]) -> Named:
    if len(found) > 1:
        shown = ", ".join(f"{compact_name(iri)} ({label})" for iri, label in found[:_MOST_SHOWN])
        raise QueryError(f"{name}={value} may be {shown}; give one of these identifiers")
    iri, label = found[0]
    own = compact_name(iri)
    told = "" if value in {iri, own} else f"{name}={value}: {own} ({label})"
    return Named(term=parameter_term(name, iri), told=told)


def _listed(concepts: list[Concept]) -> str:
    return ", ".join(f"{concept.id} ({concept.label})" for concept in concepts[:_MOST_SHOWN])
