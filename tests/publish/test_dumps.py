"""Every RDF dump says the same, to the parser of rdflib and to that of pyoxigraph."""

import re
from functools import cache
from itertools import pairwise

import pyoxigraph
import pytest
import rdflib
from lxml import etree
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, RdfFormat, Triple

from kg.graph.lexical import is_canonical
from kg.publish import find_exporters, write_release
from kg.publish.context import terms
from kg.vocab import NAMESPACES

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
XSD = NAMESPACES["xsd"]
NAMES = ("turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml", "rdf12")
READERS = {
    "resistkg.ttl": (RdfFormat.TURTLE, "turtle"),
    "resistkg.nt": (RdfFormat.N_TRIPLES, "nt"),
    "resistkg.nq": (RdfFormat.N_QUADS, "nquads"),
    "resistkg.trig": (RdfFormat.TRIG, "trig"),
    "resistkg.jsonld": (RdfFormat.JSON_LD, "json-ld"),
    "resistkg.rdf": (RdfFormat.RDF_XML, "xml"),
}
RDF12 = {"resistkg.rdf12.ttl": RdfFormat.TURTLE, "resistkg.rdf12.nt": RdfFormat.N_TRIPLES}
REIFIES = NamedNode(NAMESPACES["rdf"] + "reifies")


@pytest.fixture(scope="module", params=["examples", "hostile", "foreign"])
def release(request, tmp_path_factory):
    build = request.getfixturevalue(request.param)
    return build, write_release(build, tmp_path_factory.mktemp("out"), "a", NAMES, compress=False)


def value(node):
    """A term as a tuple that both libraries' terms come to."""
    if isinstance(node, NamedNode | rdflib.URIRef):
        return ("iri", node.value if isinstance(node, NamedNode) else str(node))
    if isinstance(node, Literal):
        return ("literal", node.value, node.datatype.value, (node.language or "").lower())
    assert isinstance(node, rdflib.Literal), f"{node!r} is a blank node or worse"
    default = NAMESPACES["rdf"] + "langString" if node.language else XSD + "string"
    return ("literal", str(node), str(node.datatype or default), (node.language or "").lower())


@cache
def by_oxigraph(path, format_):
    return [(*map(value, quad.triple), quad.graph_name) for quad in pyoxigraph.parse(path=str(path), format=format_)]


def by_rdflib(path, format_):
    graph = rdflib.Dataset(default_union=True)
    graph.parse(path, format=format_)
    return {tuple(map(value, quad[:3])) for quad in graph.quads()}


def reference(build):
    return {row[:3] for row in by_oxigraph(build.file("kg.ttl"), RdfFormat.TURTLE)}


@pytest.mark.parametrize("name", READERS)
def test_both_parsers_read_the_same_graph_from_every_dump(release, name):
    build, folder = release
    ours, theirs = READERS[name]
    assert {row[:3] for row in by_oxigraph(folder / name, ours)} == reference(build)
    assert by_rdflib(folder / name, theirs) == reference(build)


@pytest.mark.parametrize("name", ["resistkg.ttl", "resistkg.nt", "resistkg.jsonld", "resistkg.rdf"])
def test_dumps_without_graphs_say_each_thing_once(release, name):
    build, folder = release
    rows = by_oxigraph(folder / name, READERS[name][0])
    assert len(rows) == len(reference(build))
    assert {row[3] for row in rows} == {DefaultGraph()}


def test_dumps_with_graphs_have_the_graphs_of_the_build(release):
    build, folder = release
    wanted = sorted(by_oxigraph(build.file("kg.nq"), RdfFormat.N_QUADS), key=str)
    for name in ("resistkg.nq", "resistkg.trig"):
        assert sorted(by_oxigraph(folder / name, READERS[name][0]), key=str) == wanted


@pytest.mark.parametrize("name", RDF12)
def test_in_rdf_1_2_claims_reify_every_direct_triple(release, name):
    build, folder = release
    parsed = list(pyoxigraph.parse(path=str(folder / name), format=RDF12[name]))
    plain = {tuple(map(value, q.triple)) for q in parsed if q.predicate != REIFIES}
    reified = [q.object for q in parsed if q.predicate == REIFIES]
    assert plain == reference(build)
    assert all(isinstance(triple, Triple) for triple in reified)
    direct = {"resistedBy", "opposesResistanceTo", "associated_with_resistance_to", "associated_with_sensitivity_to"}
    stated = {row for row in plain if re.split("[/#]", row[1][1])[-1] in direct}
    assert stated
    assert stated <= {tuple(map(value, triple)) for triple in reified}


@pytest.mark.parametrize("name", ["resistkg.nt", "resistkg.nq", "resistkg.rdf12.nt"])
def test_lines_are_sorted_by_their_bytes_and_stand_once(release, name):
    lines = (release[1] / name).read_bytes().split(b"\n")
    assert lines.pop() == b""
    assert all(one < other for one, other in pairwise(lines))


def test_no_blank_node_and_canonical_forms_only(release):
    build, folder = release
    for name, (format_, _) in READERS.items():
        for quad in pyoxigraph.parse(path=str(folder / name), format=format_):
            assert not any(isinstance(term, BlankNode) for term in (*quad.triple, quad.graph_name))
    literals = {term for row in reference(build) for term in row if term[0] == "literal"}
    assert [one for one in literals if not is_canonical(one[1], one[2])] == []


def test_a_store_gives_the_literals_back_as_they_are(release):
    build, folder = release
    store = pyoxigraph.Store()
    store.bulk_load(path=str(folder / "resistkg.nt"), format=RdfFormat.N_TRIPLES)
    assert {tuple(map(value, quad.triple)) for quad in store} == reference(build)


def test_prefixes_used_in_turtle_and_trig_are_declared(release):
    for name in ("resistkg.ttl", "resistkg.trig", "resistkg.rdf12.ttl"):
        text = (release[1] / name).read_text(encoding="utf-8")
        declared = set(re.findall(r"^@prefix ([a-z]+):", text, re.MULTILINE))
        bare = re.sub(r'"(?:[^"\\\n]|\\.)*"|<[^<>\s]*>', "", text)
        assert set(re.findall(r"(?<![\w:])([a-z]+):", bare)) - {"version"} <= declared


def test_properties_in_rdf_xml_are_qualified_names(release):
    """Against a parser that knows names of XML: each element has a namespace, each description an IRI."""
    root = etree.parse(release[1] / "resistkg.rdf", etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
    assert all(etree.QName(child).namespace for node in root for child in node)
    assert all(node.get(etree.QName(NAMESPACES["rdf"], "about")) for node in root)


def test_the_same_build_gives_the_same_bytes(release, tmp_path):
    build, folder = release
    again = write_release(build, tmp_path, "another-name", NAMES, compress=False)
    for path in folder.iterdir():
        assert path.read_bytes() == (again / path.name).read_bytes(), path.name


def test_every_property_of_the_graph_has_a_key_in_json(examples, hostile):
    used = {row[1][1] for build in (examples, hostile) for row in reference(build)}
    assert used - set(terms()) == {NAMESPACES["rdf"] + "type"}


def test_every_exporter_is_a_line_of_the_tuple():
    assert set(NAMES) <= set(find_exporters())
