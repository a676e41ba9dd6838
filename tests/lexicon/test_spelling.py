import pytest

from kg.lexicon.kinds import kind_of_process, kind_of_trees
from kg.lexicon.spelling import human_product, micro_rna, turned_heading, without_salt, without_species


@pytest.mark.parametrize(
    ("label", "forwards"),
    [("Carcinoma, Hepatocellular", "Hepatocellular Carcinoma"),
     ("Leukemia, Myeloid, Acute", "Acute Myeloid Leukemia"),
     ("Sorafenib", None), ("GPX4 protein, human", None), ("1,2-Dimethylhydrazine", None)],
)  # fmt: skip
def test_headings_are_turned(label, forwards):
    assert turned_heading(label) == forwards


@pytest.mark.parametrize(
    ("label", "symbol"),
    [("GPX4 protein, human", "GPX4"), ("MIRN21 microRNA, human", "MIRN21"),
     ("long noncoding RNA HULC, human", "HULC"),
     ("MIR17HG, human", "MIR17HG"), ("Braf protein, mouse", None), ("sorafenib", None)],
)  # fmt: skip
def test_human_products_name_their_gene(label, symbol):
    assert human_product(label) == symbol


def test_a_fusion_is_found_by_its_partners():
    assert without_species("EML4-ALK fusion protein, human") == ["EML4-ALK fusion protein", "EML4-ALK"]


@pytest.mark.parametrize(
    ("label", "drug"),
    [
        ("Imatinib Mesylate", "Imatinib"),
        ("Copper Sulfate", None),
        ("Sodium Acetate", None),
        ("Sorafenib", None),
    ],
)
def test_salts_of_drugs_are_taken_off(label, drug):
    assert without_salt(label) == drug


@pytest.mark.parametrize(
    ("name", "parts"),
    [("microRNA 125b-1", ("125b-1", "125b", "125")), ("microRNA let-7a-3", ("let-7a-3", "let-7a", "let-7")),
     ("microRNA 21", ("21", "21", ""))],
)  # fmt: skip
def test_micro_rna_names_have_locus_mature_form_and_group(name, parts):
    assert micro_rna(name) == parts
    assert micro_rna("MIR17 host gene") is None


@pytest.mark.parametrize(
    ("trees", "kind"),
    [(["C04.588"], "disease"), (["D12.776.124.486.485.114.224", "D12.776.1"], "chemical"),
     (["D08.811"], "family"),
     (["G05.365.590.650"], "genetic_alteration"), (["A11.284.295.588.750"], "vesicle"),
     (["A11.329.372"], "cell"),
     (["E02.319"], "procedure"), (["B03.440"], "microbe"), (["G02.111.820.800"], "pathway"),
     (["Z01"], "other"), ([], "other")],
)  # fmt: skip
def test_kinds_follow_the_tree(trees, kind):
    assert kind_of_trees(trees) == kind


def test_signalling_terms_are_pathways_and_their_regulation_is_not():
    assert kind_of_process("Wnt signaling pathway") == "pathway"
    assert kind_of_process("regulation of Wnt signaling pathway") == "process"
