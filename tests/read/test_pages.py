"""Pages of every kind, made up in the layouts of real sites."""

from __future__ import annotations

from kg.model import EVIDENCE_ROLES
from tests.read.conftest import only, texts


def evidence(document):
    return " ".join(t for role in sorted(EVIDENCE_ROLES) for t in texts(document, role))


def test_pubmed_page_with_structured_abstract(sample):
    document = sample("pubmed_page.txt")
    assert document.title == "Examplinib plus otherumab in invented cancer: a randomised trial"
    assert [str(i) for i in document.ids] == [
        "PMID:33333333",
        "DOI:10.1016/s1470-2045(21)00001-1",
        "PMC:PMC7777777",
    ]
    assert (document.year, document.kind, document.journal) == (2021, "article", "Lancet Invented")
    assert [s.role for s in document.sections] == ["title", "background", "methods", "results", "discussion"]
    assert texts(document, "results") == ["TEST1 amplification was associated with resistance to examplinib."]
    assert "sorafenib" not in document.text
    assert "Foundation" not in document.text


def test_listing_page_leaves_similar_publications_out(sample):
    document = sample("listing.txt")
    assert [str(i) for i in document.ids] == ["DOI:10.1234/jio.2024.5", "PMC:PMC7654321"]
    assert (document.year, document.journal, document.kind) == (2024, "J Invented Oncol", "review")
    assert [s.role for s in document.sections] == ["title", "abstract"]
    assert "duck" not in document.text.lower()
    assert "University" not in document.text


def test_publisher_page_of_a_review(sample):
    document = sample("publisher_review.txt")
    assert document.title == "Pumps, Vesicles and Silence: Ways in Which Invented Tumours Avoid Examplinib"
    assert (document.id, document.year, document.kind) == ("DOI:10.3390/cancers16030512", 2024, "review")
    assert texts(document, "keywords") == ["examplinib; resistance; TEST1"]
    assert texts(document, "conclusion") == ["Pumps matter."]
    assert texts(document, "figure_caption") == ["Efflux of examplinib by ABCB1."]
    assert "GPX4" not in document.text
    assert "Conceptualization" not in document.text


def test_publisher_page_of_research(sample):
    document = sample("publisher_research.txt")
    assert document.title == "Loss of TEST2 sensitises invented liver cancer cells to examplinib"
    assert (document.id, document.kind, document.licence) == (
        "DOI:10.1186/s13046-025-00000-1",
        "article",
        "CC BY-NC 4.0",
    )
    assert [s.role for s in document.sections][1:] == [
        "background",
        "methods",
        "results",
        "conclusion",
        "introduction",
    ]
    assert "sorafenib" not in document.text


def test_publisher_page_with_highlights(sample):
    document = sample("publisher_highlights.txt")
    assert texts(document, "highlights") == ["TEST1 promotes resistance to examplinib.", "TEST2 does not."]
    assert (document.journal, document.year) == ("Journal of Invented Hepatology", 2022)
    assert texts(document, "introduction") == ["Text goes on here and mentions examplinib."]


def test_plain_text_joins_broken_lines_and_leaves_notices_out(sample):
    document = sample("plain.txt")
    assert document.title == "Hypoxia and examplinib in invented liver cancer"
    assert "TEST1 is stabilised, and TEST1-dependent survival promotes" in document.text
    assert texts(document, "keywords") == ["hypoxia; examplinib"]
    assert "nobody" not in document.text
    assert "GPX9" not in document.text


def test_addresses_below_a_notice_belong_to_it():
    document = only(
        "A title that is long enough\n\nTEST1 is bad.\n\n"
        "* Correspondence:\nAn Example, Town\nB Example, City\n\nMore text here."
    )
    assert document.text == "A title that is long enough\nTEST1 is bad.\nMore text here."


def test_retracted_article_is_marked():
    document = only("RETRACTED: An invented finding on examplinib\n\nTEST1 promotes resistance.")
    assert document.retracted
    assert not only("An invented finding on retracted gums\n\nTEST1 promotes resistance.").retracted


def test_chart_reviews_are_no_reviews():
    assert only("Charts\n\nWe reviewed the records of 40 patients.").kind == "unknown"
    assert only("Charts\n\nHere we review the records of the field.").kind == "review"


def test_full_text_page_of_the_archive(sample):
    document = sample("pmc_page.txt")
    assert document.title == "Invented microbes and examplinib in liver cancer: what is known"
    assert [str(i) for i in document.ids] == ["PMID:38888888", "DOI:10.1234/ijo.2024.101", "PMC:PMC1122334"]
    assert texts(document, "figure_caption") == ["Microbes that hinder examplinib."]
    assert "sorafenib" not in document.text
    assert "Thanks" not in document.text


def test_listing_page_without_a_date(sample):
    document = sample("listing_undated.txt")
    assert [s.role for s in document.sections] == ["title", "background", "methods", "results"]
    assert (document.id, document.year) == ("DOI:10.1234/ijh.2020.1", None)
