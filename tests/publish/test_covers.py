"""What stands beside the dumps: description, prefixes, README and citation say what is there."""

import hashlib
import re

import pyoxigraph
import pytest
import rdflib
from pyoxigraph import RdfFormat
from rdflib import DCTERMS, RDF, VOID, Namespace, URIRef

from kg.errors import RuleError
from kg.graph.lexical import is_canonical
from kg.publish import files, write_release
from kg.publish.files import file_kind
from kg.vocab import DATASET, NAMESPACES

DCAT = Namespace(NAMESPACES["dcat"])
SPDX = Namespace(NAMESPACES["spdx"])
SH = Namespace(NAMESPACES["sh"])


@pytest.fixture(scope="module")
def folder(examples, tmp_path_factory):
    return write_release(examples, tmp_path_factory.mktemp("out"), "a", ["turtle", "ntriples", "jsonld"])


@pytest.fixture(scope="module")
def void(folder):
    return rdflib.Graph().parse(folder / "void.ttl")


def test_each_file_has_a_distribution_with_size_checksum_and_type(folder, void):
    node = URIRef(DATASET)
    names = {"resistkg.ttl.gz", "resistkg.nt.gz", "resistkg.jsonld.gz", "context.jsonld"}
    assert {str(void.value(d, DCTERMS.identifier)) for d in void.objects(node, DCAT.distribution)} == names
    for one in void.objects(node, DCAT.distribution):
        data = (folder / str(void.value(one, DCTERMS.identifier))).read_bytes()
        checksum = void.value(one, SPDX.checksum)
        assert int(void.value(one, DCAT.byteSize)) == len(data)
        assert str(void.value(checksum, SPDX.checksumValue)).lower() == hashlib.sha256(data).hexdigest()
        assert void.value(one, DCAT.mediaType)
        assert bool(void.value(one, DCAT.compressFormat)) == str(one).endswith(".gz")


def test_counts_by_class_and_property_are_those_of_the_dump(folder, void):
    import gzip

    data = gzip.decompress((folder / "resistkg.nt.gz").read_bytes())
    graph = [quad.triple for quad in pyoxigraph.parse(input=data, format=RdfFormat.N_TRIPLES)]
    assert int(void.value(URIRef(DATASET), VOID.triples)) == len(graph)
    for part in void.objects(URIRef(DATASET), VOID.propertyPartition):
        name = str(void.value(part, VOID.property))
        assert int(void.value(part, VOID.triples)) == sum(p.value == name for _, p, _ in graph)
    for part in void.objects(URIRef(DATASET), VOID.classPartition):
        name = str(void.value(part, VOID["class"]))
        members = {s for s, p, o in graph if p.value == str(RDF.type) and o.value == name}
        assert int(void.value(part, VOID.entities)) == len(members)


def test_linksets_count_the_links_of_each_property_to_each_vocabulary(examples, void):
    triples = [quad.triple for quad in pyoxigraph.parse(path=str(examples.file("kg.ttl")), format=RdfFormat.TURTLE)]
    linksets = set(void.subjects(RDF.type, VOID.Linkset))
    assert {str(void.value(one, VOID.linkPredicate)).rpartition("#")[2] for one in linksets} >= {
        "exactMatch",
        "closeMatch",
    }
    for one in linksets:
        how = str(void.value(one, VOID.linkPredicate))
        space = str(void.value(void.value(one, VOID.objectsTarget), VOID.uriSpace))
        found = sum(p.value == how and o.value.startswith(space) for _, p, o in triples)
        assert int(void.value(one, VOID.triples)) == found


@pytest.mark.parametrize("name", ["void.ttl", "prefixes.ttl"])
def test_both_parsers_read_them_and_no_node_is_blank(folder, name):
    ours = list(pyoxigraph.parse(path=str(folder / name), format=RdfFormat.TURTLE))
    theirs = rdflib.Graph().parse(folder / name)
    assert len(ours) == len(theirs)
    assert not any(isinstance(term, rdflib.BNode) for triple in theirs for term in triple)
    literals = [q.object for q in ours if isinstance(q.object, pyoxigraph.Literal)]
    assert all(is_canonical(one.value, one.datatype.value) for one in literals)


def test_every_prefix_is_declared_twice(folder):
    graph = rdflib.Graph(bind_namespaces="none").parse(folder / "prefixes.ttl")
    declared = {
        str(graph.value(n, SH.prefix)): str(graph.value(n, SH.namespace)) for n in graph.objects(None, SH.declare)
    }
    assert declared == NAMESPACES
    assert {name: str(start) for name, start in graph.namespaces() if name in NAMESPACES} == NAMESPACES


def test_the_readme_names_every_file(folder):
    named = set(re.findall(r"^\| `([^`]+)`", (folder / "README.md").read_text(encoding="utf-8"), re.MULTILINE))
    assert named == {path.name for path in folder.iterdir()} - {"README.md"}


def test_the_citation_is_yaml_with_what_the_format_wants(folder):
    yaml = pytest.importorskip("yaml", reason="no YAML reader is installed")
    found = yaml.safe_load((folder / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors", "version", "license"} <= set(found)
    assert found["cff-version"] == "1.2.0"


def test_a_file_without_a_line_is_compressed_unless_it_is_already():
    assert file_kind("new.tsv", "other").compressed
    assert not file_kind("new.parquet", "other").compressed
    assert file_kind("new.tsv", "other").about == "a file of other"


def test_a_malformed_line_is_told(tmp_path, monkeypatch):
    table = tmp_path / "files.tsv"
    table.write_text("a\tb\n")
    monkeypatch.setattr(files, "_TABLE", table)
    files._kinds.cache_clear()
    with pytest.raises(RuleError, match="line 1"):
        file_kind("a", "b")
    files._kinds.cache_clear()
