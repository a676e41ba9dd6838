"""resistance.ttl and vocabulary.ttl: what is checked in is what is built, and others can load it."""

from __future__ import annotations

import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS

from kg.graph.scheme import scheme_turtle, vocabulary_turtle, write_ontologies
from kg.vocab import MECHANISM, SCHEME, VOCAB
from tests.scheme.conftest import ONTOLOGIES

REMEDY = "run kg.graph.scheme.write_ontologies(scheme, folder) and look at the difference"


@pytest.fixture(scope="module")
def graph():
    return rdflib.Graph().parse(ONTOLOGIES / "resistance.ttl")


def test_checked_in_files_are_what_the_builder_writes(scheme):
    assert (ONTOLOGIES / "resistance.ttl").read_text(encoding="utf-8") == scheme_turtle(scheme), REMEDY
    assert (ONTOLOGIES / "vocabulary.ttl").read_text(encoding="utf-8") == vocabulary_turtle(), REMEDY


def test_files_are_written_whole(scheme, tmp_path):
    write_ontologies(scheme, tmp_path / "new")
    assert sorted(p.name for p in (tmp_path / "new").iterdir()) == ["resistance.ttl", "vocabulary.ttl"]
    assert (tmp_path / "new" / "resistance.ttl").read_text(encoding="utf-8") == scheme_turtle(scheme)


def test_every_mechanism_is_concept_and_class(graph, scheme):
    assert len(set(graph.subjects(RDF.type, OWL.Class))) == len(scheme.mechanisms)
    for mechanism in scheme.mechanisms:
        node = rdflib.URIRef(MECHANISM + mechanism.slug)
        above = [rdflib.URIRef(MECHANISM + mechanism.parent)] if mechanism.parent else []
        assert list(graph.objects(node, RDFS.subClassOf)) == above
        assert list(graph.objects(node, SKOS.broader)) == above
        assert list(graph.objects(node, SKOS.inScheme)) == [rdflib.URIRef(SCHEME)]
        assert graph.value(node, SKOS.prefLabel) == rdflib.Literal(mechanism.label, lang="en")


def test_no_circle_above_any_mechanism(graph, scheme):
    for mechanism in scheme.mechanisms:
        node = rdflib.URIRef(MECHANISM + mechanism.slug)
        above = list(graph.transitive_objects(node, RDFS.subClassOf))
        assert above[-1] == rdflib.URIRef(MECHANISM + "resistance-mechanism")
        assert len(above) == len(set(above)) == len(scheme.ancestors(mechanism.slug)) + 1


def test_everything_that_is_named_has_a_class_and_a_label(graph):
    used = {
        o
        for p in (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.relatedMatch)
        for o in graph.objects(None, p)
    }
    assert len(used) > 80
    for node in used | set(graph.subjects()):
        assert not isinstance(node, rdflib.BNode)
        assert graph.value(node, RDF.type), node
        assert len(list(graph.objects(node, RDFS.label))) == 1, node


def test_our_properties_are_described(graph):
    for predicate in set(graph.predicates()):
        if str(predicate).startswith(VOCAB):
            assert graph.value(predicate, RDFS.comment), predicate


def test_the_vocabulary_names_the_contract():
    graph = rdflib.Graph().parse(ONTOLOGIES / "vocabulary.ttl")
    names = (
        "ResistanceClaim Evidence Ungrounded Gain Loss Present ConfersResistance Primary Asserted therapy "
        "factor netEffect mechanism resistedBy opposesResistanceTo"
    )
    for name in names.split():
        assert graph.value(rdflib.URIRef(VOCAB + name), RDFS.label), name


def test_owlready_sees_the_tree(graph, tmp_path, scheme):
    owlready2 = pytest.importorskip("owlready2")
    path = tmp_path / "resistance.owl"
    graph.serialize(path, format="xml")
    world = owlready2.World()
    ontology = world.get_ontology(path.as_uri()).load()
    assert len(list(ontology.classes())) == len(scheme.mechanisms)
    found = world[MECHANISM + "microrna"]
    assert {c.iri for c in found.ancestors()} >= {MECHANISM + s for s in scheme.ancestors("microrna")}
