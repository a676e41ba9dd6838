"""Of which species a gene is meant."""

import pytest

from kg.ground.grounder import Grounder
from tests.ground.fake import FakeLexicon, ground

HUMAN, MOUSE = "NCBIGene:7157", "NCBIGene:22059"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TP53 was mutated in tumours of patients.", HUMAN),
        ("TP53 was lost.", HUMAN),
        ("Mice without TP53 died early. In these mice, tumours grew.", MOUSE),
        ("TP53 was lost in 30 of 40 patients. Later work in mice agreed. All patients died.", HUMAN),
        ("TP53 drove the growth of xenografts in nude mice.", HUMAN),
        ("TP53 drove the growth of grafts in BALB/c nude mice.", HUMAN),
        ("Loss of murine TP53 was studied in cells of patients.", MOUSE),
    ],
)
def test_the_text_says_whose_gene_it_is(text, expected):
    groundings, _ = ground(Grounder(FakeLexicon()), text)
    assert str(next(g for g in groundings if g.mention.text == "TP53").concept.id) == expected


def test_the_species_can_be_fixed():
    groundings, _ = ground(Grounder(FakeLexicon(), species=9606), "Mice without TP53 died early in mice.")
    assert [str(g.concept.id) for g in groundings] == [HUMAN]
