"""The word lists against the built-in vocabularies, where their index can be opened."""

import pytest

from kg.errors import KgError, RuleError
from kg.ground import Grounder, default_settings, default_words
from kg.ground import words as module
from kg.text.normal import normal_name


@pytest.fixture(scope="module")
def lexicon():
    from kg.lexicon import open_default

    try:
        return open_default()
    except KgError as error:
        pytest.skip(f"no vocabularies: {error}")


def test_preferred_readings_exist_and_win(lexicon):
    grounder = Grounder(lexicon)
    for key, curie in default_words().preferred.items():
        options = grounder.decide(key, key.upper().replace(" ", "")).options
        assert lexicon.concept(curie) is not None, key
        assert not options or curie in options[0].concept.ids, key


def test_meanings_of_clinical_abbreviations_are_known(lexicon):
    meanings = {meaning for meaning in default_words().clinical.values() if meaning}
    assert [m for m in sorted(meanings) if not lexicon.candidates(normal_name(m))] == []


def test_blocked_branches_are_what_they_say(lexicon):
    for identifier, (rule, label) in default_words().branches.items():
        concept = lexicon.concept(identifier)
        assert concept is not None and (lexicon.heading(identifier) or concept.label) == label, identifier
        assert rule in {"whole", "inside", "keep"}


@pytest.mark.parametrize("name", ["chemotherapy", "immunotherapy", "apoptosis", "autophagy", "hypoxia", "antibiotics"])
def test_factors_and_therapies_stay_mentions(lexicon, name):
    assert Grounder(lexicon).explain(name).answer is not None


def test_settings_are_between_0_and_1():
    weights = [*default_settings().scope.values(), default_settings().threshold]
    assert all(0 < weight <= 1 for weight in weights)


def test_short_row_is_an_error(tmp_path, monkeypatch):
    (tmp_path / "cues.tsv").write_text("# type\tcue\nGene\n", encoding="utf-8")
    monkeypatch.setattr(module, "_HERE", tmp_path)
    with pytest.raises(RuleError, match="line 2"):
        list(module._rows("cues.tsv", 2))


@pytest.mark.parametrize(("surface", "is_gene"), [("HK2", True), ("HK-2", False), ("Huh7", False)])
def test_a_gene_s_symbol_to_the_letter_is_no_cell_line(lexicon, surface, is_gene):
    decision = Grounder(lexicon).decide(normal_name(surface), surface)
    assert bool(decision.options) == is_gene
