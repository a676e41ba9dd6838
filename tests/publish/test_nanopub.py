"""Nanopublications: accepted by the nanopub library, named by their content, each within its paper's graph."""

from collections import defaultdict
from dataclasses import replace

import pyoxigraph
import pytest
import rdflib
from pyoxigraph import BlankNode, RdfFormat

from kg.publish import nanopub, trusty
from kg.vocab import DATASET, NAMESPACES, NANOPUB
from tests.graph.conftest import make_dataset
from tests.publish.conftest import write_build

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
STANCE = NAMESPACES["rk"] + "stance"


def read(source, folder):
    """Nanopublication IRI -> graph name after the # -> its triples."""
    (path,) = nanopub.write(replace(source, scratch=folder), folder)
    found = defaultdict(lambda: defaultdict(set))
    for quad in pyoxigraph.parse(path=str(path), format=RdfFormat.TRIG):
        name, _, part = quad.graph_name.value.partition("#")
        found[name][part].add(quad.triple)
    return found


@pytest.fixture(scope="module", params=["examples", "hostile"])
def published(request, tmp_path_factory):
    source = request.getfixturevalue(request.param)
    return source, read(source, tmp_path_factory.mktemp("nanopubs"))


def test_the_nanopub_library_accepts_every_one(published):
    library = pytest.importorskip("nanopub", reason="the nanopub library is not installed")
    assert published[1]
    for name, graphs in published[1].items():
        one = rdflib.ConjunctiveGraph()
        lines = "".join(f"{s} {p} {o} <{name}#{part}> .\n" for part, own in graphs.items() for s, p, o in own)
        one.parse(data=lines, format="nquads")
        checked = library.Nanopub(rdf=one)
        assert checked.is_valid
        assert checked.has_valid_trusty
        assert checked.source_uri == name


def test_there_is_one_for_each_claim_and_paper(published):
    source, found = published
    body, origin = NAMESPACES["oa"] + "hasBody", NAMESPACES["oa"] + "hasSource"
    pairs = defaultdict(dict)
    for quad in pyoxigraph.parse(path=str(source.file("kg.nq")), format=RdfFormat.N_QUADS):
        if quad.predicate.value in (body, origin):
            pairs[quad.subject.value.removesuffix("-target")][quad.predicate.value] = quad.object.value
    assert len(found) == len({(one[body], one[origin]) for one in pairs.values()})


def test_what_they_assert_stands_in_the_graph(published):
    source, found = published
    graph = {quad.triple for quad in pyoxigraph.parse(path=str(source.file("kg.ttl")), format=RdfFormat.TURTLE)}
    for graphs in found.values():
        assert graphs["assertion"] <= graph
        assert any(p.value == STANCE for _, p, _ in graphs["assertion"])
        assert not any(isinstance(term, BlankNode) for own in graphs.values() for triple in own for term in triple)


def test_the_name_follows_from_the_content_alone(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    plain = make_dataset()
    changed = dict(plain.documents)
    changed["PMID:1"] = replace(changed["PMID:1"], title="Another title")
    names = []
    for folder, dataset in ((one, plain), (other, replace(plain, documents=changed))):
        folder.mkdir()
        names.append(set(read(write_build(dataset, folder), folder)))
    papers = {name.partition("RA")[0] for name in names[0] | names[1]}
    assert papers == {NANOPUB}
    assert len(names[0] - names[1]) == 3  # those of the paper whose title changed
    assert len(names[0] & names[1]) == 3


def test_the_graph_of_the_data_set_gives_none(tmp_path, examples):
    assert not any(DATASET in name for name in read(examples, tmp_path))


def test_the_order_and_escapes_of_trusty_names():
    """Against a hash worked out by hand: one part a line, texts escaped, a string's type written."""
    import hashlib
    from base64 import urlsafe_b64encode

    quads = [
        (b"g", b"<http://a/s>", b"<http://a/p>", rb'"a\\b\nc"'),
        (b"g", b"<http://a/s>", b"<http://a/p>", b'"tag"@en'),
        (b"g", b"<http://a/s>", b"<http://a/p>", b"<http://z>"),
        (b"g", b"<http://a/s>", b"<http://a/p>", b"<http://z>"),
    ]
    start = "http://n/ \nhttp://a/s\nhttp://a/p\n"
    text = "".join(start + value for value in (
        "http://z\n", "^http://www.w3.org/2001/XMLSchema#string a\\\\b\\nc\n", "@en tag\n",
    ))  # fmt: skip
    wanted = urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")
    assert trusty.trusty_code(quads, {b"g": "http://n/ "}) == "RA" + wanted
