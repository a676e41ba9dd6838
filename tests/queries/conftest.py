"""The examples are built once; every question is put to that graph and its answer kept for the other tests."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.graph.catalogue import list_queries
from kg.graph.query import check_query, parameter_term, with_parameters
from kg.graph.query_worker import answer

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
            bound = {name: parameter_term(name, value) for name, value in parameters.items()}
            answers[key] = Answer(**answer(graph / "kg.ttl", with_parameters(texts[query], bound)))
        return answers[key]

    return put
