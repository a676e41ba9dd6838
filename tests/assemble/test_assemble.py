from dataclasses import replace
from itertools import permutations

from kg.assemble import assemble, claim_key
from kg.model import Span


def at(row, start, document="PMID:1", **changes):
    return replace(row, document=document, span=Span(start, start + len(row.text)), **changes)


def test_key_is_26_base32_characters_and_stable(row):
    assert claim_key(row) == "ngz2jmov43b5o72jylspoue4da"


def test_key_ignores_wording_and_evidence(row):
    other = replace(row, stance="hedged", score=0.1, therapy=replace(row.therapy, text="Nexavar"), document="PMID:2")
    assert claim_key(other) == claim_key(row)


def test_every_part_of_the_identity_changes_the_key(row):
    changes = (
        {"therapy": replace(row.therapy, concepts=())},
        {"factor": replace(row.factor, concepts=())},
        {"factor_state": "loss"},
        {"effect": "sensitises"},
        {"disease": None},
        {"onset": "acquired"},
    )
    assert len({claim_key(row), *(claim_key(replace(row, **change)) for change in changes)}) == 7


def test_order_of_drugs_in_a_regimen_does_not_matter(row):
    both = (*row.therapy.concepts, *row.factor.concepts)
    one, two = (replace(row, therapy=replace(row.therapy, concepts=c)) for c in (both, both[::-1]))
    assert claim_key(one) == claim_key(two)


def test_ungrounded_arguments_meet_in_their_normal_form(row):
    one, two = (replace(row, factor=replace(row.factor, concepts=(), text=t)) for t in ("circ RNA-7", "Circ RNA 7"))
    assert claim_key(one) == claim_key(two)


def test_any_order_of_rows_gives_the_same_claims(row, papers):
    rows = [
        row,
        at(row, 99, "PMID:2", score=0.4),
        at(row, 99, "PMID:2", score=0.3),
        at(row, 5, effect="sensitises"),
    ]
    results = {assemble(order, papers) for order in permutations(rows)}
    assert len(results) == 1


def test_two_papers_share_the_claim(row, papers):
    (claim,), dropped = assemble([row, at(row, 4, "PMID:2")], papers)
    assert [e.document for e in claim.evidence] == ["PMID:1", "PMID:2"]
    assert dropped == ()


def test_stated_mechanism_beats_entailed(row, papers):
    stated = at(row, 4, mechanism_basis="stated", mechanisms=("autophagy", "ferroptosis-evasion"))
    (claim,), _ = assemble([row, stated], papers)
    assert claim.mechanisms == (("autophagy", "stated"), ("ferroptosis-evasion", "stated"))


def test_one_row_a_sentence_is_kept_and_the_other_reported(row, papers):
    (claim,), (dropped,) = assemble([replace(row, score=0.2, rule="weaker"), row], papers)
    assert [e.rule for e in claim.evidence] == ["active-resistant"]
    assert "same sentence" in dropped.reason and "weaker" in dropped.item


def test_impossible_rows_are_dropped_with_a_reason(row, papers):
    bad = [replace(row, score=float("nan")), replace(row, document="PMID:77"), replace(row, span=Span(3, 3))]
    claims, dropped = assemble(bad, papers)
    assert claims == ()
    assert {d.reason.split()[0] for d in dropped} == {"score", "no", "the"}


def test_a_factor_of_several_things_is_no_single_claim(row, papers):
    both = replace(row.factor, concepts=(*row.factor.concepts, *row.therapy.concepts))
    claims, (dropped,) = assemble([replace(row, factor=both)], papers)
    assert claims == () and "one factor" in dropped.reason


def test_opposite_net_effects_disagree_both_ways(row, papers):
    claims, _ = assemble([row, at(row, 4, effect="sensitises"), at(row, 9, effect="no_effect")], papers)
    assert [len(c.disagrees_with) for c in claims] == [2, 2, 2]
    assert all(c.key not in c.disagrees_with for c in claims)


def test_gain_and_loss_that_agree_do_not_disagree(row, papers):
    claims, _ = assemble([row, at(row, 4, effect="sensitises", factor_state="loss")], papers)
    assert [c.disagrees_with for c in claims] == [(), ()]


def test_another_disease_is_another_topic(row, papers):
    claims, _ = assemble([row, at(row, 4, effect="sensitises", disease=None)], papers)
    assert [c.disagrees_with for c in claims] == [(), ()]


def test_disease_named_in_any_sentence_is_stated(row, papers):
    (claim,), _ = assemble([row, at(row, 4, disease_basis="topic")], papers)
    assert claim.disease_basis == "stated"
    (claim,), _ = assemble([replace(row, disease_basis="topic")], papers)
    assert claim.disease_basis == "topic"


def test_assertion_and_denial_make_a_dispute(row, papers):
    (claim,), _ = assemble([row, at(row, 4, "PMID:2", stance="negated")], papers)
    assert claim.disputed and not claim.direct


def test_the_most_used_wording_stands_for_the_claim(row, papers):
    rows = [at(row, n, therapy=replace(row.therapy, text=t)) for n, t in ((1, "Nexavar"), (2, "x"), (3, "Nexavar"))]
    (claim,), _ = assemble(rows, papers)
    assert claim.therapy.text == "Nexavar"
