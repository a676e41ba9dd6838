"""The scheme and the vocabulary labels that come with the product, read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.lexicon.table import read_table
from kg.scheme import Scheme

ONTOLOGIES = Path(__file__).resolve().parents[2] / "ontologies"
TABLES = ("mondo", "mesh-descriptors", "mesh-supplement", "genes", "famplex", "go")


@pytest.fixture(scope="session")
def scheme() -> Scheme:
    return Scheme.from_file(ONTOLOGIES / "mechanisms.tsv")


@pytest.fixture(scope="session")
def labels() -> dict[str, str]:
    """Every identifier of the tables in the repository to its label."""
    paths = [ONTOLOGIES / f"{name}.tsv.xz" for name in TABLES]
    if not all(path.is_file() for path in paths):
        pytest.skip("the vocabulary tables are not there")
    return {record.id: record.label for path in paths for record in read_table(path)}
