"""The whole graph: as quads, one named graph a document, and as the same statements grouped for reading.

Named graphs:

* one a document, named by the document's IRI: the document, the run over it, its evidence, and the claims as
  far as this evidence goes.  It can be replaced alone when the paper is read again.
* ``https://w3id.org/resistkg/dataset``: what follows from all documents together (belief, disputes,
  disagreements, bases), entities and direct triples, mechanisms, releases and the terms of the vocabulary.

The union of the named graphs is exactly the graph of ``statements``.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.aligned import Aligned
from kg.errors import RuleError
from kg.graph import claims as on_claims
from kg.graph import documents as on_documents
from kg.graph.entities import Entities, one_label
from kg.graph.terms import Statement, iri, term, text_literal
from kg.lexicon.thesaurus import Thesaurus
from kg.vocab import DATASET

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import Literal, NamedNode

    from kg.model import Claim, DocumentFacts, Evidence, Mechanism, RunFacts

_VOCABULARY = Path(__file__).with_name("vocabulary.tsv")
_CLAIMS_HELD = 10_000  # claims whose statements are kept while the documents that state them are written


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """What a build puts into the graph; ``documents`` are all that were read, with claims or without."""

    claims: tuple[Claim, ...]
    documents: Mapping[str, DocumentFacts]
    run: RunFacts
    scheme: Mapping[str, Mechanism]
    aligned: Aligned = field(default_factory=Aligned, repr=False)  # partners of the entities in other vocabularies
    thesaurus: Thesaurus = field(default_factory=Thesaurus, repr=False)  # what stands above them, and their headings

    def entities(self) -> Entities:
        """The things that the claims speak of."""
        return Entities(self.claims, self.scheme, self.aligned, self.thesaurus)


def statements(dataset: Dataset) -> Iterator[Statement]:
    """The graph in reading order, each subject in one piece: claims with their evidence, then all else."""
    nodes = _document_nodes(dataset)
    for claim in dataset.claims:
        yield from on_claims.identity_statements(claim)
        yield from _merged(claim)
        yield from on_claims.evidence_links(claim, claim.evidence)
        for one in claim.evidence:
            yield from on_claims.evidence_statements(claim, one, *nodes[one.document])
    yield from dataset.entities().statements()
    yield from _papers(dataset, nodes)
    yield from _shared(dataset)


def quads(dataset: Dataset) -> Iterator[tuple[NamedNode, NamedNode, NamedNode | Literal, NamedNode]]:
    """The statements of the named graphs, each with its graph."""
    for graph, found in named_graphs(dataset):
        for s, p, o in found:
            yield s, p, o, graph


def named_graphs(dataset: Dataset) -> Iterator[tuple[NamedNode, Iterable[Statement]]]:
    """The named graphs, one after the other: the documents by IRI, then the data set's own."""
    nodes = _document_nodes(dataset)
    told: defaultdict[str, list[tuple[Claim, list[Evidence]]]] = defaultdict(list)
    for claim in dataset.claims:
        for one in claim.evidence:
            entries = told[one.document]
            if not entries or entries[-1][0] is not claim:
                entries.append((claim, []))
            entries[-1][1].append(one)
    identity = _Identity()
    for facts in _in_order(dataset, nodes):
        found = _document_graph(facts, told.get(facts.id, ()), nodes[facts.id], dataset.run, identity)
        yield nodes[facts.id][0], found
    yield iri(DATASET), _dataset_graph(dataset)


class _Identity(dict[str, tuple[Statement, ...]]):
    """What claims say, by key: it stands in the graph of every document that states the claim."""

    def of(self, claim: Claim) -> tuple[Statement, ...]:
        """The claim's own statements; the oldest are forgotten when there are many."""
        known = self.get(claim.key)
        if known is None:
            if len(self) >= _CLAIMS_HELD:
                self.clear()
            known = self[claim.key] = tuple(on_claims.identity_statements(claim))
        return known


def _document_graph(
    facts: DocumentFacts,
    told: Iterable[tuple[Claim, list[Evidence]]],
    nodes: tuple[NamedNode, NamedNode],
    run: RunFacts,
    identity: _Identity,
) -> Iterator[Statement]:
    yield from _with_run(facts, nodes, run)
    for claim, evidence in told:
        yield from identity.of(claim)
        slugs = (slug for one in evidence for slug in one.mechanisms)
        steps = (step for one in evidence for step in one.via)
        yield from on_claims.content_statements(claim, slugs, steps)
        yield from on_claims.evidence_links(claim, evidence)
        for one in evidence:
            yield from on_claims.evidence_statements(claim, one, *nodes)


def _dataset_graph(dataset: Dataset) -> Iterator[Statement]:
    for claim in dataset.claims:
        yield from _merged(claim)
    yield from dataset.entities().statements()
    yield from _shared(dataset)


def _merged(claim: Claim) -> Iterator[Statement]:
    yield from on_claims.content_statements(claim, (slug for slug, _ in claim.mechanisms), claim.via)
    yield from on_claims.derived_statements(claim)


def _with_run(facts: DocumentFacts, nodes: tuple[NamedNode, NamedNode], run: RunFacts) -> Iterator[Statement]:
    yield from on_documents.document_statements(facts, nodes[0])
    yield from on_documents.run_statements(facts, nodes, run)


def _shared(dataset: Dataset) -> Iterator[Statement]:
    """Releases and the vocabulary's own terms."""
    for release in sorted(set(dataset.run.releases), key=lambda r: (r.name, r.version, r.sha256)):
        yield from on_documents.release_statements(release)
    yield from vocabulary_statements()


@cache
def vocabulary_statements() -> tuple[Statement, ...]:
    """The classes, values and properties of vocabulary.tsv; raises RuleError on a malformed line."""
    found: list[Statement] = []
    for number, line in enumerate(_VOCABULARY.read_text(encoding="utf-8").splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        columns = line.split("\t")
        if len(columns) != 4:
            raise RuleError(str(_VOCABULARY), number, "needs term, type, label and comment")
        node, kind, label, comment = term(columns[0]), term(columns[1]), *columns[2:]
        found.append((node, term("rdf:type"), kind))
        found.append((node, term("rdfs:label"), text_literal(label)))
        if comment:
            found.append((node, term("rdfs:comment"), text_literal(comment)))
    return tuple(found)


def _document_nodes(dataset: Dataset) -> dict[str, tuple[NamedNode, NamedNode]]:
    """Each document's node and the node of the run over it."""
    return {
        facts.id: (on_documents.document_iri(facts), on_documents.run_iri(facts, dataset.run))
        for facts in dataset.documents.values()
    }


def _in_order(dataset: Dataset, nodes: Mapping[str, tuple[NamedNode, NamedNode]]) -> list[DocumentFacts]:
    return sorted(dataset.documents.values(), key=lambda d: (nodes[d.id][0].value, d.id))


def _papers(dataset: Dataset, nodes: Mapping[str, tuple[NamedNode, NamedNode]]) -> Iterator[Statement]:
    """Documents and runs as they come; what several share, such as a licence, once at the end."""
    shared: dict[NamedNode, dict[Statement, None]] = {}
    for facts in _in_order(dataset, nodes):
        own = nodes[facts.id]
        for statement in _with_run(facts, own, dataset.run):
            if statement[0] in own:
                yield statement
            else:
                shared.setdefault(statement[0], {})[statement] = None
    for node in sorted(shared, key=str):
        yield from one_label(shared[node])
