from __future__ import annotations

import json
from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st

from kg.model import Document, Dropped
from kg.read import read_bytes, read_stream
from tests.read.conftest import check_map, only, texts


def row(**values: object) -> bytes:
    return json.dumps(values).encode() + b"\n"


@given(st.text(), st.text(st.characters(codec="utf-8")), st.booleans())
def test_text_to_the_letter_and_a_true_map(text, title, ascii_only):
    title = title.strip("\x00\x1f")
    data = json.dumps({"doc_id": "a", "title": title, "text": "x" + text}, ensure_ascii=ascii_only)
    raw = data.encode("utf-8", "replace" if ascii_only else "surrogatepass")
    found = list(read_bytes("x", raw))
    if isinstance(found[0], Dropped):  # a lone surrogate that is not escaped is no UTF-8
        return
    document = found[0]
    expected = f"{title}\nx{text}" if title else f"x{text}"
    assert len(document.text) == len(expected) or not ascii_only
    document.text.encode("utf-8")
    if ascii_only:
        clean = [(a, b) for a, b in zip(document.text, expected, strict=True) if a != b]
        assert all(b < " " or "\x7f" <= b < "\xa0" or b >= "\ud800" for _, b in clean)
        check_map(document, raw)


def test_without_a_title_the_text_is_unchanged():
    text = 'A "quoted" \\ line.\nRESULTS: it\tstands.\nFunding: nobody.'
    document = only(row(doc_id="PMID:12", text=text, entities=[{"text": "x"}]))
    assert document.text == text
    assert (document.id, [str(i) for i in document.ids]) == ("PMID:12", ["PMID:12"])
    assert texts(document, "results") == ["it\tstands."]
    assert document.role_at(text.index("nobody")) == "furniture"


def test_a_title_stands_on_its_own_line():
    document = only(row(doc_id="a", title='T """ \\', text="B."))
    assert document.text == 'T """ \\\nB.'
    assert document.title == 'T """ \\'


def test_bad_lines_are_reported_and_the_others_go_on():
    data = b'{"doc_id": "a", "text": "one"}\nnot json\n{"doc_id": "b"}\n[1]\n{"text": "x"}\n' + row(
        doc_id="c", text=" "
    )
    found = list(read_bytes("f", data + b"[" * 100_000 + b"\n" + row(doc_id=7, text="two")))
    assert [d.id for d in found if isinstance(d, Document)] == ["a", "7"]
    dropped = [d for d in found if isinstance(d, Dropped)]
    assert [d.item for d in dropped] == [f"f, line {n}" for n in (2, 3, 4, 5, 6, 7)]
    assert dropped[1].reason == 'no "text", or not a string'


def test_lone_surrogates_and_control_characters_keep_their_places():
    document = only(b'{"doc_id": "a", "text": "x\\ud800y\\u0000z"}')
    assert document.text == "x\ufffdy z"
    assert document.source_offset(2) is not None
    assert document.source_offset(1) is None


def test_an_identifier_is_an_opaque_string():
    document = only(row(doc_id="../../x", text="Text."))
    assert (document.id, document.ids) == ("../../x", ())


def test_standard_input_is_json_lines():
    (document,) = read_stream(BytesIO(row(doc_id="https://doi.org/10.1234/ABC.", text="Text.")))
    assert [str(i) for i in document.ids] == ["DOI:10.1234/abc"]


def test_a_line_in_another_character_set_is_read():
    (document,) = read_bytes("x", '{"doc_id": "a", "text": "Ménière"}'.encode("cp1252"))
    assert document.text == "Ménière"


def test_utf16_with_a_mark_is_read():
    (document,) = read_bytes("x", '{"doc_id": "a", "text": "β"}\n'.encode("utf-16"))
    assert document.text == "β"
