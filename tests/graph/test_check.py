from dataclasses import replace

import pytest

from graph.conftest import TEXTS
from kg.data import data_directory
from kg.errors import InputError, InvalidGraph
from kg.graph.check import check, check_quotes, load_shapes, require_valid
from kg.graph.convert import to_rdflib
from kg.graph.dataset import statements
from kg.graph.lint import lint_shapes
from kg.graph.report import violations_markdown, write_validation
from kg.graph.writers import write_nquads, write_turtle
from kg.model import Span, Violation

PREFIXES = "".join(f"@prefix {p}: <{i}> .\n" for p, i in (
    ("sh", "http://www.w3.org/ns/shacl#"), ("ex", "http://example.org/"),
    ("rk", "https://w3id.org/resistkg/vocab/")))  # fmt: skip
PROPERTY = 'sh:property [ a sh:PropertyShape ; sh:path ex:p ; sh:minCount 1 ; sh:message "m" ]'


def lint(tmp_path, text, *data):
    (tmp_path / "shapes.ttl").write_text(PREFIXES + text, encoding="utf-8")
    return [v.message for v in lint_shapes(load_shapes(tmp_path / "shapes.ttl"), *data)]


def checked(dataset, folder):
    write_turtle(dataset, folder / "kg.ttl")
    return check(folder / "kg.ttl", data_directory("shapes"))


def test_the_graph_of_the_fixtures_is_valid(dataset, tmp_path):
    assert checked(dataset, tmp_path) == ()
    write_nquads(dataset, tmp_path / "kg.nq")
    assert check(tmp_path / "kg.nq", data_directory("shapes")) == ()
    require_valid(())


def test_a_value_out_of_range_is_named_with_its_remedy(dataset, tmp_path):
    violations = checked(replace(dataset, claims=tuple(replace(c, belief=1.5) for c in dataset.claims)), tmp_path)
    assert {(v.shape, v.path, v.value) for v in violations} == {("rks:Claim-belief", "rk:belief", "1.5")}
    with pytest.raises(InvalidGraph, match=r"5 violation.*0 to 1"):
        require_valid(violations)


def test_the_report_of_a_valid_graph_conforms(tmp_path):
    write_validation([], tmp_path / "validation.ttl")
    assert "sh:conforms true" in (tmp_path / "validation.ttl").read_text(encoding="utf-8")


def test_quotes_that_stand_elsewhere_are_found(dataset):
    assert check_quotes(dataset.claims, TEXTS.items()) == ()
    moved = replace(dataset.claims[0].evidence[0], span=Span(1, 9))
    (violation,) = check_quotes([replace(dataset.claims[0], evidence=(moved,))], TEXTS.items())
    assert violation.shape == "text[start:end] == exact" and "[1:9]" in violation.value
    assert len(check_quotes(dataset.claims, ())) == 6


def test_a_mechanism_outside_the_scheme_is_named(dataset, tmp_path):
    found = checked(replace(dataset, scheme={}), tmp_path)
    assert {v.value for v in found if v.shape == "rks:Claim-mechanism"} == {
        "rkm:circular-rna", "rkm:drug-efflux", "rkm:ferroptosis-evasion"}  # fmt: skip


def test_blank_nodes_and_bare_iris_are_violations(tmp_path):
    (tmp_path / "kg.ttl").write_text("<http://a/b> <http://a/p> [] .", encoding="utf-8")
    found = check(tmp_path / "kg.ttl", data_directory("shapes"))
    assert {v.shape for v in found} == {"no blank nodes", "every IRI has a class", "every IRI has a label"}


@pytest.mark.parametrize(("name", "text"), [("a.ttl", "<a> <b"), ("a.csv", ""), ("none.ttl", None)])
def test_files_that_are_no_graph_are_named(tmp_path, name, text):
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=name):
        check(tmp_path / name, data_directory("shapes"))


def test_an_empty_shapes_file_is_refused(tmp_path):
    (tmp_path / "shapes.ttl").write_text("# nothing\n", encoding="utf-8")
    with pytest.raises(InputError, match="no shapes"):
        load_shapes(tmp_path)


def test_a_misspelt_term_fails_the_check(tmp_path):
    (tmp_path / "kg.ttl").write_text("", encoding="utf-8")
    shapes = (data_directory("shapes") / "claim.ttl").read_text(encoding="utf-8")
    (tmp_path / "shapes.ttl").write_text(shapes.replace("sh:maxCount", "sh:maxcount", 1), encoding="utf-8")
    assert [v.value for v in check(tmp_path / "kg.ttl", tmp_path / "shapes.ttl")] == ["sh:maxcount"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (f"ex:S a sh:NodeShape ; sh:targetClass rk:Evidence ; {PROPERTY} .", None),
        (f"ex:S a sh:NodeShape ; {PROPERTY} .", "no target"),
        ("ex:S a sh:NodeShape ; sh:targetClass rk:Evidence .", "no constraint"),
        ("ex:S a sh:NodeShape ; sh:targetClass rk:Evidence ; sh:nodeKind sh:IRI .", "no sh:message"),
        (
            "ex:S a sh:NodeShape ; sh:targetClass rk:Evidence ; sh:property [ sh:minCount 1 ] .",
            "needs an sh:path",
        ),
        (
            f"ex:S a sh:NodeShape ; sh:targetClass rk:Evidence ; {PROPERTY} .".replace("minC", "minc"),
            "no such term",
        ),
        (
            f"ex:S a sh:NodeShape ; sh:targetClass rk:Evidence ; {PROPERTY} .".replace(" 1", ' "one"'),
            "a number",
        ),
        (f"ex:S a sh:NodeShape ; sh:targetClass rk:Evidense ; {PROPERTY} .", "meets no node"),
        (
            f"ex:S a sh:NodeShape ; sh:targetClass rk:Evidence ; sh:deactivated true ; {PROPERTY} .",
            "deactivated",
        ),
        ("ex:S ex:p ex:o .", "no shape here"),
    ],
)
def test_lint_finds_what_validators_pass_over(dataset, tmp_path, text, says):
    messages = lint(tmp_path, text, to_rdflib(statements(dataset)))
    assert (messages == []) if says is None else any(says in m for m in messages)


def test_the_report_escapes_what_it_shows(tmp_path):
    nasty = Violation(shape="rks:X", node="a|b`c", path="", value='"""\\ \x00', message="<b>Do this</b>.")
    text = violations_markdown([nasty])
    assert "a\\|b'c" in text and "<b>" not in text
    write_validation([nasty], tmp_path / "validation.ttl")
    assert check(tmp_path / "validation.ttl", data_directory("shapes")) != ()
    written = (tmp_path / "validation.ttl").read_text(encoding="utf-8")
    assert "_:" not in written and "sh:conforms false" in written


def test_a_report_says_how_many_more_there_are():
    many = [Violation(shape="s", node=str(n), path="", value="", message="m") for n in range(60)]
    text = violations_markdown(many)
    assert "**60 violations of 1 shape" in text and "55 more are in validation.ttl" in text
    assert "keeps all shapes" in violations_markdown([])
