"""KGX: valid by the Biolink Model's own schema, whole, stable, and the same in both forms."""

import csv
import json
import re

import pytest

from kg.publish import kgx
from kg.publish.biolink import category
from kg.publish.tables import table
from tests.publish.tables.conftest import NASTY
from tests.publish.tables.model import Model

OURS = kgx.EDGE_COLUMNS[kgx.EDGE_COLUMNS.index("original_object") + 1 :]
CURIE = re.compile(r"[^ <()>:]+:[^/ :]+")  # what kgx takes for the identifier of a node


@pytest.fixture(scope="module")
def model():
    return Model()


class Files:
    """What was written, read as a user would."""

    def __init__(self, source, folder):
        self.paths = list(kgx.write(source, folder))
        self.nodes, self.edges = (self.lines(folder / f"resistkg_{name}.jsonl") for name in ("nodes", "edges"))
        self.kind = {node["id"]: node["category"] for node in self.nodes}

    def lines(self, path):
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

    def table(self, name):
        path = next(p for p in self.paths if p.name == f"resistkg_{name}.tsv")
        with path.open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))

    def claim(self, **wanted):
        (edge,) = [e for e in self.edges if wanted.items() <= e.items() and e["link"] == "claim"]
        return edge


@pytest.fixture(scope="module", params=["nasty", "examples"])
def files(request, tmp_path_factory):
    return Files(request.getfixturevalue(request.param), tmp_path_factory.mktemp("kgx"))


@pytest.fixture(scope="module")
def odd(nasty, tmp_path_factory):
    return Files(nasty, tmp_path_factory.mktemp("kgx"))


def test_nodes_keep_to_the_model(files, model):
    for node in files.nodes:
        assert CURIE.fullmatch(node["id"])
        assert all("named thing" in model.ancestors(one) for one in node["category"])
        for name in kgx.NODE_COLUMNS[:-3]:
            if name in node and name not in ("id", "category", "in_taxon"):
                model.check_value(name, node[name])


def test_edges_keep_to_the_model(files, model):
    for edge in files.edges:
        assert "association" in model.ancestors(edge["category"][0])
        ends = files.kind[edge["subject"]], files.kind[edge["object"]]
        model.check_triple(ends[0], edge["predicate"], ends[1])
        if reading := edge.get("qualified_predicate"):
            model.check_triple(ends[0], reading, ends[1])
        for name in {*edge} - {"id", "category", "subject", "object", *OURS}:
            model.check_value(name, edge[name])
        if disease := edge.get("disease_context_qualifier"):
            assert any("disease" in model.ancestors(one) for one in files.kind[disease])


def test_columns_are_slots_of_the_model_or_ours(model):
    given = [name for name in kgx.EDGE_COLUMNS if name not in OURS and name not in ("id", "category", "description")]
    assert [name for name in given if not model.is_edge_slot(name) and name != "supporting_text"] == []
    assert [name for name in OURS if name in model.slots] == []
    required = {model.view.induced_slot(s, "association").name for s in model.view.class_slots("association")
                if model.view.induced_slot(s, "association").required}  # fmt: skip
    assert {name.replace(" ", "_") for name in required} <= set(kgx.EDGE_COLUMNS)


def test_forms_of_a_factor_are_of_the_model_s_enumeration(model):
    forms = model.view.get_enum("ChemicalOrGeneOrGeneProductFormOrVariantEnum").permissible_values
    assert {row["form"] for row in table("biolink_states.tsv")} - {"-"} <= set(forms)


def test_prefixes_are_those_that_the_model_declares(model):
    for row in table("biolink_categories.tsv"):
        declared = model.prefixes(f"biolink:{row['category']}")
        if row["prefix"] != "*" and declared:
            assert row["prefix"] in declared, row


def test_every_end_is_a_node_and_every_id_is_there_once(files):
    ids = [node["id"] for node in files.nodes]
    assert len(ids) == len(set(ids)) and ids == sorted(ids)
    assert {end for e in files.edges for end in (e["subject"], e["object"], *e.get("via", ()))} <= set(ids)
    names = [edge["id"] for edge in files.edges]
    assert len(names) == len(set(names))


def test_each_claim_is_one_edge(files, request, examples, nasty):
    (source,) = [s for s in (examples, nasty) if len(files.lines(s.file("claims.jsonl"))) == len(
        [e for e in files.edges if e["link"] == "claim"])]  # fmt: skip
    for row, edge in zip(files.lines(source.file("claims.jsonl")), files.edges, strict=False):
        assert edge["id"] == f"resistkg.claim:{row['claim']}"
        assert (edge["effect"], edge["belief"]) == (row["effect"], row["belief"])
        said = {one["stance"] for one in row["evidence"]}
        assert edge["negated"] == ((said == {"negated"}) != (row["effect"] == "no_effect"))
        counted = len(edge.get("publications", ())) + len(edge.get("opposing_publications", ()))
        assert counted == len({one["document"] for one in row["evidence"]})


