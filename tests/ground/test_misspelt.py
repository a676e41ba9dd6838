"""Drugs with one letter wrong."""

import pytest

from kg.annotation import trained
from kg.ground.misspelt import meant
from kg.lexicon import open_default
from tests.ground.fake import ground

ENDS = ("nib", "platin", "rubicin")


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("lenvatinb", "lenvatinib "),
        ("sorafinib", "sorafenib "),
        ("oxaliplatn", "oxaliplatin "),
        ("doxorubcin", "doxorubicin "),
        ("investigated", ""),
        ("lenvatib", ""),
        ("lenvatinib2", ""),
        ("gefinib", ""),
        ("metfornin", ""),
    ],
)
def test_a_word_one_edit_from_a_drug_with_a_drug_ending_means_it(word, key):
    assert meant(word, open_default(), ENDS) == key


def test_a_misspelt_drug_is_grounded_with_a_lower_score_and_says_so():
    (found,), _ = ground(trained(open_default()), "Resistance to lenvatinb is common.")
    assert (str(found.concept.id), found.mention.text) == ("MESH:C531958", "lenvatinb")
    assert found.score < 0.8 and "misspelling of 'lenvatinib'" in found.why
