"""Hand-made claims, nasty ones among them, for the tests of the graph."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.aligned import Aligned
from kg.assemble import assemble
from kg.assemble.rows import with_context
from kg.graph.dataset import Dataset
from kg.lexicon import Thesaurus
from kg.model import (
    Argument,
    Concept,
    Curie,
    DocumentFacts,
    Evidence,
    Mapping,
    Mechanism,
    Release,
    RunFacts,
    Span,
)

SORAFENIB = Concept(Curie("MESH", "D000077157"), "chemical", "Sorafenib", (Curie("CHEBI", "50924"),))
BEVACIZUMAB = Concept(Curie("MESH", "D000068258"), "chemical", "Bevacizumab")
ATEZOLIZUMAB = Concept(Curie("MESH", "C000594389"), "chemical", "atezolizumab", (Curie("ODD", "x y"),))
GPX4 = Concept(Curie("NCBIGene", "2879"), "gene", "GPX4", (Curie("HGNC", "4556"), Curie("UNIPROT", "P36969")))
ABCB1 = Concept(Curie("NCBIGene", "5243"), "gene", "ABCB1")
AKT = Concept(Curie("FPLX", "AKT"), "family", "AKT")
METFORMIN = Concept(Curie("MESH", "D008687"), "chemical", "Metformin")
CANCER = Concept(Curie("MONDO", "0002691"), "disease", "liver cancer", (Curie("DOID", "3571"),))
HCC = Concept(Curie("MONDO", "0007256"), "disease", "hepatocellular carcinoma", (Curie("MESH", "D006528"),))

# each document's text is its sentences, one a line; the third holds what stores choke on
SENTENCES = {
    "PMID:1": (
        "GPX4 made cells resistant to sorafenib.",
        "Metformin undid resistance to sorafenib.",
        "Efflux by ABCB1 kept sorafenib from working.",
    ),
    "DOI:10.1000/a(b)<c>": ("GPX4 did not make cells resistant to sorafenib.",),
    "sha256:" + "2" * 64: ('Quote """ back\\slash \x00 and \ud800: circRNA-7 thwarted the regimen via AKT.',),
    "../../x": ("GPX4 did nothing to sorafenib.",),
}
TITLES = {"PMID:1": 'A """title""" with \\ and\nlines', "DOI:10.1000/a(b)<c>": "Denial"}
TEXTS = {name: "\n".join(lines) for name, lines in SENTENCES.items()}


def argument(text: str, *concepts: Concept, kind: str = "other") -> Argument:
    return Argument(text=text, span=Span(0, len(text)), kind=concepts[0].kind if concepts else kind, concepts=concepts)


def said(document: str, number: int, **changes: object) -> Evidence:
    text = SENTENCES[document][number]
    start = TEXTS[document].index(text)
    plain = Evidence(
        therapy=argument("sorafenib", SORAFENIB),
        factor=argument("GPX4", GPX4),
        factor_state="gain",
        effect="confers_resistance",
        stance="asserted",
        onset="unspecified",
        mechanisms=("ferroptosis-evasion",),
        mechanism_basis="entailed",
        disease=argument("HCC", HCC),
        document=document,
        section="abstract",
        span=Span(start, start + len(text)),
        text=text,
        rule="active-resistant",
        score=0.9,
    )
    return with_context(replace(plain, **changes), TEXTS[document])


def rows() -> list[Evidence]:
    one, denial, odd, path = SENTENCES
    regimen = argument("atezolizumab plus bevacizumab", ATEZOLIZUMAB, BEVACIZUMAB)
    return [
        said(one, 0),
        said(one, 1, factor=argument("metformin", METFORMIN), factor_state="present", onset="acquired",
             effect="reverses_resistance", mechanisms=()),
        said(one, 2, factor=argument("ABCB1", ABCB1), mechanisms=("drug-efflux",), mechanism_basis="stated"),
        said(denial, 0, stance="negated"),
        said(odd, 0, therapy=regimen, factor=argument("circRNA-7", kind="rna"), via=(argument("AKT", AKT),),
             mechanisms=("circular-rna",), mechanism_basis="stated", disease=None, stance="hedged",
             onset="primary"),
        said(path, 0, effect="no_effect", mechanisms=(), disease_basis="topic", factor_state="present"),
    ]  # fmt: skip


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    return make_dataset()


def mappings():
    """Partners of the disease: one of its own identifiers, one that is near, one that is wider; one is denied."""
    disease, curated = Curie("MONDO", "0007256"), "semapv:ManualMappingCuration"
    for thing, predicate, sure, modifier in (
        ("MESH:D006528", "skos:exactMatch", None, ""), ("MESH:D008113", "skos:closeMatch", 0.61, ""),
        ("MESH:D008107", "skos:broadMatch", 0.8, ""), ("MESH:D008108", "skos:exactMatch", 0.7, "Not"),
        ("MESH:D999999", "skos:narrowMatch", 0.8, ""), ("rkm:no-such-mechanism", "skos:exactMatch", 0.8, ""),
    ):  # fmt: skip
        justification = "semapv:LexicalMatching" if sure else curated
        yield Mapping(
            subject=disease, predicate=predicate, object=Curie.from_string(thing), object_label="a liver thing",
            justification=justification, confidence=sure, modifier=modifier,
        )  # fmt: skip


def make_dataset() -> Dataset:
    documents = {
        name: DocumentFacts(
            id=name,
            ids=(Curie("PMID", "1"), Curie("DOI", "10.1000/xyz"), Curie("PMC", "../../x")) if name == "PMID:1" else (),
            title=TITLES.get(name, ""),
            year=2020,
            journal="Journal of Tests",
            kind="review" if name == "PMID:1" else "unknown",
            licence="CC BY 4.0" if name == "PMID:1" else "all rights reserved",
            sha256=f"{number}" * 64,
            format="text",
            source=f"/home/someone/{number}.txt",
            characters=len(TEXTS.get(name, "")),
        )
        for number, name in enumerate((*SENTENCES, "PMID:99"))
    }
    documents["PMID:99"] = replace(documents["PMID:99"], retracted=True)
    claims, dropped = assemble(rows(), documents)
    assert not dropped
    scheme = {
        "resistance-mechanism": Mechanism(slug="resistance-mechanism", label="therapy resistance mechanism"),
        "ferroptosis-evasion": Mechanism(
            slug="ferroptosis-evasion", label="evasion of ferroptosis", parent="resistance-mechanism"
        ),
        "drug-efflux": Mechanism(slug="drug-efflux", label="drug efflux", parent="resistance-mechanism"),
        "circular-rna": Mechanism(slug="circular-rna", label="circular RNA", parent="resistance-mechanism"),
    }
    release = Release(name="MONDO", version="2024-01-01", sha256="ef" * 32, licence="CC BY 4.0")
    return Dataset(
        claims=claims,
        documents=documents,
        run=RunFacts(software="0.1.0", rules="1", releases=(release,)),
        scheme=scheme,
        aligned=Aligned([mappings()]),
        thesaurus=Thesaurus({HCC.id: (CANCER,)}, {HCC.id: "carcinoma, hepatocellular"}),
    )
