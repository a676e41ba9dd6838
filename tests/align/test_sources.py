import gzip
import hashlib

import pytest

from kg.align.iris import Prefixes
from kg.align.sources import open_vocabulary
from kg.align.values import Term
from kg.errors import MissingVocabulary, VocabularyError
from kg.lexicon.table import write_table
from kg.lexicon.values import Record

OBO = """format-version: 1.2
data-version: releases/2026
ontology: x

[Term]
id: X:1
name: leg
synonym: "lower \\"limb\\"" NARROW [PMID:1]
synonym: "hind limb" [] {a="b"}
xref: MSH:D1 {source="Y"}
is_a: X:2 ! limb
alt_id: X:9
disjoint_from: X:3
relationship: part_of X:4 ! body
relationship: adjacent_to X:5

[Term]
id: X:2
name: limb

[Term]
id: X:4
name: obsolete arm
is_obsolete: true
replaced_by: X:2

[Term]
id: X:6
name: obsolete lower limb
synonym: "hind leg" EXACT []
is_obsolete: true

[Term]
id: UBERON:7
name: carried along

[Typedef]
id: part_of
name: part of
"""
OWL = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#"
 xmlns:owl="http://www.w3.org/2002/07/owl#" xmlns:oio="http://www.geneontology.org/formats/oboInOwl#">
<owl:Class rdf:about="http://mouse.owl#MA_0001"><rdfs:label>tail</rdfs:label>
 <rdfs:subClassOf rdf:resource="http://mouse.owl#MA_0002"/>
 <rdfs:subClassOf><owl:Restriction><owl:onProperty rdf:resource="http://mouse.owl#UNDEFINED_part_of"/>
  <owl:someValuesFrom rdf:resource="http://mouse.owl#MA_0002"/></owl:Restriction></rdfs:subClassOf>
 <oio:hasRelatedSynonym rdf:resource="http://mouse.owl#genid1"/></owl:Class>
<oio:Synonym rdf:about="http://mouse.owl#genid1"><rdfs:label>cauda</rdfs:label></oio:Synonym>
<owl:Class rdf:about="http://mouse.owl#MA_0002"><rdfs:label>body part</rdfs:label></owl:Class>
<owl:Class rdf:about="http://mouse.owl#MA_0003"><rdfs:label>old</rdfs:label><owl:deprecated>true</owl:deprecated></owl:Class>
</rdf:RDF>
"""
SKOS = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<http://example.org/trees/1> a skos:Concept ; skos:prefLabel "chêne"@fr , "oak"@en ; skos:altLabel "oak tree"@en ;
  skos:broader <http://example.org/trees/2> .
<http://example.org/trees/2> a skos:Concept ; skos:prefLabel "tree"@en .
"""


