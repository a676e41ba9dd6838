import pytest

from kg.text.alteration_names import standard_alteration


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("T790M", "T790M"),
        ("p.T790M", "T790M"),
        ("p.(Thr790Met)", "T790M"),
        ("Thr790Met", "T790M"),
        ("Arg 555 Trp", "R555W"),
        ("Q61X", "Q61*"),
        ("p.Gln61Ter", "Q61*"),
        ("p.Arg97fs*23", "R97fs*23"),
        ("E746_A750del", "E746_A750del"),
        ("p.Glu746_Ala750del", "E746_A750del"),
        ("delE746", "E746del"),
        ("exon 19 deletions", "exon 19 deletion"),
        ("exon 19 del", "exon 19 deletion"),
        ("exon 14 skipping mutations", "exon 14 skipping"),
        ("exon-20 insertion", "exon 20 insertion"),
        ("codon 12 mutations", "codon 12 mutation"),
        ("G12 mutations", "G12 mutation"),
        ("internal tandem duplications", "ITD"),
        ("c.35G > A", "c.35G>A"),
        ("rs 121913529", "rs121913529"),
        ("EML4-ALK", "EML4::ALK"),
        ("EML4::ALK", "EML4::ALK"),
        ("mutations", ""),
        ("amplification", ""),
        ("activating mutation", ""),
    ],
)
def test_one_form_for_each_alteration(written, form):
    assert standard_alteration(written) == form


def test_the_form_is_its_own_form():
    assert standard_alteration(standard_alteration("p.(Thr790Met)")) == "T790M"
