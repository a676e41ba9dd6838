"""The example documents: sourced, complete, in every format, and in our own words."""

import csv
import gzip
import html
import json
import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
SHARED = ROOT.parent / "shared"
NOT_DOCUMENTS = {"README.md", "SOURCES.tsv", "expected_claims.jsonl"}
IDENTIFIER = re.compile(r"PMID:[1-9]\d{0,8}|DOI:10\.\d{4,9}/\S+|PMC:PMC[1-9]\d{0,8}")
# the stated mechanisms of the expected claims, under the top-level classes of the mechanism scheme
CLASSES = {
    "target-alteration": {"target-mutation", "target-overexpression", "target-loss"},
    "drug-disposition": {"drug-efflux", "reduced-drug-uptake", "drug-inactivation"},
    "compensatory-signalling": {"rtk-bypass", "wnt-beta-catenin-signalling", "pi3k-akt-mtor-signalling"},
    "cell-death-evasion": {"ferroptosis-evasion", "autophagy"},
    "stress-adaptation": {"hypoxia", "dna-damage-repair", "oxidative-stress-defence"},
    "metabolic-reprogramming": {"metabolic-reprogramming", "glycolysis"},
    "cell-plasticity": {"cell-plasticity", "cancer-stemness", "emt"},
    "epigenetic-regulation": {"rna-modification", "long-noncoding-rna", "microrna", "circular-rna"},
    "genetic-alteration": {"genetic-alteration"},
    "tumour-microenvironment": {
        "immune-evasion", "macrophage-polarisation", "antigen-presentation-loss", "stromal-remodelling",
        "exosome-transfer",
    },
    "host-factor": {"gut-microbiota", "antibiotic-exposure"},
}  # fmt: skip


@cache
def sources():
    with (EXAMPLES / "SOURCES.tsv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def expected():
    lines = (EXAMPLES / "expected_claims.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


@cache
def raw(name):
    data = (EXAMPLES / name).read_bytes()
    return (gzip.decompress(data) if name.endswith(".gz") else data).decode("utf-8")


@cache
def text_of(document):
    """The part of a file that belongs to one document, markup taken off."""
    row = next(row for row in sources() if row["document"] == document)
    text = raw(row["file"])
    if ".xml" in row["file"]:
        number = f">{document.removeprefix('PMID:')}</PMID>"
        text = next(part for part in text.split("<PubmedArticle>") if number in part)
        return html.unescape(re.sub(r"<[^<>]{1,200}>", "", text))
    if row["file"].endswith(".jsonl"):
        records = (json.loads(line) for line in text.splitlines())
        record = next(record for record in records if record["doc_id"] == document)
        return f"{record.get('title', '')}\n{record['text']}"
    return text


def words_in_runs(text, length=12):
    words = re.findall(r"[a-z0-9]+", text.lower())
    return {" ".join(words[at : at + length]) for at in range(len(words) - length + 1)}


def test_every_file_has_a_source_and_every_source_a_file():
    files = {path.relative_to(EXAMPLES).as_posix() for path in EXAMPLES.rglob("*") if path.is_file()}
    assert files - NOT_DOCUMENTS == {row["file"] for row in sources()}


def test_every_article_and_record_has_a_row():
    rows = Counter(row["file"] for row in sources())
    for name, count in rows.items():
        if ".xml" in name:
            assert raw(name).count("<PubmedArticle>") == count
        elif name.endswith(".jsonl"):
            assert [json.loads(line)["doc_id"] for line in raw(name).splitlines()] == [
                row["document"] for row in sources() if row["file"] == name
            ]
        else:
            assert count == 1


@pytest.mark.parametrize("row", sources(), ids=lambda row: row["document"])
def test_identifiers_are_well_formed_and_stand_in_the_document(row):
    identifiers = row["identifiers"].split("; ")
    assert all(IDENTIFIER.fullmatch(identifier) for identifier in identifiers)
    assert row["document"].lower() in row["identifiers"].lower().split("; ")
    assert all(row[column].strip() for column in ("title", "seen", "finding"))
    assert row["document"].partition(":")[2].lower() in raw(row["file"]).lower()


def test_no_document_twice():
    identifiers = [identifier for row in sources() for identifier in row["identifiers"].split("; ")]
    assert not [identifier for identifier, count in Counter(identifiers).items() if count > 1]


def test_every_format_is_there():
    formats = Counter(Path(row["file"]).parts[1] + Path(row["file"]).suffix for row in sources())
    assert set(formats) == {
        "pubmed.xml", "pubmed.gz", "pubmed_page.txt", "listing.txt", "ris.ris", "ris.txt", "markdown.md",
        "publisher.txt", "text.txt", "jsonl.jsonl",
    }  # fmt: skip
    assert min(formats.values()) >= 2


def test_most_documents_are_about_liver_cancer():
    liver = [row for row in sources() if re.search(r"hepato|liver", text_of(row["document"]), re.IGNORECASE)]
    assert len(sources()) >= 24
    assert 0.5 <= len(liver) / len(sources()) <= 0.75


@pytest.mark.parametrize("claim", expected(), ids=lambda claim: f"{claim['document']} {claim['factor']}")
def test_expected_claims_stand_in_their_documents(claim):
    text = text_of(claim["document"])
    assert len(claim["sentence"].split()) == 5
    assert re.search(r"(?:^|[.?!]\s|\n|>)\s*" + re.escape(claim["sentence"]), text)
    assert all(claim[key].lower() in text.lower() for key in ("therapy", "factor"))
    assert claim["disease"] is None or claim["disease"].lower() in text.lower()


@pytest.mark.parametrize("claim", expected(), ids=lambda claim: f"{claim['document']} {claim['factor']}")
def test_net_effect_follows_from_effect_state_and_stance(claim):
    if claim["stance"] == "negated" or claim["effect"] == "no_effect":
        assert claim["net"] == "none"
        assert claim["mechanism"] is None
    else:
        promotes = (claim["effect"] == "confers_resistance") == (claim["factor_state"] != "loss")
        assert claim["net"] == ("promotes" if promotes else "opposes")


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("effect", {"confers_resistance", "sensitises", "reverses_resistance", "no_effect"}),
        ("stance", {"asserted", "hedged", "negated"}),
        ("onset", {"primary", "acquired", "unspecified"}),
        ("factor_state", {"gain", "loss", "present"}),
        ("net", {"promotes", "opposes", "none"}),
    ],
)
def test_every_value_of_a_claim_occurs(field, values):
    assert {claim[field] for claim in expected()} == values


