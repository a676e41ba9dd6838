"""Every shape is met by a graph that passes, and every constraint is seen failing."""

from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import RDF, SH

from kg.graph.check import check, check_shapes, load_shapes
from kg.graph.convert import read_triples, to_rdflib
from kg.graph.lint import lint_shapes
from kg.model import EVIDENCE_ROLES

FIXTURES = Path(__file__).with_name("fixtures")
SHAPES = Path(__file__).parents[2] / "shapes"
FILES = sorted(path.stem for path in SHAPES.glob("*.ttl"))
# parts of a constraint, or of no constraint of their own
NOT_COMPONENTS = {"targetClass", "targetObjectsOf", "targetSubjectsOf", "property", "path", "name", "message",
                  "qualifiedValueShape"}  # fmt: skip


def graph(name):
    return to_rdflib(read_triples(FIXTURES / f"{name}.ttl"))


def constraints(shapes):
    """Every named shape with each constraint that it states."""
    for shape, predicate in {(s, p) for s, p, _ in shapes if isinstance(s, rdflib.URIRef)}:
        if predicate.startswith(str(SH)) and predicate.split("#")[1] not in NOT_COMPONENTS:
            yield shape, predicate.split("#")[1]


def seen(shapes, data):
    """Every shape with the constraint that pyshacl reports for it."""
    import pyshacl

    _, results, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", advanced=False)
    for result in results.subjects(RDF.type, SH.ValidationResult):
        component = str(results.value(result, SH.sourceConstraintComponent)).split("#")[1]
        name = component.removesuffix("ConstraintComponent")
        yield results.value(result, SH.sourceShape), name[0].lower() + name[1:]


def test_the_valid_graph_passes_and_meets_every_shape():
    assert check(FIXTURES / "valid.ttl", SHAPES) == ()
    assert lint_shapes(load_shapes(SHAPES), graph("valid")) == ()


@pytest.mark.parametrize("name", FILES)
def test_every_constraint_is_seen_failing(name):
    shapes = load_shapes(SHAPES / f"{name}.ttl")
    unseen = set(constraints(shapes)) - set(seen(shapes, graph(f"{name}-bad")))
    assert sorted((str(shape).rpartition("/")[2], constraint) for shape, constraint in unseen) == []


@pytest.mark.parametrize("name", FILES)
def test_every_violation_tells_the_user_what_to_do(name):
    for violation in check_shapes(graph(f"{name}-bad"), load_shapes(SHAPES)):
        assert violation.shape.startswith("rks:") and violation.node and violation.message.endswith(".")


def test_sections_of_the_shapes_are_those_of_the_model():
    shapes = load_shapes(SHAPES / "evidence.ttl")
    head = shapes.value(rdflib.URIRef("https://w3id.org/resistkg/shapes/Evidence-section"), SH["in"])
    assert {str(item) for item in shapes.items(head)} == EVIDENCE_ROLES


def test_no_shape_leaves_the_core():
    assert not [term for term in load_shapes(SHAPES).predicates() if "sparql" in term or "js" in term]
