"""Three bases are no gene."""

import pytest

from kg.ground.codons import without_codons
from kg.ground.decide import Decision
from kg.ground.places import Place
from kg.model import Span


@pytest.mark.parametrize(
    ("text", "name", "stays"),
    [
        ("CGA to TGA makes a stop", "CGA", False),
        ("a change (CGA→CAA) was seen", "CGA", False),
        ("codon 12 (GAT) was hit", "GAT", False),
        ("CAT protects cells", "CAT", True),
        ("EGFR to CAT", "EGFR", True),
    ],
)
def test_a_triplet_beside_another_or_beside_codon_is_none(text, name, stays):
    at = text.index(name)
    places = [Place(Span(at, at + len(name)), Decision(()))]
    assert without_codons(text, places) == (places if stays else [])
