import tomllib

import pytest

from kg.aligned import Aligned, shipped, shipped_around
from kg.data import data_directory
from kg.mappings import read_mapping_set
from kg.model import Curie, Mapping

ONTOLOGIES = data_directory("ontologies")
SETS = sorted((ONTOLOGIES / "mappings").glob("**/*.sssom.tsv"))
MATCHED = sorted((ONTOLOGIES / "mappings" / "matched").glob("*.sssom.tsv"))


def row(subject, thing, predicate="exact", justification="ManualMappingCuration", **more):
    return Mapping(
        subject=Curie.from_string(subject), object=Curie.from_string(thing), predicate=f"skos:{predicate}Match",
        justification=f"semapv:{justification}", **more,
    )  # fmt: skip


def partners(aligned, identifier):
    return [(str(p.id), p.predicate, p.confidence) for p in aligned.partners(Curie.from_string(identifier))]


def test_partners_are_seen_from_both_ends():
    aligned = Aligned([[row("A:1", "B:1"), row("A:2", "B:1", "broad", "LexicalMatching", confidence=0.8)]])
    assert partners(aligned, "A:1") == [("B:1", "skos:exactMatch", 1.0)]
    assert partners(aligned, "B:1") == [("A:1", "skos:exactMatch", 1.0), ("A:2", "skos:narrowMatch", 0.8)]
    assert partners(aligned, "A:9") == []


def test_curated_goes_before_matched_and_denials_hold():
    matched = [row("A:1", "B:2", justification="LexicalMatching", confidence=0.9), row("A:3", "B:3", confidence=0.9)]
    aligned = Aligned([[row("A:1", "B:1"), row("A:3", "B:3", modifier="Not")], matched])
    assert partners(aligned, "A:1") == [("B:1", "skos:exactMatch", 1.0)]
    assert partners(aligned, "A:3") == []


def test_a_correction_goes_before_a_cross_reference():
    assert partners(shipped(), "MONDO:0007743")[0][:2] == ("MESH:D001289", "skos:exactMatch")
    assert partners(shipped(), "MONDO:0005302") == []


@pytest.mark.parametrize("path", MATCHED, ids=lambda path: path.stem)
def test_matched_sets_are_of_the_tables_that_are_shipped(path):
    """Else run `make mappings`."""
    listed = tomllib.loads((ONTOLOGIES / "PROVENANCE.toml").read_text(encoding="utf-8"))
    about, rows = read_mapping_set(path)
    sources = dict(about.others)["other"]
    checked = [t for t in listed.values() if f"{t['file']} sha256" in sources]
    assert len(checked) > 1
    assert all(f"{t['file']} sha256 {t['sha256'][:16]}" in sources for t in checked)
    assert all(m.confidence is None or m.confidence >= 0.8 for m in rows)


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_shipped_sets_have_licence_and_title(path):
    about, rows = read_mapping_set(path)
    assert about.licence.startswith("https://creativecommons.org/")
    assert about.title and rows


def test_what_is_said_around_an_identifier_is_what_all_sets_say_of_it():
    whole = shipped()
    for identifier in sorted(whole._partners)[::400]:
        assert shipped_around(identifier) == whole.partners(identifier), identifier
