"""Tables of pieces: tokens in normal form, and where a name may begin."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ground.pieces import Pieces
from kg.lexicon.keys import pair_filter
from kg.text.normal import normalise

KEYS = ("il 6 ", "the cell ", "mcf 7 cell ", "tgf beta ", "her ")


def pieces(keys=KEYS, packed=None):
    return Pieces(keys.__contains__, pair_filter(keys) if packed is None else packed, frozenset(("the", "her")))


@given(st.lists(st.text(max_size=40), max_size=4))
def test_tokens_are_those_of_the_normal_form_whatever_is_read_with_them(texts):
    for text, found in zip(texts, pieces().read_all(texts), strict=True):
        normal = normalise(text)
        assert found.text == normal.text
        assert tuple(zip(found.begins, found.ends, strict=True)) == normal.spans
        assert found.bounds == [*normal.starts, len(normal.text)]


@pytest.mark.parametrize(
    ("text", "worth", "longer"),
    [
        ("IL-6 rose", [0], [True]),
        ("the cells of HER", [3], [False]),
        ("MCF-7 cells", [0], [True]),
        ("TGFbeta", [0], [True]),
        ("none of these", [], []),
        ("", [], []),
    ],
)
def test_names_begin_only_where_a_key_does(text, worth, longer):
    found = pieces().read(text)
    assert (found.worth, found.longer) == (worth, longer)


def test_without_a_filter_every_word_may_go_on():
    assert pieces(packed=b"").read("IL-6 rose much").worth == [0, 1, 2]


def test_a_full_table_is_emptied_and_filled_again(monkeypatch):
    monkeypatch.setattr("kg.ground.pieces._LARGEST_TABLE", 3)
    table = pieces()
    first = table.read("IL-6 rose")
    table.read("many other words stand here")
    assert table.read("IL-6 rose") == first


def test_a_word_that_begins_only_longer_names_is_none_alone():
    keys = ("high ", "high mobility group box 1 ")
    found = Pieces(keys.__contains__, pair_filter(keys), frozenset(("high",)), frozenset(("high",)))
    assert found.read("High mobility group box 1").worth == [0]
    assert found.read("high levels").worth == []
