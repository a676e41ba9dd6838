"""SSSOM: the files that come with the product, and reading and writing."""

from __future__ import annotations

import pytest

from kg.errors import VocabularyError
from kg.mappings import (
    MECHANISMS,
    cross_reference_mappings,
    mechanism_mappings,
    mondo_mesh_mappings,
    read_mappings,
    remake_mappings,
    to_sssom,
    write_mappings,
)
from kg.model import Curie
from tests.scheme.conftest import ONTOLOGIES

FOLDER = ONTOLOGIES / "mappings"


def curie(text: str) -> Curie:
    return Curie.from_string(text)


def test_checked_in_scheme_mappings_are_those_of_the_scheme(scheme):
    text = (FOLDER / "scheme" / "mechanisms.sssom.tsv").read_text(encoding="utf-8")
    assert text == to_sssom(mechanism_mappings(scheme), MECHANISMS)


def test_checked_in_mondo_mappings_are_those_of_the_tables(labels):
    found = read_mappings(FOLDER / "mondo-mesh.sssom.tsv")
    assert found == mondo_mesh_mappings(ONTOLOGIES)
    assert len(found) > 5000
    for mapping in found:
        assert labels[str(mapping.subject)] == mapping.subject_label
        assert labels[str(mapping.object)] == mapping.object_label


def test_the_lexicon_is_not_told_to_join_mechanisms():
    for path in FOLDER.glob("*.sssom.tsv"):
        assert not any(m.subject.prefix == "rkm" for m in read_mappings(path)), path


def test_one_to_one_is_exact_and_the_rest_close():
    a, b, x, y = curie("MONDO:1"), curie("MONDO:2"), curie("MESH:D1"), curie("MESH:D2")
    labels = {a: "a", b: "b", x: "x", y: "y"}
    found = cross_reference_mappings([(b, y), (a, x), (a, y), (a, curie("MESH:D9"))], labels)
    assert [(m.subject, m.predicate, m.object) for m in found] == [
        (a, "skos:closeMatch", x), (a, "skos:closeMatch", y), (b, "skos:closeMatch", y),
    ]  # fmt: skip
    assert cross_reference_mappings([(a, x)], labels)[0].predicate == "skos:exactMatch"


def test_what_is_written_is_read_again(scheme, tmp_path):
    mappings = mechanism_mappings(scheme)
    write_mappings(tmp_path / "a.sssom.tsv", reversed(mappings), MECHANISMS)
    assert read_mappings(tmp_path / "a.sssom.tsv") == mappings


def test_the_header_holds_what_sssom_asks_for():
    head = [x for x in (FOLDER / "mondo-mesh.sssom.tsv").read_text(encoding="utf-8").split("\n") if x.startswith("#")]
    names = {line[2:].partition(":")[0] for line in head}
    assert {"curie_map", "license", "mapping_set_id", "mapping_set_version"} <= names
    assert {"  MONDO", "  MESH", "  skos", "  semapv", "  obo"} <= names


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("subject_id\tobject_id\n", "predicate_id"),
        (
            "subject_id\tpredicate_id\tobject_id\tmapping_justification\nA\tskos:exactMatch\tB:1\tx:y\n",
            "line 2",
        ),
        ("", "subject_id"),
    ],
)
def test_a_malformed_table_is_refused(tmp_path, text, word):
    path = tmp_path / "bad.sssom.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(VocabularyError, match=word):
        read_mappings(path)


def test_a_missing_table_is_named(tmp_path):
    with pytest.raises(VocabularyError, match="nowhere"):
        read_mappings(tmp_path / "nowhere.sssom.tsv")


def test_denied_mappings_are_left_out(tmp_path):
    path = tmp_path / "a.sssom.tsv"
    path.write_text(
        "subject_id\tpredicate_id\tpredicate_modifier\tobject_id\tmapping_justification\n"
        "MONDO:1\tskos:exactMatch\tNot\tMESH:D1\tsemapv:ManualMappingCuration\n"
        "MONDO:2\tskos:exactMatch\t\tMESH:D2\tsemapv:ManualMappingCuration\n",
        encoding="utf-8",
    )
    assert [m.subject for m in read_mappings(path)] == [curie("MONDO:2")]


def test_remaking_gives_the_same_bytes(tmp_path, labels):
    for name in (
        "mechanisms.tsv",
        "PROVENANCE.toml",
        "mondo.tsv.xz",
        "mesh-descriptors.tsv.xz",
        "mesh-supplement.tsv.xz",
    ):
        (tmp_path / name).symlink_to(ONTOLOGIES / name)
    remake_mappings(tmp_path)
    for name in ("mondo-mesh.sssom.tsv", "scheme/mechanisms.sssom.tsv"):
        assert (tmp_path / "mappings" / name).read_bytes() == (FOLDER / name).read_bytes()
