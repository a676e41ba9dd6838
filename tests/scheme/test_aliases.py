"""The alias list: every row is well formed, means one thing, and bears its concept's label."""

from __future__ import annotations

from typing import get_args

import pytest

from kg.model import Kind, Scope
from kg.text.normal import normal_name
from tests.scheme.conftest import ONTOLOGIES


@pytest.fixture(scope="module")
def rows() -> list[list[str]]:
    lines = (ONTOLOGIES / "aliases.tsv").read_text(encoding="utf-8").splitlines()
    table = [line.split("\t") for line in lines if line and not line.startswith("#")]
    assert table[0] == ["text", "curie", "kind", "scope", "note"]
    return table[1:]


def test_rows_are_well_formed(rows):
    for row in rows:
        assert len(row) == 5, row
        assert row[2] in ("", *get_args(Kind)), row
        assert row[3] in get_args(Scope), row


def test_one_name_means_one_thing(rows):
    keys = [normal_name(row[0]) for row in rows]
    assert all(keys)
    assert len(keys) == len(set(keys))


def test_a_concept_has_one_kind(rows):
    kinds: dict[str, str] = {}
    for row in rows:
        assert kinds.setdefault(row[1], row[2]) == row[2], row


def test_the_note_is_the_label_of_the_concept(rows, labels):
    for row in rows:
        assert row[1] in labels, row
        assert row[4].partition("; ")[0] == labels[row[1]], row


def test_short_forms_that_vocabularies_lack_are_there(rows):
    meaning = {normal_name(row[0]): row[1] for row in rows}
    wanted = {
        "PD-1": "NCBIGene:5133", "TIM-3": "NCBIGene:84868", "TACE": "MESH:D016461", "FMT": "MESH:D000069467",
        "Tregs": "MESH:D050378", "TAMs": "MESH:D000084582", "ICIs": "MESH:D000082082",
        "TKIs": "MESH:D000092004", "secondary bile acids": "MESH:D001647",
        "PD-1 blockade": "MESH:D000082082",
    }  # fmt: skip
    for text, curie in wanted.items():
        assert meaning[normal_name(text)] == curie


@pytest.mark.parametrize(
    ("name", "curie"),
    [
        ("Nexavar", "MESH:D000077157"),
        ("BAY 43-9006", "MESH:D000077157"),
        ("STI571", "MESH:D000068877"),
        ("MK-3475", "MESH:C582435"),
    ],
)
def test_trade_names_and_development_codes_mean_their_drug(rows, name, curie):
    assert [row[1] for row in rows if normal_name(row[0]) == normal_name(name)] == [curie]
