import shutil
from io import BytesIO

import pytest

from kg.align.alignment import align
from kg.align.auditing import ABSENT, DOUBTFUL, LEVELS, OBSOLETE, SEVERAL, WRONG, audit
from kg.align.combining import combine
from kg.align.explaining import explain
from kg.align.merging import IMPLIES, merged
from kg.align.reasoning import reason
from kg.align.values import Term
from kg.data import data_directory
from kg.errors import InputError
from kg.model import Curie, Mapping
from kg.scheme import Scheme
from kg.vocab import MECHANISM, PREFIXES
from tests.align.conftest import vocabulary

CURATED, MATCHED = "semapv:ManualMappingCuration", "semapv:LexicalMatching"


def row(subject, thing, predicate="skos:exactMatch", justification=CURATED, **more):
    return Mapping(subject=Curie.from_string(subject), object=Curie.from_string(thing), predicate=predicate,
                   justification=justification, **more)  # fmt: skip


def faults(trees, *pairs):
    return {(f.subject, f.object): f for f in audit([row(*pair) for pair in pairs], *trees)}


def test_right_rows_are_not_flagged(trees):
    assert faults(trees, ("A:2", "B:2"), ("A:3", "B:3"), ("A:6", "B:6")) == {}


def test_a_row_whose_ends_have_nothing_in_common_is_flagged_with_better_partners(trees):
    flag = faults(trees, ("A:6", "B:9"))["A:6", "B:9"]
    assert flag.fault == WRONG
    assert "A:6" in flag.proposal
    assert "B:6" in flag.proposal


def test_obsolete_and_unknown_ends_are_flagged(trees):
    found = faults(trees, ("A:0", "B:1"), ("A:6", "B:8"), ("A:77", "B:2"))
    assert (found["A:0", "B:1"].fault, found["A:0", "B:1"].proposal) == (OBSOLETE, "write A:1")
    assert found["A:6", "B:8"].proposal == "look for a living term, nothing replaced it"
    assert found["A:77", "B:2"].fault == ABSENT


def test_another_level_is_flagged(trees):
    flag = faults(trees, ("A:8", "B:7"))["A:8", "B:7"]
    assert flag.fault == LEVELS
    assert flag.proposal.startswith("write skos:broadMatch; A:7")


def test_a_partner_whose_label_says_more_is_doubtful(trees):
    (flag,) = faults(trees, ("A:5", "B:5"), ("A:5", "B:3")).values()
    assert (flag.object, flag.fault) == ("B:3", DOUBTFUL)
    assert flag.proposal.startswith("write skos:narrowMatch")


def test_of_several_partners_the_worse_are_flagged():
    one = vocabulary("ONE", Term("A:1", "oak"), Term("A:2", "oak tree"))
    other = vocabulary("OTHER", Term("B:1", "Oak", (("oak tree", "exact"),)))
    (flag,) = audit([row("A:1", "B:1"), row("A:2", "B:1")], one, other)
    assert (flag.subject, flag.fault, flag.proposal) == ("A:2", SEVERAL, "write skos:closeMatch")


def test_things_of_other_kinds_are_flagged():
    one = vocabulary("ONE", Term("A:1", "oak", kind="disease"))
    other = vocabulary("OTHER", Term("B:1", "oak", kind="chemical"))
    (flag,) = audit([row("A:1", "B:1")], one, other)
    assert flag.fault == "type clash"
    named = vocabulary("OTHER", Term("B:1", "Oak", kind="process"))
    assert audit([row("A:1", "B:1")], one, named) == []


def test_an_explanation_has_names_weights_and_rivals(trees):
    one, other = trees
    one.terms["A:10"] = Term("A:10", "neoplasm of the root", (), ("A:1",))
    text = "\n".join(explain("A:3", "B:3", *trees))
    assert "bark rot type II" in text
    assert "same name" in text
    assert "probability" in text
    assert "rival" in "\n".join(explain("A:7", "B:7", one, other))
    with pytest.raises(InputError, match="A:1"):
        explain("A:0", "B:1", *trees)


