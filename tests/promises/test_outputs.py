"""What a build of the examples writes keeps the contract of its tables and of the graph."""

import csv
import json
import re

import pytest

from kg.graph import list_queries
from tests.promises.conftest import PAPERS, ROOT, kg, lines

CLAIM = {
    "claim", "effect", "net", "therapy", "factor", "factor_state", "mechanism", "disease", "onset", "belief",
    "evidence",
}  # fmt: skip
EVIDENCE = {"document", "section", "start", "end", "text", "stance", "rule", "score"}
VALUES = {
    "effect": {"confers_resistance", "sensitises", "reverses_resistance", "no_effect"},
    "net": {"promotes", "opposes", "none"},
    "factor_state": {"gain", "loss", "present"},
    "onset": {"primary", "acquired", "unspecified"},
}
TYPES = {"Disease", "Chemical", "Gene", "Process", "Cell", "Organism", "Procedure", "Variant"}
FILES = {
    "kg.ttl", "kg.nq", "claims.jsonl", "mentions.jsonl", "documents.jsonl", "dropped.tsv", "audit.tsv", "report.md",
    "report.html", "validation.ttl", "void.ttl",
}  # fmt: skip
CURIE = re.compile(r"[A-Za-z]+:\S+")


@pytest.fixture(scope="module")
def texts(built):
    return {row["doc_id"]: row["text"] for row in lines(built / "mentions.jsonl")}


def table(path):
    with path.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_every_file_is_there_and_nothing_else(built):
    assert {p.name for p in built.iterdir() if not p.name.startswith(".")} == FILES


def test_every_example_is_processed(built):
    known = {row["document"] for row in table(ROOT / "examples" / "SOURCES.tsv")}
    assert {row["id"] for row in lines(built / "documents.jsonl")} == known
    assert [row["doc_id"] for row in lines(built / "mentions.jsonl") if not row["mentions"]] == []
    assert {row["source"] for row in lines(built / "documents.jsonl")} == {
        p.relative_to(PAPERS).as_posix() for p in PAPERS.rglob("*") if p.is_file()
    }


def test_claims_have_the_fields_and_values_of_the_contract(built):
    for row in lines(built / "claims.jsonl"):
        assert set(row) >= CLAIM and all(row[name] in values for name, values in VALUES.items()), row
        assert {"ids", "label", "text"} <= set(row["therapy"]) and {"ids", "label", "text", "kind"} <= set(
            row["factor"]
        )
        assert row["disease"] is None or row["disease"]["basis"] in {"stated", "topic"}
        assert 0 <= row["belief"] <= 1 and all(isinstance(slug, str) for slug in row["mechanism"])
        assert row["evidence"] and all(set(e) >= EVIDENCE for e in row["evidence"])
        assert {e["stance"] for e in row["evidence"]} <= {"asserted", "hedged", "negated"}
        assert all(CURIE.fullmatch(i) for name in ("therapy", "factor") for i in row[name]["ids"])


def test_net_effect_follows_from_effect_and_state(built):
    for row in lines(built / "claims.jsonl"):
        promotes = (row["effect"] == "confers_resistance") == (row["factor_state"] != "loss")
        assert row["net"] == ("none" if row["effect"] == "no_effect" else "promotes" if promotes else "opposes")


def test_mentions_have_the_fields_of_the_contract_and_stand_where_they_say(built):
    for row in lines(built / "mentions.jsonl"):
        assert set(row) == {"doc_id", "text", "mentions"}
        for mention in row["mentions"]:
            assert set(mention) >= {"start", "end", "text", "type", "ids", "score"}
            assert row["text"][mention["start"] : mention["end"]] == mention["text"] != ""
            assert mention["type"] in TYPES and 0 <= mention["score"] <= 1 and mention["ids"]


def test_evidence_and_arguments_stand_where_they_say(built, texts):
    for row in lines(built / "claims.jsonl"):
        for one in row["evidence"]:
            text = texts[one["document"]]
            assert text[one["start"] : one["end"]] == one["text"]
            for name in ("factor", "therapy"):
                assert text[one[name]["start"] : one[name]["end"]]
            assert set(one["derivation"]) >= {"factor", "therapy", "effect", "stance"}


def test_rows_are_ascii_safe_json_with_a_line_each(built):
    for name in ("claims.jsonl", "mentions.jsonl", "documents.jsonl"):
        data = (built / name).read_bytes()
        assert data.endswith(b"\n") and b"\r" not in data
        assert all(isinstance(json.loads(line), dict) for line in data.splitlines())


def test_documents_have_their_identifiers(built):
    for row in lines(built / "documents.jsonl"):
        assert set(row) >= {"id", "ids", "title", "year", "source"}
        assert re.fullmatch(r"(PMID:\d+|DOI:10\..+|PMC:PMC\d+|sha256:[0-9a-f]{64})", row["id"]), row
        assert row["id"] in row["ids"] or row["id"].startswith("sha256:")


def test_the_graph_has_no_blank_nodes_and_the_claims_of_the_table(built):
    assert not re.search(r"(^|\s)_:|\[\s*\]", re.sub(r'"(?:[^"\\]|\\.)*"', '""', (built / "kg.nq").read_text("utf-8")))
    keys = set(re.findall(r"resistkg/claim/(\w+)>", (built / "kg.nq").read_text(encoding="utf-8")))
    assert keys == {row["claim"] for row in lines(built / "claims.jsonl")}


def test_what_is_left_out_has_a_stage_and_a_reason(built):
    rows = table(built / "dropped.tsv")
    assert rows and all(row["stage"] and row["item"] and row["reason"] for row in rows)


def test_third_party_annotations_are_audited_with_a_reason(built):
    rows = table(built / "audit.tsv")
    assert {row["verdict"] for row in rows} >= {"confirmed", "wrong species"}
    assert all(row["reason"] for row in rows)


def test_the_report_tells_the_numbers(built):
    report = (built / "report.md").read_text(encoding="utf-8")
    for name, file in (("documents", "documents.jsonl"), ("claims", "claims.jsonl")):
        assert f"| {name} | {len(lines(built / file))} |" in report
    assert "| SHACL | conforms |" in report


@pytest.mark.parametrize("query", [q for q in list_queries() if not q.parameters], ids=lambda q: q.name)
def test_every_documented_query_runs(built, query):
    assert kg("query", query.name, "-d", built).returncode == 0
