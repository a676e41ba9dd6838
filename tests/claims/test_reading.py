"""What must be understood, construction by construction; the sentences are our own."""

import pytest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GPX4, NRF2 and SLC7A11 promote resistance to sorafenib.", {"GPX4", "NRF2", "SLC7A11"}),
        ("Causes of resistance to sorafenib include hypoxia, autophagy and EGFR.", {"hypoxia", "autophagy", "EGFR"}),
        ("Immune checkpoints (e.g., LAG-3, TIM-3) promote resistance to nivolumab.", {"LAG-3", "TIM-3"}),
        ("Transporters such as ABCB1 and ABCG2 confer resistance to doxorubicin.", {"ABCB1", "ABCG2"}),
    ],
)
def test_enumerations_give_a_claim_each(text, expected, read) -> None:
    assert {row.factor.text for row in read(text)} == expected


@pytest.mark.parametrize(
    ("text", "net"),
    [
        ("Knockdown of GPX4 restored the sensitivity of HCC cells to sorafenib.", "promotes"),
        ("Loss of PTEN confers resistance to trastuzumab in breast cancer.", "opposes"),
        ("Overexpression of SOCS2 enhanced the sensitivity of HCC cells to radiation.", "opposes"),
        ("EGFR inhibition reversed resistance to lenvatinib.", "promotes"),
        ("Low SLC22A1 reduced sensitivity to sorafenib in HCC.", "opposes"),
        ("ABCB1 silencing lowered resistance to doxorubicin.", "promotes"),
    ],
)
def test_knock_down_logic(text, net, read) -> None:
    assert {row.net for row in read(text)} == {net}


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("MCL1 confers resistance to venetoclax.", "asserted"),
        ("MCL1 may confer resistance to venetoclax.", "hedged"),
        ("These data suggest that MCL1 contributes to venetoclax resistance.", "hedged"),
        ("MCL1 did not confer resistance to venetoclax.", "negated"),
        ("Blockade of AXL failed to restore sensitivity to cabozantinib.", "negated"),
    ],
)
def test_stance(text, stance, read) -> None:
    assert {row.stance for row in read(text)} == {stance}


@pytest.mark.parametrize(
    ("text", "onset"),
    [
        ("EGFR T790M confers acquired resistance to gefitinib.", "acquired"),
        ("Intrinsic resistance to sorafenib is caused by EGFR.", "primary"),
        ("GPX4 promotes primary and acquired resistance to sorafenib.", "unspecified"),
        ("GPX4 promotes resistance to sorafenib.", "unspecified"),
    ],
)
def test_onset(text, onset, read) -> None:
    assert {row.onset for row in read(text)} == {onset}


@pytest.mark.parametrize(
    "text",
    [
        "Whether GPX4 contributes to sorafenib resistance is unknown.",
        "We set out to test whether GPX4 confers resistance to sorafenib.",
        "Is MCL1 a marker of resistance to venetoclax?",
        "Metformin improves insulin resistance and insulin sensitivity.",
        "Resistance to sorafenib develops in most patients with HCC.",
        "GPX4 was measured in sorafenib-resistant HCC cells.",
        "Efflux pumps caused carbapenem resistance in Klebsiella pneumoniae.",
        "Butyrate from resistant starch increased the response of Lactobacillus.",
        "High GPX4 was associated with short survival in HCC.",
    ],
)
def test_what_states_no_claim(text, read) -> None:
    assert not read(text)


def test_a_thing_named_before_is_taken_up(read) -> None:
    rows = read("Exosomes are shed by hepatoma cells. These vesicles confer resistance to sorafenib.")
    assert [(r.factor.text, r.therapy.text) for r in rows] == [("Exosomes", "sorafenib")]


def test_therapy_and_disease_come_from_the_context_and_are_marked(read) -> None:
    title = "Sorafenib resistance in hepatocellular carcinoma"
    rows = read("Knockdown of NUPR1 reversed this resistance.", title=title)
    assert [(r.therapy.text, r.disease_basis) for r in rows] == [("Sorafenib", "topic")]
    assert dict(rows[0].derivation)["therapy"] == "named before"


def test_a_regimen_is_one_therapy_with_two_concepts(read) -> None:
    (row,) = read("High AFP predicted resistance to atezolizumab plus bevacizumab in HCC.")
    assert len(row.therapy.concepts) == 2


def test_steps_on_the_way_are_kept_apart_from_the_factor(read) -> None:
    (row,) = read("Periostin confers resistance to sorafenib through AKT1.")
    assert (row.factor.text, [step.text for step in row.via]) == ("Periostin", ["AKT1"])


def test_sensitising_resistant_cells_is_a_reversal(said) -> None:
    assert said("Metformin sensitised sorafenib-resistant HCC cells to sorafenib.") == [
        "Metformin present reverses_resistance sorafenib asserted"
    ]


