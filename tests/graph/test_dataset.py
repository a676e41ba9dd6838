from dataclasses import replace

import pytest
import rdflib

from kg.graph.check import check_nodes
from kg.graph.claims import claim_label
from kg.graph.dataset import quads, statements
from kg.graph.documents import document_iri
from kg.graph.terms import term
from kg.model import Curie, DocumentFacts
from kg.vocab import DATASET

MESH = "http://id.nlm.nih.gov/mesh/"
GENE = "http://identifiers.org/ncbigene/"


def of(dataset, predicate):
    return {(s.value, o.value) for s, p, o in statements(dataset) if p == term(predicate)}


def test_named_graphs_say_together_what_the_turtle_says(dataset):
    assert {q[:3] for q in quads(dataset)} == set(statements(dataset))


def test_each_subject_and_each_triple_comes_once(dataset):
    found = list(statements(dataset))
    assert len(found) == len(set(found))
    starts = [s for i, (s, _, _) in enumerate(found) if not i or found[i - 1][0] != s]
    assert len(starts) == len(set(starts))


def test_every_iri_has_class_and_label_and_no_node_is_blank(dataset):
    assert check_nodes(statements(dataset)) == ()


def test_one_graph_a_document_and_one_for_what_they_share(dataset):
    graphs = {q[3].value for q in quads(dataset)}
    assert graphs == {DATASET, *(document_iri(d).value for d in dataset.documents.values())}


def test_evidence_stands_in_the_graph_of_its_document(dataset):
    for s, p, o, graph in quads(dataset):
        if p == term("oa:hasSource"):
            assert o == graph and s.value.endswith("-target")


def test_direct_triples_follow_the_net_effect(dataset):
    assert of(dataset, "rk:resistedBy") == {
        (MESH + "D000077157", GENE + "5243"),
        (MESH + "D000077157", "https://w3id.org/resistkg/mechanism/drug-efflux"),
    }
    assert of(dataset, "biolink:associated_with_resistance_to") == {(GENE + "5243", MESH + "D000077157")}
    assert of(dataset, "rk:opposesResistanceTo") == {(MESH + "D008687", MESH + "D000077157")}


def test_a_regimen_gives_no_direct_triple(dataset):
    claims = tuple(replace(c, direct=True) for c in dataset.claims if len(c.therapy.concepts) == 2)
    assert claims and of(replace(dataset, claims=claims), "rk:resistedBy") == set()


def test_labels_read_as_sentences(dataset):
    assert {claim_label(c) for c in dataset.claims} == {
        "ABCB1 gain confers resistance to sorafenib in hepatocellular carcinoma",
        "GPX4 gain confers resistance to sorafenib in hepatocellular carcinoma",
        "GPX4 has no effect on resistance to sorafenib in hepatocellular carcinoma",
        "metformin reverses acquired resistance to sorafenib in hepatocellular carcinoma",
        "circRNA-7 gain confers primary resistance to atezolizumab + bevacizumab",
    }


@pytest.mark.parametrize(("label", "verb"), [("Exosomes", "reverse"), ("Dysbiosis", "reverses"), ("KRAS", "reverses")])
def test_the_verb_agrees_with_its_subject(dataset, label, verb):
    claim = next(c for c in dataset.claims if c.factor_state == "present" and c.onset == "acquired")
    factor = replace(claim.factor, kind="vesicle", concepts=(), text=label)
    assert claim_label(replace(claim, factor=factor)).startswith(f"{label} {verb} acquired resistance")


def test_a_mechanism_comes_with_those_above_it(dataset):
    root = "https://w3id.org/resistkg/mechanism/resistance-mechanism"
    mechanisms = {(s, o) for s, o in of(dataset, "skos:broader") if "/mechanism/" in s}
    assert mechanisms and {o for _, o in mechanisms} == {root}


def test_an_identifier_of_an_unknown_vocabulary_is_kept_in_letters(dataset):
    assert (MESH + "C000594389", "ODD:x y") in of(dataset, "dcterms:identifier")


def test_no_folder_names_leave_the_machine(dataset):
    assert all("/home" not in o.value for _, _, o in statements(dataset))


@pytest.mark.parametrize(
    ("facts", "end"),
    [
        (DocumentFacts(id="x", ids=(Curie("DOI", "10.1000/a"), Curie("PMID", "7"))), "/pubmed/7"),
        (DocumentFacts(id="DOI:10.1000/a<b>"), "doi.org/10.1000/a%3Cb%3E"),
        (DocumentFacts(id="PMC:PMC7"), "/pmc/PMC7"),
        (DocumentFacts(id="PMID:0", sha256="ab" * 32), "/document/" + "ab" * 32),
        (DocumentFacts(id="DOI:10.1000/../../x", sha256="ab" * 32), "/document/" + "ab" * 32),
        (DocumentFacts(id="sha256:" + "cd" * 32), "/document/" + "cd" * 32),
    ],
)
def test_a_document_is_named_by_its_best_identifier(facts, end):
    assert document_iri(facts).value.endswith(end)


def test_rdflib_reads_the_same_graph(dataset, tmp_path):
    from kg.graph.writers import write_turtle

    tally = write_turtle(dataset, tmp_path / "kg.ttl")
    assert len(rdflib.Graph().parse(tmp_path / "kg.ttl")) == tally.triples


def test_partners_in_other_vocabularies_come_with_how_sure_they_are(dataset):
    disease = "http://purl.obolibrary.org/obo/MONDO_0007256"
    assert of(dataset, "skos:closeMatch") == {(disease, MESH + "D008113")}
    assert of(dataset, "skos:broadMatch") == {(disease, MESH + "D008107")}
    targets, sure = dict(of(dataset, "owl:annotatedTarget")), dict(of(dataset, "sssom:confidence"))
    assert {targets[m].removeprefix(MESH): sure[m] for m in targets} == {
        "D006528": "1", "D008113": "0.61", "D008107": "0.8",
    }  # fmt: skip
    assert {o for _, o in of(dataset, "owl:annotatedSource")} == {disease}
