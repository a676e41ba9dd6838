"""Builds to export: the example papers, and hand-made claims around literals that formats and stores stumble over."""

from dataclasses import replace

import pytest
from pyoxigraph import RdfFormat, parse, serialize

from kg.graph.dataset import Dataset
from kg.graph.void import write_void
from kg.graph.writers import write_nquads, write_turtle
from kg.pipeline import LICENCE
from kg.publish import Source
from tests.graph.conftest import make_dataset
from tests.promises.conftest import PAPERS, kg

HOSTILE = (
    "plain", "\r\n\t one\rtwo", "\x85 \u2028 \u2029", "\x7f\x80\x9f", '"""', "'''", "\\", "\\u0041 \\n", "]]>", "<!--",
    "&amp; <b>", "@prefix a: <b> .", ' . <a:b> "c"', "{{ }}", "\U0001f600 e\u0301 \u202e abc", "%0A", '"^^<http://a>',
    '"@en', "\\\\", "a\\", "_:b", "<<( a )>>", "{| |}", "\u00a0", " leading and trailing ", "0", "true", "\ufeffbom",
)  # fmt: skip


def hostile_dataset() -> Dataset:
    """The hand-made claims, and papers whose titles, journals and licences are hostile."""
    plain = make_dataset()
    documents = dict(plain.documents)
    for number, text in enumerate(HOSTILE, start=1000):
        documents[f"PMID:{number}"] = replace(
            documents["PMID:99"], id=f"PMID:{number}", title=text, journal=text, licence=text, source=text
        )
    return replace(plain, documents=documents)


def write_build(dataset, folder):
    tally = write_turtle(dataset, folder / "kg.ttl")
    write_nquads(dataset, folder / "kg.nq")
    write_void(tally, dataset.run, folder / "void.ttl", licence=LICENCE)
    (folder / "claims.jsonl").write_text("")
    return Source(folder=folder)


# a build of somebody else: languages, datatypes, namespaces and IRIs that ours do not have
FOREIGN = r"""
<http://a.b/c?d=e&f='g'#h> <http://other.example/terms#says> "tag"@en-gb <urn:graph:1> .
<http://a.b/c?d=e&f='g'#h> <http://other.example/terms#says> "tag"@de <urn:graph:1> .
<http://a.b/c?d=e&f='g'#h> <http://other.example/terms#says> "tag" <urn:graph:1> .
<http://a.b/c?d=e&f='g'#h> <http://other.example/terms#says> "tag"@de <urn:graph:2> .
<https://doi.org/10.1/a(b),%3Cc%3E;2-#> <urn:other:says> <http://id.nlm.nih.gov/mesh//D1> <urn:graph:2> .
<http://\u00e4.example/\u2603> <http://x.y/a.b-c_d> "1.5"^^<http://www.w3.org/2001/XMLSchema#decimal> <urn:g> .
<http://id.nlm.nih.gov/mesh/D1> <http://purl.org/dc/terms/title> <http://id.nlm.nih.gov/mesh/a.b.> <urn:g> .
<http://id.nlm.nih.gov/mesh/-D1> <https://w3id.org/resistkg/vocab/belief> "much"@en <urn:g> .
<http://id.nlm.nih.gov/mesh/a%20b> <https://w3id.org/resistkg/vocab/therapy> "<b>"^^<http://o.e/d#t> <urn:g> .
<http://id.nlm.nih.gov/mesh/> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "no class" <urn:g> .
<http://a/b> <http://www.w3.org/ns/oa#start> "-123456789012345678"^^<http://www.w3.org/2001/XMLSchema#integer> <urn:g> .
<http://a/b> <http://www.w3.org/ns/oa#start> "false"^^<http://www.w3.org/2001/XMLSchema#boolean> <urn:g> .
<http://a/b> <http://www.w3.org/ns/oa#start> "2020-02-29"^^<http://www.w3.org/2001/XMLSchema#date> <urn:g> .
<http://a/c> <https://w3id.org/resistkg/vocab/resistedBy> <http://a/d> <urn:g> .
<urn:c> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/resistkg/vocab/ResistanceClaim> <urn:g> .
<urn:c> <https://w3id.org/resistkg/vocab/therapy> <http://a/c> <urn:g> .
<urn:c> <https://w3id.org/resistkg/vocab/factor> <http://a/d> <urn:g> .
<urn:c> <https://w3id.org/resistkg/vocab/netEffect> <https://w3id.org/resistkg/vocab/PromotesResistance> <urn:g> .
"""


@pytest.fixture(scope="session")
def foreign(tmp_path_factory):
    folder = tmp_path_factory.mktemp("foreign")
    (folder / "kg.nq").write_text(FOREIGN, encoding="utf-8")
    quads = list(parse(FOREIGN, format=RdfFormat.N_QUADS))
    serialize({quad.triple for quad in quads}, str(folder / "kg.ttl"), format=RdfFormat.TURTLE)
    for name in ("claims.jsonl", "void.ttl"):
        (folder / name).write_text("")
    return Source(folder=folder)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory):
    return write_build(hostile_dataset(), tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="session")
def examples(tmp_path_factory):
    out = tmp_path_factory.mktemp("examples")
    done = kg("build", PAPERS, "-o", out)
    assert done.returncode == 0, done.stderr
    return Source(folder=out)


@pytest.fixture
def source(hostile, tmp_path):
    return replace(hostile, scratch=tmp_path)
