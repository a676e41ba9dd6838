from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from kg.model import Document
from kg.read import read_bytes
from kg.read.decode import decode

SAMPLES = Path(__file__).parent / "samples"


def texts(document: Document, role: str) -> list[str]:
    """The words of every section of this role."""
    return [document.text[s.span.start : s.span.end] for s in document.sections if s.role == role]


def check_map(document: Document, data: bytes) -> None:
    """Every anchor is true, anchors are in order, and the sections cover all that is not white space."""
    # XML is UTF-8 whatever happens to it
    xml = document.format == "pubmed xml"
    source = data.decode("utf-8-sig", "replace") if xml else decode("x", data).text
    end = 0
    for anchor in document.anchors:
        start, length = anchor.text_start, anchor.length
        place = anchor.source_start
        assert start >= end
        assert document.text[start : start + length] == source[place : place + length]
        end = start + length
    covered = [s.span for s in document.sections]
    assert all(a.end <= b.start for a, b in pairwise(covered))
    outside = list(document.text)
    for span in covered:
        outside[span.start : span.end] = " " * (span.end - span.start)
    assert not "".join("".join(outside).split()).strip("•-*·0123456789.()▪◦–—")


def only(data: bytes | str) -> Document:
    """The one document of a source."""
    raw = data.encode() if isinstance(data, str) else data
    (document,) = read_bytes("sample", raw)
    assert isinstance(document, Document)
    return document


@pytest.fixture
def sample():
    """The one document of a sample page, with its map checked."""

    def read(name: str) -> Document:
        data = (SAMPLES / name).read_bytes()
        document = only(data)
        check_map(document, data)
        return document

    return read
