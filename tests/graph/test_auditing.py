from dataclasses import replace

import pytest

from kg.data import data_directory
from kg.graph.auditing import Subject, audit
from kg.graph.check import check_graph
from kg.graph.convert import read_triples
from kg.graph.report import audit_markdown, findings_json
from kg.graph.shacl import Columns, Terms
from kg.graph.writers import write_turtle
from kg.model import Release

PREFIXES = """@prefix rk: <https://w3id.org/resistkg/vocab/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix obo: <http://purl.obolibrary.org/obo/> . @prefix mondo: <http://purl.obolibrary.org/obo/MONDO_> .
@prefix mesh: <http://id.nlm.nih.gov/mesh/> . @prefix oa: <http://www.w3.org/ns/oa#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
"""


def gaps(path, **more):
    prefixes = {}
    graph = Columns(read_triples(path, prefixes), Terms())
    return {gap.title: gap for gap in audit(Subject(graph=graph, prefixes=prefixes or None, **more))}


@pytest.fixture
def found(tmp_path):
    def of(text, **more):
        (tmp_path / "a.ttl").write_text(PREFIXES + text, encoding="utf-8")
        return gaps(tmp_path / "a.ttl", **more)

    return of


def test_gaps_in_provenance_licence_and_versions(dataset, tmp_path):
    bare = {name: replace(d, year=None, journal="", licence="", ids=()) for name, d in dataset.documents.items()}
    run = replace(dataset.run, releases=(Release(name="MONDO", version="", sha256="ef" * 32),))
    write_turtle(replace(dataset, documents=bare, run=run), tmp_path / "kg.ttl")
    seen = gaps(tmp_path / "kg.ttl")
    for title in ("documents without a year", "documents without a journal", "documents without a licence"):
        assert (seen[title].count, seen[title].among) == (5, 5)
    assert seen["vocabulary releases without a licence"].examples == (
        "release:" + seen["vocabulary releases without a version"].examples[0][8:],
    )
    assert seen["documents without a bibliographic identifier"].count == 2
    assert seen["claims without evidence"].count == seen["runs that name no vocabulary release"].count == 0


def test_evidence_that_leads_to_no_paper_or_run_is_told(found):
    seen = found(
        "rk:e a rk:Evidence ; oa:hasTarget rk:t . rk:c a rk:ResistanceClaim . "
        "rk:f a rk:Evidence ; oa:hasTarget [ oa:hasSource rk:d ] ."
    )
    assert seen["evidence without a document"].examples == ("rk:e",)
    assert seen["evidence without a run"].count == 2 and seen["claims without evidence"].examples == ("rk:c",)


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ('mesh:D006528 rdfs:label "D006528"', True), ('mesh:D006528 rdfs:label "MESH:D006528"', True),
        ('mesh:D006528 rdfs:label "http://id.nlm.nih.gov/mesh/D006528"', True),
        ('rk:d rdfs:label "document 0123456789ab"', True), ('mesh:D006528 rdfs:label "Liver Neoplasms"', False),
        ('<https://w3id.org/resistkg/mechanism/autophagy> rdfs:label "autophagy"', False),
        ('<http://identifiers.org/fplx/AKT> rdfs:label "AKT"', False), ('rk:Evidence rdfs:label "evidence"', False),
    ],
)  # fmt: skip
def test_a_label_that_is_an_identifier_is_told(found, line, is_one):
    assert found(f"{line} .")["things whose label is an identifier"].count == is_one


def test_prefixes_that_are_missing_or_idle_are_told(found):
    seen = found("mondo:0001 a rk:Mechanism ; rdfs:seeAlso <http://example.org/a/b> , <http://example.org/a/c> .")
    assert seen["namespaces without a prefix"].examples[0] == "http://example.org/a/ (2 IRIs)"
    assert [e.split(":")[0] for e in seen["prefixes that nothing uses"].examples] == ["mesh", "oa", "prov"]


def test_retired_identifiers_are_told_with_their_successor(found):
    seen = found("rk:c rk:disease mondo:0001 .", retired={"http://purl.obolibrary.org/obo/MONDO_0001": "MONDO:0002"})
    assert seen["identifiers that their vocabulary has retired"].examples == ("obo:MONDO_0001 → MONDO:0002",)
    assert "identifiers that their vocabulary has retired" not in found("rk:c rk:disease mondo:0001 .")


def test_the_audit_stands_in_both_reports(dataset, tmp_path):
    write_turtle(dataset, tmp_path / "kg.ttl")
    findings = check_graph(tmp_path / "kg.ttl", data_directory("shapes"), audited=True)
    text = audit_markdown(findings.gaps)
    assert "| licence | documents without a licence | 0 | 5 |" in text and "`DOI" not in text.split("| gap |")[0]
    assert [g["gap"] for g in findings_json(findings)["audit"]] == [g.title for g in findings.gaps]


def test_no_prefixes_are_asked_for_where_the_format_has_none(tmp_path):
    (tmp_path / "a.nt").write_text("<http://a/b> <http://a/p> <http://a/c> .\n", encoding="utf-8")
    assert not {"prefixes that nothing uses", "namespaces without a prefix"} & set(gaps(tmp_path / "a.nt"))
