from itertools import pairwise

import pytest

from kg.ground import Grounder
from kg.ground.coordination import last_part
from kg.lexicon import open_default

from .fake import FakeLexicon, ground


@pytest.fixture(scope="module")
def grounder():
    return Grounder(open_default())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bladder and breast cancer", {"bladder": "MONDO:0001187", "breast cancer": "MONDO:0007254"}),
        ("breast, lung and colorectal cancers", {"breast": "MONDO:0007254", "lung": "MONDO:0008903"}),
        ("type 1 and 2 diabetes", {"type 1": "MONDO:0005147", "2 diabetes": "MONDO:0005148"}),
        ("type 1 or type 2 diabetes", {"type 1": "MONDO:0005147", "type 2 diabetes": "MONDO:0005148"}),
        ("CD4+ and CD8+ T cells", {"CD4+": "MESH:D015496", "CD8+ T cells": "MESH:D018414"}),
        ("HER2- and EGFR-driven", {"HER2": "NCBIGene:2064", "EGFR": "NCBIGene:1956"}),
        ("interleukin-6 and -8 were", {"interleukin-6": "NCBIGene:3569", "8": "NCBIGene:3576"}),
        ("IL-6/-8 was", {"IL-6": "NCBIGene:3569", "8": "NCBIGene:3576"}),
        ("caspases 3 and 7 were", {"caspases 3": "NCBIGene:836", "7": "NCBIGene:840"}),
        ("miR-221/222 was", {"miR-221": "NCBIGene:407006", "222": "NCBIGene:407007"}),
        ("FGFR1-4 were", {"FGFR1": "NCBIGene:2260", "4": "NCBIGene:2264"}),
        ("BCL-2 and -xL", {"BCL-2": "NCBIGene:596", "xL": "NCBIGene:598"}),
        ("hepatitis B and C", {"hepatitis B": "MONDO:0005344", "C": "MONDO:0005231"}),
        ("caspase-3/7 was", {"caspase-3/7": "FPLX:Caspase_3_7"}),
        ("ERK1/2 was", {"ERK1/2": "FPLX:ERK"}),
        ("Cyclins D1 and E1 are", {"Cyclins D1": "NCBIGene:595", "E1": "NCBIGene:898"}),
        ("miR-17/20a was", {"miR-17": "NCBIGene:406952", "20a": "NCBIGene:406982"}),
        ("CXCL9, 10 and 11 attract", {"CXCL9": "NCBIGene:4283", "10": "NCBIGene:3627", "11": "NCBIGene:6373"}),
        ("CYP3A4 and 2D6 metabolise", {"CYP3A4": "NCBIGene:1576", "2D6": "NCBIGene:1565"}),
        ("B- and T-cell lymphomas", {"B": "MONDO:0004095"}),
        ("MEK1/2 was", {"MEK1/2": "FPLX:MEK"}),
    ],
)
def test_every_part_has_its_identifier_and_span(grounder, text, expected):
    found, _ = ground(grounder, text)
    assert all(text[slice(*g.mention.span)] == g.mention.text for g in found)
    got = {g.mention.text: {str(i) for i in g.concept.ids} for g in found}
    assert {name: identifier for name, identifier in expected.items() if identifier in got.get(name, ())} == expected


@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("Bladder and breast cancer", "breast cancer"),
        ("breast, lung and colorectal cancers", "colorectal cancers"),
        ("head and neck cancer", ""),
        ("breast cancer and", ""),
    ],
)
def test_the_last_part_of_a_coordination_begins_where_a_name_does(name, last):
    known = {"bladder cancer", "breast cancer", "lung cancers", "colorectal cancers", "neck cancer"}
    at = last_part(name, lambda part: part.lower() in known)
    assert name[at:] == (last or name)


@pytest.mark.parametrize("text", ["IL-6 and 8 of them", "IL-6 and 8.5 mg", "primary and breast cancer", "IL-6-1 rose"])
def test_what_is_no_part_of_a_name(text):
    found, _ = ground(Grounder(FakeLexicon()), text)
    assert len(found) == 1


def test_mentions_never_overlap(grounder):
    found, _ = ground(grounder, "CD4+ and CD8+ T cells, type 1 and 2 diabetes, BRCA1/2 mutations, CDK4/6 inhibitors.")
    spans = [g.mention.span for g in found]
    assert spans == sorted(spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
