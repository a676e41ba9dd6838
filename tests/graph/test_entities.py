"""What stands around the entities of a graph: wider things, and the headings of the vocabularies."""

from kg.graph.dataset import statements
from kg.graph.entities import broader_statements
from kg.graph.terms import term
from kg.model import Curie
from tests.graph.conftest import CANCER, HCC

OBO = "http://purl.obolibrary.org/obo/"


def of(dataset, subject):
    return {(p, o.value) for s, p, o in statements(dataset) if s.value == subject}


def test_a_disease_leads_to_the_wider_one_which_has_class_and_label(dataset):
    assert (term("skos:broader"), OBO + "MONDO_0002691") in of(dataset, OBO + "MONDO_0007256")
    assert of(dataset, OBO + "MONDO_0002691") == {
        (term("rdf:type"), term("biolink:Disease").value),
        (term("rdfs:label"), "liver cancer"),
    }


def test_a_heading_is_another_label(dataset):
    assert (term("skos:altLabel"), "carcinoma, hepatocellular") in of(dataset, OBO + "MONDO_0007256")
    assert (term("rdfs:label"), "hepatocellular carcinoma") in of(dataset, OBO + "MONDO_0007256")


def test_the_partners_of_wider_things_are_left_out():
    assert not [s for s in broader_statements(HCC.id, (CANCER,)) if s[1] == term("skos:exactMatch")]
    assert list(broader_statements(Curie("MONDO", "1"), ())) == []
