"""Questions to an endpoint: guarded before they leave, prefixes added, answers whole or said to be cut."""

import json

import pytest

from kg.errors import QueryError, StoreError
from kg.graph import Bounds
from kg.stores import Endpoint
from kg.stores.asking import with_prefixes
from tests.stores.faulty import send

NO = json.dumps({"head": {}, "boolean": False}).encode()


def rows(*values):
    bindings = [{"n": {"type": "literal", "value": value}} for value in values]
    return json.dumps({"head": {"vars": ["n"]}, "results": {"bindings": bindings}}).encode()


def test_nothing_that_is_refused_is_sent(faulty):
    faulty.say(send(200, NO))
    endpoint = Endpoint(faulty.url)
    for query in ("ASK " + "{" * 1000, "ASK { SERVICE <http://x/> {} }", "DROP ALL", "define get:uri 'x' ASK {}"):
        with pytest.raises(QueryError):
            endpoint.put(query)
    assert len(faulty.seen) == 1  # what asks for the loaded version


def test_what_a_server_leaves_out_is_fetched_and_counted(faulty):
    cut = {"X-SPARQL-MaxRows": "2"}
    pages = [send(200, rows("1", "2"), **cut), send(200, rows("3")), send(200, rows("1", "2")), send(200, rows("3"))]
    faulty.say(send(200, NO), *pages)
    answer = Endpoint(faulty.url).put("SELECT ?n { ?s ?p ?n } ORDER BY ?n")
    assert [row[0].text for row in answer.rows] == ["1", "2", "3"] and not answer.truncated


def test_rows_that_cannot_be_fetched_are_told_of(faulty):
    pages = [send(200, rows("1", "2"), X_SPARQL_MaxRows="2"), send(200, rows("9")), send(200, rows("1"))]
    faulty.say(send(200, NO), *pages)
    assert "left rows out" in Endpoint(faulty.url).put("SELECT ?n { ?s ?p ?n }").truncated


def test_rows_beyond_the_bound_are_told_of(faulty):
    faulty.say(send(200, NO), send(200, rows("1", "2", "3")))
    answer = Endpoint(faulty.url).put("SELECT ?n { ?s ?p ?n }", Bounds(rows=2))
    assert len(answer.rows) == 2 and "first 2 rows" in answer.truncated


def test_prefixes_of_ours_are_declared_once():
    assert with_prefixes("ASK { ?s rk:therapy ?o }") == (
        "PREFIX rk: <https://w3id.org/resistkg/vocab/>\nASK { ?s rk:therapy ?o }"
    )
    query = "PREFIX rk: <http://example.org/> ASK { ?s rk:therapy 'x:y' }"
    assert with_prefixes(query) == query


def test_a_page_that_is_no_answer(faulty):
    faulty.say(send(200, b"<html>"))
    with pytest.raises(StoreError, match="no SPARQL result"):
        Endpoint(faulty.url)
