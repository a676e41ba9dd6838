import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.errors import VocabularyError
from kg.graph.terms import curie_iri, decimal_literal, fit_text, iri, text_literal
from kg.graph.writers import turtle_term
from kg.model import Curie

anything = st.text(st.characters(codec=None, categories=None))


@given(anything)
def test_any_text_becomes_a_literal_of_the_same_length_that_reads_back(text):
    literal = text_literal(text)
    assert len(literal.value) == len(text)
    line = f"<a:a> <a:b> {turtle_term(literal)} ."
    (triple,) = parse(line.encode(), format=RdfFormat.TURTLE)
    assert triple.object == literal


@given(anything)
def test_any_identifier_becomes_an_iri_below_its_vocabulary(text):
    node = curie_iri(Curie("MESH", text))
    assert node.value.startswith("http://id.nlm.nih.gov/mesh/")
    assert "/" not in node.value.removeprefix("http://id.nlm.nih.gov/mesh/")
    turtle = f"@prefix mesh: <http://id.nlm.nih.gov/mesh/> . <a:a> <a:b> {turtle_term(node)} ."
    (triple,) = parse(turtle.encode(), format=RdfFormat.TURTLE)
    assert triple.object == node


@pytest.mark.parametrize("bad", ["\x00", "\x0b", "\x1f", "\ud800", "\udfff", "\ufffe"])
def test_what_stores_refuse_is_replaced_one_for_one(bad):
    assert fit_text(f"a{bad}\tb\n") == "a\ufffd\tb\n"


def test_iris_are_percent_encoded_once():
    assert iri('http://a/ "<x>%zz%20') == NamedNode("http://a/%20%22%3Cx%3E%25zz%20")


def test_an_unknown_vocabulary_names_the_remedy():
    with pytest.raises(VocabularyError, match="PREFIXES"):
        curie_iri(Curie("NOPE", "1"))


@pytest.mark.parametrize(("value", "text"), [(0, "0"), (1, "1"), (0.86, "0.86"), (0.8555, "0.856"), (1e-9, "0")])
def test_decimals_have_at_most_three_places_and_are_canonical(value, text):
    assert decimal_literal(value).value == text
