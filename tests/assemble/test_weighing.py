from dataclasses import replace

import pytest

from kg.assemble import assemble, belief, load_weights
from kg.errors import ConfigError
from kg.model import Span


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
