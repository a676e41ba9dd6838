"""Nanopublications in TriG: one for each claim and paper, named by a trusty URI.

Assertion: the claim as far as the paper makes it, and how each of its sentences says it (stated, hedged, denied).
Provenance: the paper, the sentences with their places, the rule that read each, the run.  Publication information:
licence, program, data set.  No time of creation is given, since the same build has to give the same names.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from kg.files import write_lines
from kg.graph.terms import text_literal
from kg.publish.literals import split_literal
from kg.publish.master import by_graph
from kg.publish.names import LABEL, TYPE, TurtleNames, blocks, prefix_lines, token
from kg.publish.trusty import trusty_code
from kg.vocab import DATASET, LICENCE, NANOPUB, SOFTWARE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from kg.publish.exporters import Source
    from kg.publish.master import Triple

    About = Mapping[bytes, list[Triple]]  # the statements of one paper's graph, by subject

_THIS, _HEAD, _ASSERTION, _PROVENANCE, _PUBINFO = (
    b"this:", b"sub:Head", b"sub:assertion", b"sub:provenance", b"sub:pubinfo",
)  # fmt: skip
# what stands for each of them while the hash is made
_BLANK: Final = {_THIS: f"{NANOPUB} ", **{name: f"{NANOPUB} #{name[4:].decode()}" for name in
                 (_HEAD, _ASSERTION, _PROVENANCE, _PUBINFO)}}  # fmt: skip
_CLAIM, _EVIDENCE = token("rk:ResistanceClaim"), token("rk:evidence")
_TARGET, _SELECTOR, _SOURCE = token("oa:hasTarget"), token("oa:hasSelector"), token("oa:hasSource")
_RUN, _VERSION = token("prov:wasGeneratedBy"), token("rk:softwareVersion")
_SAID: Final = frozenset((TYPE, LABEL, token("oa:hasBody"), token("rk:stance")))  # of the evidence: in the assertion


def write(source: Source, folder: Path) -> Iterable[Path]:
    """Write ``resistkg.nanopubs.trig``."""
    path = folder / "resistkg.nanopubs.trig"
    write_lines(path, _text(source))
    return [path]


def _text(source: Source) -> Iterator[bytes]:
    names = TurtleNames()
    yield prefix_lines("void", "np", "npx")
    for graph, statements in by_graph(source):
        if graph[1:-1].decode() == DATASET:  # what follows from all papers is no claim of one
            continue
        about: defaultdict[bytes, list[Triple]] = defaultdict(list)
        for statement in statements:
            about[statement[0]].append(statement)
        for claim in sorted(node for node, own in about.items() if (node, TYPE, _CLAIM) in own):
            yield _nanopublication(claim, graph, about, names)


def _nanopublication(claim: bytes, document: bytes, about: About, names: TurtleNames) -> bytes:
    """One nanopublication; ``document`` is the paper's node, which names its graph too."""
    evidence = _values(about, [claim], _EVIDENCE)
    runs = _values(about, evidence, _RUN)
    graphs = {
        _HEAD: _head(),
        _ASSERTION: [*about[claim], *(s for node in evidence for s in about.get(node, ()) if s[1] in _SAID)],
        _PROVENANCE: list(_provenance(document, evidence, runs, about)),
        _PUBINFO: list(_publication(_title(claim, evidence, about), runs, about)),
    }
    code = trusty_code(((graph, *s) for graph, own in graphs.items() for s in own), _BLANK)
    own_name = NANOPUB + code
    parts = [f"\n@prefix this: <{own_name}> .\n@prefix sub: <{own_name}#> .\n".encode()]
    for graph, own in graphs.items():
        parts += [b"\n%b {\n" % graph, *blocks(own, names), b"}\n"]
    return b"".join(parts)


def _head() -> list[Triple]:
    return [
        (_THIS, TYPE, token("np:Nanopublication")),
        (_THIS, token("np:hasAssertion"), _ASSERTION),
        (_THIS, token("np:hasProvenance"), _PROVENANCE),
        (_THIS, token("np:hasPublicationInfo"), _PUBINFO),
    ]


def _provenance(document: bytes, evidence: list[bytes], runs: list[bytes], about: About) -> Iterator[Triple]:
    """Where the assertion comes from, down to the characters of the text."""
    yield _ASSERTION, token("prov:wasDerivedFrom"), document
    for run in runs:
        yield _ASSERTION, _RUN, run
    for one in evidence:
        targets = _values(about, [one], _TARGET)
        yield from (s for s in about.get(one, ()) if s[1] not in _SAID)
        for node in (*targets, *_values(about, targets, _SELECTOR)):
            yield from about.get(node, ())
    for node in (*runs, document):
        yield from about.get(node, ())


def _title(claim: bytes, evidence: list[bytes], about: About) -> bytes:
    """The claim in words, and how the paper says it, so that nobody takes a denial for a statement."""
    said, how = (
        "; ".join(split_literal(value).text for value in _values(about, nodes, LABEL)) for nodes in ([claim], evidence)
    )
    return str(text_literal(f"{said} ({how})")).encode()


def _publication(title: bytes, runs: list[bytes], about: About) -> Iterator[Triple]:
    """What is known of the nanopublication itself."""
    program = f"<{SOFTWARE}>".encode()
    yield _THIS, token("npx:hasNanopubType"), _CLAIM
    yield _THIS, LABEL, title
    yield _THIS, token("dcterms:license"), f"<{LICENCE}>".encode()
    yield _THIS, token("dcterms:creator"), program
    yield _THIS, token("void:inDataset"), f"<{DATASET}>".encode()
    yield program, TYPE, token("prov:SoftwareAgent")
    yield program, LABEL, b'"ResistKG"'
    yield from ((program, _VERSION, value) for value in _values(about, runs, _VERSION))


def _values(about: About, nodes: Iterable[bytes], predicate: bytes) -> list[bytes]:
    """What the nodes have for a property, each once, in the order of the build."""
    return list(dict.fromkeys(value for node in nodes for _, p, value in about.get(node, ()) if p == predicate))
