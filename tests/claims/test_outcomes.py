"""How those who carry an alteration fared, word by word; the sentences are our own."""

import time

import pytest

from kg.claims.outcomes import insignificant, marks, outcomes
from kg.text.normal import normal_name


def words(text):
    return tuple(normal_name(text).split())


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Progression-free survival was longer.", ["good"]),
        ("Growth of these cells was strongly inhibited.", ["good"]),
        ("None of the patients had a partial response.", ["bad"]),
        ("The response rate was 48 %.", ["good"]),
        ("The response rate was 0 %.", ["bad"]),
        ("The median PFS was 9.7 months versus 5.2 months.", ["good"]),
        ("The median PFS was 3.1 months versus 6.4 months.", ["bad"]),
    ],
)
def test_outcomes_have_a_direction(text, values) -> None:
    tokens = words(text)
    assert [o.value for o in outcomes(tokens, marks(tokens))] == values


@pytest.mark.parametrize(
    "text",
    [
        "PFS was " + "7.1 months " * 400,
        "PFS " + "1" * 4000,
        "response rate " + "a " * 2000 + "%",
        "PFS was 3 vs " * 300,
        "p = " * 1300,
        "longer survival not " * 200,
    ],
    ids=["figures", "digits", "words", "versus", "P values", "changes"],
)
def test_hostile_text_ends(text) -> None:
    tokens = words(text)
    before = time.process_time()
    assert len(outcomes(tokens, marks(tokens))) <= len(tokens)
    insignificant(tokens)
    assert time.process_time() - before < 1
