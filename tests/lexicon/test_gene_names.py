import zipfile

import pytest

from kg.errors import VocabularyError
from kg.lexicon.gene_names import names_of_genes
from kg.lexicon.gene_tables import GeneRow, read_gene_tables

ROW = "  {id} : NtData(tax_id=9606, GeneID={id}, Status='{status}', Symbol='{symbol}', Aliases='{aliases}', description='', other_designations='{more}', OMIM=''),"  # noqa: E501  # one row is one line


def row(gene, symbol, aliases=(), designations=()):
    return GeneRow(gene, symbol, tuple(aliases), "", tuple(designations))


def texts(rows, gene, taken=None):
    return [text for text, _ in names_of_genes({r.id: r for r in rows}, taken)[gene]]


def wheel_with(path, text):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("goatools/test_data/genes_NCBI_9606_All.py", text)
    return path


def test_a_table_is_read_without_being_run(tmp_path):
    lines = [
        "raise SystemExit",
        ROW.format(id=1, status="live", symbol="ONE1", aliases="UNO, EIN1", more="first protein|solo"),
        ROW.format(id=2, status="secondary", symbol="GONE", aliases="", more=""),
    ]
    found = read_gene_tables(wheel_with(tmp_path / "goatools-1.whl", "\n".join(lines)), 9606)
    assert found == {"1": GeneRow("1", "ONE1", ("UNO", "EIN1"), "", ("first protein", "solo"))}


def test_a_row_that_calls_something_is_refused(tmp_path):
    bad = ROW.format(id=1, status="live", symbol="A", aliases="", more="").replace("Symbol='A'", "Symbol=print(1)")
    with pytest.raises(VocabularyError, match="no readable table"):
        read_gene_tables(wheel_with(tmp_path / "goatools-1.whl", bad), 9606)


def test_a_table_of_another_species_is_none_of_this_one(tmp_path):
    with pytest.raises(VocabularyError, match="no genes of species 10090"):
        read_gene_tables(wheel_with(tmp_path / "goatools-1.whl", ""), 10090)


@pytest.mark.parametrize(
    "junk", ["hypothetical protein", "kinase X isoform a", "FLJ12345", "olfactory receptor OR1-1", "full", "p55"]
)
def test_designations_that_name_nothing_are_dropped(junk):
    assert texts([row("1", "ONE1", designations=[junk, "oneness factor"])], "1") == ["oneness factor"]


def test_the_name_of_a_class_is_nobodys():
    rows = [row(str(n), f"PT{n}X", designations=[f"tyrosine phosphatase {n}"]) for n in range(1, 5)]
    rows.append(row("9", "PT9X", designations=["tyrosine phosphatase", "shared name"]))
    rows.append(row("8", "PT8X", designations=["shared name"]))
    assert texts(rows, "9") == [] and texts(rows, "1") == ["tyrosine phosphatase 1"]


def test_what_is_another_symbol_or_a_disease_is_not_taken():
    taken = {"ccr 5 ": {"2"}, "vcfs 1 ": {"MONDO:1"}}
    assert texts([row("1", "CXCR5", ["CCR5", "VCFS1", "BLR1"])], "1", taken) == ["BLR1"]


def test_inverted_designations_are_read_forwards():
    found = texts([row("1", "CRYBB2", designations=["crystallin, beta B2", "collagen, type VII, alpha 1"])], "1")
    assert "beta B2 crystallin" in found and "type VII collagen" in found
