"""The five real pages, where they are at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.model import Document
from kg.read import read_paths
from tests.read.conftest import check_map, texts

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the real pages are not part of the repository")

HCC = "resistance in hepatocellular carcinoma"
FACTS = {
    "000": ("10.1186/s12575-025-00281-6", 2025, "Mechanisms of", HCC, "HCC patients."),
    "001": ("10.1080/19490976.2025.2473504", 2025, "The gut", HCC + ".", "overcome this resistance."),
    "002": ("10.20517/2394-5079.2026.03", 2026, "Targeting", "clinical practice", "HCC immunotherapy."),
    "003": ("10.1111/jcmm.71044", 2026, "T Cell", "Barrier in Immunotherapy", "for liver cancer."),
    "004": ("10.3389/fimmu.2025.1628573", 2025, "Multi", "Clinical Application", "liver cancer treatment."),
}


@pytest.fixture(scope="module")
def papers() -> dict[str, Document]:
    return {d.source[:3]: d for d in read_paths([SEEDS]) if isinstance(d, Document)}


@pytest.mark.parametrize("number", sorted(FACTS))
def test_facts_and_borders(papers, number):
    doi, year, title_start, title_end, abstract_end = FACTS[number]
    document = papers[number]
    check_map(document, next(SEEDS.glob(f"{number}*")).read_bytes())
    assert (document.ids[0].identifier, document.year, document.kind) == (doi, year, "review")
    assert document.title.startswith(title_start)
    assert document.title.endswith(title_end)
    (abstract,) = texts(document, "abstract")
    assert abstract.endswith(abstract_end)


def test_furniture_is_left_out(papers):
    everything = "\n".join(d.text for d in papers.values())
    for word in (
        "duck",
        "Faecal",
        "gov",
        "Wannan",
        "Naval Medical",
        "competing",
        "Copyright",
        "Kosar",
        "full.md",
        "PubMed",
    ):
        assert word not in everything, word


def test_annotations_of_the_page(papers):
    found = papers["003"].annotations
    assert len(found) == 151
    assert [str(a.ids[0]) for a in found if a.text == "MTOR"] == ["NCBIGene:100127359", "NCBIGene:2475"]
    assert str(papers["003"].ids[1]) == "PMC:PMC12877428"


def test_figure_captions_of_the_pubmed_page(papers):
    assert len(texts(papers["000"], "figure_caption")) == 2
    assert papers["004"].licence == "CC BY"
