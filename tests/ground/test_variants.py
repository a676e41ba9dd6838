import time

import pytest

from kg.ground.alterations import alterations
from kg.ground.variants import written_alterations
from kg.lexicon import open_default
from kg.model import Concept, Curie, Grounding, Mention, Span
from kg.text.sentences import split_sentences

from .fake import document

GENES = {
    "EGFR": Concept(Curie("NCBIGene", "1956"), "gene", "EGFR"),
    "KRAS": Concept(Curie("NCBIGene", "3845"), "gene", "KRAS"),
    "BRAF": Concept(Curie("NCBIGene", "673"), "gene", "BRAF"),
    "MET": Concept(Curie("NCBIGene", "4233"), "gene", "MET"),
    "BCR-ABL": Concept(Curie("MESH", "D016044"), "family", "Fusion Proteins, bcr-abl"),
    "EML4-ALK": Concept(Curie("MESH", "C522504"), "gene", "EML4-ALK fusion protein, human"),
}


def altered(text, lexicon=None):
    """Surface of every alteration -> label of its gene."""
    genes = [
        Grounding(mention=Mention(span=Span(at, at + len(name)), text=name, type="Gene"), concept=c, score=1.0, why="")
        for name, c in GENES.items()
        for at in range(len(text))
        if text.startswith(name, at)
    ]
    genes.sort(key=lambda g: g.mention.span)
    found = alterations(text, genes, split_sentences(document(text)), set(), lexicon)
    assert all(text[slice(*g.mention.span)] == g.mention.text for g in found)
    return {g.mention.text: g.concept.label for g in found}


@pytest.mark.parametrize(
    "text",
    [
        "T790M", "V600E", "p.Val600Glu", "p.(Gly12Asp)", "p.R236X", "Arg555Trp", "Cys 23 Ser", "F508del", "ΔF508",
        "E746_A750del", "D770_N771insG", "c.35G>A", "c.2838+5G > A", "-3170G>A", "IVS1-1G>C", "G-395A", "2623G>T",
        "c.429_452dup", "657del5", "3020insC", "delTTCA", "13-bp deletion", "exon 19 deletion", "exon 14 skipping",
        "rs2234671",
    ],
)  # fmt: skip
def test_written_alterations(text):
    whole = f"It had ({text}) and more."
    assert [whole[slice(*a.span)] for a in written_alterations(whole)] == [text]


@pytest.mark.parametrize("text", ["IL-6R and CD4", "in 1998, 35 G of it", "vitamin B12", "from 12 to 14", "5-10 mg"])
def test_what_is_no_alteration(text):
    assert list(written_alterations(text)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("EGFR T790M was seen with KRAS.", {"T790M": "EGFR"}),
        ("V600E-mutant BRAF and KRAS", {"V600E": "BRAF"}),
        ("a G12C mutation in KRAS, not BRAF", {"G12C": "KRAS"}),
        ("KRAS and EGFR (L858R/T790M and C797S)", {"L858R": "EGFR", "T790M": "EGFR", "C797S": "EGFR"}),
        ("rs1234567 in the EGFR gene, not KRAS", {"rs1234567": "EGFR"}),
        ("exon 20 insertions in EGFR, not KRAS", {"exon 20 insertions": "EGFR"}),
        ("KRAS G12C and exon 19 deletion of EGFR", {"G12C": "KRAS", "exon 19 deletion": "EGFR"}),
        ("MET exon 14 skipping and KRAS", {"exon 14 skipping": "MET"}),
        ("EML4-ALK variant 3 was there", {"variant 3": "EML4-ALK fusion protein, human"}),
        ("KRAS was lost in T47D cells", {}),
        ("KRAS was lost. KRAS rose. G12C came back.", {"G12C": "KRAS"}),
        ("G12C came back.", {}),
    ],
)
def test_an_alteration_belongs_to_its_gene(text, expected):
    assert altered(text) == expected


def test_an_alteration_of_a_fusion_belongs_to_its_kinase():
    assert altered("BCR-ABL T315I was found", open_default()) == {"T315I": "ABL1"}


@pytest.mark.parametrize("piece", ["A1", "12+", "p.(", "exon 1 ", "G - ", "1_", "del", "rs1 ", "Arg 5 "])
def test_hostile_text_takes_linear_time(piece):
    start = time.process_time()
    list(written_alterations(piece * (200_000 // len(piece))))
    assert time.process_time() - start < 5
