import gzip
import json

import pytest
from pyoxigraph import RdfFormat, parse, serialize

from kg.errors import InputError
from kg.graph.check import check_graph
from kg.graph.convert import read_triples
from kg.graph.findings import LISTED, by_shape
from kg.graph.report import findings_json, violations_markdown, write_validation
from kg.model import Violation

SHAPE = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://example.org/> .
ex:S a sh:PropertyShape ; sh:targetSubjectsOf ex:p ; sh:path ex:p ; sh:severity sh:Warning ;
  sh:datatype <http://www.w3.org/2001/XMLSchema#integer> ; sh:message "Give a number." .
"""


@pytest.fixture
def many(tmp_path):
    """Three thousand values of a wrong datatype."""
    (tmp_path / "s.ttl").write_text(SHAPE, encoding="utf-8")
    lines = (f'<http://example.org/{n:04d}> <http://example.org/p> "x" .\n' for n in range(3 * LISTED))
    (tmp_path / "a.nt").write_text("".join(lines), encoding="utf-8")
    return check_graph(tmp_path / "a.nt", tmp_path / "s.ttl")


def test_a_report_is_bounded_and_tells_real_numbers(many, tmp_path):
    group = next(g for g in many.groups if g.shape == "http://example.org/S")
    assert (group.count, len(group.first), len(many)) == (3 * LISTED, LISTED, 9 * LISTED)
    assert [v.node[-4:] for v in group][-1] == f"{3 * LISTED - 1}"
    write_validation(many, tmp_path / "validation.ttl")
    quads = list(parse(path=str(tmp_path / "validation.ttl")))
    named = [q.object.value for q in quads if q.predicate.value.endswith("resultCount")]
    assert sorted(named) == sorted(["9000", "3000", "3000", "3000"])
    assert sum(q.predicate.value.endswith("#result") for q in quads) == 3 * LISTED


def test_groups_have_five_examples_and_their_severity(many):
    shapes = {s["shape"]: s for s in json.loads(json.dumps(findings_json(many)))["shapes"]}
    told = shapes["http://example.org/S"]
    assert (told["violations"], len(told["examples"]), told["severity"]) == (3 * LISTED, 5, "Warning")
    assert told["examples"][0]["constraint"] == "sh:DatatypeConstraintComponent"
    text = violations_markdown(many)
    assert "### `http://example.org/S`: 3,000 warnings" in text and "2,995 more are in validation.ttl" in text


def test_the_order_of_violations_does_not_matter():
    some = [Violation(shape="s", node=str(n), path="", value="", message="m") for n in (3, 1, 2, 1)]
    assert [v.node for v in by_shape(some)] == ["1", "2", "3"] and by_shape(some) == by_shape(some)
    assert len(by_shape(some).and_also(by_shape(some[:1]))) == 4


@pytest.mark.parametrize(
    "name", ["a.ttl", "a.ttl.gz", "a.nt", "a.nt.gz", "a.trig", "a.nq", "a.jsonld", "a.rdf", "a.rdf.gz"]
)
def test_graphs_are_read_in_every_form(tmp_path, name):
    triple = next(iter(parse(b'<http://a/b> <http://a/p> "c" .', format=RdfFormat.TURTLE)))
    form = RdfFormat.from_extension(name.removesuffix(".gz").rpartition(".")[2])
    body = serialize([triple], format=form)
    (tmp_path / name).write_bytes(gzip.compress(body) if name.endswith(".gz") else body)
    ((subject, _, value),) = read_triples(tmp_path / name)
    assert (subject.value, value.value) == ("http://a/b", "c")


@pytest.mark.parametrize(
    ("name", "body", "says"),
    [
        ("a.rdf", b'<!DOCTYPE r [<!ENTITY a "x">]><r/>', "XML entities"), ("a.ttl.gz", b"no gzip", "cannot be read"),
        ("a.ttl.gz", gzip.compress(b"<http://a/b> .", mtime=0)[:-9], "cannot be read"),
        ("a.csv.gz", b"", "not a graph file"),
        ("a.ttl", b"<http://a/b> <http://a/p> <<( <http://a/b> <http://a/p> 1 )>> .", "triples about triples"),
        ("a.jsonld", b'{"@context": "http://localhost:9/c", "@id": "http://a/b"}', "cannot be read"),
    ],
    ids=["entities", "no gzip", "cut short", "a table", "triple terms", "remote context"],
)  # fmt: skip
def test_what_cannot_be_read_safely_is_named(tmp_path, name, body, says):
    (tmp_path / name).write_bytes(body)
    with pytest.raises(InputError, match=says):
        list(read_triples(tmp_path / name))
