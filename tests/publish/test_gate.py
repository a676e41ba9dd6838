"""What may not go out is told with its place, and nothing is written."""

import pytest

from kg.errors import InputError, InvalidGraph
from kg.graph.lexical import is_canonical
from kg.publish import Source, write_release
from kg.publish.gate import check_lines, iri_fault, literal_fault
from kg.publish.literals import split_literal
from kg.publish.master import sort_lines
from kg.vocab import NAMESPACES

XSD = NAMESPACES["xsd"]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b"_:b <http://a/p> <http://a/o> <http://a/g> .", "blank node"),
        (b"<http://a/s> <http://a/p> _:b <http://a/g> .", "blank node"),
        (b"<http://a/s> <http://a/p> <http://a/o> .", "without a named graph"),
        (b'<http://a/s> <http://a/p> "a <b> c" .', "not an IRI"),
        (b'<http://a/s> <http://a/p> "a <http://a/b"^^<http://a/d> .', "not an IRI"),
        (b"<http://a/s> <http://a/p#> <http://a/o> <http://a/g> .", "ends? in a name"),
        (b"<http://a/s> <http://a/p> <<( <http://a/s> <http://a/p> <http://a/o> )>> <http://a/g> .", "not an IRI"),
        (b'<http://a/s> <http://a/p> "007"^^<%b> <http://a/g> .' % (XSD + "integer").encode(), "canonical"),
        (b"<http://a/s> <http://a/p> <run:o> <http://a/g> .", "prefixes"),
        (b'<http://a/s> <http://a/p> "a\\u0001b" <http://a/g> .', "XML"),
    ],
)
def test_faults_are_told(line, problem):
    with pytest.raises(InvalidGraph, match=problem) as told:
        check_lines([line + b"\n"])
    assert "line 1: " in str(told.value)


@pytest.mark.parametrize(
    "iri", [b"<a b:c>", b"<no-scheme>", b"<http://a/{b}>", b'<http://a/"b>', b"<http://a\\b>", b""]
)
def test_iris_that_some_parser_refuses(iri):
    assert iri_fault(iri)


@pytest.mark.parametrize("good", [b"<http://a/b>", "<http://ä/☃>".encode(), b"<urn:x>", b"<http://a/b'(c)?d=e&f#g>"])
def test_iris_that_all_take(good):
    assert iri_fault(good) is None


def test_backslashes_before_letters_are_no_control_characters():
    assert literal_fault(rb'"\\u0001 \\b"') is None
    assert literal_fault(rb'"\u0001"')
    assert literal_fault(rb'"\b"')
    assert literal_fault('"\ufffe"'.encode())


@pytest.mark.parametrize(
    ("text", "datatype", "canonical"),
    [
        ("0", "decimal", True), ("1", "decimal", True), ("-0.5", "decimal", True), ("1.0", "decimal", False),
        ("0.50", "decimal", False), (".5", "decimal", False), ("+1", "decimal", False), ("-0", "decimal", False),
        ("7", "integer", True), ("007", "integer", False), ("-0", "integer", False), ("abc", "integer", False),
        ("true", "boolean", True), ("1", "boolean", False), ("2020", "gYear", True), ("20", "gYear", False),
        ("2020-02-29", "date", True), ("2020-13-01", "date", False), ("2020-01-01T00:00:00Z", "dateTime", True),
        ("2020-01-01T00:00:00.10Z", "dateTime", False), ("1.0E0", "double", True), ("1", "double", False),
        ("anything", "string", True),
    ],
)  # fmt: skip
def test_canonical_forms(text, datatype, canonical):
    assert is_canonical(text, XSD + datatype) is canonical


def test_a_fault_leaves_no_release(tmp_path):
    build = tmp_path / "build"
    build.mkdir()
    for name in ("kg.ttl", "claims.jsonl", "void.ttl"):
        (build / name).write_text("")
    for text, error in (("<http://a/s> <http://a/p> _:b <http://a/g> .\n", InvalidGraph), ("nonsense", InputError)):
        (build / "kg.nq").write_text(text)
        with pytest.raises(error):
            write_release(Source(folder=build), tmp_path / "out", "a", ["turtle"])
    assert [p.name for p in (tmp_path / "out").iterdir()] == [".lock"]


def test_a_graph_in_pieces_is_told(tmp_path):
    for name in ("kg.ttl", "claims.jsonl", "void.ttl"):
        (tmp_path / name).write_text("")
    lines = (f"<http://a/s> <http://a/p> <http://a/o> <http://a/{graph}> .\n" for graph in "121")
    (tmp_path / "kg.nq").write_text("".join(lines))
    with pytest.raises(InputError, match="stands in pieces"):
        write_release(Source(folder=tmp_path), tmp_path / "out", "a", ["trig"])


@pytest.mark.parametrize("run", [1, 10, 1000])
def test_sorting_in_runs_is_sorting(tmp_path, run):
    lines = [b"%d\n" % (n * 7919 % 101) for n in range(101)]
    sort_lines(lines, tmp_path / "sorted", run=run)
    assert (tmp_path / "sorted").read_bytes().splitlines(keepends=True) == sorted(lines)
    assert [p.name for p in tmp_path.iterdir()] == ["sorted"]


def test_literals_are_taken_apart():
    assert split_literal(rb'"a\"b\\\n\u007F"') == ('a"b\\\n\x7f', "", "")
    assert split_literal(b'"a"@en-gb') == ("a", "", "en-gb")
    assert split_literal(b'"@en"^^<http://a/b>') == ("@en", "http://a/b", "")
