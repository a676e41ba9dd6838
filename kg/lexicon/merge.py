"""Records of many vocabularies become nodes with names: what the index is packed from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.lexicon.align import close_matches, matching_ids
from kg.lexicon.alignment import Alignment, Records
from kg.lexicon.headings import natural_order
from kg.lexicon.kinds import kind_of_trees
from kg.lexicon.species import orthologues
from kg.lexicon.spelling import (
    MicroRna,
    anion,
    human_product,
    micro_rna,
    micro_rna_names,
    turned_heading,
    without_salt,
    without_species,
)
from kg.lexicon.values import GENE_SPECIES, HUMAN, SCOPE_RANK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.lexicon.values import Record
    from kg.model import Kind, Scope

# of the kinds of several headings, the one that tells what the thing is
_TELLING: Final[tuple[Kind, ...]] = ("disease", "chemical", "rna")
# how miRBase begins the names of a species' microRNAs
_MICRO_PREFIX: Final = {"NCBIGene": "hsa-", "NCBIGene-10090": "mmu-", "NCBIGene-10116": "rno-"}
_SHORT: Final = re.compile(r"[A-Z][A-Z0-9-]{1,5}")


class Naming(NamedTuple):
    """A string, what it names, how near the source says it is, and the source."""

    text: str
    node: str
    scope: Scope
    source: str


class Node(NamedTuple):
    """A concept of the graph with compact strings for identifiers; ``others`` are retired identifiers,
    ``close`` is an identifier that matches closely, ``taxon`` the NCBI taxon of a gene's species (0: none),
    ``heading`` the vocabulary's own label where the label is that in natural order."""

    id: str
    kind: Kind
    label: str
    same_as: tuple[str, ...]
    parents: tuple[str, ...]
    others: tuple[str, ...]
    close: str = ""
    taxon: int = 0
    orthologues: tuple[str, ...] = ()
    heading: str = ""


class Merged:
    """The nodes of aligned vocabularies and their names, in a fixed order."""

    def __init__(
        self, vocabularies: Mapping[str, Records], alignment: Alignment, pairs: Iterable[tuple[str, str]] = ()
    ) -> None:
        self._vocabularies = vocabularies
        self._alignment = alignment
        self._pairs = tuple(pairs)
        self._records: Records = {}
        for records in vocabularies.values():
            self._records.update(records)
        self._kinds: dict[str, Kind] = {}
        self._taxon = {
            identifier: taxon
            for name, taxon in GENE_SPECIES.items()
            for identifier, record in vocabularies.get(name, {}).items()
            if record.kind in {"gene", "rna"}
        }

    def nodes(self) -> Iterator[Node]:
        """Every concept that is a node of its own."""
        matching = matching_ids(self._alignment, self._vocabularies)
        close = close_matches(self._alignment, self._vocabularies)
        same_gene = orthologues(self._vocabularies, self._pairs)
        for identifier, same_as in matching.items():
            record = self._records[identifier]
            absorbed = [self._records[a] for a in self._alignment.absorbed.get(identifier, ()) if a in self._records]
            parents = self._parents(record, absorbed) if record.parents or absorbed else ()
            kind, retired = self.kind(identifier), self._retired(record, absorbed)
            near, taxon = close.get(identifier, ""), self._taxon.get(identifier, 0)
            others = same_gene.get(identifier, ())
            label = natural_order(record.label, (text for text, _ in record.names))
            heading = record.label if label != record.label else ""
            yield Node(identifier, kind, label, same_as, parents, retired, near, taxon, others, heading)

    def is_other_species(self, identifier: str) -> bool:
        """Whether a node is a gene of a species other than man."""
        return self._taxon.get(identifier, HUMAN) != HUMAN

    def _retired(self, record: Record, absorbed: list[Record]) -> tuple[str, ...]:
        if not absorbed:
            return tuple(old for old in record.retired if old not in self._records) if record.retired else ()
        former = dict.fromkeys([*record.retired, *(old for a in absorbed for old in a.retired)])
        return tuple(old for old in former if old not in self._records)

    def _parents(self, record: Record, absorbed: list[Record]) -> tuple[str, ...]:
        above = list(record.parents)
        if record.kind != "disease":  # two hierarchies of diseases or of cells at once would make circles
            above += [parent for other in absorbed if other.kind != "cell" for parent in other.parents]
        nodes = dict.fromkeys(self._alignment.node(parent) for parent in above if parent in self._records)
        return tuple(n for n in nodes if n != record.id and n not in self._alignment.left_out)

    def kind(self, identifier: str) -> Kind:
        """The record's own kind, else that of its tree numbers, else of its first parent that is known."""
        known = self._kinds.get(identifier)
        if known is None:
            record = self._records[identifier]
            parents = [p for p in record.parents if p in self._records and p != identifier]
            if record.kind is not None:
                known = record.kind
            elif record.notation or not parents:
                known = kind_of_trees(record.notation)
            else:
                known = self._kind_below(record, parents)
            self._kinds[identifier] = known
        return known

    def _kind_below(self, record: Record, parents: list[str]) -> Kind:
        if human_product(record.label):
            return "gene"  # fusion proteins: one product, not a family
        kinds = [self.kind(parent) for parent in parents]
        return next((kind for kind in _TELLING if kind in kinds), kinds[0])

    def names(self) -> Iterator[Naming]:
        """Every name of every node, of what it absorbed, and what follows from them."""
        mature = {name: self._mature_micro_rnas(name) for name in GENE_SPECIES}
        for source, records in self._vocabularies.items():
            for record in records.values():
                if record.id in self._alignment.left_out:
                    continue
                node = self._alignment.node(record.id)
                yield from _names_of(record, node, source.partition("-")[0])
                if source in mature:
                    yield from _micro_rna_names_of(record, node, mature[source], _MICRO_PREFIX[source])

    def _mature_micro_rnas(self, vocabulary: str) -> set[str]:
        found = set()
        for record in self._vocabularies.get(vocabulary, {}).values():
            parts = _micro_rna_of(record)
            if parts:
                found.add(parts.mature)
        return found


