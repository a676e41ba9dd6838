"""GraphML, CX2 and Cytoscape.js JSON: the same network, read by the libraries that people use."""

import json

import pytest
from lxml import etree

from kg.publish import cytoscape, graphml
from kg.publish.attributes import LINK_TYPES, NODE_TYPES

networkx = pytest.importorskip("networkx", reason="it is installed with pip install '.[dev]'")


@pytest.fixture(scope="module", params=["nasty", "examples"])
def source(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def graph(source, tmp_path_factory):
    (path,) = graphml.write(source, tmp_path_factory.mktemp("graphml"))
    return networkx.read_graphml(path)


@pytest.fixture(scope="module")
def documents(source, tmp_path_factory):
    return [json.loads(path.read_bytes()) for path in cytoscape.write(source, tmp_path_factory.mktemp("cytoscape"))]


def count(source):
    return len(source.file("claims.jsonl").read_bytes().splitlines())


def test_networkx_reads_typed_attributes(graph, source):
    claims = [data for _, _, data in graph.edges(data=True) if data["relation"] == "claim"]
    assert len(claims) == count(source) and graph.is_multigraph() and graph.is_directed()
    for data in claims:
        assert isinstance(data["belief"], float) and isinstance(data["papers"], int) and data["denied"] in (True, False)
        assert data["weight"] >= 1 and data["statement"] and data["sentence"]
    assert all(data["label"] == data["name"] and data["kind"] for _, data in graph.nodes(data=True))


def test_every_attribute_is_declared_with_its_type(source, tmp_path):
    (path,) = graphml.write(source, tmp_path)
    tree = etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    keys = {key.get("id"): key.get("attr.type") for key in tree.iter("{*}key")}
    assert len(keys) == len(NODE_TYPES) + len(LINK_TYPES)
    read = {"int": int, "double": float, "boolean": {"true": True, "false": False}.__getitem__, "string": str}
    for datum in tree.iter("{*}data"):
        read[keys[datum.get("key")]](datum.text)


def test_the_forms_hold_the_same_network(graph, documents):
    exchange, elements = documents
    nodes = {n["data"]["id"]: n["data"] for n in elements["elements"]["nodes"]}
    edges = {e["data"]["id"]: e["data"] for e in elements["elements"]["edges"]}
    assert set(nodes) == set(graph) and set(edges) == {key for _, _, key in graph.edges(keys=True)}
    parts = {name: value for part in exchange for name, value in part.items()}
    assert {n["v"]["id"] for n in parts["nodes"]} == set(nodes)
    number = {n["id"]: n["v"]["id"] for n in parts["nodes"]}
    for edge in parts["edges"]:
        drawn = edges[edge["v"]["id"]]
        assert (number[edge["s"]], number[edge["t"]]) == (drawn["source"], drawn["target"])
        assert {"source": drawn["source"], "target": drawn["target"], **edge["v"]} == drawn


def test_cx2_declares_and_counts_what_it_holds(documents):
    parts = {name: value for part in documents[0] for name, value in part.items()}
    assert documents[0][0] == {"CXVersion": "2.0", "hasFragments": False}
    assert documents[0][-1]["status"][0]["success"] is True
    assert {m["name"]: m["elementCount"] for m in parts["metaData"]} == {
        name: len(parts[name])
        for name in ("attributeDeclarations", "networkAttributes", "nodes", "edges", "visualProperties")
    }
    python = {"string": str, "long": int, "double": float, "boolean": bool}
    (declared,) = parts["attributeDeclarations"]
    for part in ("nodes", "edges"):
        for thing in parts[part]:
            assert all(type(value) is python[declared[part][name]["d"]] for name, value in thing["v"].items())


def test_what_xml_forbids_is_replaced(nasty, tmp_path):
    (path,) = graphml.write(nasty, tmp_path)
    text = path.read_text(encoding="utf-8")
    assert "\x00" not in text and "k\ufffdl\ufffd" in text and "&lt;h&gt; &amp;i;" in text


def test_an_empty_build_is_an_empty_network(empty, tmp_path):
    assert len(networkx.read_graphml(*graphml.write(empty, tmp_path))) == 0
    exchange, elements = (json.loads(path.read_bytes()) for path in cytoscape.write(empty, tmp_path))
    assert elements["elements"] == {"nodes": [], "edges": []}
    assert {"nodes": []} in exchange and {"edges": []} in exchange


def test_the_same_build_gives_the_same_bytes(nasty, tmp_path):
    for exporter in (graphml, cytoscape):
        one, other = ([p.read_bytes() for p in exporter.write(nasty, tmp_path / name)] for name in "ab")
        assert one == other
