from dataclasses import replace

import pytest

from kg.assemble import assemble, belief, load_weights
from kg.errors import ConfigError
from kg.model import Curie, Span


def one(rows, papers):
    (claim,), _ = assemble(rows, papers)
    return claim


def test_the_documented_example(row, papers):
    assert one([row], papers).belief == 0.855


def test_ten_sentences_of_one_paper_are_one_witness(row, papers):
    rows = [replace(row, span=Span(n, n + 5)) for n in range(10)]
    assert one(rows, papers).belief == 0.855


def test_independent_papers_add_up_but_never_to_certainty(row, papers):
    two = one([row, replace(row, document="PMID:2")], papers).belief
    assert two == round(1 - (1 - 0.855) ** 2, 3)
    assert belief([replace(row, document=f"PMID:{n}", score=1.0) for n in (1, 2, 3)], papers, load_weights()) == 0.99


@pytest.mark.parametrize("change", [{"stance": "hedged"}, {"document": "PMID:8"}, {"score": 0.5}])
def test_hedges_reviews_and_weak_rules_weigh_less(row, papers, change):
    assert 0 < one([replace(row, **change)], papers).belief < 0.855


@pytest.mark.parametrize("change", [{"stance": "negated"}, {"document": "PMID:9"}])
def test_denial_alone_and_retraction_leave_nothing(row, papers, change):
    claim = one([replace(row, **change)], papers)
    assert claim.belief == 0 and not claim.direct and not claim.disputed


def test_hedged_claims_get_no_direct_triple_however_many(row, papers):
    claim = one([replace(row, stance="hedged", score=1.0, document=f"PMID:{n}") for n in (1, 2, 3)], papers)
    assert claim.belief > load_weights().direct_triple and not claim.direct


def test_null_result_gets_no_direct_triple(row, papers):
    assert not one([replace(row, effect="no_effect")], papers).direct


@pytest.mark.parametrize(("old", "new"), [("0.95", "1.95"), ("hedged", "hegded"), ("[paper]", "[papre]"), ("=", ":")])
def test_a_wrong_weights_file_says_where(tmp_path, old, new):
    from kg.assemble import weighing

    text = weighing._WEIGHTS.read_text(encoding="utf-8").replace(old, new, 1) if old != "=" else "x : 1"
    (tmp_path / "belief.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"belief\.toml"):
        load_weights(tmp_path / "belief.toml")


def test_a_review_and_the_study_that_it_cites_are_one_witness(row, papers):
    both = [row, replace(row, document="PMID:8")]
    apart = one(both, papers).belief
    papers["PMID:8"] = replace(papers["PMID:8"], cites=(Curie("PMID", "1"), Curie("PMID", "77")))
    assert one(both, papers).belief == one([row], papers).belief < apart
    hedged = [replace(row, stance="hedged"), replace(row, document="PMID:8")]
    assert one(hedged, papers).belief == one(hedged[1:], papers).belief


def test_a_study_that_cites_a_study_is_a_witness_of_its_own(row, papers):
    both = [row, replace(row, document="PMID:2")]
    apart = one(both, papers).belief
    papers["PMID:2"] = replace(papers["PMID:2"], cites=(Curie("PMID", "1"),))
    assert one(both, papers).belief == apart


def test_a_review_is_found_by_the_doi_that_it_cites(row, papers):
    papers["PMID:1"] = replace(papers["PMID:1"], ids=(Curie("PMID", "1"), Curie("DOI", "10.1/x")))
    papers["PMID:8"] = replace(papers["PMID:8"], cites=(Curie("DOI", "10.1/X"),))
    assert one([row, replace(row, document="PMID:8")], papers).belief == 0.855


def test_a_language_model_is_trusted_less_unless_it_was_measured(row, papers):
    said = replace(row, rule="llm:tiny")
    assert one([said], papers).belief == round(0.95 * 0.9 * 0.7, 3)
    measured = replace(load_weights(), reader=(("llm", 0.7), ("llm:tiny", 0.9), ("rules", 1.0)))
    assert belief([said], papers, measured) == round(0.95 * 0.9 * 0.9, 3)
