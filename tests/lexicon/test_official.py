"""Official releases outside `kg vocab fetch`: told by their content, packed or not, and never without a limit."""

import gzip

import pytest

from kg.errors import VocabularyError
from kg.lexicon import compile_index, find_sources
from kg.lexicon.locked import LOCK
from kg.lexicon.mesh import SupplementXml
from kg.lexicon.packed import open_packed
from kg.lexicon.sources import find_companions
from kg.model import Curie
from tests.lexicon import official


@pytest.mark.parametrize(
    ("body", "name"),
    [(official.MONDO, "MONDO"), (official.GO, "GO"), (official.CL, "CL"), (official.SUPPLEMENT, "MESH-SUPPLEMENT")],
)
@pytest.mark.parametrize("packed", [True, False])
def test_a_release_is_told_by_its_content(tmp_path, body, name, packed):
    path = tmp_path / ("any.gz" if packed else "any.txt")
    path.write_bytes(gzip.compress(body) if packed else body)
    (source,) = find_sources(tmp_path)
    assert source.name == name and list(source.records())


def test_without_a_lock_the_file_says_version_date_and_licence(tmp_path):
    (tmp_path / "mondo.obo").write_bytes(official.MONDO)
    (tmp_path / "Homo_sapiens.gene_info.gz").write_bytes(official.HUMAN)
    genes, mondo = find_sources(tmp_path)
    assert (mondo.version, mondo.date) == ("releases/2026-03-03/mondo.owl", "2026-03-03")
    assert mondo.licence == "https://creativecommons.org/licenses/by/4.0/"
    assert genes.version == genes.date == "2026-01-01"


def test_companions_are_told_by_their_content(tmp_path):
    (tmp_path / "some.tsv").write_bytes(official.MAPPINGS)
    (tmp_path / "other.gz").write_bytes(official.HISTORY)
    found = find_companions(tmp_path)
    assert set(found) == {"mondo-mappings", "gene-history"}
    assert found["mondo-mappings"].date == "2026-03-03"


def test_two_releases_of_one_vocabulary_are_refused(tmp_path):
    for name in ("desc2025.xml", "desc2026.xml"):
        (tmp_path / name).write_bytes(official.DESCRIPTORS)
    with pytest.raises(VocabularyError, match=r"desc2025\.xml and desc2026\.xml.*leave one"):
        find_sources(tmp_path)


def test_a_malformed_lock_is_refused(tmp_path):
    (tmp_path / "mondo.obo").write_bytes(official.MONDO)
    (tmp_path / LOCK).write_text("[mondo]\nfile = 'mondo.obo'\n", encoding="utf-8")
    with pytest.raises(VocabularyError, match="malformed lock"):
        find_sources(tmp_path)


def test_unpacking_ends_at_the_limit(tmp_path):
    path = tmp_path / "bomb.gz"
    path.write_bytes(gzip.compress(b"0" * 10_000_000))
    with open_packed(path, 1_000_000) as file, pytest.raises(VocabularyError, match=r"bomb\.gz.*GB unpacked"):
        while file.read(1 << 16):
            pass


def test_the_supplement_is_read_one_record_after_the_other(tmp_path):
    path = tmp_path / "supp2026.xml"
    many = "".join(official.supplement(f"C{n:06d}", f"substance {n}", ["*D010671"]) for n in range(3000))
    whole = official.mesh_xml("Supplemental", many)
    path.write_bytes(whole[: len(whole) // 2])
    records = SupplementXml().records(path)
    assert next(records).id == "MESH:C000000"  # before the place where the file is damaged
    with pytest.raises(VocabularyError, match="MeSH"):
        list(records)


def test_one_release_alone_compiles(tmp_path):
    (tmp_path / "cl-basic.obo").write_bytes(official.CL)
    alone = compile_index(tmp_path, tmp_path / "alone.index")
    assert [r.name for r in alone.releases] == ["CL"]
    assert alone.concept(Curie("CL", "0000084")).kind == "cell"
