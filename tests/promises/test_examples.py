"""The claims of the example build against what a careful reader finds in the examples."""

import re
from dataclasses import dataclass
from functools import cache

import pytest

from kg.model import Document
from kg.read import read_paths
from tests.promises.conftest import PAPERS, ROOT, lines

# a little below what was measured; raise them with the product
RECALL, PRECISION, AGREEMENT = 0.9, 0.97, 0.9
DISEASES, MECHANISMS = 0.92, 0.82


@cache
def expected():
    return tuple(lines(ROOT / "examples" / "expected_claims.jsonl"))


@cache
def texts():
    return {paper.id: paper.text for paper in read_paths([PAPERS]) if isinstance(paper, Document)}


def words(text):
    return re.sub(r"[^a-z0-9α-ω]+", " ", text.casefold()).split()


def same_name(surface, argument, text):
    """The same words, or the ones within the others."""
    theirs = " ".join(words(surface))
    ours = [" ".join(words(one)) for one in (text, argument["label"])]
    return any(theirs in one or one in theirs for one in ours if one)


def names(surface, argument, document, known):
    """Whether the surface of a document means the argument; ``known`` are the identifiers of its names."""
    same = known.get((document, surface.casefold()), set()) & set(argument["ids"])
    return bool(same) or same_name(surface, argument, argument["text"])


def agrees(row, claim, evidence, known):
    """The same statement in the same sentence."""
    start = texts()[row["document"]].find(row["sentence"])
    return (
        evidence["document"] == row["document"]
        and evidence["start"] <= start < evidence["end"]
        and (claim["effect"], evidence["stance"]) == (row["effect"], row["stance"])
        and all(
            names(row[name], claim[name], row["document"], known)
            or same_name(row[name], claim[name], evidence[name]["text"])
            for name in ("therapy", "factor")
        )
    )


@dataclass
class Comparison:
    known: dict  # (document, name) -> identifiers
    found: list  # (claim, piece of evidence)
    pairs: list  # (expected row, claim) that agree
    missed: list
    surplus: list


@pytest.fixture(scope="module")
def compared(built):
    known = {
        (document["doc_id"], mention["text"].casefold()): set(mention["ids"])
        for document in lines(built / "mentions.jsonl")
        for mention in document["mentions"]
    }
    found = [(claim, one) for claim in lines(built / "claims.jsonl") for one in claim["evidence"]]
    table = [[agrees(row, *pair, known) for pair in found] for row in expected()]
    return Comparison(
        known=known,
        found=found,
        pairs=[
            (row, found[i][0]) for row, hits in zip(expected(), table, strict=True) for i, hit in enumerate(hits) if hit
        ],
        missed=[row for row, hits in zip(expected(), table, strict=True) if not any(hits)],
        surplus=[pair for i, pair in enumerate(found) if not any(hits[i] for hits in table)],
    )


def told(row):
    what = f"{row['factor']} ({row['factor_state']}) {row['effect']} {row['therapy']}, {row['stance']}"
    return f"{row['document']}: {what}: {row['sentence']} …"


def shown(claim, one):
    what = f"{one['factor']['text']} ({claim['factor_state']}) {claim['effect']} {one['therapy']['text']}"
    return f"{one['document']}: {what}, {one['stance']}, by {one['rule']}: {one['text']}"


def test_what_a_careful_reader_finds_is_found(compared):
    share = 1 - len(compared.missed) / len(expected())
    assert share >= RECALL, "\n".join([f"recall {share:.3f}", *map(told, compared.missed)])


def test_nothing_else_is_found(compared):
    share = 1 - len(compared.surplus) / len(compared.found)
    assert share >= PRECISION, "\n".join([f"precision {share:.3f}", *(shown(*pair) for pair in compared.surplus)])


@pytest.mark.parametrize("field", ["factor_state", "onset"])
def test_the_other_fields_agree_where_the_claim_does(compared, field):
    wrong = [
        f"{claim[field]}, not {row[field]}: {told(row)}" for row, claim in compared.pairs if row[field] != claim[field]
    ]
    assert 1 - len(wrong) / len(compared.pairs) >= AGREEMENT, "\n".join(wrong)


def test_the_disease_agrees_where_the_claim_does(compared):
    named = [(row, claim["disease"]) for row, claim in compared.pairs if row["disease"]]
    wrong = [
        f"{disease and disease['label']}, not {row['disease']}: {told(row)}"
        for row, disease in named
        if not (disease and names(row["disease"], disease, row["document"], compared.known))
    ]
    assert 1 - len(wrong) / len(named) >= DISEASES, "\n".join(wrong)


def test_mechanisms_are_given_where_one_is_stated(compared):
    stated = [(row, claim["mechanism"]) for row, claim in compared.pairs if row["mechanism"]]
    wrong = [f"{given}, not {row['mechanism']}: {told(row)}" for row, given in stated if row["mechanism"] not in given]
    assert 1 - len(wrong) / len(stated) >= MECHANISMS, "\n".join(wrong)


def test_papers_without_claims_stay_without(built):
    silent = set(texts()) - {row["document"] for row in expected()}
    found = {e["document"] for claim in lines(built / "claims.jsonl") for e in claim["evidence"]}
    assert silent and not silent & found