def test_every_class_of_mechanism_occurs():
    stated = {claim["mechanism"] for claim in expected()} - {None}
    assert all(stated & slugs for slugs in CLASSES.values())
    assert stated <= set().union(*CLASSES.values())


def test_papers_agree_and_disagree():
    nets, papers = defaultdict(set), defaultdict(set)
    for claim in expected():
        pair = (claim["therapy"].lower(), claim["factor"].lower())
        nets[pair].add(claim["net"])
        papers[(*pair, claim["effect"], claim["factor_state"], claim["stance"], claim["onset"])].add(claim["document"])
    assert sum(len(documents) > 1 for documents in papers.values()) >= 3
    assert sum(len(found) > 1 for found in nets.values()) >= 3


def test_some_document_claims_nothing():
    silent = {row["document"] for row in sources()} - {claim["document"] for claim in expected()}
    assert silent == {"DOI:10.3892/ol.2014.1951", "PMID:31772678", "PMID:16960342"}


def test_nobody_is_named():
    fields = re.compile(r"<Author|^A[U1]\s+-|\*\*Authors|\bet al\.", re.MULTILINE)
    assert not [row["file"] for row in sources() if fields.search(raw(row["file"]))]


def test_compressed_file_has_no_date():
    header = (EXAMPLES / "papers/pubmed/blood_and_breast.xml.gz").read_bytes()[:8]
    assert header[4:8] == b"\0\0\0\0"


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs other people's texts to compare with")
def test_nothing_is_copied():
    known = set()
    for path in sorted(SHARED.glob("seeds/*.txt")):
        known |= words_in_runs(path.read_text(encoding="utf-8"))
    for path in sorted((*SHARED.glob("corpora/*.jsonl"), *SHARED.glob("gold/*.jsonl"))):
        for line in path.read_text(encoding="utf-8").splitlines():
            known |= words_in_runs(json.loads(line)["text"])
    ours = [line for name in {row["file"] for row in sources()} for line in raw(name).splitlines()]
    ours += (EXAMPLES / "SOURCES.tsv").read_text(encoding="utf-8").splitlines()
    assert not [line[:80] for line in ours if words_in_runs(line) & known]
