"""Tables for scripts that know CIViCmine: its columns first, its meanings, a row a claim and a row a sentence."""

import csv
import html
import json
import re

import pytest

from kg.model import Span
from kg.publish import civicmine
from kg.publish.civicmine_sentence import SENTENCE_COLUMNS, marked

# as CIViCmine's filterAndCollate.py and applyModelsToSentences.py write them
COLLATED = [
    "matching_id",
    "evidencetype",
    "gene_hugo_id",
    "gene_entrez_id",
    "gene_normalized",
    "cancer_id",
    "cancer_normalized",
    "drug_id",
    "drug_normalized",
    "variant_group",
    "variant_withsub",
    "citation_count",
]
SENTENCES = [
    "matching_id",
    "pmid",
    "title",
    "journal",
    "journal_short",
    "year",
    "month",
    "day",
    "section",
    "subsection",
    "evidencetype",
    "evidencetype_prob",
    "cancer_id",
    "cancer_text",
    "cancer_normalized",
    "cancer_start",
    "cancer_end",
    "gene_hugo_id",
    "gene_entrez_id",
    "gene_text",
    "gene_normalized",
    "gene_start",
    "gene_end",
    "drug_id",
    "drug_text",
    "drug_normalized",
    "drug_start",
    "drug_end",
    "variant_id",
    "variant_text",
    "variant_normalized",
    "variant_start",
    "variant_end",
    "variant_prob",
    "sentence",
    "formatted_sentence",
]


def read(path):
    """As R's read.table(sep='\\t', quote='', comment.char='') and CIViCmine's own scripts read it."""
    header, *rows = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    columns = header.split("\t")
    assert {len(row.split("\t")) for row in rows} <= {len(columns)}
    return [dict(zip(columns, row.split("\t"), strict=True)) for row in rows]


@pytest.fixture(scope="module", params=["nasty", "examples"])
def tables(request, tmp_path_factory):
    source = request.getfixturevalue(request.param)
    collated, sentences = civicmine.write(source, tmp_path_factory.mktemp("civicmine"))
    claims = [json.loads(line) for line in source.file("claims.jsonl").read_bytes().splitlines()]
    return read(collated), read(sentences), {claim["claim"]: claim for claim in claims}


def test_the_columns_of_civicmine_come_first():
    assert list(civicmine.COLLATED_COLUMNS[: len(COLLATED)]) == COLLATED
    assert list(SENTENCE_COLUMNS[: len(SENTENCES)]) == SENTENCES
    assert len(set(civicmine.COLLATED_COLUMNS)) == len(civicmine.COLLATED_COLUMNS)
    assert len(set(SENTENCE_COLUMNS)) == len(SENTENCE_COLUMNS)


def test_a_row_a_claim_most_cited_first(tables):
    collated, _, claims = tables
    assert sorted(row["matching_id"] for row in collated) == sorted(claims)
    counts = [int(row["citation_count"]) for row in collated]
    assert counts == sorted(counts, reverse=True)
    for row in collated:
        claim = claims[row["matching_id"]]
        assert float(row["belief"]) == claim["belief"] and row["effect"] == claim["effect"]
        assert row["factor_ids"].split("|") == (claim["factor"]["ids"] or [""])
        assert row["documents"].split("|") == list(dict.fromkeys(e["document"] for e in claim["evidence"]))


def test_a_row_a_sentence_joined_by_the_claim(tables):
    _, sentences, claims = tables
    expected = [(key, e["rule"], e["stance"], str(e["start"])) for key, c in claims.items() for e in c["evidence"]]
    assert [(r["matching_id"], r["rule"], r["stance"], r["start"]) for r in sentences] == expected
    for row in sentences:
        assert html.unescape(re.sub("</?b>", "", row["formatted_sentence"])) == row["sentence"]


def test_names_stand_where_the_table_says(examples, tmp_path):
    for row in read(civicmine.write(examples, tmp_path)[1]):
        assert "<b>" in row["formatted_sentence"]
        for name in ("gene", "drug", "cancer", "factor", "variant"):
            if row[f"{name}_start"]:
                start, end = int(row[f"{name}_start"]), int(row[f"{name}_end"])
                assert row["sentence"][start:end].lower() == row[f"{name}_text"].lower(), (name, row)


def test_genes_are_told_by_hgnc_and_entrez_only(tables):
    for row in tables[0]:
        assert re.fullmatch(r"(HGNC:\d+)?", row["gene_hugo_id"]) and re.fullmatch(r"\d*", row["gene_entrez_id"])
        assert not row["gene_normalized"] or row["factor_kind"] in ("gene", "rna", "genetic_alteration")


def test_substitutions_and_combos_are_written_as_civicmine_does(nasty, tmp_path):
    collated, sentences = map(read, civicmine.write(nasty, tmp_path))
    (t790m,) = [r for r in collated if r["variant_group"] == "substitution"]
    assert (t790m["variant_withsub"], t790m["gene_normalized"]) == ("T790M (substitution)", "EGFR")
    assert {r["variant_id"] for r in sentences if r["matching_id"] == t790m["matching_id"]} == {"substitution|T790M"}
    assert any(r["drug_id"] == "combo|MESH:C000594389|MESH:D000068258" for r in collated)


def test_names_that_overlap_are_marked_once():
    assert marked("a<b c", [Span(0, 3), Span(2, 5), None]) == "<b>a&lt;b c</b>"
    assert marked("ab", [Span(0, 1), Span(1, 2), Span(0, 1)]) == "<b>a</b><b>b</b>"
    assert marked("ab", []) == "ab"


def test_quoted_cells_are_plain_text(nasty, tmp_path):
    for path in civicmine.write(nasty, tmp_path):
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
        assert len({len(row) for row in rows}) == 1


def test_an_empty_build_gives_headers(empty, tmp_path):
    assert [len(path.read_text().splitlines()) for path in civicmine.write(empty, tmp_path)] == [1, 1]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["resistkg_collated.tsv", "resistkg_sentences.tsv"]
