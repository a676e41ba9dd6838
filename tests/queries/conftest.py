"""The examples are built once; every question is put to that graph and its answer kept for the other tests."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.graph.catalogue import list_queries
from kg.graph.guard import check_query
from kg.graph.parameters import parameter_term, with_parameters
from kg.graph.query_worker import answer
from kg.stores import load, open_cargo, open_store
from tests.stores.servers import start_oxigraph, start_virtuoso

ROOT = Path(__file__).resolve().parents[2]


class Answer:
    """Columns by name, rows as dictionaries."""

    def __init__(self, columns, rows):
        self.columns = columns
        self.rows = [dict(zip(columns, row, strict=True)) for row in rows]

    def tuples(self, *columns):
        return {tuple(row[c] for c in columns) for row in self.rows}

    def values(self, column):
        return {row[column] for row in self.rows}


@pytest.fixture(scope="session")
def graph(tmp_path_factory):
    out = tmp_path_factory.mktemp("examples")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "kg",
            "build",
            str(ROOT / "examples" / "papers"),
            "-o",
            str(out),
            "--jobs",
            "1",
        ],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(scope="session")
def ask(graph):
    """The steps of ``kg query`` without its child process, which two hundred questions would wait for."""
    texts = {query.name: query.text for query in list_queries()}
    answers = {}

    def put(query, /, **parameters):
        key = (query, *sorted(parameters.items()))
        if key not in answers:
            check_query(texts[query])
            found = answer(graph / "kg.ttl", with_terms(texts[query], parameters))
            rows = [["" if cell is None else cell[0] for cell in row] for row in found["rows"]]
            answers[key] = Answer(found["columns"], rows)
        return answers[key]

    return put


def with_terms(text, parameters):
    return with_parameters(text, {name: parameter_term(name, value) for name, value in parameters.items()})


def loaded(server, graph):
    """The server's query service with the graph in it, put there by ``kg load``."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("KG_STORE_USER", server.user), ("KG_STORE_PASSWORD", server.password)):
            if value:
                patch.setenv(name, value)
        store = open_store(server.base)
        load(store, open_cargo(graph))
        store.close()
    return server.query_url


@pytest.fixture(scope="session")
def oxigraph(graph, tmp_path_factory):
    server = start_oxigraph(tmp_path_factory.mktemp("oxigraph"))
    yield loaded(server, graph)
    server.stop()


@pytest.fixture(scope="session")
def virtuoso(graph, tmp_path_factory):
    server = start_virtuoso(tmp_path_factory.mktemp("virtuoso"), rows=200)  # so that answers come in pages
    yield loaded(server, graph)
    server.stop()
