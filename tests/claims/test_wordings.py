"""Sentences of our own in other words than the rules' examples: what they say, and what they do not."""

import pytest

from kg.assemble import claim_key


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Myeloma cells bypass bortezomib by activating NFKB1.", "NFKB1 gain confers_resistance bortezomib asserted"),
        ("Gliomas poor in MGMT profited from temozolomide.", "MGMT loss sensitises temozolomide asserted"),
        ("CRISPR/Cas9-mediated deletion of KEAP1 conferred resistance of lung cancer cells to gefitinib.",
         "KEAP1 loss confers_resistance gefitinib asserted"),
        ("A monoclonal antibody against IL6 brought back the response of myeloma to lenalidomide.",
         "IL6 loss reverses_resistance lenalidomide asserted"),
        ("Among breast cancers, PTEN but not TP53 was required for resistance to lapatinib.",
         "TP53 gain confers_resistance lapatinib negated"),
        ("Sorafenib resistance in hepatoma cells developed independently of ABCB1.",
         "ABCB1 gain confers_resistance Sorafenib negated"),
        ("Responses of melanoma to nivolumab were comparable in patients with and without TP53 mutations.",
         "TP53 present no_effect nivolumab asserted"),
        ("Survival of breast cancer patients on palbociclib did not differ by PIK3CA status.",
         "PIK3CA present no_effect palbociclib asserted"),
        ("Sensitivity of ovarian cancer cells to olaparib vanished when TP53BP1 was depleted.",
         "TP53BP1 loss confers_resistance olaparib asserted"),
        ("Knockdown of ABCC3 lowered the dose of cisplatin required to kill lung cancer cells.",
         "ABCC3 loss sensitises cisplatin asserted"),
        ("KIT mutations arose in gastrointestinal stromal tumours during imatinib.",
         "KIT present confers_resistance imatinib asserted"),
        ("The activity of cetuximab was blunted in colorectal tumours with ERBB2 amplification.",
         "ERBB2 gain confers_resistance cetuximab asserted"),
        ("Lung cancer cells were insensitive to EGFR inhibition by gefitinib after KRAS was mutated.",
         "KRAS present confers_resistance gefitinib asserted"),
        ("Sorafenib failure was linked to elevated VEGFA levels in hepatoma.",
         "VEGFA gain confers_resistance Sorafenib asserted"),
        ("Resistance of lung cancer to erlotinib correlated with reduced PTEN expression.",
         "PTEN loss confers_resistance erlotinib asserted"),
        ("Melanomas with JAK1 mutations were less likely to respond to nivolumab.",
         "JAK1 present confers_resistance nivolumab asserted"),
        ("Knockdown of NFKB1 sensitises myeloma to bortezomib.", "NFKB1 loss sensitises bortezomib asserted"),
        ("Fusobacterium nucleatum diminished the therapeutic effect of oxaliplatin in colorectal cancer.",
         "Fusobacterium nucleatum present confers_resistance oxaliplatin asserted"),
        ("Resistant hepatoma cells with low PTEN were re-sensitised to sorafenib by perifosine.",
         "perifosine present reverses_resistance sorafenib asserted"),
        ("Inhibition of AXL with bemcentinib restored the sensitivity of lung cancer cells to erlotinib.",
         "bemcentinib present reverses_resistance erlotinib asserted"),
        ("Lung cancer cells grew fast; inhibiting AXL improved the efficacy of erlotinib.",
         "AXL loss sensitises erlotinib asserted"),
        ("In melanoma patients treated with nivolumab, high CXCL8 was associated with shorter median PFS.",
         "CXCL8 gain confers_resistance nivolumab asserted"),
        ("High CXCL9 predicted improved progression-free survival in melanoma patients receiving nivolumab.",
         "CXCL9 gain sensitises nivolumab asserted"),
        ("Deletion of AXL slowed growth but did not improve the response of lung cancer to erlotinib.",
         "AXL loss sensitises erlotinib negated"),
        ("A JAK1 mutation was detected in a melanoma that relapsed after an initial response to nivolumab.",
         "JAK1 present confers_resistance nivolumab asserted"),
        ("circRNA-SORE sustains sorafenib resistance of hepatoma cells.",
         "circRNA-SORE gain confers_resistance sorafenib asserted"),
        ("Knockdown of the lncRNA TUC338 sensitised hepatoma cells to sorafenib.",
         "TUC338 loss sensitises sorafenib asserted"),
    ],
)  # fmt: skip
def test_other_words_say_the_same(said, text, line) -> None:
    assert line in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "GPX4 was measured in sorafenib resistance of hepatoma cells.",
        "The contribution of ABCB1 to doxorubicin resistance of leukaemia was evaluated.",
        "Cardiac troponins are sensitive and specific markers of doxorubicin toxicity in leukaemia.",
        "None of the melanomas with NRAS mutations responded well.",
        "Ponatinib has activity against leukaemias that are refractory to imatinib.",
        "Half of the colorectal cancers without KRAS mutations do not respond to cetuximab.",
        "Earlier studies had suggested that ABCB1 drives resistance of hepatoma to sorafenib.",
        "Lentiviral transduction was efficient in melanoma cells resistant to vemurafenib.",
        "Carriers of DPYD variants tolerated capecitabine poorly during treatment of colon cancer.",
        "The concentration of paclitaxel in breast cancer was measured in carriers of CYP2C8 variants.",
    ],
)
def test_what_only_sounds_like_it_says_nothing(said, text) -> None:
    assert said(text) == []


@pytest.mark.parametrize("how", ["None", "Only one", "Few"])
def test_few_responders_are_no_response(said, how) -> None:
    lines = said(f"{how} of the nine melanomas with NRAS mutations responded to vemurafenib.")
    assert not any("sensitises" in line for line in lines)


def test_respectively_pairs_in_order(said) -> None:
    lines = said(
        "EGFR mutations and ALK fusions confer sensitivity of lung cancer to gefitinib and crizotinib, respectively."
    )
    assert lines == ["ALK present sensitises crizotinib asserted", "EGFR present sensitises gefitinib asserted"]


def test_the_drug_is_the_one_named_before(said) -> None:
    assert said("Bortezomib is given for myeloma. Tumours with PSMB5 mutations no longer respond to the drug.") == [
        "PSMB5 present confers_resistance Bortezomib asserted"
    ]


@pytest.mark.parametrize("verb", ["resensitised to sorafenib", "re-sensitised", "sensitised to sorafenib"])
def test_what_sensitised_tumours_have_is_no_agent(said, verb) -> None:
    lines = said(f"Sorafenib-resistant hepatoma cells with high PROM1 expression were {verb} by metformin.")
    assert len(lines) == 1 and lines[0].startswith("metformin present ")


def test_a_sentence_that_names_what_makes_resistant_speaks_of_no_cohort(said) -> None:
    lines = said("We treated patients with EGFR-mutant lung cancer. AXL mediates resistance to osimertinib.")
    assert not any(line.startswith("EGFR") for line in lines)


def test_alterations_of_one_gene_are_told_apart(read) -> None:
    rows = read("The KIT mutations V654A and p.Asp816Val confer resistance of tumours to imatinib.")
    assert sorted(row.factor.label for row in rows) == ["KIT D816V", "KIT V654A"]
    assert len({claim_key(row) for row in rows}) == 2
