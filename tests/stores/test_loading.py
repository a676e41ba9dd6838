"""Loading into real stores: a folder, Oxigraph's server in both its ways, Virtuoso."""

import pytest

from kg.errors import InputError, StoreError
from kg.stores import Session, served_folder, served_graph
from kg.vocab import LOADED, VERSION
from tests.stores.graphs import SAYS, ask_count, folder_numbers, numbers, put, write_graph


@pytest.fixture(params=["oxigraph", "oxigraph_union", "virtuoso"])
def server(request, monkeypatch):
    running = request.getfixturevalue(request.param)
    running.sign_in(monkeypatch)
    yield running
    running.wipe()


def test_load_replace_and_load_again(server, tmp_path):
    first, second = write_graph(tmp_path / "a.ttl", 1, 2, 3), write_graph(tmp_path / "b.ttl", 2, 3, 4, 5)
    assert put(server.target, first).triples == 3
    assert numbers(server) == [1, 2, 3]
    assert put(server.target, second).triples == 4
    assert put(server.target, second).already
    assert numbers(server) == [2, 3, 4, 5]
    assert put(server.target, first).triples == 3
    assert numbers(server) == [1, 2, 3]


def test_nothing_old_stays(server, tmp_path):
    for start in range(4):
        put(server.target, write_graph(tmp_path / "a.ttl", *range(start, start + 5)))
    assert ask_count(server, f"GRAPH <{LOADED}> {{ ?s ?p ?o }}") == 3
    assert ask_count(server, f"GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), '{VERSION}'))") in {0, 5}


def test_older_versions_can_be_kept(server, tmp_path):
    for start in range(4):
        put(server.target, write_graph(tmp_path / "a.ttl", start), keep=2)
    assert ask_count(server, f"GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), '{VERSION}'))") == 3
    with Session(server.query_url) as session:
        assert served_graph(session, server.query_url).startswith(VERSION if server.union else "")
    put(server.target, write_graph(tmp_path / "a.ttl", 3))
    assert numbers(server) == [3]


def test_a_file_that_breaks_off_leaves_the_old_graph(server, tmp_path):
    put(server.target, write_graph(tmp_path / "a.ttl", 1, 2, 3))
    from kg.stores import Cargo, load, open_store

    bad = write_graph(
        tmp_path / "bad.ttl", *range(5000), more='<http://example.org/x> <http://example.org/says> "x .\n'
    )
    cargo = Cargo(path=bad, media="text/turtle", triples=5001, version=VERSION + "0" * 32)
    store = open_store(server.target)
    with pytest.raises((StoreError, InputError)):
        load(store, cargo)
    store.close()
    assert numbers(server) == [1, 2, 3]
    assert ask_count(server, f"GRAPH <{cargo.version}> {{ ?s ?p ?o }}") == 0


def test_a_count_that_is_too_low_leaves_the_old_graph(server, tmp_path):
    put(server.target, write_graph(tmp_path / "a.ttl", 1, 2, 3))
    from kg.stores import Cargo, load, open_store

    short = Cargo(
        path=write_graph(tmp_path / "b.ttl", 4, 5), media="text/turtle", triples=1, version=VERSION + "1" * 32
    )
    store = open_store(server.target)
    with pytest.raises(StoreError, match="2 triples arrived instead of 1; what was served before still is"):
        load(store, short)
    store.close()
    assert numbers(server) == [1, 2, 3]


def test_a_triple_said_twice_is_one(server, tmp_path):
    assert put(server.target, write_graph(tmp_path / "a.ttl", 1, 2, 2, 3, 1)).triples == 3
    assert put(server.target, write_graph(tmp_path / "a.ttl", 1, 2, 2, 3, 1)).triples
    assert numbers(server) == [1, 2, 3]


def test_what_a_killed_load_left_is_cleared(server, tmp_path):
    put(server.target, write_graph(tmp_path / "a.ttl", 1, 2, 3))
    from kg.stores import open_cargo, open_store

    store, cargo = open_store(server.target), open_cargo(write_graph(tmp_path / "b.ttl", 7, 8))
    store.begin(cargo, store.state(), 0)
    store.send(cargo, lambda _: None)  # and here the process ends
    store.close()
    put(server.target, write_graph(tmp_path / "c.ttl", 4, 5))
    assert numbers(server) == [4, 5]
    assert ask_count(server, f"GRAPH <{cargo.version}> {{ ?s ?p ?o }}") == 0