def test_each_mechanism_is_stated_or_entailed(read) -> None:
    (stated,) = read("MT1G confers resistance to sorafenib by blocking ferroptosis.")
    (entailed,) = read("GPX4 confers resistance to sorafenib.")
    assert (stated.mechanisms, stated.mechanism_basis) == (("ferroptosis-evasion",), "stated")
    assert (entailed.mechanisms, entailed.mechanism_basis) == (("ferroptosis-evasion",), "entailed")


def test_evidence_is_the_sentence_to_the_letter(read) -> None:
    text = "Background first.  GPX4 confers resistance to sorafenib.\nMore follows."
    (row,) = read(text)
    assert text[row.span.start : row.span.end] == row.text == "GPX4 confers resistance to sorafenib."


@pytest.mark.parametrize(
    ("text", "therapies"),
    [
        ("Naloxone reversed the antihypertensive effect of clonidine in rats.", set()),
        ("ADRB2 variants predicted the response to salbutamol in asthma.", set()),
        ("ABCB1 confers resistance to paclitaxel.", {"paclitaxel"}),  # an antineoplastic drug is enough
        ("In tumour cells ABCB1 confers resistance to verapamil.", {"verapamil"}),  # so is a tumour
        ("Metformin increased the renal toxicity of cisplatin in patients with cancer.", set()),
    ],
)
def test_claims_are_about_cancer_therapy(text, therapies, read) -> None:
    assert {row.therapy.text for row in read(text)} == therapies


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000 + " GPX4 confers resistance to sorafenib",
        "GPX4 confers resistance to sorafenib, " * 3_000,
        "resistance to sorafenib " * 160,
        "GPX4, and (which, by " * 190,
    ],
    ids=["parentheses", "no full stop", "outcomes", "clauses"],
)
def test_hostile_sentences_end(text, read) -> None:
    assert len(read(text)) < 100


def test_a_stretch_without_a_full_stop_is_reported(knowledge) -> None:
    from kg.text.sentences import split_sentences
    from tests.claims.conftest import passage

    document = passage("In tumours GPX4 confers resistance to sorafenib, " * 200)
    _, dropped = knowledge.extractor(document, split_sentences(document), ())
    assert "without a full stop" in dropped[0].reason


def test_a_tail_denies_in_contrast(said) -> None:
    lines = said("Sorafenib resistance in HCC was driven by MCL1 rather than by BCL2.")
    assert lines == [
        "BCL2 gain confers_resistance Sorafenib negated",
        "MCL1 gain confers_resistance Sorafenib asserted",
    ]
    lines = said("AXL confers resistance to erlotinib, but not to cisplatin, in lung cancer.")
    assert "AXL gain confers_resistance cisplatin negated" in lines


def test_the_protein_is_the_one_named_in_the_clause_before(said) -> None:
    text = "Doxorubicin induced HMGB1, and inhibition of the protein increased drug sensitivity of tumour cells."
    assert said(text) == ["HMGB1 loss sensitises Doxorubicin asserted"]


def test_a_gene_named_after_a_resistance_is_the_resistance(said) -> None:
    text = "Many hepatomas lose doxorubicin. Upregulation of ABCB1 accounted for the doxorubicin resistance."
    assert said(text) == ["ABCB1 gain confers_resistance doxorubicin asserted"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No mutations in PTEN predicted the response to everolimus in cancer.", {"negated"}),
        ("Tumour cells with high GPX4 no longer responded to sorafenib.", {"asserted"}),
        ("GPX4 made sorafenib less effective in tumour cells.", {"asserted"}),
        ("In this trial sorafenib was less effective than lenvatinib in patients with cancer.", set()),
        ("Patients with cancer and high AFP tolerated sorafenib.", set()),
    ],
)
def test_efficacy_in_other_words(text, expected, read) -> None:
    assert {row.stance for row in read(text)} == expected


def test_axes_are_no_fusions(said) -> None:
    text = "No fusion was found. The HGF-MET axis confers resistance to gefitinib in lung cancer."
    assert said(text) == ["MET gain confers_resistance gefitinib asserted"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PTEN-/- tumour cells were sensitive to olaparib.", ["PTEN loss sensitises olaparib asserted"]),
        ("PTEN(-/-) tumour cells were sensitive to olaparib.", ["PTEN loss sensitises olaparib asserted"]),
        (
            "Patients with AML and graft-versus-host disease responded to methotrexate.",
            [],
        ),
        (
            "There was no evidence for ESR1 mutations as a mechanism of resistance to letrozole in breast cancer.",
            ["ESR1 present confers_resistance letrozole negated"],
        ),
        ("Tumours of T98G cells were given gefitinib. Viability was reduced.", []),
        ("Tumours grew. Potassium depletion potentiates the tubular toxicity of amphotericin B.", []),
    ],
)
def test_traps_of_real_abstracts(text, expected, said) -> None:
    assert said(text) == expected


def test_what_a_cell_sends_out_acts(said) -> None:
    text = "Macrophage-derived IL-6 protected breast cancer cells from doxorubicin."
    assert said(text) == ["IL-6 gain confers_resistance doxorubicin asserted"]
