import json
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import model
from kg.assemble import assemble
from kg.assemble.rows import claim_row, evidence_from_row, evidence_to_row, with_context
from kg.errors import InputError
from kg.files import json_line

spans = st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)).map(lambda p: model.Span(*p))
curies = st.builds(model.Curie, st.text(), st.text())
kinds = st.sampled_from(get_args(model.Kind))
concepts = st.builds(model.Concept, curies, kinds, st.text(), st.lists(curies, max_size=2).map(tuple))
arguments = st.builds(
    model.Argument,
    text=st.text(),
    span=spans,
    kind=kinds,
    concepts=st.lists(concepts, max_size=2).map(tuple),
    alteration=st.text(),
)
# lone surrogates and control characters included
wild = st.text(st.characters(codec=None, categories=None), max_size=20)
evidences = st.builds(
    model.Evidence,
    therapy=arguments,
    factor=arguments,
    factor_state=st.sampled_from(get_args(model.FactorState)),
    effect=st.sampled_from(get_args(model.Effect)),
    stance=st.sampled_from(get_args(model.Stance)),
    onset=st.sampled_from(get_args(model.Onset)),
    mechanisms=st.lists(st.text(), max_size=2).map(tuple),
    mechanism_basis=st.sampled_from(get_args(model.Basis)),
    via=st.lists(arguments, max_size=2).map(tuple),
    disease=st.none() | arguments,
    disease_basis=st.sampled_from(get_args(model.Basis)),
    document=wild,
    section=st.text(),
    span=spans,
    text=wild,
    rule=st.text(),
    score=st.floats(0, 1),
    derivation=st.lists(st.tuples(st.text(), wild), max_size=2).map(tuple),
    prefix=wild,
    suffix=wild,
)


@given(evidences)
def test_a_shard_gives_back_what_was_put_in(evidence):
    line = json_line(evidence_to_row(evidence))
    assert line.count(b"\n") == 1
    assert evidence_from_row(json.loads(line)) == evidence


@pytest.mark.parametrize("change", [{"therapy": None}, {"span": [1]}, {"via": [{}]}])
def test_a_damaged_shard_names_the_remedy(row, change):
    with pytest.raises(InputError, match="delete the shard"):
        evidence_from_row({**evidence_to_row(row), **change})


def test_context_stops_at_the_borders_of_the_text(row):
    text = "Before it. " + row.text + " After."
    quoted = with_context(replace(row, span=model.Span(11, 11 + len(row.text))), text)
    assert (quoted.prefix, quoted.suffix) == ("Before it. ", " After.")


def test_public_row_has_the_contract_s_fields(row, papers):
    (claim,), _ = assemble([row], papers)
    public = claim_row(claim)
    assert public["therapy"] == {
        "ids": ["MESH:D000077157", "CHEBI:50924"],
        "label": "Sorafenib",
        "text": "sorafenib",
    }
    assert public["factor"]["kind"] == "gene" and public["disease"]["basis"] == "stated"
    assert (public["mechanism"], public["net"], public["belief"]) == (
        ["ferroptosis-evasion"],
        "promotes",
        0.855,
    )
    assert public["evidence"][0]["end"] - public["evidence"][0]["start"] == len(public["evidence"][0]["text"])


def test_public_row_without_disease_says_null(row, papers):
    (claim,), _ = assemble([replace(row, disease=None)], papers)
    assert claim_row(claim)["disease"] is None


def test_denial_keeps_the_proposition_s_net_effect(row, papers):
    (claim,), _ = assemble([replace(row, stance="negated")], papers)
    assert claim_row(claim)["net"] == "promotes"
    assert claim_row(claim)["evidence"][0]["stance"] == "negated"
