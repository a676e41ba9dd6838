"""Pages of hand-made graphs; the papers among them mean ill."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.model import Argument, Concept, Curie, Dropped, Release, Span
from kg.page import page
from kg.report import Outcome
from tests.graph.conftest import make_dataset

NASTY = "</title></style><script>alert(1)</script><img src=x onerror=alert(2)> \" ' & \u202e"


def outcome(dataset, **changes):
    plain = Outcome(
        documents=tuple(dataset.documents[name] for name in sorted(dataset.documents)), claims=dataset.claims,
        mentions=3, dropped=(), unread=(), audited=(), violations=(), triples=7, releases=dataset.run.releases,
    )  # fmt: skip
    return replace(plain, **changes)


def nasty():
    """A graph in which every text is an attack."""
    plain = make_dataset()
    documents = {n: replace(d, title=NASTY, journal=NASTY, source=NASTY) for n, d in plain.documents.items()}
    return replace(plain, claims=tuple(map(_spoilt, plain.claims)), documents=documents)


def _spoilt(claim):
    evidence = tuple(replace(e, text=NASTY + e.text, rule=NASTY, section=NASTY) for e in claim.evidence)
    therapy, factor = (replace(a, concepts=(), text=NASTY) for a in (claim.therapy, claim.factor))
    disease = Argument(
        text=NASTY, span=Span(0, 1), kind="disease", concepts=(Concept(Curie("MONDO", "1"), "disease", NASTY),)
    )
    return replace(
        claim, therapy=therapy, factor=factor, disease=disease, evidence=evidence, mechanisms=((NASTY, "stated"),)
    )


def many(dataset, number):
    """So many claims, each with a therapy, a factor and a sentence of its own."""
    model = dataset.claims[0]
    for n in range(number):
        therapy, factor = (
            Concept(Curie("MESH", f"D{n:06d}"), "chemical", f"Drug {n}"),
            Concept(Curie("NCBIGene", f"{n + 1}"), "gene", f"GENE{n}"),
        )
        yield replace(
            model,
            key=f"{n:026d}",
            therapy=replace(model.therapy, concepts=(therapy,)),
            factor=replace(model.factor, concepts=(factor,)),
            evidence=tuple(replace(e, span=Span(n, n + len(e.text))) for e in model.evidence),
        )


@pytest.fixture(scope="session")
def dataset():
    return make_dataset()


@pytest.fixture(scope="session")
def spoilt():
    """The page of a graph in which every text is an attack."""
    bad = nasty()
    dropped = (Dropped(stage=NASTY, item=NASTY, reason=NASTY),)
    release = Release(name=NASTY, version=NASTY, sha256=NASTY, licence=NASTY)
    audited = ({"verdict": NASTY},)
    return page(outcome(bad, dropped=dropped, unread=dropped, audited=audited, releases=(release,)), bad)