def _names_of(record: Record, node: str, source: str) -> Iterator[Naming]:
    own = record.id == node
    for text in without_species(record.label):
        yield Naming(text, node, "label" if own and text == record.label else "exact", source)
    turned = turned_heading(record.label)
    if turned:
        yield Naming(turned, node, "exact", source)
    drug = without_salt(record.label) if source == "MESH" else None
    if drug:
        yield Naming(drug, node, "exact", source)
    salt = anion(record.label) if source == "MESH" else None
    if salt:
        yield Naming(salt, node, "narrow", source)
    for text, given in record.names:
        scope: Scope = given
        if source in {"MESH", "MONDO", "GO", "CL"} and given in {"unscoped", "exact"} and _SHORT.fullmatch(text):
            scope = "abbreviation"
        for form in without_species(text):
            yield Naming(form, node, scope, source)


def _micro_rna_of(record: Record) -> MicroRna | None:
    return next((m for text, scope in record.names if scope == "exact" and (m := micro_rna(text))), None)


def _micro_rna_names_of(record: Record, node: str, mature: set[str], prefix: str) -> Iterator[Naming]:
    parts = _micro_rna_of(record)
    if parts is None:
        return
    for form in dict.fromkeys([parts.mature, parts.locus]):
        for text in micro_rna_names(form, prefix):
            yield Naming(text, node, "exact", "NCBIGene")
    if parts.group and parts.group not in mature:
        for text in micro_rna_names(parts.group, prefix):
            yield Naming(text, node, "broad", "NCBIGene")


def naming_rank(naming: Naming) -> tuple[int, int, str, str]:
    """Sorts the readings of one key: labels, then what people decided by hand, then by scope."""
    curated = naming.source in {"aliases", "families"}
    rank = SCOPE_RANK[naming.scope]
    if curated and naming.scope == "abbreviation":
        rank = SCOPE_RANK["exact"]
    return rank, not curated, naming.node, naming.text
