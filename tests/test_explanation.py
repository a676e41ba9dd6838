"""A claim told to a sceptical reader."""

import pytest

from kg.claims.rules import rules
from kg.explanation import explanation, marked

TEXT = "GPX4 made the cells resistant to sorafenib."


@pytest.fixture
def row():
    evidence = {
        "document": "PMID:1", "section": "results", "start": 100, "end": 100 + len(TEXT), "text": TEXT,
        "stance": "asserted", "rule": "make-resistant", "score": 0.9,
        "factor": {"text": "GPX4", "start": 100, "end": 104},
        "therapy": {"text": "sorafenib", "start": 133, "end": 142},
        "derivation": {"factor": "subject of the predicate", "stance": "plain statement"},
    }  # fmt: skip
    thing = {"ids": ["NCBIGene:2879"], "label": "GPX4", "text": "GPX4"}
    return {
        "claim": "abc", "factor": thing, "factor_state": "loss", "effect": "sensitises", "net": "promotes",
        "therapy": {"ids": [], "label": "sorafenib", "text": "sorafenib"}, "disease": None, "onset": "acquired",
        "belief": 0.8, "disputed": True, "mechanism": ["emt"], "mechanism_basis": {"emt": "stated"},
        "via": [{"label": "AKT1", "ids": ["NCBIGene:207"]}], "disagrees_with": ["def"], "evidence": [evidence],
    }  # fmt: skip


@pytest.fixture
def told(row):
    return lambda **changed: list(explanation({**row, **changed}, {rule.id: rule for rule in rules()}))


def test_every_field_of_the_claim_is_told(told):
    text = "\n".join(told())
    for said in (
        "GPX4 (loss) sensitises to sorafenib, acquired; belief 0.8, disputed",
        "net      GPX4 promotes resistance: sensitises by loss",
        "therapy  sorafenib: no identifier",
        "through  emt (stated)",
        "via      AKT1: NCBIGene:207",
        "disagrees with def",
        "1. PMID:1, results, characters 100-143, asserted",
        "stance: plain statement",
    ):
        assert said in text


def test_the_rule_comes_with_its_documentation(told):
    lines = [line.strip() for line in told()]
    rule = next(rule for rule in rules() if rule.id == "make-resistant")
    assert f"rule make-resistant (score 0.9, {rule.score} of it from the rule): {rule.meaning}" in lines
    assert f"as in    “{rule.example}”" in lines and f"pattern  {rule.pattern}" in lines


@pytest.mark.parametrize(
    ("rule", "said"), [("llm:tiny", "said by the language model tiny"), ("gone", "build the graph again")]
)
def test_other_readers_and_unknown_rules_say_so(told, row, rule, said):
    assert said in "\n".join(told(evidence=[{**row["evidence"][0], "rule": rule}]))


def test_a_curator_s_word_is_shown(told):
    said = told(curation={"verdict": "accepted", "who": "K. Curator", "note": "figure 2"})
    assert "  accepted by K. Curator: figure 2" in said


def test_arguments_are_marked_where_they_stand(row):
    evidence = row["evidence"][0]
    assert marked(evidence) == "[factor: GPX4] made the cells resistant to [therapy: sorafenib]."


def test_an_argument_of_the_context_is_told_with_its_place(told, row):
    therapy = {"text": "sorafenib", "start": 3, "end": 12}
    lines = told(evidence=[{**row["evidence"][0], "therapy": therapy}])
    assert "     “[factor: GPX4] made the cells resistant to sorafenib.”" in lines
    assert "     named elsewhere in the document: therapy “sorafenib”, characters 3-12" in lines
