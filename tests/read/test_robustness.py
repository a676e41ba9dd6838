"""What the user gets for hostile, damaged and unusual input."""

from __future__ import annotations

import gzip
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import NoText, ReadError, UnknownFormat
from kg.model import Document
from kg.read import READERS, decode, read_bytes
from tests.read.conftest import SAMPLES, check_map, only

PAGES = sorted(p for p in SAMPLES.iterdir() if p.suffix in (".txt", ".md", ".ris", ".xml", ".json"))


@pytest.mark.parametrize("data", [b"", b" \n\t ", b"\xef\xbb\xbf\n", gzip.compress(b"", mtime=0)])
def test_empty_input(data):
    with pytest.raises(NoText, match="empty"):
        list(read_bytes("x", data))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7 \x00\x01", "PDF"),
        (b"PK\x03\x04abc", "zip"),
        (bytes(range(256)) * 9, "binary"),
        (b"<!DOCTYPE html><html><body>GPX4</body></html>", "HTML"),
        (b"<article><title>x</title></article>", "XML"),
        (b'{\n  "doc_id": "a",\n  "text": "b"\n}', "JSON"),
        (gzip.compress(gzip.compress(b"text", mtime=0), mtime=0), "gzip inside gzip"),
    ],
)
def test_what_is_no_paper_is_named(data, said):
    with pytest.raises(UnknownFormat, match=said):
        list(read_bytes("x", data))


def test_damaged_gzip():
    with pytest.raises(ReadError, match="damaged or cut short"):
        list(read_bytes("x", gzip.compress(b"A text. " * 999)[:-20]))


def test_a_gzip_bomb_is_refused():
    bomb = gzip.compress(b'{"doc_id": "a", "text": "' + b"x" * (80 << 20))
    with pytest.raises(ReadError):
        list(read_bytes("x", bomb))


def test_a_gzip_bomb_of_many_lines_is_refused():
    with pytest.raises(ReadError, match="unpacks to more than"):
        list(read_bytes("x", gzip.compress(b'{"doc_id": "a"}\n' + (b" " * 4095 + b"\n") * (15 << 10))))


def test_a_gigantic_page_is_refused(monkeypatch):
    monkeypatch.setattr(decode, "PIECE_LIMIT", 1000)
    with pytest.raises(ReadError, match="no page is"):
        list(read_bytes("x", b"A line of text.\n" * 100))


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        ("Ménière’s disease is resistant.".encode("cp1252"), "windows-1252"),
        ("β-catenin, α and γ".encode() + b"\xff text", "utf-8, damaged"),
    ],
)
def test_other_character_sets_are_read_and_told(data, charset):
    assert only(data).format == f"plain text; {charset}"


def test_utf16_and_byte_order_marks():
    for charset in ("utf-8-sig", "utf-16"):
        document = only("Title line\n\nβ-catenin.".encode(charset))
        assert (document.text, document.format) == ("Title line\nβ-catenin.", "plain text")


def test_control_characters_leave_an_honest_map():
    data = b"A title\n\nText with \x00\x01 and \x0b and the rest of it, which is long enough to be one."
    document = only(data)
    check_map(document, data)
    assert "\x00" not in document.text
    assert "Text with  and  and the" not in document.text


@pytest.mark.parametrize(
    "hostile",
    [
        "(",
        "[",
        "{",
        "<",
        "# ",
        "a\n",
        "Fig. 1\n",
        "TY  - ",
        ": ",
        " ",
        "\r",
        "- **x:** ",
        "&",
        "10.1234/",
        "©",
        ".\n",
    ],
)
def test_repetition_takes_linear_time(hostile):
    for prefix in (
        "",
        "# T\n\n## Abstract\n\n",
        "TY  - JOUR\nTI  - x\nAB  - ",
        "<PubmedArticleSet><PubmedArticle>",
        "Title\n\nAbstract: ",
    ):
        began = time.perf_counter()
        with suppress(ReadError):
            list(read_bytes("x", (prefix + "start " + hostile * 20_000 + " end").encode()))
        assert time.perf_counter() - began < 4


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(PAGES), st.integers(0, 6000), st.binary(max_size=12), st.integers(0, 60))
def test_damage_anywhere_gives_a_paper_or_a_clear_error(page, at, insert, cut):
    data = page.read_bytes()
    data = data[:at] + insert + data[at + cut :]
    try:
        for paper in read_bytes("x", data):
            if isinstance(paper, Document):
                check_map(paper, data)
                assert paper.text.strip()
    except ReadError as error:
        assert "\n" not in str(error)


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("aB1.:,;\r\n\t -•#*_\u00a0é\x00\x0cFig. Abstract"), max_size=200))
def test_any_text_keeps_an_honest_map(text):
    data = text.encode()
    try:
        for paper in read_bytes("x", data):
            if isinstance(paper, Document):
                check_map(paper, data)
    except ReadError:
        pass


FORMATS = {
    "bioc": "bioc",
    "entity": "annotated paper page",
    "listing": "publication listing",
    "plain": "plain text",
    "pmc": "pubmed page",
    "publisher": "publisher page",
    "pubtator": "pubtator",
    "records": "ris",
    "run": "ris",
}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_each_page_finds_its_reader_by_content(page):
    found = next(read_bytes("any name", page.read_bytes()))
    expected = "pubmed xml" if page.name == "pubmed.xml" else FORMATS.get(page.stem.split("_")[0], "pubmed page")
    assert isinstance(found, Document)
    assert found.format == expected
    assert len(READERS) == len(set(FORMATS.values()) | {"pubmed xml", "json lines"})
