"""Names around their short forms, and drugs with a letter wrong."""

import re

import pytest

from kg.ground.bracketed import bracketed, with_words_before
from kg.ground.decide import Decision
from kg.ground.learned import LearnedNames
from kg.ground.linking import Linker
from kg.ground.places import Place
from kg.ground.words import default_rewordings, default_settings, default_words
from kg.model import Span
from kg.text.abbreviations import Definition, find_abbreviations
from tests.ground.fake import FakeLexicon

LINKER = Linker(FakeLexicon(), default_words(), default_settings(), default_rewordings(), LearnedNames({}))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Serum interleukin (IL)-6 rose.", "interleukin (IL)-6"),
        ("Serum interleukin (IL) 8 rose.", "interleukin (IL) 8"),
        ("Serum interleukin (IL) rose.", None),
        ("Of programmed death 1 (PD-1) inhibitors many are known.", "programmed death 1 (PD-1) inhibitors"),
        ("Of programmed death 1 (PD-1) inducers many are known.", None),
        ("Serum interleukin (IL)-99 rose.", None),
        ("Epidermal growth factor (EGF) receptor rose.", "Epidermal growth factor (EGF) receptor"),
        ("Epidermal growth factor (EGF) kinase rose.", None),
    ],
)
def test_the_number_behind_the_bracket_belongs_to_the_name(text, name):
    found = bracketed(text, [], find_abbreviations(text), LINKER)
    assert [text[p.span.start : p.span.end] for p in found] == ([name] if name else [])


def test_words_before_a_short_form_belong_to_it_where_that_is_a_disease():
    text = "Cancer (CA) is common. Breast CA and other CA kill."
    decision = Decision(LINKER.readings("tumor", "Disease"))
    spans = [Span(m.start(), m.end()) for m in re.finditer(r"\bCA\b", text)]
    known = [Definition("CA", "cancer", spans[0], Span(0, 6))]
    found = with_words_before(text, [Place(span, decision) for span in spans], known, LINKER)
    assert [text[p.span.start : p.span.end] for p in found] == ["CA", "Breast CA", "CA"]