def test_curated_goes_before_composed_before_matched():
    curated = [row("A:1", "B:1")]
    composed = [row("A:2", "B:2", justification="semapv:MappingChaining")]
    matched = [row("A:1", "B:2", justification=MATCHED), row("A:2", "B:3", justification=MATCHED),
               row("A:3", "B:3", justification=MATCHED)]  # fmt: skip
    kept, conflicts = combine([matched, composed, curated])
    assert [(str(m.subject), str(m.object)) for m in kept] == [("A:1", "B:1"), ("A:2", "B:2"), ("A:3", "B:3")]
    assert [(str(c.lost.subject), str(c.lost.object)) for c in conflicts] == [("A:1", "B:2"), ("A:2", "B:3")]


def test_a_denial_by_a_curator_holds():
    denial = row("A:1", "B:1", modifier="Not")
    kept, conflicts = combine([[row("A:1", "B:1", justification=MATCHED)], [denial]])
    assert kept == [denial]
    assert len(conflicts) == 1


@pytest.fixture(scope="module")
def scheme():
    return Scheme.from_file(data_directory("ontologies") / "mechanisms.tsv")


def load(scheme, trees, suffix):
    owl = pytest.importorskip("owlready2")
    rows = align(*trees, curated=False).mappings
    world = owl.World()
    body = merged(trees, rows, scheme, suffix)
    return world, world.get_ontology("http://example.org/merged").load(fileobj=BytesIO(body), only_local=True)


@pytest.mark.parametrize("suffix", [".nt", ".owl"])
def test_owlready2_finds_the_mechanisms_under_immune_evasion(scheme, trees, suffix):
    world, _ = load(scheme, trees, suffix)
    below = {c.iri.removeprefix(MECHANISM) for c in world[MECHANISM + "immune-evasion"].descendants()}
    wanted = {m.slug for m in scheme.mechanisms if "immune-evasion" in {m.slug, *scheme.ancestors(m.slug)}}
    assert wanted <= below
    assert len(wanted) > 3
    assert "drug-efflux" not in below


def test_owlready2_finds_the_mechanisms_of_efflux_transporters(scheme, trees):
    world, _ = load(scheme, trees, ".nt")
    found = set()
    for agent in ("5243", "9429"):
        for axiom in world[PREFIXES["NCBIGene"] + agent].is_a:
            if getattr(getattr(axiom, "property", None), "iri", "") == IMPLIES:
                found |= {c.iri.removeprefix(MECHANISM) for c in axiom.value.ancestors()}
    assert {"drug-efflux", "drug-disposition", "resistance-mechanism"} <= found


def test_the_same_slice_gives_the_same_bytes_and_other_formats_are_refused(scheme, trees):
    rows = align(*trees, curated=False).mappings
    assert merged(trees, rows, scheme, ".ttl") == merged(trees, rows[::-1], scheme, ".ttl")
    with pytest.raises(InputError, match=r"\.doc"):
        merged(trees, rows, scheme, ".doc")


def test_the_reasoner_says_where_it_cannot_run(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    verdict = reason(b"")
    assert not verdict.ran
    assert verdict.why


@pytest.mark.skipif(shutil.which("java") is None, reason="needs Java")
def test_the_reasoner_finds_an_empty_class(scheme):
    pytest.importorskip("owlready2")
    one = vocabulary("ONE", Term("A:1", "plant", disjoint=("A:2",)), Term("A:2", "animal"),
                     Term("A:3", "moss", parents=("A:1", "A:2")))  # fmt: skip
    verdict = reason(merged([one], [row("A:3", "B:1")], scheme, ".nt"))
    assert verdict.ran
    assert any(iri.endswith("3") for iri in verdict.unsatisfiable)
