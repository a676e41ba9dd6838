from itertools import pairwise

import pytest

from kg.ground import Grounder

from .fake import FakeLexicon, ground


@pytest.fixture
def grounder():
    return Grounder(FakeLexicon())


def found(grounder, text):
    return [(g.mention.text, str(g.concept.id)) for g in ground(grounder, text)[0]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sorafenib in liver cancer.", [("Sorafenib", "MESH:D000077157"), ("liver cancer", "MONDO:0002691")]),
        ("PD-1/PD-L1 axis", [("PD-1", "NCBIGene:5133"), ("PD-L1", "NCBIGene:29126")]),
        ("given PD-1 inhibitors", [("PD-1 inhibitors", "MESH:D000082082")]),
        ("IL-6 and -8 rose", [("IL-6", "NCBIGene:3569"), ("8", "NCBIGene:3576")]),
        ("IL-6ST and IL-6R", [("IL-6ST", "NCBIGene:3570")]),
        ("Kras and EGFR-driven", [("Kras", "NCBIGene:3845"), ("EGFR", "NCBIGene:1956")]),
        ("ERK signals", [("ERK", "FPLX:ERK")]),
        ("EGFR T790M", [("EGFR", "NCBIGene:1956"), ("T790M", "NCBIGene:1956")]),
        ("the HCC tumour", [("HCC", "MONDO:0007256"), ("tumour", "MONDO:0005070")]),
        ("non-cancer, T set was solid", []),
        ("before TACE in patients", [("TACE", "MESH:D016461")]),
        ("a liver. Cancer grew", []),
        ("anti-tumour effects", []),
    ],
)
def test_mentions(grounder, text, expected):
    assert found(grounder, text) == expected


@pytest.mark.parametrize("text", ["we set a goal", "Set it", "a cat sat", "Cat and dog", "SET was used", "met"])
def test_ordinary_words_are_no_genes(grounder, text):
    assert found(grounder, text) == []


def test_symbol_that_is_a_word_counts_beside_a_cue(grounder):
    assert found(grounder, "SET expression rose") == [("SET", "NCBIGene:6418")]


def test_defined_abbreviation_holds_for_the_whole_document(grounder):
    groundings, _ = ground(grounder, "The TACE of chemokines. Hepatocellular carcinoma (HC) spreads. HC cells.")
    assert [str(g.concept.id) for g in groundings if g.mention.text == "HC"] == ["MONDO:0007256"] * 2
    assert "defined at" in groundings[-1].why


def test_short_form_of_an_unknown_long_form_is_no_gene(grounder):
    groundings, dropped = ground(grounder, "the ecological gradient fraction ratio (EGFR). EGFR rose.")
    assert groundings == ()
    assert [(d.item, "which no vocabulary knows" in d.reason) for d in dropped] == [("EGFR", True)]


def test_cell_line_is_no_mention(grounder):
    assert found(grounder, "HepG2 and KRAS, and EGFR 2 cells") == [
        ("KRAS", "NCBIGene:3845"),
        ("EGFR", "NCBIGene:1956"),
    ]


def test_alteration_is_attached_to_its_gene(grounder):
    variant = ground(grounder, "KRAS exon 2 mutations")[0][1]
    assert (variant.mention.type, variant.mention.text) == ("Variant", "exon 2 mutations")
    assert (variant.concept.kind, str(variant.concept.id)) == ("genetic_alteration", "NCBIGene:3845")


def test_unknown_code_is_reported(grounder):
    _, dropped = ground(grounder, "We gave ABC294640 daily.")
    assert [d.item for d in dropped] == ["ABC294640"]


def test_offsets_order_and_repeatability(grounder):
    text = "Ηepatic «HCC» – β. Sorafenib (SOR) and IL‑6, EGFR T790M; KRAS mutations 𝛼 sorafenib"
    first = ground(grounder, text)
    spans = [g.mention.span for g in first[0]]
    assert all(text[slice(*g.mention.span)] == g.mention.text for g in first[0])
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert ground(grounder, text) == first == ground(Grounder(FakeLexicon()), text)


def test_explain_gives_answer_rivals_and_refusals(grounder):
    liver = grounder.explain("liver cancer")
    assert liver.answer is not None and str(liver.answer.concept.id) == "MONDO:0002691"
    assert [str(o.concept.id) for o in liver.options] == ["MONDO:0002691", "MONDO:0007256"]
    assert grounder.explain("set").answer is None
    assert grounder.explain("nonsense").reason == "no vocabulary has this name"
    assert grounder.explain("ERK", "Disease").answer is None


def test_symbol_beats_the_family_that_its_long_form_names():
    aliases = (("metallothionein-1", "FPLX:ERK"),)
    groundings, _ = ground(Grounder(FakeLexicon(aliases)), "Metallothionein-1 (MT1G) rose. MT1G fell.")
    assert [str(g.concept.id) for g in groundings] == ["FPLX:ERK", "NCBIGene:4495", "NCBIGene:4495"]
