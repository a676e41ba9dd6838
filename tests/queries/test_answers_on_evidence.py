"""What a reader of the example papers would answer to questions about evidence, papers and provenance."""

import re

from kg import __version__
from kg.graph.catalogue import run_named_query

SORAFENIB = "MESH:D000077157"
DOI = "https://doi.org/10."
PUBMED = "http://www.ncbi.nlm.nih.gov/pubmed/"

UNGROUNDED = """
PREFIX rk: <https://w3id.org/resistkg/vocab/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX : <https://w3id.org/resistkg/ungrounded/>
rk:factor rdfs:label "factor" .
<https://w3id.org/resistkg/claim/a> rk:factor :a ; rk:therapy :b ; rdfs:label "circ-7 resists b" .
:a a rk:Ungrounded ; rk:surfaceText "circ-7" .
"""


def test_disagreements(ask):
    answer = ask("disagreements", factor="NCBIGene:6580")  # OCT1: one paper sees benefit, another no effect
    assert (
        "SLC22A1 gain sensitises to sorafenib in hepatocellular carcinoma",
        "opposes resistance",
        "no net effect",
    ) in answer.tuples("oneStatement", "oneNet", "otherNet")
    pairs = [{row["one"], row["other"]} for row in ask("disagreements").rows]
    assert len(pairs) == len(set(map(frozenset, pairs)))


def test_denied_claims(ask):
    rows = {row["statement"]: row for row in ask("denied-claims").rows}
    blocked = rows["IGF1R loss reverses resistance to lenvatinib in hepatocellular carcinoma"]
    assert blocked["disputed"] == "false" and float(blocked["belief"]) == 0
    assert blocked["sentence"].startswith("By contrast, blockade of IGF1R did not restore")


def test_disputed_claims_have_evidence_on_both_sides(ask):
    disputed = [row["claim"] for row in ask("denied-claims").rows if row["disputed"] == "true"]
    assert disputed
    for claim in disputed:
        stances = ask("evidence", claim=claim).values("stanceName")
        assert "negated" in stances and len(stances) > 1


def test_evidence_of_therapy_and_factor(ask):
    answer = ask("evidence", therapy=SORAFENIB, factor="NCBIGene:2034", stance="rk:Asserted")
    assert answer.values("document") == {DOI + "1186/s13045-016-0253-6", DOI + "3389/fonc.2021.641522"}
    assert "HIF-2α promotes resistance to sorafenib in HCC." in answer.values("sentence")
    for row in answer.rows:
        assert row["stanceName"] == "asserted" and row["rule"] and 0 < float(row["score"]) <= 1
        assert int(row["end"]) - int(row["start"]) == len(row["sentence"])


def test_evidence_of_one_claim(ask):
    claim = ask("replicated-claims", therapy=SORAFENIB).rows[0]
    answer = ask("evidence", claim=claim["claim"])
    assert answer.values("statement") == {claim["statement"]}
    assert len(answer.values("document")) == int(claim["papers"])


def test_claims_of_document(ask):
    statements = ask("claims-of-document", document="PMID:27433843").values("statement")
    for gene in ("JAK1", "JAK2", "B2M"):
        assert any(s.startswith(gene) and "acquired resistance" in s and "melanoma" in s for s in statements)


def test_documents(ask):
    answer = ask("documents")
    assert len(answer.rows) == 50
    assert (DOI + "3389/fonc.2023.1204513", "review", "2023", "Frontiers in Oncology") in answer.tuples(
        "document", "kind", "year", "journal"
    )
    counts = {row["document"]: int(row["claims"]) for row in answer.rows}
    assert counts[PUBMED + "27433843"] == 3 and counts[DOI + "3892/ol.2014.1951"] == 0


def test_documents_without_claims(ask):
    silent = ask("documents-without-claims").values("document")
    assert {DOI + "3892/ol.2014.1951", PUBMED + "31772678", PUBMED + "16960342"} <= silent
    counted = {row["document"] for row in ask("documents").rows if row["claims"] == "0"}
    assert silent == counted


