"""What a name of a known type means, when no vocabulary has it as it stands."""

import pytest

from kg.ground.learned import LearnedNames, name_hash
from kg.ground.linking import Linker
from kg.ground.spelling import one_edit_away
from kg.ground.words import default_rewordings, default_settings, default_words
from kg.model import Curie
from kg.text.normal import normal_name
from tests.ground.fake import FakeLexicon


def linker(**learned):
    names = {name_hash(normal_name(n), "Disease"): Curie.from_string(i) for n, i in learned.items()}
    return Linker(FakeLexicon(), default_words(), default_settings(), default_rewordings(), LearnedNames(names))


@pytest.mark.parametrize(
    ("name", "kind", "identifier"),
    [
        ("breast cancer", "Disease", "MONDO:0007254"),
        ("cancer of the breast", "Disease", "MONDO:0007254"),
        ("breast carcinoma", "Disease", "MONDO:0007254"),
        ("hepatocellular carcinma", "Disease", "MONDO:0007256"),
        ("recurrent hepatocellular carcinoma", "Disease", "MONDO:0007256"),
        ("sorafenib tosylate", "Chemical", "MESH:D000077157"),
        ("Sorafinib", "Chemical", "MESH:D000077157"),
        ("EGFR protein", "Gene", "NCBIGene:1956"),
        ("hEGFR", "Gene", "NCBIGene:1956"),
        ("Trp53", "Gene", "NCBIGene:22059"),
    ],
)
def test_a_name_is_read_in_other_words(name, kind, identifier):
    found = linker().readings(name, kind)
    assert found
    assert str(found[0].concept.id) == identifier


@pytest.mark.parametrize(
    ("name", "kind"),
    [("qwertyol", "Chemical"), ("interleukin 7", "Gene"), ("sorafenib", "Gene"), ("EGFR", "Chemical")],
)
def test_what_no_vocabulary_has_stays_without_a_reading(name, kind):
    assert linker().readings(name, kind) == ()


def test_a_reworded_name_scores_less_and_says_why():
    as_it_stands, reworded = (linker().readings(n, "Disease")[0] for n in ("breast cancer", "cancer of the breast"))
    assert reworded.score < as_it_stands.score
    assert "in another order" in reworded.why


def test_a_learned_name_comes_first_and_an_unknown_identifier_is_left_alone():
    assert str(linker(fits="MESH:D012640").readings("fits", "Disease")[0].concept.id) == "MESH:D012640"
    assert linker(fits="MESH:D999999").readings("fits", "Disease") == ()


def test_a_misspelling_keeps_the_first_letter_and_the_figures():
    found = set(one_edit_away("collagen 1 i"))
    assert {"ollagen 1 i", "collagen 2 i", "collagen 1 q"}.isdisjoint(found)
    assert {"colagen 1 i", "colalgen 1 i", "collagenn 1 i", "collegen 1 i"} <= found
