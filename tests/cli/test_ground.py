"""`kg ground`: every candidate of a name, with what speaks for and against it."""

import json

import pytest


@pytest.fixture
def ask(run, index):
    def asked(*words):
        done = run("ground", *words, "--json", "--index", index)
        assert done.exit_code == 0, done.stderr
        return json.loads(done.stdout)

    return asked


def test_a_gene_is_told_with_its_orthologues_and_identifiers(run, index):
    lines = run("ground", "GPX4", "--explain", "--index", index).stdout.splitlines()
    assert lines[0] == "1.00  NCBIGene:2879  GPX4  [gene]"
    told = {tuple(line.split(maxsplit=1)) for line in lines[1:]}
    assert ("for", "label 'GPX4' in NCBIGene (1)") in told and ("for", "exact case") in told
    assert ("orthologue", "NCBIGene:625249 Gpx4 (mouse)") in told
    assert any("MESH:C000001" in value for _, value in told)


def test_what_speaks_against_a_reading_is_told_with_its_weight(ask):
    (first, *_) = ask("PHGPX")["candidates"]
    assert first["id"] == "NCBIGene:2879" and any("×" in reason for reason in first["against"])


def test_a_misspelling_is_read_with_a_lower_score(ask):
    right, wrong = ask("hepatocellular carcinoma"), ask("hepatocelular carcinoma")
    assert right["answer"] == wrong["answer"] == "MONDO:0007256"
    assert wrong["candidates"][0]["score"] < right["candidates"][0]["score"]
    assert "taken for a misspelling" in wrong["candidates"][0]["against"][0]


def test_words_in_another_order_are_read(ask):
    assert ask("carcinoma of hepatocellular", "--type", "Disease")["answer"] == "MONDO:0007256"


def test_no_answer_has_its_reason_and_its_candidates(ask, run, index):
    assert ask("gpx4", "--type", "Disease")["candidates"] == []
    nothing = ask("qwertzuiop")
    assert nothing["answer"] is None and nothing["reason"] == "no vocabulary has this name"
    shown = run("ground", "qwertzuiop", "--explain", "--index", index)
    assert shown.exit_code == 0 and shown.stdout == "no answer: no vocabulary has this name\n"


@pytest.mark.parametrize("name", ["", " ", "-", "\u200b", "a" * 5000, "MESH:D1 \x1b[31m"])
def test_odd_names_have_no_answer(ask, name):
    assert ask(name)["answer"] is None


def test_what_stands_inside_a_name_that_none_has(ask, run, index):
    inside = ask("GPX4 rose in hepatocellular carcinoma cells")["inside"]
    assert [(row["text"], row["ids"][0]) for row in inside] == [
        ("GPX4", "NCBIGene:2879"), ("hepatocellular carcinoma", "MONDO:0007256"),
    ]  # fmt: skip
    shown = run("ground", "GPX4 rose in hepatocellular carcinoma cells", "--index", index).stdout.splitlines()
    assert shown[0].startswith("no answer") and shown[1].startswith("inside  'GPX4': ")
