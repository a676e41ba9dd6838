"""Drugs with salts and suffixes of biosimilars."""

import pytest

from kg.annotation import trained
from kg.ground.words import default_forms
from kg.lexicon import open_default
from kg.model import Span

from .fake import ground


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("bevacizumab-awwb", "bevacizumab"),
        ("fam-trastuzumab deruxtecan-nxki", "trastuzumab deruxtecan"),
        ("trastuzumab-like", "trastuzumab-like"),
        ("sorafenib-awwb", "sorafenib-awwb"),
        ("mab", "mab"),
    ],
)
def test_the_drug_of_a_name(name, bare):
    assert default_forms().bare(name) == bare


@pytest.mark.parametrize(
    ("text", "grown"),
    [
        ("imatinib mesylate was", "imatinib mesylate"),
        ("leucovorin calcium was", "leucovorin calcium"),
        ("dihydropyridine calcium channel", "dihydropyridine"),
        ("rituximab-abbs was", "rituximab-abbs"),
        ("rituximab-free arms", "rituximab"),
        ("rituximab-abbs2 was", "rituximab"),
    ],
)
def test_what_belongs_to_a_name(text, grown):
    end = min(i for i, c in enumerate(text) if c in " -")
    assert text[slice(*default_forms().span(text, Span(0, end)))] == grown


def test_a_drug_with_its_form_is_one_mention():
    found, _ = ground(trained(open_default()), "Patients received Bevacizumab-awwb and gemcitabine hydrochloride.")
    got = {g.mention.text: str(g.concept.id) for g in found}
    assert got == {"Bevacizumab-awwb": "MESH:D000068258", "gemcitabine hydrochloride": "MESH:D000093542"}
