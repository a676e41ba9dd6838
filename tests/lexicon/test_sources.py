import gzip
import lzma

import pytest

from kg.errors import ChecksumMismatch, MissingVocabulary, VocabularyError
from kg.lexicon import compile_index, find_sources
from kg.lexicon.gene_info import GeneInfo
from kg.lexicon.mesh import MeshXml
from kg.lexicon.obo import OboOntology
from kg.lexicon.sources import read_names
from kg.lexicon.table import read_table
from kg.model import Curie
from kg.text.normal import normal_name

OBO = """format-version: 1.2
data-version: releases/2026-01-01
synonymtypedef: ABBREVIATION "abbreviation"
ontology: mondo
import: http://example.invalid/never-fetched.obo

[Term]
id: MONDO:0000001
name: disease

[Term]
id: MONDO:0007256
name: hepatocellular carcinoma
synonym: "HCC" EXACT ABBREVIATION []
synonym: "liver cancer" BROAD []
xref: MESH:D006528 {source="MONDO:equivalentTo"}
is_a: MONDO:0000001

[Term]
id: MONDO:0000002
name: obsolete thing
is_obsolete: true

[Typedef]
id: part_of
name: part of
"""
GENES = (
    "#tax_id\tGeneID\tSymbol\tLocusTag\tSynonyms\tdbXrefs\tchromosome\tmap_location\tdescription\t"
    "type_of_gene\t"
    "Symbol_from_nomenclature_authority\tFull_name_from_nomenclature_authority\tNomenclature_status\t"
    "Other_designations\tModification_date\tFeature_type\n"
    "9606\t2879\tGPX4\t-\tMCSP|PHGPx\tMIM:1|HGNC:HGNC:4556\t19\t-\tglutathione peroxidase 4\t"
    "protein-coding\tGPX4\t"
    "glutathione peroxidase 4\tO\tsperm nucleus GPx\t20210711\t-\n"
)
MESH = """<?xml version="1.0"?><!DOCTYPE DescriptorRecordSet [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<DescriptorRecordSet><DescriptorRecord><DescriptorUI>D004317</DescriptorUI>
<DescriptorName><String>Doxorubicin</String></DescriptorName>
<TreeNumberList><TreeNumber>D02.455</TreeNumber></TreeNumberList>
<ConceptList><Concept PreferredConceptYN="Y"><ConceptUI>M1</ConceptUI><TermList>
<Term><String>Doxorubicin</String></Term><Term><String>&x;Adriablastin</String></Term></TermList></Concept>
<Concept PreferredConceptYN="N"><ConceptUI>M2</ConceptUI><ConceptRelationList>
<ConceptRelation RelationName="NRW"><Concept1UI>M1</Concept1UI><Concept2UI>M2</Concept2UI></ConceptRelation>
</ConceptRelationList><TermList><Term><String>Adriamycin</String></Term></TermList></Concept></ConceptList>
</DescriptorRecord></DescriptorRecordSet>
"""


def test_obo_keeps_scopes_and_leaves_obsolete_terms_out(tmp_path):
    path = tmp_path / "mondo.obo"
    path.write_text(OBO, encoding="utf-8")
    records = {r.id: r for r in OboOntology("MONDO", "disease").records(path)}
    assert set(records) == {"MONDO:0000001", "MONDO:0007256"}
    assert records["MONDO:0007256"].names == (("HCC", "exact"), ("liver cancer", "broad"))
    assert records["MONDO:0007256"].parents == ("MONDO:0000001",)
    assert records["MONDO:0007256"].xrefs == ("MESH:D006528",)


def test_gene_info_is_read_packed(tmp_path):
    path = tmp_path / "Homo_sapiens.gene_info.gz"
    path.write_bytes(gzip.compress(GENES.encode()))
    (record,) = GeneInfo().records(path)
    assert (record.id, record.label, record.xrefs) == ("NCBIGene:2879", "GPX4", ("HGNC:4556",))
    assert ("PHGPx", "unscoped") in record.names and ("glutathione peroxidase 4", "exact") in record.names


def test_a_broken_row_is_named_by_its_line(tmp_path):
    path = tmp_path / "gene_info.tsv"
    path.write_text(GENES + "9606\t1\n", encoding="utf-8")
    with pytest.raises(VocabularyError, match=r"line 3.*cells"):
        list(GeneInfo().records(path))


def test_mesh_xml_scopes_terms_by_their_concept_and_opens_no_entity(tmp_path):
    path = tmp_path / "desc2025.xml"
    path.write_text(MESH, encoding="utf-8")
    (record,) = MeshXml().records(path)
    assert dict(record.names)["Adriamycin"] == "narrow" and record.notation == ("D02.455",)
    assert all("/etc" not in text and len(text) < 20 for text, _ in record.names)
    assert MeshXml().version(path) == "2025"


def test_truncated_xml_is_refused(tmp_path):
    path = tmp_path / "desc2025.xml"
    path.write_text(MESH[:700], encoding="utf-8")
    with pytest.raises(VocabularyError, match="MeSH"):
        list(MeshXml().records(path))


def test_an_official_release_replaces_the_table_of_its_name(vocabularies, tmp_path):
    (vocabularies / "mondo.obo").write_text(OBO, encoding="utf-8")
    lexicon = compile_index(vocabularies, tmp_path / "out.index")
    assert next(r.version for r in lexicon.releases if r.name == "MONDO") == "releases/2026-01-01"
    assert lexicon.concept(Curie("MONDO", "0002691")) is None
    assert lexicon.candidates(normal_name("liver cancer"))[0].scope == "broad"


def test_names_are_given_in_the_form_of_the_plug_in_point(vocabularies):
    source = next(s for s in find_sources(vocabularies) if s.name == "FPLX")
    names = [(str(concept.id), name.text, name.scope) for concept, name in read_names(source)]
    assert names == [("FPLX:PI3K", "PI3K", "label"), ("FPLX:PI3K", "PI3-K", "exact")]


def test_a_changed_table_is_refused(vocabularies):
    (vocabularies / "go.tsv.xz").write_bytes(lzma.compress(b"other"))
    with pytest.raises(ChecksumMismatch, match=r"go\.tsv\.xz.*kg vocab slice"):
        find_sources(vocabularies)


def test_an_absent_table_is_named(vocabularies):
    (vocabularies / "go.tsv.xz").unlink()
    with pytest.raises(MissingVocabulary, match="GO"):
        find_sources(vocabularies)


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(MissingVocabulary, match="no vocabulary"):
        find_sources(tmp_path)


def test_a_damaged_table_is_refused(tmp_path, vocabularies):
    path = tmp_path / "cut.tsv.xz"
    path.write_bytes((vocabularies / "mondo.tsv.xz").read_bytes()[:200])
    with pytest.raises(VocabularyError, match="damaged"):
        list(read_table(path))


def test_a_malformed_alias_is_named_by_its_line(vocabularies, tmp_path):
    (vocabularies / "aliases.tsv").write_text("HCC\tMONDO:0007256\tnonsense\texact\n", encoding="utf-8")
    with pytest.raises(VocabularyError, match=r"aliases\.tsv, line 1"):
        compile_index(vocabularies, tmp_path / "out.index")
