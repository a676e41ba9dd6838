"""Names around their short forms, and drugs with a letter wrong."""

import pytest

from kg.ground.bracketed import bracketed
from kg.ground.learned import LearnedNames
from kg.ground.linking import Linker
from kg.ground.misspellings import with_misspelt_drugs
from kg.ground.tagging.tokens import tokenise
from kg.ground.words import default_rewordings, default_settings, default_words
from kg.model import Span
from kg.text.abbreviations import find_abbreviations
from tests.ground.fake import FakeLexicon

LINKER = Linker(FakeLexicon(), default_words(), default_settings(), default_rewordings(), LearnedNames({}))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Serum interleukin (IL)-6 rose.", "interleukin (IL)-6"),
        ("Serum interleukin (IL) 8 rose.", "interleukin (IL) 8"),
        ("Serum interleukin (IL) rose.", None),
        ("Serum interleukin (IL)-99 rose.", None),
    ],
)
def test_the_number_behind_the_bracket_belongs_to_the_name(text, name):
    found = bracketed(text, [], find_abbreviations(text), LINKER)
    assert [text[p.span.start : p.span.end] for p in found] == ([name] if name else [])


@pytest.mark.parametrize(("word", "found"), [("sorafinib", True), ("sorafenib", False), ("platelets", False)])
def test_a_drug_with_one_letter_wrong_is_found(word, found):
    text = f"Given {word} daily."
    places = with_misspelt_drugs(tokenise(text, [Span(0, len(text))]), [], LINKER)
    assert [p.decision.options[0].concept.label for p in places] == (["Sorafenib"] if found else [])
