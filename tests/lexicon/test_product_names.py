import pytest

from kg.lexicon.align_genes import align_gene_descriptors, align_named_products
from kg.lexicon.alignment import Alignment
from kg.lexicon.values import Record

GENES = {
    r.id: r for r in (
        Record("NCBIGene:947", "CD34", "gene", (("CD34 molecule", "exact"),)),
        Record("NCBIGene:960", "CD44", "gene", (("CD44 molecule (IN blood group)", "exact"),)),
        Record("NCBIGene:9429", "ABCG2", "gene", (("ATP binding cassette subfamily G member 2", "exact"),)),
        Record("NCBIGene:5327", "PLAT", "gene", (("plasminogen activator, tissue type", "exact"),)),
        Record("NCBIGene:6804", "STX1A", "gene", (("syntaxin 1A", "exact"), ("STX1", "unscoped"))),
        Record("NCBIGene:6010", "RHO", "gene", (("rhodopsin", "exact"),)),
        Record("NCBIGene:1576", "CYP3A4", "gene", (("CYP3A", "unscoped"),)),
        Record("NCBIGene:1551", "CYP3A7", "gene"),
        Record("NCBIGene:1577", "CYP3A5", "gene"),
        Record("NCBIGene:3605", "IL17A", "gene", (("interleukin 17", "unscoped"),)),
        Record("NCBIGene:2150", "F2RL1", "gene", (("protease-activated receptor 2", "unscoped"),)),
        Record("NCBIGene:5979", "RET", "gene", (("ret proto-oncogene", "exact"),)),
    )
}  # fmt: skip


def joined(label, *names, below=False):
    heading = Record("MESH:D1", label, None, tuple((n, "exact") for n in names), notation=("D12.776.1",))
    narrower = Record("MESH:D2", "a narrower one", None, (), ("MESH:D1",), notation=("D12.776.1.1",))
    mesh = {heading.id: heading} | ({narrower.id: narrower} if below else {})
    alignment = Alignment()
    align_gene_descriptors(alignment, GENES, mesh, {})
    return GENES[alignment.node_of["MESH:D1"]].label if "MESH:D1" in alignment.node_of else None


@pytest.mark.parametrize(
    ("label", "names", "gene"),
    [
        ("Antigens, CD34", (), "CD34"),
        ("Hyaluronan Receptors", ("CD44 Antigen",), "CD44"),
        ("ATP Binding Cassette Transporter, Subfamily G, Member 2", ("ABCG2 Protein",), "ABCG2"),
        ("Receptor, PAR-2", ("Protease-Activated Receptor 2",), "F2RL1"),
        ("Proto-Oncogene Proteins c-ret", (), "RET"),
    ],
)
def test_a_heading_joins_the_gene_that_its_names_tell_of(label, names, gene):
    assert joined(label, *names) == gene


@pytest.mark.parametrize(
    ("label", "names"),
    [
        ("Shiga Toxin 1", ("Stx1 Protein",)),
        ("Rho Factor", ()),
        ("Cytochrome P-450 CYP3A", ()),
        ("Receptors, Interleukin-17", ()),
    ],
)
def test_a_namesake_a_family_and_a_receptor_of_a_factor_are_no_product(label, names):
    assert joined(label, *names) is None


def test_a_class_must_bear_the_approved_name():
    assert joined("Tissue Plasminogen Activator", "Plasminogen Activator, Tissue Type", below=True) == "PLAT"
    assert joined("CD34 Antigens", below=True) is None


def test_a_protein_without_a_species_joins_its_namesake_and_a_drug_does_not():
    genes = {
        r.id: r for r in (
            Record("NCBIGene:4868", "NPHS1", "gene", (("nephrin", "unscoped"),)),
            Record("NCBIGene:2629", "GBA1", "gene", (("imiglucerase", "unscoped"),)),
            Record("NCBIGene:1437", "CSF2", "gene", (("sargramostim", "unscoped"),)),
        )
    }  # fmt: skip
    mesh = {
        "MESH:D1": Record("MESH:D1", "Membrane Proteins", notation=("D12.776.543",)),
        "MESH:D2": Record("MESH:D2", "Colony-Stimulating Factors", notation=("D02.1",)),
    }
    supplement = {
        r.id: r for r in (
            Record("MESH:C1", "nephrin", None, (), ("MESH:D1",)),
            Record("MESH:C2", "imiglucerase", None, (), ("MESH:D1",)),
            Record("MESH:C3", "sargramostim", None, (), ("MESH:D1", "MESH:D2")),
        )
    }  # fmt: skip
    alignment = Alignment()
    align_named_products(alignment, genes, mesh, supplement)
    assert alignment.node_of == {"MESH:C1": "NCBIGene:4868"}
