import gzip
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.lexicon import compile_index
from tests.lexicon import official


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of small official releases."""
    folder = tmp_path_factory.mktemp("vocabularies")
    bodies = {
        "mondo.obo": official.MONDO, "go-basic.obo": official.GO, "cl-basic.obo": official.CL,
        "desc2026.gz": gzip.compress(official.DESCRIPTORS), "supp2026.gz": gzip.compress(official.SUPPLEMENT),
        "Homo_sapiens.gene_info.gz": official.HUMAN, "Mus_musculus.gene_info.gz": official.MOUSE,
    }  # fmt: skip
    for name, body in bodies.items():
        (folder / name).write_bytes(body)
    return compile_index(folder, folder.parent / "names.index").path


@pytest.fixture
def run():
    return lambda *words, **more: CliRunner().invoke(app, list(map(str, words)), **more)


@pytest.fixture
def paper(tmp_path):
    path = tmp_path / "papers.jsonl"
    row = {"doc_id": "x:1", "text": "Loss of GPX4 sensitised hepatocellular carcinoma cells."}
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    return path
