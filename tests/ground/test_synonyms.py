"""Other names of genes beside them, and genes written together with their alteration."""

import pytest

from kg.annotation import trained
from kg.lexicon import open_default

from .fake import ground


@pytest.fixture(scope="module")
def grounder():
    return trained(open_default())


def named(grounder, text):
    found, _ = ground(grounder, text)
    assert all(text[slice(*g.mention.span)] == g.mention.text for g in found)
    return {(g.mention.text, g.mention.type, str(g.concept.id)) for g in found}


@pytest.mark.parametrize(
    "text", ["ADAM17 (TACE) sheds TNF, and TACE rose.", "TACE/ADAM17 sheds TNF.", "ADAM17 (also known as TACE) rose."]
)
def test_another_name_in_brackets_or_behind_a_slash(grounder, text):
    assert ("TACE", "Gene", "NCBIGene:6868") in named(grounder, text)


def test_without_the_gene_the_short_form_keeps_its_meaning(grounder):
    assert ("TACE", "Procedure", "MESH:D016461") in named(
        grounder, "Patients underwent TACE (ADAM10 was not assessed)."
    )


@pytest.mark.parametrize(
    ("text", "gene", "change"), [("JAK2V617F was", "3717", "V617F"), ("a KRASG12C-mutant tumour", "3845", "G12C")]
)
def test_a_gene_glued_to_its_alteration(grounder, text, gene, change):
    symbol = "JAK2" if gene == "3717" else "KRAS"
    found = named(grounder, text)
    assert {(symbol, "Gene", f"NCBIGene:{gene}"), (change, "Variant", f"NCBIGene:{gene}")} <= found


@pytest.mark.parametrize("text", ["the CD44V10 form", "at XYZ9V600E we", "pKRASG12C was"])
def test_what_is_no_gene_with_an_alteration(grounder, text):
    assert not any(kind == "Variant" for _, kind, _ in named(grounder, text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The EWS-FLI1 oncoprotein drives it.", {("EWS", "Gene", "NCBIGene:2130"), ("FLI1", "Gene", "NCBIGene:2313")}),
        ("The K-ras gene was mutated.", {("K-ras", "Gene", "NCBIGene:3845")}),
        ("Loss of let-7 was seen.", {("let-7", "Gene", "NCBIGene:406881")}),
        ("53 APL patients received ATRA.", {("APL", "Disease", "MONDO:0012883")}),
        ("Relapse after one month of CHOP chemotherapy.", {("CHOP chemotherapy", "Chemical", "MESH:C034587")}),
        ("The p.Cys797Ser (C797S) mutation of EGFR arose.", {("C797S", "Variant", "NCBIGene:1956")}),
        ("Butyrate and itaconate were given.", {("Butyrate", "Chemical", "MESH:D002087")}),
        ("It was urothelial cancer.", {("urothelial cancer", "Disease", "MONDO:0024337")}),
        ("CO\u2082 rose.", {("CO\u2082", "Chemical", "MESH:D002245")}),
        ("Mice lacking Cyp2d22 lived.", {("Cyp2d22", "Gene", "NCBIGene:56448")}),
        (
            "resistance to CDK4/6 inhibitors in cancer",
            {("CDK4", "Gene", "NCBIGene:1019"), ("6", "Gene", "NCBIGene:1021")},
        ),
    ],
)
def test_names_that_vocabularies_have_otherwise(grounder, text, expected):
    assert expected <= named(grounder, text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("KRAS mutations (G12/G13) were rare.", "G13"),
        ("pERK was lower.", "pERK"),
        ("stable disease (SD) in five", "SD"),
        ("B cells, plasma cells and others", "cells, plasma"),
        ("Cells with PTEN deficiency grew.", "PTEN deficiency"),
        ("the integrate domain", "integrate"),
    ],
)
def test_what_is_no_mention(grounder, text, name):
    assert name not in {surface for surface, _, _ in named(grounder, text)}
