import json
import zipfile

import pytest
import zstandard

from kg.errors import VocabularyError
from kg.lexicon.newer_mondo import Edition, Entry, read_edition, renewed, unreplaced_table
from kg.lexicon.values import Record

EDITION = Edition("2026-05-05", {
    "MONDO:1": Entry("disease"),
    "MONDO:2": Entry("liver cancer, new label", ("hepatic cancer",), ("MONDO:1",)),
    "MONDO:3": Entry("obsolete cancer of liver", is_retired=True, successor="MONDO:4"),
    "MONDO:4": Entry("obsolete liver tumor", is_retired=True, successor="MONDO:2"),
    "MONDO:5": Entry("obsolete nothing", is_retired=True),
})  # fmt: skip


def wheel_with(tmp_path, **releases):
    path = tmp_path / "cellxgene_ontology_guide-1-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for date, classes in releases.items():
            body = zstandard.ZstdCompressor().compress(json.dumps(classes).encode())
            archive.writestr(f"cellxgene_ontology_guide/data/MONDO-ontology-{date.replace('_', '-')}.json.zst", body)
    return path


def about(label, deprecated=False, **more):
    return {"label": label, "deprecated": deprecated, "ancestors": {}, **more}


def test_the_newest_release_of_a_wheel_is_read(tmp_path):
    far = {"MONDO:1": 2, "MONDO:3": 1, "HP:1": 1}
    wheel = wheel_with(
        tmp_path,
        v2025_02_04={"MONDO:1": about("old")},
        v2026_05_05={
            "MONDO:2": about("new", synonyms=["fresh"], ancestors=far),
            "MONDO:9": about("gone", deprecated=True, replaced_by="MONDO:2"),
            "HP:1": about("no disease"),
        },
    )
    date, classes = read_edition(wheel)
    assert date == "2026-05-05"
    assert classes == {
        "MONDO:2": Entry("new", ("fresh",), ("MONDO:3",)),
        "MONDO:9": Entry("gone", is_retired=True, successor="MONDO:2"),
    }


def test_a_class_keeps_its_references_and_other_names_and_gets_the_new_hierarchy():
    old = Record("MONDO:2", "liver cancer", "disease", (("LC", "unscoped"),), ("MONDO:7",), ("MESH:D1", "DOID:1"))
    new = renewed([old], EDITION)[1]
    assert (new.label, new.parents, new.xrefs) == ("liver cancer, new label", ("MONDO:1",), ("MESH:D1", "DOID:1"))
    assert new.names == (("liver cancer", "previous"), ("hepatic cancer", "unscoped"), ("LC", "unscoped"))


def test_a_retired_class_lends_its_successor_what_that_lacks():
    old = [
        Record("MONDO:2", "liver cancer, new label", "disease", (), (), ("DOID:1",)),
        Record("MONDO:3", "cancer of liver", "disease", (("disease", "unscoped"),), (), ("DOID:2", "MESH:D9"),
               ("MONDO:6",)),
        Record("MONDO:5", "nothing", "disease"),
    ]  # fmt: skip
    first, new = renewed(old, EDITION)
    assert (first.id, new.retired) == ("MONDO:1", ("MONDO:3", "MONDO:4", "MONDO:6"))
    assert new.xrefs == ("DOID:1", "MESH:D9")
    assert ("cancer of liver", "previous") in new.names and ("disease", "unscoped") not in new.names


def test_retired_classes_in_a_circle_are_nobodys():
    circle = {"MONDO:1": Entry("a", is_retired=True, successor="MONDO:2"),
              "MONDO:2": Entry("b", is_retired=True, successor="MONDO:1"), "MONDO:3": Entry("c")}  # fmt: skip
    assert [r.retired for r in renewed([], Edition("2026-01-01", circle))] == [()]


@pytest.mark.parametrize("body", [b"", b"no frame", zstandard.ZstdCompressor().compress(b"[1]")])
def test_a_damaged_release_is_refused(tmp_path, body):
    path = tmp_path / "cellxgene_ontology_guide-1-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("cellxgene_ontology_guide/data/MONDO-ontology-v2026-05-05.json.zst", body)
    with pytest.raises(VocabularyError, match=r"1\.11\.1"):
        read_edition(path)


def test_of_the_diseases_of_animals_the_older_ones_stay():
    dogs = {"MONDO:1": Entry("ataxia, dog", is_of_animals=True), "MONDO:2": Entry("ataxia, cat", is_of_animals=True)}
    assert [r.id for r in renewed([Record("MONDO:2", "ataxia, cat")], Edition("2026-01-01", dogs))] == ["MONDO:2"]


def test_retired_classes_that_nothing_replaced_are_listed():
    rows = unreplaced_table(EDITION, renewed([], EDITION)).splitlines()
    assert [row for row in rows if not row.startswith("#")] == ["MONDO:5\tobsolete nothing"]