def test_a_default_graph_of_others_is_not_touched(oxigraph, tmp_path):
    oxigraph.update('INSERT DATA { <http://example.org/other> <http://example.org/is> "theirs" }')
    with pytest.raises(StoreError, match="holds 1 triples that `kg load` did not put there"):
        put(oxigraph.target, write_graph(tmp_path / "a.ttl", 1))
    assert ask_count(oxigraph, "?s ?p 'theirs'") == 1
    put(oxigraph.target, write_graph(tmp_path / "a.ttl", 1), overwrite=True)
    assert ask_count(oxigraph, "?s ?p ?o") == 1
    oxigraph.update('INSERT DATA { <http://example.org/other> <http://example.org/is> "theirs" }')
    with pytest.raises(StoreError, match="--overwrite"):
        put(oxigraph.target, write_graph(tmp_path / "b.ttl", 2))
    oxigraph.wipe()


def test_a_wrong_password_changes_nothing(virtuoso, tmp_path, monkeypatch):
    virtuoso.sign_in(monkeypatch)
    put(virtuoso.target, write_graph(tmp_path / "a.ttl", 1, 2))
    monkeypatch.setenv("KG_STORE_PASSWORD", "tr0ub4dor")
    with pytest.raises(StoreError, match="another user or password") as told:
        put(virtuoso.target, write_graph(tmp_path / "b.ttl", 3))
    assert "tr0ub4dor" not in str(told.value)
    assert numbers(virtuoso) == [1, 2]
    virtuoso.wipe()


class TestFolder:
    """The embedded store."""

    def test_load_replace_and_load_again(self, tmp_path):
        first, second = write_graph(tmp_path / "a.ttl", 1, 2, 3), write_graph(tmp_path / "b.ttl", 2, 3, 4)
        assert put(tmp_path / "store", first).triples == 3
        assert put(tmp_path / "store", second).triples == 3
        assert put(tmp_path / "store", second).already
        assert folder_numbers(tmp_path / "store") == [2, 3, 4]
        assert len(list((tmp_path / "store" / "versions").iterdir())) == 1

    def test_an_open_reader_goes_on_reading(self, tmp_path):
        from pyoxigraph import Store

        put(tmp_path / "store", write_graph(tmp_path / "a.ttl", *range(3)))
        reader = Store.read_only(str(served_folder(tmp_path / "store")))
        put(tmp_path / "store", write_graph(tmp_path / "b.ttl", 4))
        assert len(reader) == 3
        assert folder_numbers(tmp_path / "store") == [4]

    def test_a_bad_file_leaves_the_old_graph(self, tmp_path):
        from kg.stores import Cargo, load, open_store

        put(tmp_path / "store", write_graph(tmp_path / "a.ttl", 1))
        bad = write_graph(tmp_path / "bad.ttl", *range(500), more="<")
        store = open_store(str(tmp_path / "store"))
        with pytest.raises(StoreError, match="what was served before still is"):
            load(store, Cargo(path=bad, media="text/turtle", triples=500, version=VERSION + "0" * 32))
        store.close()
        assert folder_numbers(tmp_path / "store") == [1]
        assert len(list((tmp_path / "store" / "versions").iterdir())) == 1

    def test_named_graphs_can_come_along(self, tmp_path):
        from pyoxigraph import Store

        build = tmp_path / "build"
        build.mkdir()
        write_graph(build / "kg.ttl", 1, 2)
        (build / "kg.nq").write_text(
            f'<http://example.org/1> <{SAYS}> "1" <http://example.org/paper> .\n'
            f'<http://example.org/2> <{SAYS}> "2" <http://example.org/paper> .\n'
        )
        put(tmp_path / "store", build)
        assert put(tmp_path / "store", build, graphs=True).already is False
        assert put(tmp_path / "store", build, graphs=True).already is True
        database = Store.read_only(str(served_folder(tmp_path / "store")))
        assert [graph.value for graph in database.named_graphs()] == ["http://example.org/paper"]
        assert folder_numbers(tmp_path / "store") == [1, 2]
        assert len(list((tmp_path / "store" / "versions").iterdir())) == 1

    def test_a_broken_database_is_made_anew(self, tmp_path):
        put(tmp_path / "store", write_graph(tmp_path / "a.ttl", 1, 2))
        for file in served_folder(tmp_path / "store").iterdir():
            file.write_bytes(b"")
        assert put(tmp_path / "store", tmp_path / "a.ttl").already is False
        assert folder_numbers(tmp_path / "store") == [1, 2]

    def test_one_load_at_a_time(self, tmp_path):
        from kg.stores import open_store

        store = open_store(str(tmp_path / "store"))
        with pytest.raises(InputError, match="another"):
            open_store(str(tmp_path / "store"))
        store.close()

    def test_a_folder_of_others_is_not_touched(self, tmp_path):
        write_graph(tmp_path / "a.ttl", 1)
        with pytest.raises(InputError, match="holds something else"):
            put(tmp_path, tmp_path / "a.ttl")
