import pytest

from kg.errors import InputError, QueryError
from kg.graph.catalogue import list_queries, run_named_query
from kg.graph.guard import check_query
from kg.graph.parameters import parameter_term
from kg.graph.query import run_query
from kg.graph.writers import write_nquads, write_turtle

WHAT = """SELECT ?label WHERE {
  ?claim rk:therapy ?therapy ; rk:netEffect ?net ; rdfs:label ?label
} ORDER BY ?label"""


@pytest.fixture(scope="module")
def folder(dataset, tmp_path_factory):
    out = tmp_path_factory.mktemp("build")
    write_turtle(dataset, out / "kg.ttl")
    write_nquads(dataset, out / "kg.nq")
    return out


def test_parameters_narrow_the_answer(folder):
    columns, rows = run_query(folder, WHAT, {"therapy": "MESH:D000077157", "net": "rk:OpposesResistance"})
    assert columns == ("label",)
    assert rows == (("metformin reverses acquired resistance to sorafenib in hepatocellular carcinoma",),)


def test_named_graphs_can_be_asked_for_and_do_not_count_twice(folder):
    query = "SELECT ?g (COUNT(?e) AS ?n) WHERE { GRAPH ?g { ?e a rk:Evidence } } GROUP BY ?g"
    assert ("http://www.ncbi.nlm.nih.gov/pubmed/1", "3") in run_query(folder, query)[1]
    count = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    assert run_query(folder / "kg.nq", count)[1] == run_query(folder / "kg.ttl", count)[1]


def test_a_pasted_parameter_stays_a_value(folder):
    query = "SELECT ?s WHERE { ?s rdfs:label ?name }"
    assert run_query(folder, query, {"name": '" } INSERT DATA { <a:a> <a:b> "'})[1] == ()


def test_ask_and_construct(folder):
    assert run_query(folder, "ASK { ?s a rk:ResistanceClaim }") == (("answer",), (("yes",),))
    columns, rows = run_query(folder, "CONSTRUCT { ?s a rk:X } WHERE { ?s a rk:Mechanism }")
    assert columns == ("subject", "predicate", "object") and len(rows) == 4


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE { SERVICE <http://example.org/> { ?s ?p ?o } }",
        "PREFIX : <http://example.org/> SELECT * WHERE { service:x { ?s ?p ?o } }",
        "SELECT * FROM <http://example.org/> WHERE { ?s ?p ?o }",
        "SELECT * WHERE { ?s a:b\\# ?o . SERVICE <http://example.org/> { ?s ?p ?o } }",
        "SELECT * WHERE { SERV\\u0049CE <http://example.org/> { ?s ?p ?o } }",
        "DELETE WHERE { ?s ?p ?o }",
        "LOAD <file:///etc/passwd>",
        "ASK " + "{" * 3000,
        "ASK { FILTER(" + "(" * 3000 + "1" + ")" * 3000 + ") }",
        "ASK { ?s ?p" + "/<a:p>" * 3000 + " ?o }",
        "ASK {} " + " " * 60_000,
    ],
)
def test_what_is_refused_before_it_is_parsed(query):
    with pytest.raises(QueryError):
        check_query(query)


def test_words_in_strings_names_and_comments_are_no_keywords():
    check_query("SELECT ?from WHERE { ?from a ex:add ; ex:p \"SERVICE {{{\", 'FROM' } # LOAD and {{{{")


@pytest.mark.parametrize(
    ("query", "parameters", "says"),
    [
        ("SELECT", {}, "parsed"),
        (WHAT, {"drug": "x"}, r"no variable \?drug; it has claim"),
        (WHAT, {"a b": "x"}, "no name"),
    ],
)
def test_a_wrong_query_says_what_is_wrong(folder, query, parameters, says):
    with pytest.raises(QueryError, match=says):
        run_query(folder, query, parameters)


def test_a_query_that_does_not_end_is_stopped(folder):
    endless = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with pytest.raises(QueryError, match="no answer after 1 seconds"):
        run_query(folder, endless, seconds=1)


def test_an_empty_folder_names_the_remedy(tmp_path):
    with pytest.raises(InputError, match="kg build"):
        run_query(tmp_path, "ASK {}")


@pytest.mark.parametrize(
    ("value", "term"),
    [
        ("MESH:D1", "http://id.nlm.nih.gov/mesh/D1"),
        ("rkm:autophagy", "https://w3id.org/resistkg/mechanism/autophagy"),
        ("https://doi.org/10.1/x", "https://doi.org/10.1/x"),
        ("MESH:../x", "http://id.nlm.nih.gov/mesh/..%2Fx"),
        ("0.5", "0.5"),
        ("sorafenib", "sorafenib"),
    ],
)
def test_values_of_parameters(value, term):
    assert parameter_term("x", value).value == term


def test_queries_are_listed_with_title_and_parameters(folder, tmp_path):
    text = "# Which claims?\n# parameter therapy: the therapy\n" + WHAT
    (tmp_path / "which.rq").write_text(text, encoding="utf-8")
    (query,) = list_queries(tmp_path)
    assert (query.name, query.title) == ("which", "Which claims?")
    assert [parameter.name for parameter in query.parameters] == ["therapy"]
    assert len(run_named_query(str(tmp_path / "which.rq"), folder)[1]) == 6
