"""Names and identifiers, as people type them, lead to the nodes that a question needs."""

import pytest

from kg.errors import QueryError
from kg.graph import Asked, by_name
from kg.naming import Names

GRAPH = """
PREFIX rk: <https://w3id.org/resistkg/vocab/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX biolink: <https://w3id.org/biolink/vocab/>
PREFIX mesh: <http://id.nlm.nih.gov/mesh/>
PREFIX obo: <http://purl.obolibrary.org/obo/>
<https://w3id.org/resistkg/claim/a> rk:therapy mesh:D000077157 ; rk:disease obo:MONDO_0007256 ;
  rk:factor <http://identifiers.org/ncbigene/1956> , mesh:D1 , mesh:D2 ; rk:onset rk:Acquired .
mesh:D000077157 rdfs:label "Sorafenib" ; skos:altLabel "Carboxamide, Sorafenib" .
obo:MONDO_0007256 rdfs:label "hepatocellular carcinoma" ; skos:broader obo:MONDO_0002691 .
obo:MONDO_0002691 rdfs:label "liver cancer" .
<http://identifiers.org/ncbigene/1956> a biolink:Gene ; rdfs:label "EGFR" ;
  skos:exactMatch <http://identifiers.org/hgnc/3236> .
mesh:D1 rdfs:label "Twin" . mesh:D2 rdfs:label "twin" .
rk:Acquired rdfs:label "acquired" .
"""


@pytest.fixture(scope="module")
def names(tmp_path_factory):
    path = tmp_path_factory.mktemp("naming") / "kg.ttl"
    path.write_text(GRAPH, encoding="utf-8")
    with Asked(path) as asked:
        yield Names(asked.put)


@pytest.mark.parametrize(
    ("kind", "value", "ends"),
    [
        ("therapy", "sorafenib", "mesh/D000077157"),
        ("therapy", "MESH:D000077157", "mesh/D000077157"),
        ("therapy", "mesh:D000077157", "mesh/D000077157"),
        ("therapy", "carboxamide, sorafenib", "mesh/D000077157"),
        ("therapy", "Nexavar", "mesh/D000077157"),  # by the vocabularies
        ("disease", "Liver  cancer", "MONDO_0002691"),  # above what is named
        ("disease", "HCC", "MONDO_0007256"),
        ("gene", "HGNC:3236", "ncbigene/1956"),
        ("gene", "egfr", "ncbigene/1956"),
        ("word", "acquired", "vocab/Acquired"),
        ("number", "0.5", "0.5"),
        ("text", "sorafenib", "sorafenib"),
        ("claim", "m7rzrhu2rnblurlpp4wy4euo3q", "claim/m7rzrhu2rnblurlpp4wy4euo3q"),
        ("", "sorafenib", "sorafenib"),
    ],
)
def test_what_a_value_means(names, kind, value, ends):
    assert names.resolve("x", kind, value).term.value.endswith(ends)


@pytest.mark.parametrize(
    ("kind", "value", "says"),
    [
        ("factor", "TWIN", r"may be MESH:D1 \(Twin\), MESH:D2 \(twin\)"),
        ("therapy", "xyzzyqwert", "neither the graph nor a vocabulary"),
        ("mechanism", "magic", "mechanism-counts"),
        ("number", "much", "number"),
    ],
)
def test_what_is_refused_in_one_line(names, kind, value, says):
    with pytest.raises(QueryError, match=says) as caught:
        names.resolve("x", kind, value)
    assert "\n" not in str(caught.value)


def test_a_known_thing_that_the_graph_lacks_is_told_of(names):
    found = names.resolve("therapy", "therapy", "MESH:D000068877")
    assert found.term.value.endswith("D000068877") and "says nothing" in found.told


def test_a_name_is_a_value_in_the_query_that_looks_for_it():
    assert '"\\" } x { \\""' in by_name("therapy", '" } x { "')
