"""`kg load` as a user runs it."""

import subprocess
import sys

import pytest

from kg.errors import InputError
from kg.stores import open_cargo
from tests.stores.graphs import write_graph


def kg_load(*arguments):
    command = [sys.executable, "-m", "kg", "load", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_a_graph_that_breaks_its_shapes_is_not_sent(tmp_path):
    write_graph(tmp_path / "a.ttl", 1)
    done = kg_load(tmp_path / "store", "-d", tmp_path / "a.ttl")
    assert done.returncode == 1
    assert "nothing was sent; see all of them with: kg check" in done.stderr
    assert not (tmp_path / "store").exists()


def test_the_version_is_the_answer(tmp_path):
    write_graph(tmp_path / "a.ttl", 1, 2)
    done = kg_load(tmp_path / "store", "-d", tmp_path / "a.ttl", "--no-check")
    assert done.returncode == 0, done.stderr
    assert done.stdout == open_cargo(tmp_path / "a.ttl").version + "\n"
    assert "2 triples in" in done.stderr


@pytest.mark.parametrize(
    ("text", "problem"),
    [("", "holds no triples"), ("_:a <x:b> <x:c> .", "has a blank node"), ("<x:a> <x:b> .", "cannot be read")],
)
def test_what_cannot_be_loaded_is_told(tmp_path, text, problem):
    (tmp_path / "a.ttl").write_text(text)
    with pytest.raises(InputError, match=problem):
        open_cargo(tmp_path / "a.ttl")


def test_only_one_graph_is_loaded(tmp_path):
    (tmp_path / "a.nq").write_text("")
    with pytest.raises(InputError, match=r"give a folder of kg build, or a graph as \.nt or \.ttl"):
        open_cargo(tmp_path / "a.nq")


def test_a_trusted_build_says_how_large_it_is(tmp_path):
    write_graph(tmp_path / "kg.ttl", 1, 2)
    void = "<http://rdfs.org/ns/void#triples> 2"
    (tmp_path / "void.ttl").write_text(f"<https://w3id.org/resistkg/dataset> {void} .")
    assert open_cargo(tmp_path, trusted=True).triples == open_cargo(tmp_path).triples == 2


def test_a_lying_description_is_found_out(tmp_path):
    write_graph(tmp_path / "kg.ttl", 1, 2)
    (tmp_path / "void.ttl").write_text("<https://w3id.org/resistkg/dataset> <http://rdfs.org/ns/void#triples> 3 .")
    done = kg_load(tmp_path / "store", "-d", tmp_path, "--no-check")
    assert (done.returncode, "2 triples" in done.stderr) == (0, True)  # 2 are there, whatever was said
    (tmp_path / "void.ttl").write_text("<https://w3id.org/resistkg/dataset> <http://rdfs.org/ns/void#triples> 1 .")
    done = kg_load(tmp_path / "other", "-d", tmp_path, "--no-check")
    assert (done.returncode, "2 triples arrived instead of 1" in done.stderr) == (2, True)
