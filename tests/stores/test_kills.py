"""kill -9 of the loader and of the server, at any moment: what was served before is served afterwards."""

import os
import subprocess
import sys
import time

import pytest

from kg.stores import served_folder
from tests.stores.graphs import ask_count, folder_numbers, numbers, put, write_graph
from tests.stores.servers import OURS, start_oxigraph

MANY = range(100, 40_100)


@pytest.fixture(params=["oxigraph", "virtuoso"])
def server(request, monkeypatch):
    running = request.getfixturevalue(request.param)
    running.sign_in(monkeypatch)
    yield running
    running.wipe()


def start_loader(target, path):
    command = [sys.executable, "-m", "kg", "load", str(target), "-d", str(path), "--no-check"]
    return subprocess.Popen(command, env=os.environ, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)


def kill_after(loader, seconds):
    """Whether the loader was still at work."""
    try:
        loader.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        loader.kill()
    loader.communicate()
    return loader.returncode == -9


def served(server):
    """What the served version says: in a store that shows all graphs, the graph that the pointer names."""
    from kg.stores import Session, select, served_graph

    with Session(server.query_url) as session:
        graph = served_graph(session, server.query_url)
        assert bool(graph) == server.union
        assert graph.startswith(OURS if graph else "")
        where = f"GRAPH <{graph}> {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
        found = select(session, server.query_url, f"SELECT (COUNT(*) AS ?n) WHERE {{ {where} }}")
    return int(found.rows[0]["n"]["value"])


def await_quiet(server):
    """Wait until the server has done what the killed loader had asked of it: it goes on with a request."""
    before, since = -1, time.monotonic()
    for _ in range(120):
        now = ask_count(server, "{ ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } }")
        if now != before:
            before, since = now, time.monotonic()
        if time.monotonic() - since > 3:
            return
        time.sleep(0.5)


@pytest.mark.parametrize("seconds", [0.8, 1.2, 2.0])
def test_a_killed_loader_leaves_the_old_graph(server, tmp_path, seconds):
    put(server.target, write_graph(tmp_path / "a.ttl", 1, 2, 3))
    kill_after(start_loader(server.target, write_graph(tmp_path / "b.ttl", *MANY)), seconds)
    assert served(server) in {3, len(MANY)}  # the old one whole, or the new one whole
    await_quiet(server)
    assert served(server) in {3, len(MANY)}
    put(server.target, write_graph(tmp_path / "c.ttl", 7, 8))
    assert numbers(server) == [7, 8]


def test_a_killed_server_leaves_the_old_graph(tmp_path):
    server = start_oxigraph(tmp_path)
    put(server.target, write_graph(tmp_path / "a.ttl", 1, 2, 3))
    loader = start_loader(server.target, write_graph(tmp_path / "b.ttl", *MANY))
    time.sleep(1.2)
    server.stop(kill=True)
    loader.kill()
    loader.communicate()
    server = start_oxigraph(tmp_path)
    assert served(server) in {3, len(MANY)}
    put(server.target, write_graph(tmp_path / "c.ttl", 7, 8))
    assert numbers(server) == [7, 8]
    server.stop()


@pytest.mark.parametrize("seconds", [0.5, 0.9, 1.3])
def test_a_killed_loader_leaves_the_old_folder(tmp_path, seconds):
    put(tmp_path / "store", write_graph(tmp_path / "a.ttl", 1, 2, 3))
    held = served_folder(tmp_path / "store")
    killed = kill_after(start_loader(tmp_path / "store", write_graph(tmp_path / "b.ttl", *MANY)), seconds)
    assert not killed or served_folder(tmp_path / "store") in {held, *(tmp_path / "store" / "versions").iterdir()}
    put(tmp_path / "store", write_graph(tmp_path / "c.ttl", 7, 8))
    assert folder_numbers(tmp_path / "store") == [7, 8]
    assert len(list((tmp_path / "store" / "versions").iterdir())) == 1
