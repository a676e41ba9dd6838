"""Three bases are no gene, and the amino acids of a protein no drugs."""

import pytest

from kg.ground.codons import without_codons
from kg.ground.decide import Decision
from kg.ground.places import Place
from kg.ground.residues import without_residues
from kg.ground.words import default_residues
from kg.model import Span


@pytest.mark.parametrize(
    ("text", "name", "stays"),
    [
        ("CGA to TGA makes a stop", "CGA", False),
        ("a change (CGA→CAA) was seen", "CGA", False),
        ("codon 12 (GAT) was hit", "GAT", False),
        ("CAT protects cells", "CAT", True),
        ("GDC-0941 was given", "GDC", False),
        ("CAT-1 was given", "CAT", True),
        ("an expansion (GCG)7 was seen", "GCG", False),
        ("CAG repeats were long", "CAG", False),
        ("a deletion of 54 Mbp", "Mbp", False),
        ("myelin (Mbp) was lost", "Mbp", True),
        ("EGFR to CAT", "EGFR", True),
    ],
)
def test_a_triplet_beside_another_or_beside_codon_is_none(text, name, stays):
    at = text.index(name)
    places = [Place(Span(at, at + len(name)), Decision(()))]
    assert without_codons(text, places) == (places if stays else [])


@pytest.mark.parametrize(
    ("text", "name", "stays"),
    [
        ("a glutamine to arginine change", "glutamine", False),
        ("changed to Gly from Arg", "Gly", True),
        ("Arg→Gly was seen", "Gly", False),
        ("tyrosine 705 was phosphorylated", "tyrosine", False),
        ("missense mutation of glycine", "glycine", False),
        ("glycine was infused for days", "glycine", True),
        ("sorafenib 400 mg", "sorafenib", True),
    ],
)
def test_an_amino_acid_of_a_protein_is_no_drug(text, name, stays):
    at = text.index(name)
    places = [Place(Span(at, at + len(name)), Decision(()))]
    assert without_residues(text, places, default_residues()) == (places if stays else [])
