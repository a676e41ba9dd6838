import os
import subprocess
import sys

import pytest

from kg.errors import MissingVocabulary, VocabularyError
from kg.lexicon import Lexicon, compile_index, default_index_path
from kg.lexicon.compile import _forget_old
from kg.model import Curie
from kg.text.normal import normal_name

C = Curie.from_string


def ids(lexicon, name):
    return [str(candidate.concept.id) for candidate in lexicon.candidates(normal_name(name))]


def test_a_label_goes_before_a_synonym(tiny):
    found = tiny.candidates(normal_name("Liver cancer"))
    assert [(str(c.concept.id), c.scope) for c in found] == [
        ("MONDO:0002691", "label"),
        ("MONDO:0007256", "unscoped"),
    ]


def test_what_curators_decided_goes_before_other_synonyms(tiny):
    assert ids(tiny, "HCC") == ["MONDO:0007256", "NCBIGene:84668"]
    assert tiny.candidates(normal_name("HCC"))[0].source == "aliases"


def test_reach_tells_how_far_some_key_goes(tiny):
    assert tiny.is_key("hcc ") and not tiny.is_key("hcc")
    assert [tiny.reach(text) for text in ("hcc cell ", "hccx ", "\ue000", "")] == [4, 3, 0, 0]


def test_prefixes_end_at_token_borders(tiny):
    assert tiny.prefixes("hcc cell ") == ["hcc "]
    assert tiny.prefixes("hccx ") == []


def test_an_unknown_name_has_no_candidates(tiny):
    assert tiny.candidates("no such thing ") == ()


def test_an_absorbed_and_a_retired_identifier_lead_to_the_node(tiny):
    for old in ("MESH:D006528", "DOID:684", "MONDO:0099999", "MONDO:0007256"):
        assert str(tiny.concept(C(old)).id) == "MONDO:0007256"
    assert tiny.successor(C("MONDO:0099999")) == C("MONDO:0007256")
    assert tiny.successor(C("MONDO:0007256")) is None and tiny.concept(C("MESH:D000000")) is None


def test_ancestors_are_all_nodes_above(tiny):
    assert tiny.parents(C("MESH:D006528")) == (C("MONDO:0002691"),)
    assert tiny.ancestors(C("MONDO:0007256")) == {C("MONDO:0002691"), C("MONDO:0000001")}


def test_a_cancer_is_close_to_the_heading_of_its_site(tiny):
    assert tiny.close_matches(C("MONDO:0002691")) == (C("MESH:D008113"),)


def test_releases_say_what_was_read(tiny):
    mondo = next(r for r in tiny.releases if r.name == "MONDO")
    assert (mondo.version, mondo.licence, mondo.concepts, mondo.names) == ("1", "CC0-1.0", 3, 5)


def test_two_compilations_give_the_same_bytes(vocabularies, tmp_path):
    code = "import sys; from pathlib import Path; from kg.lexicon import compile_index\n"
    code += "compile_index(Path(sys.argv[1]), Path(sys.argv[2]))"
    for seed in ("1", "2"):
        out = str(tmp_path / f"{seed}.index")
        environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)}
        subprocess.run([sys.executable, "-c", code, str(vocabularies), out], check=True, env=environment)
    assert (tmp_path / "1.index").read_bytes() == (tmp_path / "2.index").read_bytes()


def test_an_index_is_kept_under_the_content_of_its_vocabularies(vocabularies, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    before = default_index_path(vocabularies)
    (vocabularies / "mechanisms.tsv").write_text("not compiled", encoding="utf-8")
    assert default_index_path(vocabularies) == before and before.is_relative_to(tmp_path)
    (vocabularies / "aliases.tsv").write_text("", encoding="utf-8")
    assert default_index_path(vocabularies) != before


def test_an_absent_index_names_the_remedy(tmp_path):
    with pytest.raises(MissingVocabulary, match="kg vocab compile"):
        Lexicon.open(tmp_path / "none.index")


@pytest.mark.parametrize("length", [0, 10, 60, 300, -1])
def test_a_truncated_index_is_refused(vocabularies, tmp_path, length):
    path = tmp_path / "whole.index"
    compile_index(vocabularies, path)
    body = path.read_bytes()
    broken = tmp_path / "broken.index"
    broken.write_bytes(body[:length] if length >= 0 else body[: len(body) // 2])
    with pytest.raises(VocabularyError, match="kg vocab compile"):
        Lexicon.open(broken)


def test_a_changed_trie_is_refused(vocabularies, tmp_path):
    path = tmp_path / "whole.index"
    compile_index(vocabularies, path)
    body = bytearray(path.read_bytes())
    body[body.index(b"We love Marisa.") + 40] ^= 255
    path.write_bytes(body)
    with pytest.raises(VocabularyError, match="damaged"):
        Lexicon.open(path)


def test_old_indexes_do_not_pile_up(tmp_path):
    for number in range(7):
        (tmp_path / f"lexicon-{number}.index").touch()
        os.utime(tmp_path / f"lexicon-{number}.index", (number, number))
    (tmp_path / "mine.index").touch()
    _forget_old(tmp_path)
    assert sorted(p.name[8:9] for p in tmp_path.glob("lexicon-*")) == ["3", "4", "5", "6"]
    assert (tmp_path / "mine.index").exists()
