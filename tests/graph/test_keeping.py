"""A large graph file is kept as a store beside it, by its content."""

from kg.graph import keeping
from kg.graph.keeping import FOLDER, kept_store
from kg.graph.query import run_query

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


def test_a_small_file_is_not_kept(tmp_path):
    (tmp_path / "kg.ttl").write_text("<a:a> <a:b> <a:c> .", encoding="utf-8")
    assert kept_store(tmp_path / "kg.ttl") is None and not (tmp_path / FOLDER).exists()


def test_a_large_file_is_kept_until_it_changes(tmp_path, monkeypatch):
    monkeypatch.setattr(keeping, "_LARGE", 10)
    file = tmp_path / "kg.ttl"
    file.write_text("<a:a> <a:b> <a:c> .", encoding="utf-8")
    first = kept_store(file)
    assert kept_store(file) == first and run_query(first, COUNT)[1] == (("1",),)
    file.write_text("<a:a> <a:b> <a:c> , <a:d> .", encoding="utf-8")
    second = kept_store(file)
    assert second != first and run_query(second, COUNT)[1] == (("2",),)
    assert [path.name for path in (tmp_path / FOLDER).iterdir()] == [second.name]


def test_named_graphs_are_kept_and_read_as_one(tmp_path, monkeypatch):
    monkeypatch.setattr(keeping, "_LARGE", 10)
    file = tmp_path / "kg.nq"
    file.write_text("<a:a> <a:b> <a:c> <a:g> .\n<a:a> <a:b> <a:c> <a:h> .\n", encoding="utf-8")
    store = kept_store(file)
    assert run_query(store, COUNT)[1] == (("1",),)
    assert run_query(store, "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }")[1] == (("2",),)
