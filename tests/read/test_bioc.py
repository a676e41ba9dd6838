from __future__ import annotations

import json

import pytest

from kg.errors import ReadError
from kg.model import Curie, Span
from kg.read import read_bytes, write_corrected
from kg.read.statements import Change
from tests.read.conftest import SAMPLES, check_map, only

PAGES = [SAMPLES / "bioc_one.xml", SAMPLES / "bioc_one.json"]


@pytest.fixture(params=PAGES, ids=lambda p: p.suffix)
def page(request):
    return request.param


def test_passages_and_annotations(page):
    document = only(page.read_bytes())
    check_map(document, page.read_bytes())
    assert [str(i) for i in document.ids] == ["PMID:123456", "DOI:10.1234/two.3"]
    assert [s.role for s in document.sections] == ["title", "abstract"]
    assert document.title == "TEST1 and β-examplin in examplinib resistance"
    assert [(a.kind, a.text) for a in document.annotations] == [
        ("Gene", "TEST1"), ("Gene", "β-examplin"), ("Chemical", "examplinib"), ("Disease", "resistance"),
        ("Species", "mice"),
    ]  # fmt: skip
    assert all(a.span and document.text[slice(*a.span)] == a.text and not a.note for a in document.annotations)


def test_a_copy_without_changes_has_the_same_bytes(page):
    assert write_corrected(page, {}) == page.read_bytes()


def test_a_copy_keeps_what_was_stated_before(page, tmp_path):
    gene = only(page.read_bytes()).annotations[0]
    change = Change("Chemical", ((None, (Curie("MESH", "D900002"),)),))
    copy = write_corrected(page, {gene.source_offset: change})
    changed = only(copy).annotations
    assert (changed[0].kind, changed[0].ids) == ("Chemical", (Curie("MESH", "D900002"),))
    assert changed[1:] and [a.ids for a in changed[1:]] == [a.ids for a in only(page.read_bytes()).annotations[1:]]
    assert b"type=Gene identifier=7001 location=0:5 text=TEST1" in copy
    old = page.read_text(encoding="utf-8").splitlines()
    new = copy.decode().splitlines()
    assert len(set(old) - set(new)) <= 3


def test_one_annotation_becomes_two_with_names_of_their_own(page):
    document = only(page.read_bytes())
    start = document.text.index("β-examplin")
    places = (
        (Span(start, start + 1), (Curie("NCBIGene", "1"),)),
        (Span(start + 2, start + 10), (Curie("NCBIGene", "2"),)),
    )
    copy = write_corrected(page, {document.annotations[1].source_offset: Change("Gene", places)})
    found = only(copy).annotations
    assert [(a.text, str(a.ids[0]), a.note) for a in found[1:3]] == [
        ("β", "NCBIGene:1", ""), ("examplin", "NCBIGene:2", ""),
    ]  # fmt: skip


def test_offsets_from_the_passages_beginning_are_found_and_told(page):
    data = page.read_bytes().replace(b'"offset": 87', b'"offset": 41').replace(b'offset="87"', b'offset="41"')
    assert data != page.read_bytes()
    (mice,) = [a for a in only(data).annotations if a.text == "mice"]
    assert "is not at" in mice.note
    assert mice.span == Span(87, 91)


def test_json_of_other_wrappings():
    collection = json.loads(PAGES[1].read_text(encoding="utf-8"))
    document = collection["documents"][0]
    for value in ([collection], {"PubTator3": [document]}, document):
        assert only(json.dumps(value)).id == "PMID:123456"
    lines = json.dumps(document) + "\n" + json.dumps(document | {"id": "7"}) + "\n"
    assert [d.id for d in read_bytes("x", lines.encode())] == ["PMID:123456", "PMID:7"]


def test_references_are_what_a_paper_cites():
    collection = json.loads(PAGES[1].read_text(encoding="utf-8"))
    document = collection["documents"][0]
    infons = {"section_type": "REF", "pub-id_pmid": "55", "pub-id_doi": "10.1234/Z"}
    document["passages"].append({"offset": 10_000, "infons": infons, "text": "A study", "annotations": []})
    found = only(json.dumps(collection))
    assert [str(i) for i in found.cites] == ["PMID:55", "DOI:10.1234/z"] and found.id == "PMID:123456"


def test_an_xml_bomb_is_refused():
    bomb = b'<!DOCTYPE collection [<!ENTITY a "aaaa">]><collection><document><id>&a;</id></document></collection>'
    with pytest.raises(ReadError, match="XML bomb"):
        list(read_bytes("x", bomb))


@pytest.mark.parametrize("cut", [300, 700])
def test_a_broken_file_is_told(page, cut):
    with pytest.raises(ReadError, match=r"not well-formed XML|not JSON"):
        list(read_bytes("x", page.read_bytes()[:cut]))


def test_deep_nesting_is_refused():
    with pytest.raises(ReadError, match="levels"):
        list(read_bytes("x", b'{"passages": [' + b"[" * 5000))
