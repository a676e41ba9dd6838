import hashlib
from pathlib import Path

import pytest

from kg.lexicon import Lexicon, compile_index
from kg.lexicon.table import write_table
from kg.lexicon.values import Record

TABLES = {
    "MONDO": [
        Record("MONDO:0000001", "disease", "disease"),
        Record("MONDO:0002691", "liver cancer", "disease", parents=("MONDO:0000001",)),
        Record("MONDO:0007256", "hepatocellular carcinoma", "disease",
               (("liver cancer", "unscoped"), ("HCC", "unscoped")), ("MONDO:0002691",),
               ("MESH:D006528", "DOID:684"),
               ("MONDO:0099999",)),
    ],
    "MESH": [
        Record("MESH:D006528", "Carcinoma, Hepatocellular", None, (("Hepatoma", "exact"),),
               notation=("C04.557",)),
        Record("MESH:D008113", "Liver Neoplasms", notation=("C04.588",)),
        Record("MESH:D000077157", "Sorafenib", notation=("D02.065",)),
        Record("MESH:D068877", "Imatinib Mesylate", notation=("D02.065",)),
        Record("MESH:D019869", "Phosphatidylinositol 3-Kinases", notation=("D08.811.913",)),
        Record("MESH:D051176", "beta Catenin", notation=("D12.776.091",)),
        Record("MESH:D001343", "Autophagy", notation=("G04.011",)),
        Record("MESH:D016219", "Immunotherapy, Adoptive", None, (("Adoptive Immunotherapy", "exact"),),
               notation=("E02.095",)),
    ],
    "MESH-SUPPLEMENT": [
        Record("MESH:C1", "GPX4 protein, human", None, (("PHGPx protein, human", "unscoped"),),
               ("MESH:D019869",)),
        Record("MESH:C2", "NOSUCH protein, human", None, (), ("MESH:D019869",)),
        Record("MESH:C3", "lenvatinib", None, (), ("MESH:D000077157",)),
    ],
    "NCBIGene": [
        Record("NCBIGene:2879", "GPX4", "gene", (("glutathione peroxidase 4", "exact"),),
               xrefs=("HGNC:4556",)),
        Record("NCBIGene:1499", "CTNNB1", "gene", (("beta-catenin", "unscoped"),)),
        Record("NCBIGene:84668", "HYCC1", "gene", (("HCC", "unscoped"),)),
        Record("NCBIGene:406910", "MIR125A", "rna", (("microRNA 125a", "exact"),)),
        Record("NCBIGene:406911", "MIR125B1", "rna", (("microRNA 125b-1", "exact"),)),
        Record("NCBIGene:406912", "MIR125B2", "rna", (("microRNA 125b-2", "exact"),)),
        Record("NCBIGene:100506866", "TTN-AS1", "rna"),
    ],
    "FPLX": [Record("FPLX:PI3K", "PI3K", "family", (("PI3-K", "exact"),))],
    "GO": [Record("GO:0006914", "autophagy", "process")],
}  # fmt: skip
ALIASES = """text\tcurie\tkind\tscope\tnote
HCC\tMONDO:0007256\t\tabbreviation\t
self-eating\tMESH:D001343\tpathway\t\t
"""


def write_vocabularies(folder: Path) -> Path:
    lines = []
    for name, records in TABLES.items():
        path = folder / f"{name.lower()}.tsv.xz"
        write_table(path, records)
        checksum = hashlib.sha256(path.read_bytes()).hexdigest()
        lines += [
            f"[{name}]",
            f'file = "{path.name}"',
            'version = "1"',
            'licence = "CC0-1.0"',
            'source = "test"',
        ]
        lines += [f'sha256 = "{checksum}"']
    (folder / "PROVENANCE.toml").write_text("\n".join(lines), encoding="utf-8")
    (folder / "aliases.tsv").write_text(ALIASES, encoding="utf-8")
    (folder / "families.tsv").write_text("MESH:D019869\tFPLX:PI3K\tPI3 kinase\ttest\n", encoding="utf-8")
    return folder


@pytest.fixture
def vocabularies(tmp_path: Path) -> Path:
    folder = tmp_path / "ontologies"
    folder.mkdir()
    return write_vocabularies(folder)


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    folder = write_vocabularies(tmp_path_factory.mktemp("ontologies"))
    return compile_index(folder, folder.parent / "tiny.index")
