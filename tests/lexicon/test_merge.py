from kg.lexicon.align import align, matching_ids
from kg.lexicon.curation import read_matched, read_pairs
from kg.lexicon.values import Record
from kg.model import Curie
from kg.text.normal import normal_name

C = Curie.from_string


def first(lexicon, name):
    return lexicon.candidates(normal_name(name))[0]


def test_a_disease_has_the_terms_of_its_heading(tiny):
    found = first(tiny, "hepatomas")
    assert (str(found.concept.id), found.source, found.name) == ("MONDO:0007256", "MESH", "Hepatoma")
    assert found.concept.same_as == (C("MESH:D006528"), C("DOID:684"))


def test_a_heading_is_read_forwards(tiny):
    assert tiny.candidates(normal_name("hepatocellular carcinomas"))[0].concept.label == "hepatocellular carcinoma"


def test_a_human_product_is_an_alias_of_its_gene(tiny):
    gpx4 = tiny.concept(C("MESH:C1"))
    assert gpx4.ids == (C("NCBIGene:2879"), C("MESH:C1"), C("HGNC:4556"))
    assert first(tiny, "PHGPx").concept == gpx4


def test_a_product_of_no_known_gene_is_left_out(tiny):
    assert tiny.concept(C("MESH:C2")) is None and tiny.candidates(normal_name("NOSUCH")) == ()


def test_a_heading_of_one_protein_joins_its_gene(tiny):
    assert str(first(tiny, "β-catenin").concept.id) == "NCBIGene:1499"


def test_a_family_is_its_heading_and_no_gene(tiny):
    found = first(tiny, "PI3K").concept
    assert (str(found.id), found.kind, found.same_as) == ("MESH:D019869", "family", (C("FPLX:PI3K"),))
    assert first(tiny, "PI3 kinase").source == "families"


def test_a_process_joins_its_heading(tiny):
    assert first(tiny, "autophagy").concept.ids == (C("MESH:D001343"), C("GO:0006914"))


def test_an_alias_may_change_the_kind(tiny):
    assert first(tiny, "autophagy").concept.kind == "pathway"


def test_a_drug_is_found_without_its_salt(tiny):
    assert first(tiny, "imatinib").concept.label == "Imatinib Mesylate"


def test_a_record_without_kind_has_that_of_its_heading(tiny):
    assert first(tiny, "lenvatinib").concept.kind == "chemical"


def test_a_micro_rna_is_found_in_every_spelling(tiny):
    for name in ("miR-125a", "hsa-miR-125a-5p", "microRNA-125a", "miRNA-125a-3p", "MIR125A"):
        assert first(tiny, name).concept.label == "MIR125A"


def test_several_loci_of_one_micro_rna_are_several_candidates(tiny):
    found = [c.concept.label for c in tiny.candidates(normal_name("miR-125b"))]
    assert found == ["MIR125B1", "MIR125B2"]
    assert [c.scope for c in tiny.candidates(normal_name("miR-125"))] == ["broad"] * 3


def test_an_antisense_transcript_stays_itself(tiny):
    assert first(tiny, "TTN-AS1").concept.kind == "rna"
    assert tiny.candidates(normal_name("TTN")) == ()


def disease(identifier, label, *xrefs, names=()):
    return Record(identifier, label, "disease", tuple((n, "exact") for n in names), xrefs=xrefs)


def nodes_of(mondo, mesh):
    tables = {"MONDO": {r.id: r for r in mondo}, "MESH": {r.id: r for r in mesh}}
    return align(tables, []).node_of


def test_a_reference_between_things_without_a_word_in_common_is_dropped():
    mondo = [disease("MONDO:1", "visual epilepsy", "MESH:D1"), disease("MONDO:2", "prostate disorder", "MESH:D2")]
    mesh = [Record("MESH:D1", "Seizures"), Record("MESH:D2", "Prostatic Diseases")]
    assert nodes_of(mondo, mesh) == {"MESH:D2": "MONDO:2"}


def test_a_heading_goes_to_the_disease_that_is_called_the_same():
    mondo = [disease("MONDO:1", "inherited porphyria", "MESH:D1"), disease("MONDO:2", "porphyria")]
    assert nodes_of(mondo, [Record("MESH:D1", "Porphyrias")]) == {"MESH:D1": "MONDO:2"}


def test_an_identifier_that_mesh_has_no_more_stays_beside_the_disease():
    mondo = [disease("MONDO:1", "Becker muscular dystrophy", "MESH:C537666")]
    tables = {"MONDO": {r.id: r for r in mondo}, "MESH": {}}
    assert matching_ids(align(tables, []), tables) == {"MONDO:1": ("MESH:C537666",)}


def test_a_curated_pair_of_unlike_things_is_passed_over():
    tables = {
        "MONDO": {"MONDO:1": disease("MONDO:1", "visual epilepsy"), "MONDO:2": disease("MONDO:2", "lumps, skin")},
        "MESH": {"MESH:D1": Record("MESH:D1", "Seizures"), "MESH:D2": Record("MESH:D2", "Lumpy Skins")},
    }
    assert align(tables, [("MONDO:1", "MESH:D1"), ("MONDO:2", "MESH:D2")]).node_of == {"MESH:D2": "MONDO:2"}


def diseases():
    return {
        "MONDO": {i: Record(i, label, "disease") for i, label in (("MONDO:1", "leaf rot"), ("MONDO:2", "bark rot"))},
        "MESH": {"MESH:D1": Record("MESH:D1", "Rot, Foliar", "disease"), "MESH:D2": Record("MESH:D2", "Bark Rot")},
    }


def test_matched_diseases_are_joined_after_curated_ones():
    matched = [("MONDO:1", "MESH:D1"), ("MONDO:2", "MESH:D1")]
    assert align(diseases(), [], matched=matched).node_of == {"MESH:D1": "MONDO:1"}
    assert align(diseases(), [("MONDO:2", "MESH:D2")], matched=[("MONDO:1", "MESH:D2")]).node_of["MESH:D2"] == "MONDO:2"


SETS = "subject_id\tpredicate_id\tpredicate_modifier\tobject_id\tmapping_justification\tconfidence\n"


def test_a_denied_reference_joins_nothing_and_unsure_matches_do_not_either(tmp_path):
    (tmp_path / "mappings" / "matched").mkdir(parents=True)
    rows = ["MONDO:1\tskos:exactMatch\t\tmesh:D1\tx\t", "MONDO:2\tskos:exactMatch\t\tmesh:D1\tx\t"]
    (tmp_path / "mappings" / "b.sssom.tsv").write_text(SETS + "\n".join(rows), encoding="utf-8")
    (tmp_path / "mappings" / "a.sssom.tsv").write_text(SETS + rows[0].replace("\t\tm", "\tNot\tm"), encoding="utf-8")
    assert read_pairs(tmp_path) == [("MONDO:2", "MESH:D1")]
    found = [
        "A:1\tskos:exactMatch\t\tB:1\tx\t0.91",
        "A:2\tskos:exactMatch\t\tB:2\tx\t0.5",
        "A:3\tskos:exactMatch\t\tB:3\tx\t0.99",
    ]
    (tmp_path / "mappings" / "matched" / "c.sssom.tsv").write_text(SETS + "\n".join(found), encoding="utf-8")
    assert read_matched(tmp_path) == [("A:3", "B:3"), ("A:1", "B:1")]
