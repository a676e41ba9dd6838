"""Signs that nobody sees and letters drawn otherwise: names are found, offsets stay those of the original."""

import pytest

from kg.ground import Grounder
from kg.ground.plain import plain
from kg.model import Span

from .fake import FakeLexicon, ground


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("of Sora\u00adfenib was", "Sora\u00adfenib"),
        ("of Sora\u200bfenib was", "Sora\u200bfenib"),
        ("of \uff33orafenib was", "\uff33orafenib"),
        ("\ufb01rst sorafenib\u00b9\u00b2, then", "sorafenib"),
        ("e\u0301 and \U0001d404GFR", "\U0001d404GFR"),
        ("the \ufeffEGFR gene", "EGFR"),
    ],
)
def test_a_name_is_found_where_it_stands_in_the_original(text, surface):
    (found,), _ = ground(Grounder(FakeLexicon()), text)
    assert found.mention.text == surface == text[slice(*found.mention.span)]


def test_what_is_left_out_points_into_the_original():
    text = "so\u00adme ABC294640 rose"
    _, (dropped,) = ground(Grounder(FakeLexicon()), text)
    assert text[slice(*dropped.span)] == "ABC294640"


def test_plain_text_stays_and_raised_figures_of_symbols_too():
    assert plain("TNF-α") is None and plain("CD8\u00b9") is None


def test_every_character_has_its_place():
    found = plain("a\ufb01b\u200bc")
    assert (found.text, found.back(Span(1, 3)), found.back(Span(4, 5))) == ("afibc", Span(1, 2), Span(4, 5))
