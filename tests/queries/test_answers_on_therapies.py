"""What a reader of the example papers would answer to questions about therapies, factors and mechanisms."""

SORAFENIB = "MESH:D000077157"
CHECKPOINT_INHIBITORS = "MESH:D000082082"
LIVER_CANCER = "MONDO:0007256"


def test_what_resists(ask):
    answer = ask("what-resists", therapy=SORAFENIB, disease=LIVER_CANCER)
    assert answer.values("therapyName") == {"Sorafenib"}
    assert answer.values("diseaseName") == {"hepatocellular carcinoma"}
    assert {
        ("EPAS1", "gain", "hypoxia response"),  # HIF-2α, in an article and in a review
        ("ABCG2", "loss", "drug efflux"),  # its inhibition sensitised
        ("Cancer-Associated Fibroblasts", "present", "stromal remodelling"),
        ("Exosomes", "present", "exosomal transfer of resistance"),
    } <= answer.tuples("factorName", "state", "mechanismName")
    assert not {"Metformin", "FOXO3"} & answer.values("factorName")


def test_what_resists_includes_losses_that_confer_resistance(ask):
    answer = ask("what-resists", therapy=CHECKPOINT_INHIBITORS)
    assert ("B2M", "loss", "opposes resistance", "loss of antigen presentation") in answer.tuples(
        "factorName", "state", "netName", "mechanismName"
    )


def test_what_resists_above_a_belief(ask):
    beliefs = [float(row["belief"]) for row in ask("what-resists", therapy=SORAFENIB, least="0.8").rows]
    assert beliefs and min(beliefs) >= 0.8
    assert "EPAS1" in ask("what-resists", therapy=SORAFENIB, least="0.8").values("factorName")


def test_what_resists_a_regimen(ask):
    answer = ask("what-resists", therapy="MESH:D000069287")  # capecitabine, given with lapatinib
    assert ("Capecitabine", "Lapatinib", "PIK3CA") in answer.tuples("therapyName", "togetherWith", "factorName")


def test_what_reverses(ask):
    known = ask("what-reverses").tuples("therapyName", "factorName", "state", "effectName")
    assert {
        ("Sorafenib", "Metformin", "present", "sensitises"),
        ("Sorafenib", "FOXO3", "gain", "reverses resistance"),
        ("lenvatinib", "Gefitinib", "present", "reverses resistance"),
        ("Gemcitabine", "Ciprofloxacin", "present", "reverses resistance"),
    } <= known
    # blocking IGF1R did not restore sensitivity to lenvatinib
    assert "IGF1R" not in ask("what-reverses").values("factorName")


def test_whose_loss_resists(ask):
    answer = ask("whose-loss-resists")
    known = answer.tuples("therapyName", "factorName", "onsetName", "mechanismName")
    assert ("Immune Checkpoint Inhibitors", "B2M", "acquired", "loss of antigen presentation") in known
    assert {("Asparaginase", "OPRM1"), ("Sorafenib", "METTL3"), ("pembrolizumab", "JAK1")} <= answer.tuples(
        "therapyName", "factorName"
    )
    assert "ABCG2" not in answer.values("factorName")


def test_what_resists_in_any_disease(ask):
    answer = ask("resists-in-any-disease")
    assert {("Cetuximab", gene, "1", "1") for gene in ("KRAS", "NRAS", "BRAF")} <= answer.tuples(
        "therapyName", "factorName", "diseases", "claims"
    )
    assert "Capecitabine" not in answer.values("therapyName")  # resisted only in a regimen


def test_shared_mechanisms(ask):
    answer = ask("shared-mechanisms", first=SORAFENIB, second=CHECKPOINT_INHIBITORS)
    assert "antibiotic exposure" in answer.values("mechanismName")
    assert "drug efflux" not in answer.values("mechanismName")
    turned = ask("shared-mechanisms", first=CHECKPOINT_INHIBITORS, second=SORAFENIB)
    assert turned.values("mechanismName") == answer.values("mechanismName")


def test_shared_mechanism_families(ask):
    answer = ask("shared-mechanism-families", first=SORAFENIB, second=CHECKPOINT_INHIBITORS)
    assert (
        "immune evasion",
        "tumour-associated macrophage polarisation",
        "loss of antigen presentation",
    ) in answer.tuples("familyName", "firstMechanismName", "secondMechanismName")
    assert "therapy resistance mechanism" not in answer.values("familyName")


def test_genes_across_therapies(ask):
    known = ask("genes-across-therapies").tuples("geneName", "therapyName")
    assert {("ABCG2", "Doxorubicin"), ("ABCG2", "Sorafenib")} <= known
    assert {("ESR1", "Tamoxifen"), ("ESR1", "Fulvestrant")} <= known
    assert "FGFR4" not in ask("genes-across-therapies").values("geneName")  # fisogatinib only


