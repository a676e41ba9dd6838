"""The mechanism scheme: the file that comes with the product, and what a malformed one gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import MissingVocabulary, RuleError
from kg.model import Curie
from kg.scheme import COLUMNS, Scheme
from kg.text.normal import normal_name

HEADER = "\t".join(COLUMNS)


def row(slug: str, parent: str = "", **cells: str) -> str:
    values = {"slug": slug, "label": slug, "definition": "A thing.", "parent": parent, **cells}
    return "\t".join(values.get(column, "") for column in COLUMNS)


def read(folder: Path, *lines: str) -> Scheme:
    path = folder / "mechanisms.tsv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Scheme.from_file(path)


def test_every_slug_that_the_contract_names_is_there(scheme):
    promised = (
        "resistance-mechanism target-alteration target-mutation target-overexpression target-loss "
        "drug-disposition drug-efflux reduced-drug-uptake drug-inactivation drug-sequestration "
        "compensatory-signalling rtk-bypass mapk-signalling pi3k-akt-mtor-signalling "
        "jak-stat-signalling wnt-beta-catenin-signalling emt hypoxia hippo-yap-signalling "
        "notch-signalling hedgehog-signalling tgf-beta-signalling nf-kappa-b-signalling "
        "cell-death-evasion apoptosis-evasion ferroptosis-evasion autophagy pyroptosis-necroptosis "
        "anoikis-resistance stress-adaptation er-stress oxidative-stress-defence dna-damage-repair "
        "cellular-senescence glycolysis metabolic-reprogramming lipid-metabolism "
        "amino-acid-metabolism mitochondrial-metabolism cell-plasticity cancer-stemness "
        "drug-tolerant-persistence epigenetic-regulation dna-methylation histone-modification "
        "rna-modification non-coding-rna microrna long-noncoding-rna circular-rna genetic-alteration "
        "angiogenesis genomic-instability tumour-microenvironment immune-evasion t-cell-exhaustion "
        "checkpoint-upregulation regulatory-t-cell-suppression mdsc-suppression "
        "macrophage-polarisation antigen-presentation-loss host-factor stromal-remodelling "
        "exosome-transfer gut-microbiota microbial-metabolite microbial-immune-regulation "
        "microbial-gene-transfer antibiotic-exposure "
    )
    assert set(promised.split()) <= set(scheme.by_slug)


def test_one_tree_with_one_root(scheme):
    assert [m.slug for m in scheme.mechanisms if m.parent is None] == ["resistance-mechanism"]
    assert all(scheme.ancestors(m.slug)[-1:] == ("resistance-mechanism",) for m in scheme.mechanisms[1:])


def test_ancestors_and_specificity(scheme):
    assert scheme.ancestors("microrna") == ("non-coding-rna", "epigenetic-regulation", "resistance-mechanism")
    assert scheme.more_specific("microrna", "epigenetic-regulation")
    assert not scheme.more_specific("epigenetic-regulation", "microrna")
    assert scheme.ancestors("no-such-slug") == ()


def test_genes_imply_and_concepts_signify(scheme):
    assert scheme.implied_by(Curie("NCBIGene", "2879")) == ("ferroptosis-evasion",)
    assert scheme.signified_by(Curie("MESH", "D050378")) == ("regulatory-t-cell-suppression",)
    assert scheme.signified_by(Curie("NCBIGene", "2879")) == ()


def test_the_same_file_gives_an_equal_scheme(scheme):
    again = Scheme.from_file(Path(__file__).resolve().parents[2] / "ontologies" / "mechanisms.tsv")
    assert again == scheme
    assert hash(again) == hash(scheme)


def test_a_cue_word_belongs_to_one_mechanism(scheme):
    owners: dict[str, str] = {}
    for mechanism in scheme.mechanisms:
        for cue in mechanism.cues:
            key = normal_name(cue)
            assert key, cue
            assert owners.setdefault(key, mechanism.slug) == mechanism.slug, cue
    assert len(owners) > 500


def test_a_concept_signifies_one_mechanism(scheme):
    seen = [thing.id for mechanism in scheme.mechanisms for thing in mechanism.concepts]
    assert len(seen) == len(set(seen))


def test_an_evaded_process_is_never_the_same_thing(scheme):
    for slug in (
        "ferroptosis-evasion",
        "apoptosis-evasion",
        "anoikis-resistance",
        "antigen-presentation-loss",
    ):
        mechanism = scheme[slug]
        assert mechanism.exact == ()
        assert mechanism.related


def test_no_concept_is_matched_in_two_ways(scheme):
    for m in scheme.mechanisms:
        ids = [thing.id for things in (m.exact, m.close, m.broad, m.related) for thing in things]
        assert len(ids) == len(set(ids)), m.slug


def test_every_identifier_bears_the_label_of_its_vocabulary(scheme, labels):
    by_symbol = {label: identifier for identifier, label in labels.items()}
    for m in scheme.mechanisms:
        for things in (m.exact, m.close, m.broad, m.related, m.agents, m.concepts):
            for thing in things:
                assert labels.get(str(thing.id)) == thing.label, (
                    m.slug,
                    str(thing.id),
                    by_symbol.get(thing.label),
                )


@pytest.mark.parametrize(
    ("lines", "line", "word"),
    [
        ((HEADER, row("a"), row("b", "c")), 3, "unknown parent"),
        ((HEADER, row("a"), row("b", "c"), row("c", "b")), 3, "circle"),
        ((HEADER, row("a"), row("b", "a"), row("b", "a")), 4, "twice"),
        ((HEADER, row("a"), row("b")), 3, "root"),
        (("# remark", HEADER, row("a") + "\t"), 3, "cells"),
        ((HEADER, row("A b")), 2, "lower-case"),
        ((HEADER, row("a", definition="")), 2, "definition"),
        ((HEADER, row("a", exact_match="MESH:D1")), 2, "label"),
        ((HEADER, row("a", concepts="D1=Thing")), 2, "identifier"),
        (("slug\tlabel",), 1, "columns"),
    ],
)
def test_a_malformed_file_is_refused_with_its_line(tmp_path, lines, line, word):
    with pytest.raises(RuleError, match=word) as raised:
        read(tmp_path, *lines)
    assert raised.value.line == line


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(MissingVocabulary, match=r"nowhere\.tsv"):
        Scheme.from_file(tmp_path / "nowhere.tsv")


def test_carriage_returns_and_remarks_do_no_harm(tmp_path):
    scheme = read(tmp_path, "# remark", HEADER, row("a", cue_words="one; two ;"), "", row("b", "a") + "\r")
    assert scheme["a"].cues == ("one", "two")
    assert scheme["b"].parent == "a"
