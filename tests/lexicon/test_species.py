import gzip
import lzma

import pytest

from kg.errors import VocabularyError
from kg.lexicon import compile_index
from kg.lexicon.species import orthologues, read_pairs_of_genes, read_successors
from kg.lexicon.values import Record
from kg.model import Curie
from kg.text.normal import normal_name

C = Curie.from_string
HEADER = "\t".join([
    "#tax_id", "GeneID", "Symbol", "LocusTag", "Synonyms", "dbXrefs", "chromosome", "map_location", "description",
    "type_of_gene", "Symbol_from_nomenclature_authority", "Full_name_from_nomenclature_authority",
    "Nomenclature_status", "Other_designations", "Modification_date", "Feature_type",
])  # fmt: skip


def gene_info(path, *genes):
    rows = [
        f"{taxon}\t{gene}\t{symbol}\t-\t{names}\t-\t1\t-\t-\tprotein-coding\t-\t-\tO\t-\t2026\t-"
        for taxon, gene, symbol, names in genes
    ]
    path.write_bytes(gzip.compress("\n".join([HEADER, *rows, ""]).encode()))


@pytest.fixture
def three_species(tmp_path):
    gene_info(tmp_path / "Homo_sapiens.gene_info.gz", (9606, 7157, "TP53", "P53"), (9606, 1, "ABC9", "-"))
    gene_info(tmp_path / "Mus_musculus.gene_info.gz", (10090, 22059, "Trp53", "p53"), (10090, 5, "Abc9", "-"))
    gene_info(tmp_path / "Rattus_norvegicus.gene_info.gz", (10116, 24842, "Tp53", "p53"))
    history = ["#tax_id\tGeneID\tDiscontinued_GeneID\tDiscontinued_Symbol\tDiscontinue_Date",
               "9606\t98\t99\tOLD2\t2001", "9606\t7157\t98\tOLD1\t2002", "9606\t-\t97\tGONE\t2003"]  # fmt: skip
    (tmp_path / "gene_history.gz").write_bytes(gzip.compress("\n".join([*history, ""]).encode()))
    (tmp_path / "orthologues.tsv.xz").write_bytes(lzma.compress(b"NCBIGene:7157\tNCBIGene:22059\n"))
    return compile_index(tmp_path, tmp_path / "names.index")


def test_the_human_gene_is_read_and_the_others_on_request(three_species):
    key = normal_name("p53")
    assert [str(c.concept.id) for c in three_species.candidates(key)] == ["NCBIGene:7157"]
    assert [str(c.concept.id) for c in three_species.candidates_of_species(key, 10090)] == ["NCBIGene:22059"]
    assert [str(c.concept.id) for c in three_species.candidates_of_species(key, 10116)] == ["NCBIGene:24842"]


def test_a_name_that_only_mice_have_is_no_human_reading(three_species):
    key = normal_name("Trp53")
    assert three_species.candidates(key) == () and key in three_species.prefixes(key)


def test_a_gene_knows_its_species_and_orthologues(three_species):
    assert [three_species.species(C(f"NCBIGene:{i}")) for i in (7157, 22059, 24842, 123456)] == [
        9606, 10090, 10116, None,
    ]  # fmt: skip
    assert three_species.orthologues(C("NCBIGene:7157")) == (C("NCBIGene:22059"), C("NCBIGene:24842"))
    assert three_species.orthologues(C("NCBIGene:22059")) == (C("NCBIGene:24842"), C("NCBIGene:7157"))
    assert three_species.orthologues(C("NCBIGene:5")) == (C("NCBIGene:1"),)


def test_a_discontinued_gene_leads_to_its_successor(three_species):
    assert three_species.concept(C("NCBIGene:99")).label == "TP53"
    assert three_species.successor(C("NCBIGene:98")) == C("NCBIGene:7157")
    assert three_species.concept(C("NCBIGene:97")) is None


def test_each_species_is_a_vocabulary_of_its_own(three_species):
    names = [r.name for r in three_species.releases]
    assert names == ["NCBIGene", "NCBIGene-10090", "NCBIGene-10116", "FPLX", "gene-history"]


def test_a_listed_pair_goes_before_an_equal_symbol():
    human = {"G:1": Record("G:1", "ABC1", "gene"), "G:2": Record("G:2", "ABC2", "gene")}
    mouse = {"G:3": Record("G:3", "Abc1", "gene"), "G:4": Record("G:4", "Abc2", "gene")}
    found = orthologues({"NCBIGene": human, "NCBIGene-10090": mouse}, [("G:1", "G:4"), ("G:1", "G:9")])
    assert found == {"G:1": ("G:4",), "G:4": ("G:1",)}


def test_circles_in_the_history_lead_nowhere(tmp_path):
    lines = "#tax_id\tGeneID\tDiscontinued_GeneID\tx\n9606\t1\t2\tx\n9606\t2\t1\tx\n7227\t5\t6\tx\n"
    (tmp_path / "gene_history").write_text(lines)
    assert read_successors(tmp_path / "gene_history") == {}


@pytest.mark.parametrize("body", [b"<html>", gzip.compress(b"#tax\n", mtime=0), b"\x1f\x8bbroken"])
def test_a_history_that_is_none_is_refused(tmp_path, body):
    (tmp_path / "gene_history.gz").write_bytes(body)
    with pytest.raises(VocabularyError):
        read_successors(tmp_path / "gene_history.gz")


def test_a_damaged_table_of_pairs_is_refused(tmp_path):
    (tmp_path / "orthologues.tsv.xz").write_bytes(lzma.compress(b"NCBIGene:1\n"))
    with pytest.raises(VocabularyError, match="line 1"):
        read_pairs_of_genes(tmp_path)
