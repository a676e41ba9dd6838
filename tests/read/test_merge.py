from __future__ import annotations

from itertools import permutations

from kg.model import Curie
from kg.read import group_papers, merge_documents
from tests.read.conftest import only

RIS = "TY  - JOUR\nTI  - One paper\nPY  - 2020\nAB  - Short.\nDO  - 10.1234/a\nAN  - PMID: 77\nER  - \n"
PAGE = """# One paper

DOI: 10.1234/A · J Inv · 2020

## Abstract

A longer text, and the review of it.

## Full-text entities

- **Genes:** SP1 (x) [NCBI Gene 6667]

---
Source: https://example.org/PMC7777"""
OTHER = '{"doc_id": "other", "text": "Unrelated."}'


def test_the_same_paper_in_two_formats_is_one_document():
    merged = merge_documents([only(RIS), only(PAGE), only(OTHER)])
    assert [d.id for d in merged] == ["PMID:77", "other"]
    paper = merged[0]
    assert [str(i) for i in paper.ids] == ["PMID:77", "DOI:10.1234/a", "PMC:PMC7777"]
    assert "A longer text" in paper.text
    assert len(paper.annotations) == 1
    assert (paper.year, paper.journal) == (2020, "J Inv")


def test_order_does_not_matter():
    papers = [only(RIS), only(PAGE), only(OTHER)]
    assert len({merge_documents(order) for order in permutations(papers)}) == 1


def test_two_pmids_are_two_papers():
    one, two, doi = Curie("PMID", "1"), Curie("PMID", "2"), Curie("DOI", "10.1234/a")
    assert group_papers([(one, doi), (two, doi)]) == ((0,), (1,))
    assert group_papers([(one,), (one, doi), (doi,)]) == ((0, 1, 2),)