def test_claims_of_reviews_only(ask):
    statements = ask("claims-of-reviews-only").values("statement")
    assert any(s.startswith("CD19 loss confers acquired resistance") for s in statements)
    assert any(s.startswith("HIF1A gain confers resistance to sorafenib") for s in statements)
    assert not any(s.startswith("EPAS1 gain confers resistance") for s in statements)  # an article says it too


def test_claims_of_one_paper_and_replicated_claims_share_nothing(ask):
    one, more = ask("claims-of-one-paper").values("claim"), ask("replicated-claims").values("claim")
    assert one and more and not one & more
    assert any(s.startswith("FOXO3 gain reverses") for s in ask("claims-of-one-paper").values("statement"))


def test_replicated_claims(ask):
    papers = {row["statement"]: row["papers"] for row in ask("replicated-claims").rows}
    assert papers["metformin sensitises to sorafenib in hepatocellular carcinoma"] == "2"
    assert papers["EPAS1 gain confers resistance to sorafenib in hepatocellular carcinoma"] == "2"


def test_hedged_claims(ask):
    rows = ask("hedged-claims", therapy=SORAFENIB).rows
    sentences = {row["sentence"] for row in rows}
    assert "Inhibition of HIF-2α could overcome resistance to sorafenib." in sentences
    assert all(re.search(r"\b(could|may|might|would|appear|proposed)", s) for s in sentences)
    assert all(float(row["belief"]) < 0.5 for row in rows)


def test_null_results(ask):
    known = ask("null-results").tuples("therapyName", "factorName")
    assert {
        ("Sorafenib", "SLC22A1"),
        ("nelarabine", "NT5C2"),
        ("Ado-Trastuzumab Emtansine", "PTEN"),
        ("Immune Checkpoint Inhibitors", "Anti-Bacterial Agents"),
    } <= known


def test_null_results_name_what_disagrees(ask):
    others = ask("null-results", factor="NCBIGene:6580").values("otherStatement")
    assert "SLC22A1 gain sensitises to sorafenib in hepatocellular carcinoma" in others


def test_the_command_answers_as_the_tests_do(graph, ask):
    parameters = {"therapy": SORAFENIB, "stance": "rk:Hedged"}
    columns, rows = run_named_query("evidence", graph, parameters)
    assert [dict(zip(columns, row, strict=True)) for row in rows] == ask("evidence", **parameters).rows


def test_ungrounded(tmp_path):
    (tmp_path / "kg.ttl").write_text(UNGROUNDED, encoding="utf-8")
    _, rows = run_named_query("ungrounded", tmp_path)
    assert rows[0][:3] == ("circ-7", "factor", "circ-7 resists b") and len(rows) == 1


def test_provenance(ask):
    rows = ask("provenance", document="PMID:27433843").rows
    assert len(rows) == 3
    assert {(r["sourceFile"], r["softwareVersion"]) for r in rows} == {("melanoma_pd1.txt", __version__)}
    assert all(re.fullmatch(r"[0-9a-f]{64}", row["sha256"]) for row in rows)


def test_vocabulary_releases(ask):
    rows = {row["name"]: row for row in ask("vocabulary-releases").rows}
    assert {"MONDO", "MESH", "NCBIGene", "GO"} <= rows.keys()
    for row in rows.values():
        assert row["documents"] == "50" and row["licence"] and re.fullmatch(r"[0-9a-f]{64}", row["sha256"])


def test_find(ask):
    answer = ask("find", name="sorafenib")
    assert ("Sorafenib", "therapy", "http://id.nlm.nih.gov/mesh/D000077157") in answer.tuples("label", "role", "thing")
    assert all("sorafenib" in row["label"].lower() for row in answer.rows)
    assert answer.tuples("label", "role") == ask("find", name="SORAF").tuples("label", "role")


def test_identifiers(ask):
    answer = ask("identifiers", thing="MONDO:0007256")
    assert ("the same as", "http://id.nlm.nih.gov/mesh/D006528") in answer.tuples("relation", "other")
    assert answer.values("label") == {"hepatocellular carcinoma"}
