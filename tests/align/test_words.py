import pytest

from kg.align import levels, words
from kg.align.words import form_of, stem_of, without_tag


@pytest.mark.parametrize(("left", "right"), [
    ("Carcinoma, Hepatocellular", "hepatocellular carcinoma"),
    ("diabetes mellitus type II", "Diabetes Mellitus, Type 2"),
    ("Wegener's granulomatosis", "Wegener granulomatosis"),
    ("haemorrhagic tumour of the lung", "hemorrhagic lung tumors"),
    ("infectious disease by Borrelia", "Borrelia infection"),
    ("kidney disorder", "Kidney Diseases"),
    ("malignant neoplasm of bone", "bone cancer"),
    ("skeletal dysplasia/osteolysis syndrome", "skeletal dysplasia-osteolysis syndrome"),
])  # fmt: skip
def test_two_ways_to_write_a_name_have_one_bag(left, right):
    assert form_of(left).bag == form_of(right).bag


@pytest.mark.parametrize(("left", "right"), [
    ("renal cyst", "kidney cyst"), ("duodenal ulcer", "ulcer of the duodenum"), ("retinal tear", "tear of retina"),
])  # fmt: skip
def test_adjectives_and_nouns_share_stems(left, right):
    assert form_of(left).stems == form_of(right).stems
    assert form_of(left).key != form_of(right).key


@pytest.mark.parametrize(("left", "right"), [
    ("cranial", "cranium"), ("villi", "villus"), ("bronchi", "bronchus"), ("peritoneal cavity", "cavity of peritoneum"),
    ("epithelial", "epithelium"), ("cortices", "cortical"), ("phalanges", "phalanx"), ("ganglia", "ganglion"),
    ("foramina", "foramen"), ("ventricular wall", "wall of ventricle"), ("abdominal", "abdomen"), ("feet", "foot"),
    ("Cerebellar_Lobule_1", "cerebellum lobule I"), ("T12_Vertebra", "thoracic vertebra 12"),
])  # fmt: skip
def test_latin_plurals_and_adjectives_share_stems(left, right):
    assert form_of(left).stems == form_of(right).stems


@pytest.mark.parametrize(("left", "right"), [
    ("gall bladder", "Gallbladder"), ("brain stem", "brainstem"), ("type II A", "type IIA"),
])  # fmt: skip
def test_words_may_be_joined(left, right):
    assert form_of(left).key == form_of(right).key


@pytest.mark.parametrize(("left", "right"), [
    ("liver cancer", "liver carcinoma"), ("MPSI", "MPSII"), ("chromosome 1 1", "chromosome 11"),
    ("liver cancer", "liver neoplasm"), ("type 1 rot", "type 2 rot"),
    ("hepatitis C", "hepatitis B"), ("hypotension", "hypertension"),
])  # fmt: skip
def test_what_differs_keeps_differing(left, right):
    assert form_of(left).stems != form_of(right).stems


def test_names_that_say_nothing_have_no_form():
    assert form_of("") is None
    assert form_of("x" * 1000) is None
    assert form_of("--") is None


def test_a_remark_on_the_sort_of_thing_goes_and_others_stay():
    assert without_tag("anal fistula (disease)") == "anal fistula"
    assert without_tag("palsy (left)") == "palsy (left)"


def test_an_abbreviation_behind_a_semicolon_goes():
    assert without_tag("ALPORT SYNDROME 1, X-LINKED; ATS1") == "ALPORT SYNDROME 1, X-LINKED"
    assert without_tag("oak; ash") == "oak; ash"


def test_stems_are_not_cut_to_nothing():
    assert len(stem_of("anal")) >= 4


def test_levels_count_the_rungs():
    def rungs(left, right):
        return levels.difference(form_of(left).stems, form_of(right).stems)

    assert rungs("liver cancer", "Liver Neoplasms") == 1
    assert rungs("liver neoplasm", "liver carcinoma") == -2
    assert rungs("liver cancer", "kidney neoplasm") == 0
    assert rungs("liver cancer", "liver cancer") == 0


def test_a_bad_rule_is_told_with_its_line(tmp_path, monkeypatch):
    path = tmp_path / "words.tsv"
    path.write_text("# fine\nphrase\ta b\tc\nnonsense\tx\n", encoding="utf-8")
    monkeypatch.setattr(words, "_RULES", path)
    words.rules.cache_clear()
    with pytest.raises(words.RuleError, match="line 3"):
        words.rules()
    words.rules.cache_clear()
