"""Hand-made evidence for the tests of assembly."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.model import Argument, Concept, Curie, DocumentFacts, Evidence, Span

SORAFENIB = Concept(Curie("MESH", "D000077157"), "chemical", "Sorafenib", (Curie("CHEBI", "50924"),))
GPX4 = Concept(Curie("NCBIGene", "2879"), "gene", "GPX4", (Curie("HGNC", "4556"),))
HCC = Concept(Curie("MONDO", "0007256"), "disease", "hepatocellular carcinoma", (Curie("MESH", "D006528"),))
TEXT = "GPX4 made the cells resistant to sorafenib."


def argument(concept: Concept | None, text: str, kind: str = "other") -> Argument:
    return Argument(
        text=text,
        span=Span(0, len(text)),
        kind=concept.kind if concept else kind,
        concepts=(concept,) if concept else (),
    )


@pytest.fixture
def row() -> Evidence:
    return Evidence(
        therapy=argument(SORAFENIB, "sorafenib"),
        factor=argument(GPX4, "GPX4"),
        factor_state="gain",
        effect="confers_resistance",
        stance="asserted",
        onset="unspecified",
        mechanisms=("ferroptosis-evasion",),
        mechanism_basis="entailed",
        disease=argument(HCC, "HCC"),
        document="PMID:1",
        section="abstract",
        span=Span(10, 10 + len(TEXT)),
        text=TEXT,
        rule="active-resistant",
        score=0.9,
    )


@pytest.fixture
def papers() -> dict[str, DocumentFacts]:
    plain = {f"PMID:{n}": DocumentFacts(id=f"PMID:{n}", kind="article") for n in (1, 2, 3)}
    review = replace(plain["PMID:1"], id="PMID:8", kind="review")
    retracted = replace(plain["PMID:1"], id="PMID:9", retracted=True)
    return {**plain, "PMID:8": review, "PMID:9": retracted}
