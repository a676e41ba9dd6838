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


@pytest.mark.parametrize(
    ("word", "identifier"),
    [("Cholangiocarcinom", "MONDO:0019087"), ("glioblastma", "MONDO:0018177"), ("Metfromin", "MESH:D008687")],
)
def test_misspelt_tumours_and_letters_left_out_at_the_end(word, identifier):
    (found, *_), _ = ground(trained(open_default()), f"{word} and others were seen.")
    assert (found.mention.text, str(found.concept.id), found.score < 0.9) == (word, identifier, True)


def test_a_blastema_is_no_blastoma():
    assert ground(trained(open_default()), "Nephrogenic blastemas were seen.")[0] == ()
