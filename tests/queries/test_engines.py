"""The questions are plain SPARQL 1.1: every engine gives the same rows in the same order."""

from functools import cache

import pytest
import rdflib

from kg.graph import Bounds
from kg.graph.catalogue import list_queries
from kg.graph.query_worker import answer
from kg.stores import Endpoint
from tests.queries.conftest import with_terms

# without parameters, rdflib takes minutes over the families that each two therapies share
SLOW_IN_RDFLIB = {"shared-mechanism-families", "shared-mechanisms"}
ALL_ROWS = Bounds(rows=0)

each = pytest.mark.parametrize("query", list_queries(), ids=lambda q: q.name)


def ways_to_ask(query):
    """No parameters, each with its example, and those of the example at the top of the file."""
    ways = [{}, *({p.name: p.example} for p in query.parameters), dict(query.example.parameters)]
    return [way for n, way in enumerate(ways) if way not in ways[:n]]


def comparable(cell):
    """The same value is the same: 0 and 0.0, true and 1."""
    if cell is None or not cell[0]:
        return ""
    try:
        return float({"true": "1", "false": "0"}.get(cell[0], cell[0]))
    except ValueError:
        return cell[0]


def rows(found, query):
    compared = [list(map(comparable, row)) for row in found]
    return compared if "ORDER BY" in query.text else sorted(compared)


@pytest.fixture(scope="module")
def expected(graph):
    @cache
    def put(text):
        return answer(graph / "kg.ttl", text)["rows"]

    return put


@pytest.fixture(scope="module")
def in_rdflib(graph):
    return rdflib.Graph().parse(graph / "kg.ttl")


@each
def test_rdflib_agrees(query, in_rdflib, expected):
    for way in ({}, dict(query.example.parameters)):
        if query.name in SLOW_IN_RDFLIB and not way:
            continue
        text = with_terms(query.text, way)
        found = in_rdflib.query(text)
        cells = [[("yes" if found.askAnswer else "no",)]] if found.type == "ASK" else as_cells(found)
        assert rows(cells, query) == rows(expected(text), query), way


def as_cells(found):
    return [[None if cell is None else (str(cell),) for cell in row] for row in found]


@each
def test_the_server_of_oxigraph_agrees(query, oxigraph, expected):
    for way in ways_to_ask(query):
        text = with_terms(query.text, way)
        assert rows(Endpoint(oxigraph).put(text, ALL_ROWS).rows, query) == rows(expected(text), query), way


@each
def test_virtuoso_agrees(query, virtuoso, expected):
    for way in ways_to_ask(query):
        text = with_terms(query.text, way)
        found = Endpoint(virtuoso).put(text, ALL_ROWS)
        assert not found.truncated
        assert rows(found.rows, query) == rows(expected(text), query), way
