from pathlib import Path

import pytest

from kg.errors import RuleError
from kg.lexicon import Thesaurus, thesaurus
from kg.model import Argument, Claim, Curie, Span

C = Curie.from_string


def argument(lexicon, identifier):
    concept = lexicon.concept(C(identifier))
    return Argument(text="x", span=Span(0, 1), kind=concept.kind, concepts=(concept,))


def claim(lexicon, therapy, factor, disease):
    return Claim(
        key="k", therapy=argument(lexicon, therapy), factor=argument(lexicon, factor), factor_state="gain",
        effect="confers_resistance", net="promotes", mechanisms=(), via=(), disease=argument(lexicon, disease),
        disease_basis="stated", onset="unspecified", belief=0.5, evidence=(),
    )  # fmt: skip


@pytest.fixture
def around(tiny):
    return Thesaurus.around([claim(tiny, "MESH:C3", "NCBIGene:2879", "MESH:D006528")], tiny)


def test_diseases_and_therapies_have_wider_things_but_not_the_widest(around, tiny):
    above = {str(below): [str(a.id) for a in some] for below, some in around.broader.items()}
    assert above["MONDO:0007256"] == ["MONDO:0002691"]
    assert above["MONDO:0002691"] == []  # 'disease' is too wide to ask for
    assert above["MESH:C3"] == ["MESH:D000077157"]
    assert "NCBIGene:2879" not in above


def test_the_heading_is_kept_beside_the_label(tiny):
    adoptive = C("MESH:D016219")
    assert tiny.concept(adoptive).label == "Adoptive Immunotherapy"
    assert tiny.heading(adoptive) == "Immunotherapy, Adoptive"
    assert tiny.heading(C("MESH:D000077157")) == ""
    found = Thesaurus.around([claim(tiny, "MESH:D016219", "NCBIGene:2879", "MONDO:0007256")], tiny)
    assert found.headings == {adoptive: "Immunotherapy, Adoptive"}


def test_a_malformed_line_of_the_tops_is_named(tmp_path: Path, monkeypatch):
    table = tmp_path / "tops.tsv"
    table.write_text("MONDO:0000001\n", encoding="utf-8")
    monkeypatch.setattr(thesaurus, "_TOPS", table)
    with pytest.raises(RuleError, match=r"tops\.tsv"):
        thesaurus.tops.__wrapped__()
