"""Documents, the runs over them, and the vocabulary releases that the runs used, as statements."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kg.graph.terms import (
    Statement,
    content_key,
    curie_iri,
    fit_text,
    iri,
    name_literal,
    term,
    text_literal,
    true_literal,
    word,
    year_literal,
)
from kg.model import Curie
from kg.vocab import DOCUMENT, RELEASE, RUN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import NamedNode

    from kg.model import DocumentFacts, Release, RunFacts

_WELL_FORMED: Final = {
    "PMID": re.compile(r"[1-9][0-9]{0,8}"),
    "DOI": re.compile(r"10\.[0-9]{4,9}/[^\s/][^\s]{0,300}"),
    "PMC": re.compile(r"PMC[1-9][0-9]{0,8}"),
}
_ID_ORDER: Final = tuple(_WELL_FORMED)
_DOT_SEGMENT: Final = re.compile(r"/\.{1,2}(?:/|$)")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_CREATIVE_COMMONS: Final = re.compile(r"CC[ -](BY(?:-NC)?(?:-SA|-ND)?)[ -]([1-4]\.0)", re.IGNORECASE)


def paper_ids(facts: DocumentFacts) -> tuple[Curie, ...]:
    """The well-formed bibliographic identifiers, PMID before DOI before PMC, its own id included."""
    prefix, _, identifier = facts.id.partition(":")
    found = {c for c in (*facts.ids, Curie(prefix, identifier)) if _is_well_formed(c)}
    return tuple(sorted(found, key=_by_rank)) if found else ()


def _is_well_formed(curie: Curie) -> bool:
    pattern = _WELL_FORMED.get(curie.prefix)
    return bool(pattern and pattern.fullmatch(curie.identifier) and not _DOT_SEGMENT.search(curie.identifier))


def _by_rank(curie: Curie) -> tuple[int, Curie]:
    return _ID_ORDER.index(curie.prefix), curie


def document_iri(facts: DocumentFacts) -> NamedNode:
    """The paper's own IRI by PMID, else DOI, else PMC, else the checksum of its bytes.

    What has no checksum gets one of its id.
    """
    ids = paper_ids(facts)
    if ids:
        return curie_iri(ids[0])
    own = facts.sha256 or facts.id.removeprefix("sha256:")
    if not _SHA256.fullmatch(own):
        own = hashlib.sha256(facts.id.encode("utf-8", "surrogatepass")).hexdigest()
    return iri(DOCUMENT + own)


def short_name(document: str) -> str:
    """A document's id for a label; a checksum is cut to its first twelve digits."""
    own = document.removeprefix("sha256:")
    return f"document {own[:12]}" if _SHA256.fullmatch(own) else document


def document_statements(facts: DocumentFacts, node: NamedNode) -> Iterator[Statement]:
    """The paper, whose IRI is ``node``, and its other identifiers."""
    kind = word("document", facts.kind)
    title = " ".join(facts.title.split())
    label = text_literal(title or short_name(facts.id))
    yield node, term("rdf:type"), term("rk:Document")
    yield node, term("rdf:type"), kind
    yield node, term("rdfs:label"), label
    if title:
        yield node, term("dcterms:title"), label
    for name in sorted({facts.id, *(str(i) for i in facts.ids)}):
        yield node, term("dcterms:identifier"), text_literal(name)
    if facts.year is not None and 0 < facts.year < 10_000:
        yield node, term("fabio:hasPublicationYear"), year_literal(facts.year)
    if facts.journal.strip():
        yield node, term("prism:publicationName"), text_literal(facts.journal.strip())
    yield from _origin(node, facts)
    others = [curie_iri(other) for other in paper_ids(facts)[1:]] if facts.ids else []
    for other in others:
        yield node, term("skos:exactMatch"), other
    yield from _licence(node, facts.licence.strip())
    for other in others:
        yield other, term("rdf:type"), kind
        yield other, term("rdfs:label"), label


def _origin(node: NamedNode, facts: DocumentFacts) -> Iterator[Statement]:
    if facts.format:
        yield node, term("dcterms:format"), name_literal(facts.format)
    if facts.source:  # the name alone: a path would tell where somebody keeps his papers
        yield node, term("rk:sourceFile"), text_literal(re.split(r"[/\\]", facts.source)[-1])
    if facts.sha256:
        yield node, term("rk:sha256"), text_literal(facts.sha256)
    if facts.retracted:
        yield node, term("rk:retracted"), true_literal()


def _licence(node: NamedNode, licence: str) -> Iterator[Statement]:
    """A Creative Commons licence is a node of its own; anything else is kept in its words."""
    known = _CREATIVE_COMMONS.fullmatch(licence)
    if known:
        kind, version = known[1].lower(), known[2]
        deed = iri(f"https://creativecommons.org/licenses/{kind}/{version}/")
        yield node, term("dcterms:license"), deed
        yield deed, term("rdf:type"), term("dcterms:LicenseDocument")
        yield deed, term("rdfs:label"), text_literal(f"CC {kind.upper()} {version}")
    elif licence:
        yield node, term("dcterms:rights"), text_literal(licence)


def run_iri(facts: DocumentFacts, run: RunFacts) -> NamedNode:
    """The run over one document: a hash of the document, the software, the rules and the releases."""
    return iri(RUN + content_key(document_iri(facts).value, facts.sha256, *_told_of_run(run)))


@lru_cache(maxsize=10)
def _told_of_run(run: RunFacts) -> tuple[str, ...]:
    return (run.software, run.rules, *(release_iri(release).value for release in run.releases))


def run_statements(facts: DocumentFacts, nodes: tuple[NamedNode, NamedNode], run: RunFacts) -> Iterator[Statement]:
    """What produced the evidence from one document; ``nodes`` are the document's IRI and the run's."""
    document, node = nodes
    yield node, term("rdf:type"), term("prov:Activity")
    yield (
        node,
        term("rdfs:label"),
        text_literal(f"reading of {short_name(facts.id)} by ResistKG {run.software}"),
    )
    yield node, term("rk:softwareVersion"), name_literal(run.software)
    yield node, term("rk:rulesVersion"), name_literal(run.rules)
    yield node, term("prov:used"), document
    for used in _releases(run):
        yield node, term("prov:used"), used


@lru_cache(maxsize=10)
def _releases(run: RunFacts) -> tuple[NamedNode, ...]:
    """The vocabulary files that a run used, each once, by IRI."""
    return tuple(sorted({release_iri(release) for release in run.releases}, key=str))


@lru_cache(maxsize=100)
def release_iri(release: Release) -> NamedNode:
    """One vocabulary file: a hash of its name, version and checksum."""
    return iri(RELEASE + content_key(release.name, release.version, release.sha256))


def release_statements(release: Release) -> Iterator[Statement]:
    """Name, version, checksum and licence of a vocabulary file."""
    node = release_iri(release)
    yield node, term("rdf:type"), term("rk:Release")
    yield node, term("rdf:type"), term("prov:Entity")
    yield node, term("rdfs:label"), text_literal(f"{release.name} {release.version}".strip())
    yield node, term("dcterms:title"), text_literal(release.name)
    if release.version:
        yield node, term("rk:release"), text_literal(release.version)
    yield node, term("rk:sha256"), text_literal(release.sha256)
    if release.licence:
        yield node, term("dcterms:rights"), text_literal(release.licence)
    if release.homepage:
        yield node, term("dcterms:source"), text_literal(fit_text(release.homepage))
