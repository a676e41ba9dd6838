"""Why a sentence gave nothing: what was found in it, the nearest rule, and what was missing."""

import pytest

from kg.explanation import silence
from kg.extraction import extract, traces
from tests.claims.conftest import passage


@pytest.fixture
def trace(knowledge):
    def traced(text, title="Hepatocellular carcinoma"):
        document = passage(text, title)
        return traces(document, extract(document, knowledge), knowledge)

    return traced


def test_a_sentence_that_gave_a_claim_has_nothing_to_explain(trace):
    assert trace("GPX4 promoted resistance to sorafenib.") == ()


@pytest.mark.parametrize("text", ["GPX4 was high.", "Sorafenib was given.", "GPX4 and sorafenib were there."])
def test_without_therapy_factor_and_outcome_there_is_nothing_to_explain(trace, text):
    assert trace(text) == ()


def test_what_was_found_and_what_the_nearest_rule_lacks(trace):
    (one,) = trace("GPX4 and sorafenib resistance were measured.")
    assert one.therapies == (("sorafenib", "MESH:D000077157"),) and one.factors == (("GPX4", "NCBIGene:2879"),)
    assert one.cues == (("resistance", "RES"),)
    assert one.nearest.id == "active-cause-resistance" and one.missing[0].startswith("CAUSE, such as confer")


def test_a_rule_without_its_subject_says_so(trace):
    (one,) = trace("What promoted resistance to sorafenib was not known, and GPX4 was measured.")
    assert [rule for rule, reason in one.fits if "no factor" in reason] == ["active-cause-resistance"]


def test_a_rule_that_fits_says_why_it_states_nothing(trace):
    (one,) = trace("Whether GPX4 drives sorafenib resistance is unknown.")
    assert one.fits == (("active-cause-resistance", "an aim, hypothesis or open point states nothing"),)
    assert one.nearest is None


def test_other_fields_are_told(trace):
    (one,) = trace("GPX4 promoted resistance to lamivudine.", title="")
    assert one.fits == (("", "neither the document nor the therapy is one of oncology"),)


def test_what_an_aside_says_is_found_as_well(trace):
    (one,) = trace("Tumours with high CD274 staining came back on nivolumab, whose efficacy was poor.")
    assert ("efficacy", "SENS") in one.cues


def test_parts_too_far_apart_show_what_stands_between(trace):
    far = "on the third day of a long and rather uneventful winter of which nobody took any notice whatsoever"
    (one,) = trace(f"GPX4 promoted, {far}, resistance to sorafenib.")
    assert one.missing == () and "uneventful winter" in one.between


def test_the_lines_name_sentence_findings_and_rule(trace):
    (one,) = trace("GPX4 and sorafenib resistance were measured.")
    head, quoted, therapy, factor, cues, nearest, missing = silence(one)
    assert head == "test, abstract, characters 25-69: no claim was read"
    assert quoted == "  “GPX4 and sorafenib resistance were measured.”"
    assert (therapy, factor) == ("  therapy  sorafenib (MESH:D000077157)", "  factor   GPX4 (NCBIGene:2879)")
    assert "resistance (RES)" in cues and "as in “MT1G confers" in nearest and missing.startswith("  missing  CAUSE")
