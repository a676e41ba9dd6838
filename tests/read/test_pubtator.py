from __future__ import annotations

from kg.model import Curie, Document, Dropped, Span
from kg.read import read_bytes, write_corrected
from kg.read.statements import Change, identifiers, placed
from tests.read.conftest import SAMPLES, check_map, only

PAGE = SAMPLES / "pubtator_two.txt"


def test_papers_with_their_annotations():
    data = PAGE.read_bytes()
    first, second = read_bytes("x", data)
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    check_map(first, data)
    check_map(second, data)
    assert (first.id, first.format, second.id) == ("PMID:123456", "pubtator", "PMID:123457")
    stated = [(a.kind, a.text, ";".join(map(str, a.ids))) for a in first.annotations]
    assert stated == [
        ("Gene", "TEST1", "NCBIGene:7001"),
        ("Gene", "β-examplin", "NCBIGene:7002;NCBIGene:7003"),
        ("Chemical", "examplinib", "MESH:D900001"),
        ("Species", "mice", "NCBITaxon:10090"),
        ("Disease", "resistance", ""),
    ]
    assert all(a.span and first.text[slice(*a.span)] == a.text and not a.note for a in first.annotations)


def test_a_misplaced_annotation_is_found_and_told():
    (second,) = list(read_bytes("x", PAGE.read_bytes()))[1:]
    (annotation,) = second.annotations
    assert second.text[slice(*annotation.span)] == "TEST1"
    assert annotation.note.startswith("line 12: 'TEST1' is not at 30-35")


def test_offsets_in_other_units():
    text = "A 𝛽 and a β of TEST1"
    code = text.index("TEST1")
    assert placed(text, code, code + 5, "TEST1") == (Span(code, code + 5), "")
    for shift, unit in ((1, "UTF-16 units"), (4, "UTF-8 bytes")):
        found = placed(text, code + shift, code + shift + 5, "TEST1")
        assert found.span == Span(code, code + 5)
        assert found.note.endswith(unit)
    assert placed(text, 0, 5, "TEST2").span is None


def test_identifiers_of_every_manner():
    def read(raw, kind):
        return [str(i) for i in identifiers(raw, kind)]

    assert read("207;208(Tax:9606)", "Gene") == ["NCBIGene:207", "NCBIGene:208"]
    assert read("D001943|D010051", "Disease") == ["MESH:D001943", "MESH:D010051"]
    assert read("OMIM:114500,219700", "Disease") == ["OMIM:114500", "OMIM:219700"]
    assert read("CVCL_0336", "CellLine") == ["CVCL:0336"]
    assert read("tmVar:p|SUB|V|600|E;HGVS:p.V600E;CorrespondingGene:673", "Variant") == ["NCBIGene:673"]
    assert read("-", "Gene") == read("", "Chemical") == []


def test_a_copy_without_changes_has_the_same_bytes():
    assert write_corrected(PAGE, {}) == PAGE.read_bytes()


def test_a_copy_changes_one_line_only(tmp_path):
    page = tmp_path / "x.txt"
    page.write_bytes(PAGE.read_bytes().replace(b"\n", b"\r\n"))
    gene = next(read_bytes("x", page.read_bytes())).annotations[0]
    change = Change("Gene", ((None, (Curie("NCBIGene", "7009"),)),))
    copy = write_corrected(page, {gene.source_offset: change})
    assert copy == page.read_bytes().replace(b"\tGene\t7001\r\n", b"\tGene\t7009\r\n", 1)


def test_one_annotation_becomes_two_with_spans(tmp_path):
    text = "1|t|HER2/EGFR\n1|a|x\n1\t0\t9\tHER2/EGFR\tGene\t2064\n"
    page = tmp_path / "x"
    page.write_text(text, encoding="utf-8")
    (annotation,) = only(text).annotations
    places = ((Span(0, 4), (Curie("NCBIGene", "2064"),)), (Span(5, 9), (Curie("NCBIGene", "1956"),)))
    copy = write_corrected(page, {annotation.source_offset: Change("Gene", places)}).decode()
    assert copy.splitlines()[2:] == ["1\t0\t4\tHER2\tGene\t2064", "1\t5\t9\tEGFR\tGene\t1956"]


def test_annotations_without_a_paper_are_told():
    found = list(read_bytes("x", b"1|t|A title\n1|a|\n\n2\t0\t3\tabc\tGene\t7\n"))
    assert isinstance(found[1], Dropped)
    assert found[1].reason == "line 4: no title or abstract"


def test_an_annotation_without_two_offsets_is_told():
    page = b"1|t|A title\n1|a|abc\n1\t8\tx\tabc\tGene\t7\n1\tAssociation\t672\t675\tNovel\n"
    document, told = read_bytes("x", page)
    assert isinstance(document, Document) and isinstance(told, Dropped)
    assert (told.item, "no two offsets" in told.reason) == ("x, line 3", True)