def opened(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return open_vocabulary(str(path), tmp_path)


def test_obo_is_read(tmp_path):
    found = opened(tmp_path, "x.obo", OBO)
    leg = found.terms["X:1"]
    assert leg.names == (('lower "limb"', "narrow"), ("hind limb", "unscoped"))
    assert (leg.parents, leg.xrefs, leg.disjoint) == (("X:2",), ("MESH:D1",), ("X:3",))
    assert leg.wholes == ("X:4",)
    assert found.retired == {"X:4": "X:2", "X:6": "", "X:9": "X:1"}
    assert found.unreplaced == {"X:6": Term("X:6", "lower limb", (("hind leg", "exact"),))}
    assert found.version == "releases/2026"


def test_terms_of_other_ontologies_are_left_out(tmp_path):
    assert set(opened(tmp_path, "x.obo", OBO).terms) == {"X:1", "X:2"}


def test_owl_is_read_with_synonyms_that_are_nodes(tmp_path):
    found = opened(tmp_path, "mouse.owl", OWL)
    tail = found.terms["MA:0001"]
    assert (tail.label, tail.names, tail.parents) == ("tail", (("cauda", "related"),), ("MA:0002",))
    assert tail.wholes == ("MA:0002",)
    assert found.retired == {"MA:0003": ""} and found.unreplaced == {"MA:0003": Term("MA:0003", "old")}
    assert found.prefixes["MA"] == "http://mouse.owl#MA_"


def test_a_relation_may_be_called_part_of_by_its_label_alone(tmp_path):
    called = '<owl:ObjectProperty rdf:about="http://mouse.owl#R82"><rdfs:label>Is_Physical_Part_Of</rdfs:label>'
    text = OWL.replace("UNDEFINED_part_of", "R82").replace("</rdf:RDF>", called + "</owl:ObjectProperty></rdf:RDF>")
    assert opened(tmp_path, "mouse.owl", text).terms["MA:0001"].wholes == ("MA:0002",)
    assert opened(tmp_path, "mouse.owl", text.replace("Part_Of", "Origin_Of")).terms["MA:0001"].wholes == ()


def test_a_synonym_may_be_a_node_without_a_name_of_its_own(tmp_path):
    inside = "<oio:hasRelatedSynonym><oio:Synonym><rdfs:label>cauda</rdfs:label></oio:Synonym></oio:hasRelatedSynonym>"
    text = OWL.replace('<oio:hasRelatedSynonym rdf:resource="http://mouse.owl#genid1"/>', inside)
    assert opened(tmp_path, "mouse.owl", text).terms["MA:0001"].names == (("cauda", "related"),)


def test_skos_is_read_in_english(tmp_path):
    found = opened(tmp_path, "trees.ttl", SKOS)
    assert found.terms["trees:1"].label == "oak"
    assert found.terms["trees:1"].parents == ("trees:2",)
    assert ("oak tree", "unscoped") in found.terms["trees:1"].names


def test_packed_files_are_read(tmp_path):
    (tmp_path / "x.obo.gz").write_bytes(gzip.compress(OBO.encode()))
    assert "X:1" in open_vocabulary(str(tmp_path / "x.obo.gz"), tmp_path).terms


@pytest.mark.parametrize(("name", "text"), [
    ("a.owl", "<rdf:RDF"), ("a.ttl", "@prefix : <"), ("a.obo", "format-version: 1.2\n"), ("a.docx", "x"), ("a.ttl", ""),
])  # fmt: skip
def test_what_is_no_vocabulary_is_told(tmp_path, name, text):
    with pytest.raises(VocabularyError):
        opened(tmp_path, name, text)


def test_outside_entities_are_not_followed(tmp_path):
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    text = OWL.replace("<rdf:RDF", f'<!DOCTYPE r [<!ENTITY s SYSTEM "file://{tmp_path}/secret">]><rdf:RDF', 1)
    with pytest.raises(VocabularyError):
        opened(tmp_path, "a.owl", text.replace(">tail<", ">&s;<"))


def test_a_name_that_is_nothing_is_told(tmp_path):
    with pytest.raises(MissingVocabulary, match="MONDO"):
        open_vocabulary("nowhere.obo", tmp_path)


def test_one_prefix_stands_for_one_beginning():
    prefixes = Prefixes()
    assert prefixes.short("http://a.org/x#T_1") == "T:1"
    assert prefixes.short("http://b.org/y#T_1") == "T2:1"
    assert prefixes.short("http://purl.obolibrary.org/obo/MONDO_1") == "MONDO:1"
    assert prefixes.short("http://www.orpha.net/ORDO/Orphanet_5") == "ORPHA:5"


@pytest.mark.parametrize("entities", ['<!ENTITY a "xx"><!ENTITY b "&a;&a;">', f'<!ENTITY a "{"x" * 1000}">'])
def test_entities_that_could_grow_are_refused(tmp_path, entities):
    with pytest.raises(VocabularyError, match="entities"):
        opened(tmp_path, "a.owl", OWL.replace("<rdf:RDF", f"<!DOCTYPE r [{entities}]><rdf:RDF", 1))


def test_entities_for_beginnings_of_iris_are_read(tmp_path):
    text = OWL.replace("<rdf:RDF", '<!DOCTYPE r [<!ENTITY m "http://mouse.owl#">]><rdf:RDF', 1)
    assert (
        "MA:0001"
        in opened(tmp_path, "a.owl", text.replace('about="http://mouse.owl#MA_0001"', 'about="&m;MA_0001"')).terms
    )


def test_a_damaged_table_of_retired_classes_is_told(tmp_path):
    write_table(tmp_path / "mondo.tsv.xz", [Record("MONDO:1", "disease", "disease")])
    sha256 = hashlib.sha256((tmp_path / "mondo.tsv.xz").read_bytes()).hexdigest()
    (tmp_path / "PROVENANCE.toml").write_text(
        f'[MONDO]\nfile = "mondo.tsv.xz"\nlicence = ""\nversion = ""\nsource = ""\nconcepts = 1\nsha256 = "{sha256}"\n',
        encoding="utf-8",
    )
    (tmp_path / "mondo-retired.tsv").write_text("# head\nMONDO:2\tobsolete oak\n", encoding="utf-8")
    found = open_vocabulary("MONDO", tmp_path)
    assert found.unreplaced["MONDO:2"].label == "oak" and found.retired == {"MONDO:2": ""}
    (tmp_path / "mondo-retired.tsv").write_text("# head\nMONDO:2\n", encoding="utf-8")
    with pytest.raises(VocabularyError, match="line 2"):
        open_vocabulary("MONDO", tmp_path)
