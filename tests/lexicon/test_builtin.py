"""The vocabularies that come with the product: what a reader of oncology papers expects of them."""

import os

import pytest

from kg.lexicon import default_index_path, open_default
from kg.model import Curie
from kg.text.normal import normal_name


@pytest.fixture(scope="module")
def builtin():
    return open_default()  # compiled at the first use, then taken from the cache


@pytest.mark.parametrize(
    ("name", "identifier", "kind"),
    [
        ("liver cancer", "MONDO:0002691", "disease"),
        ("HCC", "MONDO:0007256", "disease"),
        ("hepatocellular carcinomas", "MONDO:0007256", "disease"),
        ("non-small-cell lung cancer", "MONDO:0005233", "disease"),
        ("sorafenib", "MESH:D000077157", "chemical"),
        ("lenvatinib", "MESH:C531958", "chemical"),
        ("imatinib", "MESH:D000068877", "chemical"),
        ("atezolizumab", "MESH:C000594389", "chemical"),
        ("5-FU", "MESH:D005472", "chemical"),
        ("immune checkpoint inhibitors", "MESH:D000082082", "chemical"),
        ("radiotherapy", "MESH:D011878", "procedure"),
        ("GPX4", "NCBIGene:2879", "gene"),
        ("β-catenin", "NCBIGene:1499", "gene"),
        ("HIF-1α", "NCBIGene:3091", "gene"),
        ("P-glycoprotein", "NCBIGene:5243", "gene"),
        ("PI3K", "MESH:D019869", "family"),
        ("NF-κB", "MESH:D016328", "family"),
        ("MHC class I", "MESH:D015395", "family"),
        ("ABC transporters", "MESH:D018528", "family"),
        ("miR-221", "NCBIGene:407006", "rna"),
        ("hsa-miR-21-5p", "NCBIGene:406991", "rna"),
        ("let-7a", "NCBIGene:406881", "rna"),
        ("HOTAIR", "NCBIGene:100124700", "rna"),
        ("autophagy", "MESH:D001343", "process"),
        ("T cell exhaustion", "MESH:D000094383", "process"),
        ("Hippo signalling", "MESH:D000090683", "pathway"),
        ("exosomes", "MESH:D055354", "vesicle"),
        ("cancer-associated fibroblasts", "MESH:D000072645", "cell"),
        ("Akkermansia muciniphila", "MESH:C000647304", "microbe"),
        ("gene amplification", "MESH:D005784", "genetic_alteration"),
    ],
)
def test_names_lead_to_the_expected_concept(builtin, name, identifier, kind):
    best = builtin.candidates(normal_name(name))[0].concept
    assert (str(best.id), best.kind) == (identifier, kind)


def test_a_shared_string_keeps_its_rivals(builtin):
    found = [str(c.concept.id) for c in builtin.candidates(normal_name("liver cancer"))]
    assert found[0] == "MONDO:0002691" and "MONDO:0007256" in found


def test_a_disease_knows_its_heading(builtin):
    assert Curie("MESH", "D006528") in builtin.concept(Curie("MONDO", "0007256")).same_as
    assert builtin.concept(Curie("MESH", "D006528")).id == Curie("MONDO", "0007256")


def test_every_vocabulary_says_its_release_and_licence(builtin):
    assert {r.name for r in builtin.releases} >= {
        "MONDO",
        "MESH",
        "MESH-SUPPLEMENT",
        "NCBIGene",
        "FPLX",
        "GO",
    }
    assert all(r.version and r.licence and r.source and len(r.sha256) == 64 for r in builtin.releases)


def test_an_index_that_is_used_is_not_the_oldest(builtin):
    path = default_index_path()
    os.utime(path, (0, 0))
    open_default()
    assert path.stat().st_mtime > 0
