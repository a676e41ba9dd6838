"""The description of the data set: VoID statistics, DCAT distributions, releases; no dates of today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.files import atomic_write
from kg.graph.documents import release_iri, release_statements
from kg.graph.terms import Statement, content_key, integer_literal, iri, term, text_literal
from kg.graph.writers import Tally, local_name, write_statements
from kg.vocab import DATASET, MECHANISM, NAMESPACES, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pyoxigraph import NamedNode

    from kg.model import RunFacts

_DESCRIPTION = (
    "What resists which therapy, by which mechanism, in which disease: claims read from papers, each with "
    "the sentence that states or denies it, the rule that read it and a belief."
)
_FILES = (
    ("kg.ttl", "text/turtle", "the graph as Turtle"),
    ("kg.nq", "application/n-quads", "the graph as N-Quads, one named graph a document"),
    ("claims.jsonl", "application/jsonl", "the claims as JSON Lines"),
)


def write_void(tally: Tally, run: RunFacts, path: Path, *, licence: str = "") -> None:
    """Write ``void.ttl`` for the graph that ``tally`` counted."""
    with atomic_write(path) as stream:
        write_statements(void_statements(tally, run, licence), stream)


def void_statements(tally: Tally, run: RunFacts, licence: str = "") -> Iterator[Statement]:
    """The data set, its partitions, linksets, files and the releases; each subject in one piece."""
    node = iri(DATASET)
    linksets = _linksets(tally)
    releases = sorted(set(run.releases), key=lambda r: (r.name, r.version, r.sha256))
    yield node, term("rdf:type"), term("void:Dataset")
    yield node, term("rdf:type"), term("dcat:Dataset")
    yield node, term("rdfs:label"), text_literal("ResistKG")
    yield node, term("dcterms:title"), text_literal("ResistKG")
    yield node, term("dcterms:description"), text_literal(_DESCRIPTION)
    if licence:
        yield node, term("dcterms:license"), iri(licence)
    yield node, term("rk:softwareVersion"), text_literal(run.software)
    yield node, term("rk:rulesVersion"), text_literal(run.rules)
    for release in releases:
        yield node, term("dcterms:source"), release_iri(release)
    for used in _namespaces(tally):
        yield node, term("void:vocabulary"), used
    yield from _counts(tally)
    for name in linksets:
        yield node, term("void:subset"), _part("linkset", name)
    for file, _, _ in _FILES:
        yield node, term("dcat:distribution"), _part("file", file)
    yield from _partitions(tally)
    for name, found in linksets.items():
        yield from _linkset(name, *found)
    for prefix in sorted({prefix for _, prefix, _ in linksets.values()}):
        yield from _vocabulary(prefix)
    for file, media_type, title in _FILES:
        yield from _distribution(file, media_type, title)
    for release in releases:
        yield from release_statements(release)


def _counts(tally: Tally) -> Iterator[Statement]:
    node = iri(DATASET)
    yield node, term("void:triples"), integer_literal(tally.triples)
    yield node, term("void:distinctSubjects"), integer_literal(tally.subjects)
    yield node, term("void:classes"), integer_literal(len(tally.classes))
    yield node, term("void:properties"), integer_literal(len(tally.properties))
    for name in sorted(tally.classes):
        yield node, term("void:classPartition"), _part("class", name)
    for name in sorted(tally.properties):
        yield node, term("void:propertyPartition"), _part("property", name)


def _partitions(tally: Tally) -> Iterator[Statement]:
    for name, count in sorted(tally.classes.items()):
        node = _part("class", name)
        yield node, term("rdf:type"), term("void:Dataset")
        yield node, term("rdfs:label"), text_literal(f"members of {local_name(name)}")
        yield node, term("void:class"), iri(name)
        yield node, term("void:entities"), integer_literal(count)
    for name, count in sorted(tally.properties.items()):
        node = _part("property", name)
        yield node, term("rdf:type"), term("void:Dataset")
        yield node, term("rdfs:label"), text_literal(f"triples with {local_name(name)}")
        yield node, term("void:property"), iri(name)
        yield node, term("void:triples"), integer_literal(count)


def _linksets(tally: Tally) -> dict[str, tuple[str, str, int]]:
    """Name of a linkset, to its property, the prefix of the vocabulary, and the number of links."""
    found: dict[str, tuple[str, str, int]] = {}
    for (predicate, target), count in tally.links.items():
        fitting = [(len(start), prefix) for prefix, start in PREFIXES.items() if target.startswith(start)]
        if fitting:
            prefix, kind = max(fitting)[1], local_name(predicate).partition(":")[2]
            name = prefix if kind == "exactMatch" else f"{prefix}-{kind}"
            found[name] = (predicate, prefix, found.get(name, ("", "", 0))[2] + count)
    return dict(sorted(found.items()))


def _linkset(name: str, predicate: str, prefix: str, count: int) -> Iterator[Statement]:
    node = _part("linkset", name)
    yield node, term("rdf:type"), term("void:Linkset")
    yield node, term("rdfs:label"), text_literal(f"links to {prefix} by {local_name(predicate)}")
    yield node, term("void:linkPredicate"), iri(predicate)
    yield node, term("void:subjectsTarget"), iri(DATASET)
    yield node, term("void:objectsTarget"), _part("vocabulary", prefix)
    yield node, term("void:triples"), integer_literal(count)


def _vocabulary(prefix: str) -> Iterator[Statement]:
    target = _part("vocabulary", prefix)
    yield target, term("rdf:type"), term("void:Dataset")
    yield target, term("rdfs:label"), text_literal(prefix)
    yield target, term("void:uriSpace"), text_literal(PREFIXES[prefix])


def _distribution(file: str, media_type: str, title: str) -> Iterator[Statement]:
    node = _part("file", file)
    yield node, term("rdf:type"), term("dcat:Distribution")
    yield node, term("rdfs:label"), text_literal(file)
    yield node, term("dcterms:title"), text_literal(title)
    yield node, term("dcat:mediaType"), iri(f"https://www.iana.org/assignments/media-types/{media_type}")


def _namespaces(tally: Tally) -> list[NamedNode]:
    """The vocabularies whose properties and classes occur."""
    names = {local_name(name).partition(":")[0] for name in (*tally.properties, *tally.classes)}
    return [iri(NAMESPACES[name]) for name in sorted(names & set(NAMESPACES)) if NAMESPACES[name] != MECHANISM]


def _part(kind: str, name: str) -> NamedNode:
    """A node below the data set's for one of its parts."""
    plain = local_name(name).replace(":", "-")
    readable = plain if plain.replace("-", "").replace(".", "").replace("_", "").isalnum() else content_key(name)
    return iri(f"{DATASET}/{kind}/{readable}")
