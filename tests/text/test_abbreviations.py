import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.abbreviations import find_abbreviations, occurrences, singular_short


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("hepatocellular carcinoma (HCC) grows", "HCC", "hepatocellular carcinoma"),
        ("in HCC (hepatocellular carcinoma) cells", "HCC", "hepatocellular carcinoma"),
        ("and tyrosine kinase inhibitors (TKIs)", "TKIs", "tyrosine kinase inhibitors"),
        ("and non-coding RNAs(ncRNAs) are", "ncRNAs", "non-coding RNAs"),
        (
            "T-cell immunoglobulin and mucin-domain containing-3 (TIM-3)",
            "TIM-3",
            "T-cell immunoglobulin and mucin-domain containing-3",
        ),
        ("heat shock protein 90 (Hsp90)", "Hsp90", "heat shock protein 90"),
        ("extracellular vesicles (EVs; n = 3)", "EVs", "extracellular vesicles"),
        ("epithelial-to-mesenchymal transition [EMT]", "EMT", "epithelial-to-mesenchymal transition"),
    ],
)
def test_finds_definition(text, short, long):
    assert [(d.short, d.long) for d in find_abbreviations(text)] == [(short, long)]


@pytest.mark.parametrize("text", ["differed (p < 0.05)", "(n = 12)", "as shown (Fig. 1A)", "Bonn (Germany)", "(LAG-3)"])
def test_other_brackets_define_nothing(text):
    assert find_abbreviations(text) == ()


@given(st.text(alphabet="abHC ()[]-.1", max_size=80))
def test_spans_point_into_the_text(text):
    for definition in find_abbreviations(text):
        assert text[slice(*definition.short_span)] == definition.short
        assert text[slice(*definition.long_span)] == definition.long


def test_hostile_text_is_linear():
    begun = time.process_time()
    find_abbreviations("(" * 100_000)
    find_abbreviations("a (AB) " * 5_000)
    assert time.process_time() - begun < 2


def test_occurrences_with_plural_and_borders():
    text = "TKI, TKIs, TKIX, aTKI and TKI-resistant"
    assert [text[slice(*span)] for span in occurrences(text, "TKIs")] == ["TKI", "TKIs", "TKI"]
    assert singular_short("TKIs") == "TKI"
    assert singular_short("AIDS") == "AIDS"
