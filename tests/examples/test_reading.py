"""The example documents as the readers see them."""

import csv
import json
from functools import cache
from pathlib import Path

from kg.model import EVIDENCE_ROLES, Document
from kg.read import read_paths

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@cache
def read():
    return tuple(read_paths((EXAMPLES / "papers",)))


def expected():
    lines = (EXAMPLES / "expected_claims.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_every_document_is_read_under_its_name():
    with (EXAMPLES / "SOURCES.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert sorted(paper.id for paper in read() if isinstance(paper, Document)) == sorted(
        row["document"] for row in rows
    )


def test_nothing_is_dropped():
    assert not [paper for paper in read() if not isinstance(paper, Document)]


def test_every_claim_stands_where_evidence_may_stand():
    papers = {paper.id: paper for paper in read()}
    for claim in expected():
        paper = papers[claim["document"]]
        assert paper.role_at(paper.text.index(claim["sentence"])) in EVIDENCE_ROLES


def test_similar_publications_are_not_the_paper():
    texts = "\n".join(paper.text for paper in read() if isinstance(paper, Document))
    assert "OCT1 had no influence" in texts
    assert not [trap for trap in ("Klebsiella", "paclitaxel in ovarian", "Resistant starch") if trap in texts]
