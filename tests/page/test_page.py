"""What the page promises: it runs nothing, loads nothing, and every text in it is only text."""

import base64
import hashlib
import re
from dataclasses import replace

from lxml import html

from kg.model import Violation
from kg.page import page
from tests.page.conftest import NASTY, many, outcome

TAGS = {
    "a", "article", "blockquote", "body", "caption", "circle", "details", "div", "figcaption", "figure", "footer",
    "g", "h1", "h2", "h3", "h4", "head", "header", "html", "li", "main", "mark", "meta", "nav", "ol", "p", "path",
    "q", "rect", "section", "span", "strong", "style", "summary", "svg", "table", "tbody", "td", "text", "th", "thead",
    "title", "tr", "ul",
}  # fmt: skip


def test_no_text_of_a_paper_becomes_markup(spoilt):
    tree = html.document_fromstring(spoilt)
    assert {node.tag for node in tree.iter()} <= TAGS
    assert not [
        name for node in tree.iter() for name in node.attrib if name.startswith("on") or name in {"style", "src"}
    ]
    assert NASTY in tree.text_content()


def test_nothing_is_loaded_and_links_lead_to_papers_or_into_the_page(spoilt):
    tree = html.document_fromstring(spoilt)
    links = {a.get("href") for a in tree.iter("a")}
    papers = ("http://www.ncbi.nlm.nih.gov/pubmed/", "https://doi.org/10.", "http://www.ncbi.nlm.nih.gov/pmc/")
    assert {link for link in links if not link.startswith("#")} and all(
        link.startswith(("#", *papers)) for link in links
    )
    assert not [word for word in ("url(", "@import", 'http-equiv="refresh') if word in spoilt]


def test_the_policy_allows_our_style_and_nothing_else(dataset):
    tree = html.document_fromstring(page(outcome(dataset), dataset))
    style = "".join(tree.find(".//style").itertext())
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = tree.find(".//meta[@http-equiv]").get("content")
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_every_link_into_the_page_has_its_end_and_no_end_is_double(dataset):
    claims = tuple(many(dataset, 50))
    tree = html.document_fromstring(page(outcome(dataset, claims=claims), replace(dataset, claims=claims)))
    ends = [node.get("id") for node in tree.iter() if node.get("id")]
    assert len(ends) == len(set(ends))
    assert {a.get("href")[1:] for a in tree.iter("a") if a.get("href").startswith("#")} <= set(ends)


def test_the_same_build_gives_the_same_bytes(dataset):
    assert page(outcome(dataset), dataset) == page(outcome(dataset), dataset)


def test_a_graph_without_claims_has_a_page_too(dataset):
    text = page(outcome(dataset, claims=()), replace(dataset, claims=()))
    assert "Documents" in text and "Network" not in text


def test_lists_of_a_large_graph_end_in_how_many_more_there_are(dataset):
    claims = tuple(many(dataset, 3000))
    text = page(outcome(dataset, claims=claims), replace(dataset, claims=claims))
    assert len(text) < 400_000
    assert re.search(r"… and 2,980 more claims in claims\.jsonl", text) and "2,980 more therapies" in text


def test_an_invalid_graph_shows_its_violations(dataset):
    broken = Violation(shape="rks:Claim", node="claim:x", path="", value="", message="Mend <it>.")
    text = page(outcome(dataset, violations=(broken,)), dataset)
    assert "1 violation" in text and "Mend &lt;it&gt;." in text


def test_claims_of_one_sentence_share_a_card(dataset):
    model = next(iter(many(dataset, 1)))
    claims = tuple(replace(claim, evidence=model.evidence) for claim in many(dataset, 8))
    tree = html.document_fromstring(page(outcome(dataset, claims=claims), replace(dataset, claims=claims)))
    (card,) = tree.xpath("//section[@id='evidence']//article")
    assert len(card.findall("h3")) == 5 and "3 more claims from this sentence" in card.text_content()
