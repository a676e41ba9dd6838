"""What hostile queries may do: be refused, or take their own process down, and nothing else."""

import sys

import pytest

from kg.errors import QueryError
from kg.graph.guard import check_query, query_form, without_text
from kg.graph.query import Asked, Bounds

TRIPLES = "<a:a> <a:p> 1, 2, 3, 4, 5, 6, 7, 8, 9 . <a:b> <a:p> 1, 2, 3, 4, 5, 6, 7, 8, 9 ."
DEEP = 3_000

REFUSED = {
    "groups": "ASK " + "{" * DEEP + "}" * DEEP,
    "parentheses": "ASK { FILTER(" + "(" * DEEP + "1" + ")" * DEEP + ") }",
    "blank nodes": "ASK { ?s ?p " + "[ ?p " * DEEP + "1" + "]" * DEEP + "}",
    "lists": "ASK { ?s ?p " + "(" * DEEP + "1" + ")" * DEEP + "}",
    "negations": "ASK { FILTER(" + "!" * DEEP + "true) }",
    "minus signs": "ASK { FILTER(1" + " - - 1" * DEEP + ") }",
    "inverse paths": "ASK { ?s " + "^" * DEEP + "<a:p> ?o }",
    "path of steps": "ASK { ?s <a:p>" + "/<a:p>" * DEEP + " ?o }",
    "triple terms": "ASK { ?s ?p " + "<<( ?s ?p " * DEEP + "1" + ")>>" * DEEP + "}",
    "values": "SELECT * { VALUES ?x {" + " 1" * 30_000 + "} }",
    "after a comment": "SELECT * { ?s ?p ?o } # }\nFROM <http://example.org/>",
    "after a long string": "ASK { ?s ?p '''{''' . SERVICE <http://example.org/> { ?s ?p 'y' } }",
    "after an odd IRI": "ASK { <a:#> ?p ?o . SERVICE <http://example.org/> { ?s ?p ?o } }",
    "between less and greater": "ASK { FILTER(1 < 2) SERVICE <http://example.org/> { ?s ?p ?o } FILTER(2 > 1) }",
    "in small letters": "select * from named <http://example.org/> { ?s ?p ?o }",
    "name that is a keyword": "PREFIX FROM: <http://example.org/> SELECT * { FROM:x ?p ?o }",
    "Virtuoso's pragma": "define get:soft 'replace' SELECT * { ?s ?p ?o }",
    "Virtuoso's function": "SELECT (bif:file_to_string('/etc/passwd') AS ?x) {}",
    "Virtuoso's function as IRI": "SELECT (<bif:file_to_string>('/etc/passwd') AS ?x) {}",
    "update after a query": "ASK {} ; DROP ALL",
    "NUL": "ASK {\0}",
}

# what the guard lets pass ends in an answer, an error of one line, or the end of its own process
LET_PASS = {
    "long regular expression": 'ASK { FILTER REGEX("aaaa", "(((((a{1000}){1000}){1000}){1000}))") }',
    "product of all": "SELECT (COUNT(*) AS ?n) {" + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(12)) + "}",
    "string that doubles": "SELECT (STRLEN(?v29) AS ?n) { BIND('aaaaaaaaaaaaaaaa' AS ?v0) "
    + " ".join(f"BIND(CONCAT(?v{n}, ?v{n}) AS ?v{n + 1})" for n in range(29))
    + "}",
    "many optional parts": "ASK {" + " OPTIONAL { ?s ?p ?o }" * 300 + "}",
    "nested stars": "ASK { ?s " + "(" * 60 + "<a:p>" + ")*" * 60 + " ?o }",
    "negations": "ASK { FILTER(" + "!" * 900 + "true) }",
}


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    path = tmp_path_factory.mktemp("hostile") / "kg.ttl"
    path.write_text(TRIPLES, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", REFUSED)
def test_refused_before_it_is_parsed(name):
    with pytest.raises(QueryError):
        check_query(REFUSED[name])


@pytest.mark.parametrize("name", LET_PASS)
def test_only_the_child_can_die(graph, name):
    with Asked(graph, Bounds(seconds=2, megabytes=1500)) as asked:
        try:
            asked.put(LET_PASS[name])
        except QueryError as error:
            assert "\n" not in str(error) and len(str(error)) < 200
        assert len(asked.put("SELECT * { <a:a> <a:p> ?o }").rows) == 9  # and the next question is answered


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the memory of a process for sure")
def test_a_query_that_wants_too_much_memory_is_stopped(graph):
    bomb = LET_PASS["string that doubles"]
    with pytest.raises(QueryError, match=r"memory|gave up"):
        Asked(graph, Bounds(seconds=60, megabytes=700)).put(bomb)


def test_rows_that_are_left_out_are_told_of(graph):
    with Asked(graph, Bounds(rows=5)) as asked:
        cut = asked.put("SELECT * { ?s ?p ?o }")
        assert (len(cut.rows), cut.truncated) == (5, "only the first 5 rows are given")
        assert asked.put("SELECT * { ?s ?p ?o } LIMIT 5").truncated == ""


def test_text_is_left_out_where_keywords_are_looked_for():
    query = "PREFIX a: <http://x/select#> # ASK\nCONSTRUCT { ?ask a:b 'DESCRIBE' } WHERE { }"
    assert query_form(query) == "CONSTRUCT" and len(without_text(query)) == len(query)
    check_query("SELECT * { ?s ?p ?o FILTER(?o IN (" + ", ".join(f"<a:{n}>" for n in range(300)) + ")) }")
