"""Those who carry an alteration, what they were given, and how they fared; the sentences are our own."""

import pytest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Two patients with the BRAF V600E mutation were treated with vemurafenib. Both had a partial response.",
            ["V600E present sensitises vemurafenib asserted"],
        ),
        (
            "Six patients with KRAS G12D colorectal cancer received cetuximab. None of them responded.",
            ["G12D present confers_resistance cetuximab asserted"],
        ),
        (
            "In ALK-rearranged lung cancer, progression-free survival was 11 months with alectinib versus 5 months with"
            " chemotherapy.",
            ["ALK present sensitises alectinib asserted"],
        ),
        (
            "Growth of PIK3CA-mutant breast cancer cells was strongly inhibited by alpelisib.",
            ["PIK3CA present sensitises alpelisib asserted"],
        ),
        (
            "In patients with breast cancer treated with trastuzumab, low PTEN expression was associated with shorter"
            " progression-free survival.",
            ["PTEN loss confers_resistance trastuzumab asserted"],
        ),
        (
            "Two patients with ETV6-NTRK3 fusion cancers received larotrectinib. Both had a partial response.",
            ["ETV6-NTRK3 present sensitises larotrectinib asserted"],
        ),
        (
            "Sixty clones of leukemia cells grew in the presence of imatinib. Of these, two were found to have an ABL1"
            " T315I mutation.",
            ["T315I present confers_resistance imatinib asserted"],
        ),
        (
            "Thirty patients with KRAS, NRAS or BRAF mutations received cetuximab. None of them responded.",
            [f"{gene} present confers_resistance cetuximab asserted" for gene in ("BRAF", "KRAS", "NRAS")],
        ),
        (
            "Tumour cells expressing EGFR T790M required a tenfold higher concentration of gefitinib.",
            ["T790M present confers_resistance gefitinib asserted"],
        ),
        (
            "Among patients with EGFR T790M lung cancer, a response to gefitinib was seen in 0 of 12.",
            ["T790M present confers_resistance gefitinib asserted"],
        ),
    ],
)
def test_cohorts_are_read(text, expected, said) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Patients with BRAF V600E melanoma were treated with vemurafenib. Tolerability was good.",
        "Among patients with KRAS wild-type tumours, cetuximab gave a response rate of 40%.",
        "Response rates under cetuximab did not differ in PIK3CA-mutant cancer (P = 0.61).",
        "We investigated whether patients with MET amplification respond to crizotinib.",
        "The development of vemurafenib resistance limits the treatment of melanomas with BRAF V600E.",
        "Tumour cells with BRAF V600E that were given vemurafenib were resistant to MEK inhibition.",
        "Tumour cells with KIT N822K were as sensitive to imatinib as those with wild-type KIT.",
        "Fifty patients with BRAF V600E colorectal cancer received vemurafenib. One patient had a partial response.",
        "High ERCC1 was found in 40% of lung cancers. Median survival was 14 months.",
    ],
)
def test_what_tells_nothing_of_carriers(text, said) -> None:
    assert not [line for line in said(text) if "no_effect" not in line]


def test_a_substitution_that_stands_alone_is_of_the_gene_named_before(read) -> None:
    rows = read("Mutations in the ABL1 kinase domain were mapped. The T315I mutation confers resistance to imatinib.")
    assert [(r.factor.text, str(r.factor.ids[0])) for r in rows] == [("T315I", "NCBIGene:25")]


def test_what_is_compared_with_carries_nothing(said) -> None:
    text = "Tumour cells with EGFR L858R were more sensitive to gefitinib than tumour cells with KRAS G12C."
    assert said(text) == ["L858R present sensitises gefitinib asserted"]


def test_a_factor_without_an_identifier_keeps_its_name(read) -> None:
    (row,) = read("The circular RNA circ_0007654 promotes resistance to sorafenib in liver cancer.")
    assert (row.factor.text, row.factor.ids, row.factor.kind) == ("circ_0007654", (), "rna")
