import json

import pytest

BAD = "<https://w3id.org/resistkg/claim/x> a <https://w3id.org/resistkg/vocab/ResistanceClaim> ."
OBO = """format-version: 1.2

[Term]
id: MONDO:0000002
name: second

[Term]
id: MONDO:0000001
name: obsolete first
is_obsolete: true
replaced_by: MONDO:0000002
"""


@pytest.fixture
def bad(tmp_path):
    (tmp_path / "bad.ttl").write_text(BAD, encoding="utf-8")
    return tmp_path / "bad.ttl"


@pytest.mark.parametrize("engine", ["fast", "pyshacl"])
def test_each_form_tells_of_the_violations(run, bad, engine):
    shown = {
        form: run("check", bad, "--format", form, "--engine", engine) for form in ("markdown", "json", "turtle", "tsv")
    }
    assert {done.exit_code for done in shown.values()} == {1}
    assert "### `rks:Claim`: 1 violation\n" in shown["markdown"].stdout
    assert json.loads(shown["json"].stdout)["engine"] == engine
    assert "sh:conforms false" in shown["turtle"].stdout
    lines = [line.split("\t") for line in shown["tsv"].stdout.splitlines()]
    assert ["Violation", "rks:Claim-label", "claim:x", "rdfs:label", ""] in [line[:5] for line in lines]


def test_a_file_without_triples_does_not_conform(run, tmp_path):
    (tmp_path / "empty.ttl").write_text("# nothing\n", encoding="utf-8")
    done = run("check", tmp_path / "empty.ttl")
    assert done.exit_code == 2 and "conforms" not in done.output and "holds no triples" in done.output
    assert len(done.output.splitlines()) == 1


def test_an_audit_looks_for_retired_identifiers(run, tmp_path):
    (tmp_path / "mondo.obo").write_text(OBO, encoding="utf-8")
    (tmp_path / "a.ttl").write_text(f"{BAD}<http://a/b> <http://a/p> <http://purl.obolibrary.org/obo/MONDO_0000001> .")
    done = run("check", tmp_path / "a.ttl", "--vocabulary", tmp_path / "mondo.obo")
    assert "obo:MONDO_0000001 → MONDO:0000002" in done.stdout and "## Release audit" in done.stdout
    assert "vocabulary has retired | 0 |" in run("check", tmp_path / "a.ttl", "--audit").stdout
    assert "no retired identifiers" in run("check", tmp_path / "a.ttl", "--vocabulary", "FPLX").output


def test_a_notice_says_that_another_engine_looked(run, bad, tmp_path):
    shape = (
        "@prefix sh: <http://www.w3.org/ns/shacl#> . <http://a/S> a sh:NodeShape ; sh:targetNode <http://a/n> ; "
        '<http://a/p> 1 ; sh:node <http://a/S> ; sh:message "m" .'
    )
    (tmp_path / "s.ttl").write_text(shape, encoding="utf-8")
    done = run("check", bad, "--shapes", tmp_path / "s.ttl")
    assert "the fast engine does not know shapes within themselves" in done.stderr
