from __future__ import annotations

from kg.model import Document, Dropped
from kg.read import read_bytes
from tests.read.conftest import SAMPLES, check_map, texts


def test_records_line_by_line():
    data = (SAMPLES / "records.ris").read_bytes()
    first, second, third = read_bytes("records.ris", data)
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    check_map(first, data)
    assert first.title == "A first invented paper about examplinib that needs two lines"
    assert [str(i) for i in first.ids] == ["PMID:31234567", "DOI:10.1234/one.1"]
    assert texts(first, "background") == ["T1 - T2 tumours were seen."]
    assert texts(first, "results") == ["TEST1 promotes resistance to examplinib."]
    assert (first.kind, second.kind, second.year, second.id) == (
        "article",
        "review",
        2020,
        "DOI:10.1234/two.2",
    )
    assert third == Dropped(stage="read", item="records.ris, record 3", reason="no title, abstract or section found")


def test_run_together_on_one_line(sample):
    document = sample("run_together.txt")
    assert document.title == "An invented title"
    assert texts(document, "abstract") == ["Examplinib failed in M1 - M2 switched tumours. TEST1 was to blame."]
    assert texts(document, "keywords") == ["examplinib", "TEST1"]
    assert (document.id, document.year, document.journal) == ("DOI:10.1234/run.1", 2022, "Invented Letters")
