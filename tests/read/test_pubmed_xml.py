from __future__ import annotations

import gzip
import tracemalloc
from io import BytesIO

import pytest

from kg.errors import ReadError, UnknownFormat
from kg.model import Document, Dropped
from kg.read import pubmed_xml, read_bytes
from tests.read.conftest import SAMPLES, check_map, texts

DATA = (SAMPLES / "pubmed.xml").read_bytes()


def test_an_article_whole():
    first = next(read_bytes("pubmed.xml", DATA))
    assert isinstance(first, Document)
    check_map(first, DATA)
    assert first.title == "Loss of TEST1 & TEST2+ cells: examplinib < otherumab."
    assert [str(i) for i in first.ids] == ["PMID:90000001", "DOI:10.1234/xml.1", "PMC:PMC9000001"]
    assert (first.year, first.journal, first.kind, first.licence) == (
        2019,
        "Invented journal",
        "review",
        "CC BY-NC 4.0",
    )
    assert texts(first, "background") == ["Why ββ matters."]
    assert texts(first, "results") == ["TEST1 (p < 0.05) promotes resistance."]
    assert texts(first, "keywords") == ["examplinib"]
    assert "Copyright" not in first.text


def test_books_and_broken_records_are_passed_over():
    _, book, broken, last = read_bytes("pubmed.xml", DATA)
    assert isinstance(book, Dropped)
    assert isinstance(broken, Dropped)
    assert isinstance(last, Document)
    assert (book.item, book.reason) == ("pubmed.xml, PMID 90000002", "a book chapter, not an article")
    assert broken.reason.startswith("not well-formed XML")
    assert (last.retracted, last.year, last.journal) == (True, 2001, "Inv J")
    assert texts(last, "results") == ["None either."]
    check_map(last, DATA)


def test_gzip_is_seen_by_content():
    assert list(read_bytes("x", gzip.compress(DATA))) == list(read_bytes("x", DATA))


def test_a_truncated_file_keeps_its_whole_records():
    *whole, cut = read_bytes("x", DATA[: DATA.index(b"Withdrawn")])
    assert len(whole) == 3
    assert isinstance(cut, Dropped)
    assert cut.reason == "the file ends within this record: fetch it again"


def test_an_xml_bomb_is_refused():
    bomb = b'<?xml version="1.0"?><!DOCTYPE PubmedArticleSet [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    with pytest.raises(ReadError, match="XML bomb"):
        list(read_bytes("x", bomb + b"<PubmedArticleSet>&b;</PubmedArticleSet>"))
    other = b'<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><lolz>&b;</lolz>'
    with pytest.raises(UnknownFormat, match="XML other than PubMed's"):
        list(read_bytes("x", other))


def test_memory_stays_flat():
    article = DATA[DATA.index(b"<PubmedArticle>") : DATA.index(b"<PubmedBookArticle>")]
    stream = BytesIO(b"<PubmedArticleSet>" + article * 2_000 + b"</PubmedArticleSet>")
    tracemalloc.start()
    assert sum(1 for _ in pubmed_xml.read_stream("x", stream)) == 2_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10 << 20  # 2,000 documents kept would be more


def test_references_are_what_a_paper_cites():
    before = next(read_bytes("pubmed.xml", DATA))
    one = "<Reference><ArticleIdList><ArticleId IdType='{}'>{}</ArticleId></ArticleIdList></Reference>"
    pairs = (("pubmed", "55"), ("doi", "10.1234/Z"), ("pmc", "PMC7"), ("pubmed", "x"))
    listed = "".join(one.format(*pair) for pair in pairs)
    data = DATA.replace(b"</PubmedData>", f"<ReferenceList>{listed}</ReferenceList></PubmedData>".encode(), 1)
    first = next(read_bytes("pubmed.xml", data))
    assert isinstance(first, Document) and isinstance(before, Document)
    assert {str(i) for i in first.cites} - {str(i) for i in before.cites} == {"PMID:55", "DOI:10.1234/z"}
    assert first.ids == before.ids