def test_factor_profile(ask):
    answer = ask("factor-profile", factor="NCBIGene:6580")  # SLC22A1, which makes OCT1
    assert answer.values("therapyName") == {"Sorafenib"}
    assert {"confers resistance", "sensitises", "no effect"} <= answer.values("effectName")
    assert {"opposes resistance", "no net effect"} <= answer.values("netName")


def test_onset_of_resistance(ask):
    known = ask("onset-of-resistance").tuples("onsetName", "therapyName", "factorName")
    assert {("acquired", "fisogatinib", "FGFR4"), ("acquired", "Gefitinib", "EGFR")} <= known
    primary = ask("onset-of-resistance", onset="rk:Primary")
    assert primary.tuples("therapyName", "diseaseName") == {("Immune Checkpoint Inhibitors", "melanoma")}


def test_onset_by_mechanism(ask):
    rows = {row["mechanismName"]: row for row in ask("onset-by-mechanism").rows}
    mutated = rows["secondary mutation of the drug target"]  # T790M under gefitinib and under erlotinib
    assert int(mutated["acquired"]) >= 2 and mutated["primary"] == "0"
    assert rows["stromal remodelling"]["acquired"] == "0" != rows["stromal remodelling"]["unspecified"]


def test_onset_by_mechanism_of_one_therapy(ask):
    rows = {row["mechanismName"]: row for row in ask("onset-by-mechanism", therapy=CHECKPOINT_INHIBITORS).rows}
    assert rows["loss of antigen presentation"]["acquired"] == "1"
    assert "drug efflux" not in rows


def test_therapies_by_mechanisms(ask):
    first, *rest = ask("therapies-by-mechanisms").rows
    assert first["therapyName"] == "Sorafenib" and int(first["mechanisms"]) >= 8
    assert all(int(row["mechanisms"]) <= int(first["mechanisms"]) for row in rest)
    in_melanoma = ask("therapies-by-mechanisms", disease="MONDO:0005105").values("therapyName")
    assert "Immune Checkpoint Inhibitors" in in_melanoma and "Sorafenib" not in in_melanoma


def test_mechanism_counts_add_up_along_the_scheme(ask):
    rows = {row["mechanismName"]: row for row in ask("mechanism-counts").rows}
    assert rows["hypoxia response"]["broaderName"] == "stress adaptation"
    assert int(rows["stress adaptation"]["claims"]) >= int(rows["hypoxia response"]["here"]) >= 3
    root = rows["therapy resistance mechanism"]
    assert root["broaderName"] == "" and root["claims"] == max((r["claims"] for r in rows.values()), key=int)


def test_mechanism_family(ask):
    answer = ask("mechanism-family", family="rkm:drug-disposition")
    assert answer.values("familyName") == {"altered drug disposition"}
    known = answer.tuples("mechanismName", "therapyName", "factorName")
    assert {
        ("drug efflux", "Doxorubicin", "ABCG2"),
        ("drug inactivation", "Thioguanine", "NT5C2"),
    } <= known
    assert "hypoxia response" not in answer.values("mechanismName")


def test_host_and_microbiota(ask):
    known = ask("host-and-microbiota").tuples("therapyName", "factorName")
    assert {
        ("Gemcitabine", "Gammaproteobacteria"),
        ("Immune Checkpoint Inhibitors", "Akkermansia muciniphila"),
        ("Sorafenib", "Anti-Bacterial Agents"),
    } <= known
    assert "EGFR" not in ask("host-and-microbiota").values("factorName")


def test_mechanism_basis(ask):
    entailed = ask("mechanism-basis", basis="rk:Entailed").tuples("therapyName", "factorName", "mechanismName")
    assert ("Doxorubicin", "ABCB1", "drug efflux") in entailed  # the sentence does not speak of efflux
    stated = ask("mechanism-basis", basis="rk:Stated").tuples("therapyName", "factorName", "mechanismName")
    assert ("Sorafenib", "ABCG2", "drug efflux") in stated  # "by preventing drug efflux"


def test_steps(ask):
    answer = ask("steps", step="NCBIGene:23657")
    assert ("ABCC5", "SLC7A11", "Sorafenib") in answer.tuples("factorName", "stepName", "therapyName")
    assert ("EGFR", "PAK2") in ask("steps").tuples("factorName", "stepName")


def test_direct_triples(ask):
    known = ask("direct-triples", therapy=SORAFENIB).tuples("relation", "thingName")
    assert {("is resisted by", "EPAS1"), ("is resisted by", "exosomal transfer of resistance")} <= known
    assert ("has its resistance opposed by", "Metformin") in known
    assert "Capecitabine" not in ask("direct-triples").values("therapyName")  # only in a regimen


def test_alterations(ask):
    known = ask("alterations", gene="NCBIGene:1956").tuples("alterationName", "therapyName", "effectName")
    assert ("EGFR T790M", "Gefitinib", "confers resistance") in known
