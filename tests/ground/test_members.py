"""The gene that stands for a family, and whose gene it is."""

import pytest

from kg.ground.grounder import Grounder
from kg.ground.learned import LearnedNames, name_hash
from kg.ground.members import UsualMembers
from kg.ground.words import default_members
from kg.model import Curie
from tests.ground.fake import FakeLexicon, ground

AKT, AKT1 = Curie("FPLX", "AKT"), Curie("NCBIGene", "207")


def family(text):
    groundings, _ = ground(Grounder(FakeLexicon()), text)
    return next(list(map(str, g.ids)) for g in groundings if g.concept.kind == "family")


def test_a_family_stays_the_node_and_its_usual_member_follows():
    assert family("ERK is active in tumours.") == ["FPLX:ERK", "NCBIGene:5594"]


def test_the_member_that_the_document_names_goes_before_the_usual_one():
    concept = FakeLexicon().concept(Curie("FPLX", "ERK"))
    learned = LearnedNames({name_hash("FPLX:ERK", "Gene"): Curie("NCBIGene", "5595")})
    assert str(UsualMembers({}).of(concept, "erk ", learned)) == "NCBIGene:5595"
    assert family("MAPK1 and other ERK proteins. ERK is active.") == ["FPLX:ERK", "NCBIGene:5594"]


def test_the_list_is_of_genes():
    listed = default_members().by_family
    assert listed[AKT] == AKT1
    assert {gene.prefix for gene in listed.values()} == {"NCBIGene"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mice without TP53 died early.", ["NCBIGene:22059", "NCBIGene:7157"]),
        ("TP53 was lost in patients.", ["NCBIGene:7157"]),
    ],
)
def test_a_gene_of_an_animal_brings_the_human_one_with_it(text, expected):
    groundings, _ = ground(Grounder(FakeLexicon()), text)
    assert [str(i) for i in next(g for g in groundings if g.mention.text == "TP53").ids] == expected
