import pytest

from kg.lexicon.headings import natural_order


@pytest.mark.parametrize(
    ("heading", "names", "label"),
    [
        ("Immunotherapy, Adoptive", ["Adoptive Immunotherapy", "CAR T"], "Adoptive Immunotherapy"),
        ("Receptors, Dopamine D1", ["Dopamine D1 Receptor"], "Dopamine D1 Receptors"),  # the number of the heading
        ("Leukemia, Myeloid, Acute", ["Acute Myeloid Leukemia"], "Acute Myeloid Leukemia"),
        ("ataxia, early-onset, with apraxia", ["early-onset ataxia with apraxia"], "early-onset ataxia with apraxia"),
        ("insulin, neutral", ["neutral insulin"], "neutral insulin"),
    ],
)
def test_a_heading_is_turned_as_one_of_its_names_has_it(heading, names, label):
    assert natural_order(heading, names) == label


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        ("Hand, Foot and Mouth Disease", ["HFMD"]),  # a list
        ("Gravity, Altered", []),  # no name attests the order
        ("Creams, Foams, Gels, Jellies, Pastes", ["Pastes Jellies Gels Foams Creams"]),  # too many parts to be one name
        ("Acute Myeloid Leukemia", ["Leukemia, Myeloid, Acute"]),
    ],
)
def test_other_headings_stay(heading, names):
    assert natural_order(heading, names) == heading