def test_tables_hold_what_the_lines_hold(files):
    for name, rows in (("nodes", files.nodes), ("edges", files.edges)):
        read = files.table(name)
        assert len(read) == len(rows)
        for cells, row in zip(read, rows, strict=True):
            assert cells["id"] == row["id"] and None not in cells and None not in cells.values()
            assert {k for k, v in cells.items() if v} == {k for k, v in row.items() if v is not False}
            assert cells.get("negated", "") in ("", "True")
            for key, value in row.items():
                if isinstance(value, list):
                    assert cells[key].count("|") == len(value) - 1, (key, cells[key])


def test_a_denied_claim_is_negated_and_has_no_confidence(odd):
    edge = odd.claim(subject="NCBIGene:2879", object="MESH:D000077157", effect="confers_resistance")
    assert not edge["negated"] and edge["disputed"]
    assert edge["opposing_publications"] == ["doi:10.1000/a(b)%3Cc%3E"]
    null = odd.claim(effect="no_effect")
    assert (null["negated"], null["predicate"]) == (True, "biolink:associated_with_response_to")


def test_a_reversal_and_a_loss_read_as_they_are_said(odd):
    metformin = odd.claim(subject="MESH:D008687")
    assert metformin["predicate"] == "biolink:associated_with_sensitivity_to"
    assert metformin["qualified_predicate"] == "biolink:increases_sensitivity_to"
    assert metformin["resistance_onset"] == "acquired"
    autophagy = odd.claim(subject="GO:0006914")  # MeSH has it too, but Biolink declares GO for processes
    assert autophagy["predicate"] == "biolink:associated_with_response_to"  # radiotherapy is no chemical
    assert (autophagy["response_context_qualifier"], autophagy["net_effect"]) == ("therapeutic_response", "promotes")
    assert autophagy["subject_direction_qualifier"] == "decreased"


def test_an_altered_gene_is_a_form_of_it_and_a_particular_alteration_a_node(odd):
    mutated = odd.claim(subject="NCBIGene:1956")
    assert mutated["subject_form_or_variant_qualifier"] == "genetic_variant_form"
    (of_gene,) = [e for e in odd.edges if e["link"] == "alteration"]
    assert (of_gene["predicate"], of_gene["object"]) == ("biolink:is_sequence_variant_of", "NCBIGene:1956")
    (node,) = [n for n in odd.nodes if n["id"] == of_gene["subject"]]
    assert (node["name"], node["category"]) == ("EGFR T790M", ["biolink:SequenceVariant"])
    edge = odd.claim(subject=node["id"])
    assert edge["original_subject"] == "T790M" and edge["predicate"] == "biolink:associated_with_resistance_to"
    assert not {"disease_context_qualifier", "subject_form_or_variant_qualifier"} & set(edge)


def test_a_regimen_is_a_node_with_parts(odd):
    parts = {(e["subject"], e["object"]) for e in odd.edges if e["link"] == "part"}
    regimens = {n["id"]: n for n in odd.nodes if n["id"].startswith("resistkg.regimen:")}
    kinds = {n["category"][0] for n in regimens.values()}
    assert {subject for subject, _ in parts} <= set(regimens)
    assert {"biolink:ChemicalMixture", "biolink:Treatment"} <= kinds
    assert sum(object_ == "MESH:D000068258" for _, object_ in parts) == 1


def test_odd_texts_stay_in_their_cell(odd):
    text = "a|b c d \"e\" 'f' \\g <h> &i; j k\ufffdl\ufffd"
    assert len(text) == len(NASTY)
    (edge,) = [e for e in odd.edges if text in e.get("supporting_text", ())]
    (cells,) = [c for c in odd.table("edges") if c["id"] == edge["id"]]
    assert text.replace("|", "¦") in cells["supporting_text"].split("|")


def test_an_empty_build_gives_headers(empty, tmp_path):
    for path in kgx.write(empty, tmp_path):
        assert path.read_text().count("\n") == (1 if path.suffix == ".tsv" else 0)


def test_the_same_build_gives_the_same_bytes(nasty, tmp_path):
    one, other = ([p.read_bytes() for p in kgx.write(nasty, tmp_path / name)] for name in "ab")
    assert one == other


def test_an_unknown_kind_is_a_named_thing():
    assert category("of tomorrow", "MESH")[0].name == "NamedThing"
