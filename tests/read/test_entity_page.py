from __future__ import annotations

from kg.model import Curie
from tests.read.conftest import SAMPLES, texts


def test_what_the_page_says_is_a_summary_and_the_paper_is_not(sample):
    document = sample("entity_page.md")
    assert document.title == "An invented title with markup"
    assert texts(document, "summary") == ["TEST9 promotes resistance to examplinib, says the page."]
    assert texts(document, "abstract") == ["TEST1 promotes resistance to examplinib. See the figure for more."]
    assert texts(document, "introduction") == ["A longer text.", "More text about TEST2+ cells."]
    assert "TEST8" not in document.text
    assert [str(i) for i in document.ids] == ["DOI:10.1234/ent.1", "PMC:PMC1234567"]
    assert (document.year, document.journal) == (2023, "Journal of Invention")


def test_every_annotation_as_stated(sample):
    found = {a.text: a for a in sample("entity_page.md").annotations}
    assert list(found) == [
        "Hepatocellular carcinoma", "Idh3a", "ACT1", "SP1", "cancer, of the colon", "T", "MDSCs", "2,4-test",
        "Immune checkpoint", "last one", "Homo sapiens", "TMEM",
    ]  # fmt: skip
    assert found["Idh3a"].name == "isocitrate dehydrogenase 3 (NAD+) alpha"
    assert found["Idh3a"].aliases == ("A1", "B-2")
    assert found["ACT1"].ids == (Curie("NCBIGene", "1"), Curie("NCBIGene", "2"))
    assert found["Immune checkpoint"].ids == ()
    assert found["Homo sapiens"].ids == (Curie("NCBITaxon", "9606"),)
    assert (found["TMEM"].kind, found["TMEM"].ids) == ("CellLine", (Curie("CVCL", "TS88"),))
    source = (SAMPLES / "entity_page.md").read_text("utf-8")
    assert all(source[a.source_offset :].startswith(a.text) for a in found.values())
