"""Builds to export: hand-made claims with what tables stumble over, an empty build, the examples."""

from dataclasses import replace

import pytest

from kg.assemble import assemble
from kg.assemble.rows import claim_row
from kg.files import write_json_lines
from kg.model import Concept, Curie, Span
from kg.pipeline import document_row
from kg.publish import Source
from tests.graph.conftest import SORAFENIB, argument, make_dataset, rows, said
from tests.promises.conftest import PAPERS, kg

EGFR = Concept(Curie("NCBIGene", "1956"), "gene", "EGFR", (Curie("HGNC", "3236"), Curie("UNIPROT", "P00533")))
AUTOPHAGY = Concept(Curie("MESH", "D001343"), "process", "Autophagy", (Curie("GO", "0006914"),))
RADIOTHERAPY = Concept(Curie("MESH", "D011878"), "procedure", "Radiotherapy")
NASTY = "a|b\tc\nd\r\"e\" 'f' \\g <h> &i;\u2028j\x85k\x00l\ud800"


def nasty_rows():
    one, denial, *_ = [e.document for e in rows()]
    mutated = replace(argument("EGFR", EGFR), kind="genetic_alteration")
    t790m = replace(mutated, text="T790M", alteration="T790M", span=Span(2, 7))
    return [
        *rows(),
        said(one, 0, text=NASTY, span=Span(1, 1 + len(NASTY)), stance="hedged", rule="x|y", mechanisms=()),
        said(one, 0, factor=t790m, disease=None, mechanisms=("target-mutation",), onset="acquired", score=0.5,
             factor_state="present"),
        said(one, 0, factor=mutated, disease=None, mechanisms=(), effect="sensitises", factor_state="present"),
        said(one, 0, factor=argument("autophagy", AUTOPHAGY), therapy=argument("X-rays", RADIOTHERAPY),
             effect="sensitises", factor_state="loss", mechanisms=("no-such-mechanism",)),
        said(one, 0, factor=argument(NASTY, kind="other"), disease=argument(NASTY, kind="disease"), mechanisms=()),
        said(one, 0, therapy=argument("both", SORAFENIB, RADIOTHERAPY)),
        said(denial, 0, stance="asserted", factor=argument("dysbiosis", kind="process"), mechanisms=()),
    ]  # fmt: skip


def write_tables(folder, claims, documents, mentions=()):
    """What `kg build` leaves of tables."""
    folder.mkdir(parents=True, exist_ok=True)
    write_json_lines(folder / "claims.jsonl", map(claim_row, claims))
    write_json_lines(folder / "documents.jsonl", (document_row(documents[name]) for name in sorted(documents)))
    write_json_lines(folder / "mentions.jsonl", mentions)
    return Source(folder=folder)


@pytest.fixture(scope="session")
def nasty(tmp_path_factory):
    documents = make_dataset().documents
    claims, dropped = assemble(nasty_rows(), documents)
    assert not dropped
    text = {
        "start": 0,
        "end": 4,
        "text": NASTY,
        "type": "Gene",
        "ids": ["NCBIGene:1956"],
        "label": "EGFR",
        "score": 0.9,
    }
    rows = [{"doc_id": "PMID:1", "text": NASTY, "mentions": [text, {**text, "ids": [], "why": "no name"}]}]
    return write_tables(tmp_path_factory.mktemp("nasty"), claims, documents, rows)


@pytest.fixture(scope="session")
def empty(tmp_path_factory):
    return write_tables(tmp_path_factory.mktemp("empty"), (), {})


@pytest.fixture(scope="session")
def examples(tmp_path_factory):
    """The graph of the example papers."""
    folder = tmp_path_factory.mktemp("examples")
    assert kg("build", PAPERS, "-o", folder).returncode == 0
    return Source(folder=folder)
