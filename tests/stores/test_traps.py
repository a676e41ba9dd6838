"""What real stores do behind one's back, as seen on them; and that a load is not caught by it."""

import pytest
import requests
from requests.auth import HTTPDigestAuth

from kg.errors import InputError, StoreError
from kg.stores import Credentials, Session, open_cargo, select
from kg.stores.literals import is_well_formed
from kg.vocab import NAMESPACES
from tests.stores.graphs import ask_count, numbers, put, write_graph
from tests.stores.servers import isql

GRAPH = "https://w3id.org/resistkg/trap"
XSD = NAMESPACES["xsd"]


@pytest.fixture
def trap(virtuoso, monkeypatch):
    virtuoso.sign_in(monkeypatch)
    yield virtuoso
    virtuoso.wipe()


def put_graph(server, path):
    """A plain PUT, as other loaders do it."""
    url = server.base + "/sparql-graph-crud-auth"
    who = HTTPDigestAuth(server.user, server.password)
    headers = {"Content-Type": "text/turtle"}
    return requests.put(url, params={"graph-uri": GRAPH}, data=path.read_bytes(), headers=headers, auth=who, timeout=60)


def test_virtuoso_destroys_the_old_graph_by_a_bad_put(trap, tmp_path):
    assert put_graph(trap, write_graph(tmp_path / "a.ttl", *range(10))).status_code == 201
    bad = write_graph(tmp_path / "b.ttl", *range(100, 30_100), more="<http://example.org/x> bogus .\n")
    assert put_graph(trap, bad).status_code == 500
    assert ask_count(trap, f"GRAPH <{GRAPH}> {{ ?s ?p ?o FILTER(?s = <http://example.org/1>) }}") == 0
    assert ask_count(trap, f"GRAPH <{GRAPH}> {{ ?s ?p ?o }}") > 0  # and half of the new one is served


def test_virtuoso_cuts_graphs_too(trap, tmp_path):
    assert put_graph(trap, write_graph(tmp_path / "a.ttl", *range(12_000))).status_code == 201
    got = requests.get(
        trap.base + "/sparql-graph-crud", params={"graph-uri": GRAPH}, headers={"Accept": "text/plain"}, timeout=60
    )
    assert got.status_code == 200
    assert got.text.count(" .\n") < 10_100
    assert put(trap.target, write_graph(tmp_path / "a.ttl", *range(12_000))).triples == 12_000


def test_virtuoso_takes_no_long_insert(trap):
    lines = " ".join(f"<http://example.org/{n}> <http://example.org/says> {n} ." for n in range(12_000))
    with pytest.raises(AssertionError, match=r"memory exhausted|too many"):
        trap.update(f"INSERT DATA {{ GRAPH <{GRAPH}> {{ {lines} }} }}")


def test_virtuoso_answers_500_for_what_is_forbidden(virtuoso):
    url = virtuoso.base + "/sparql"
    answer = requests.post(url, data={"query": f"INSERT DATA {{ GRAPH <{GRAPH}> {{ <x:a> <x:b> 1 }} }}"}, timeout=60)
    assert answer.status_code == 500
    assert "SECURITY" in answer.text


def test_a_user_without_rights_is_told_so(trap, tmp_path, monkeypatch):
    isql(trap, "DB.DBA.USER_CREATE('reader', 'reader-pw')")
    isql(trap, "GRANT SPARQL_SELECT TO reader")
    monkeypatch.setenv("KG_STORE_USER", "reader")
    monkeypatch.setenv("KG_STORE_PASSWORD", "reader-pw")
    with pytest.raises(StoreError, match=r"may not write here|may not do that|401") as told:
        put(trap.target, write_graph(tmp_path / "a.ttl", 1))
    assert "reader-pw" not in str(told.value)
    trap.sign_in(monkeypatch)


def test_virtuoso_turns_a_malformed_number_into_0_and_we_do_not_send_it(trap, tmp_path):
    bad = tmp_path / "a.ttl"
    bad.write_text(f'<x:a> <x:b> "abc"^^<{XSD}integer> .\n')
    assert put_graph(trap, bad).status_code == 201
    with Session(trap.query_url) as session:
        rows = select(session, trap.query_url, f"SELECT ?o WHERE {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}").rows
    assert [row["o"]["value"] for row in rows] == ["0"]
    with pytest.raises(InputError, match=r'triple 1 .* has "abc".*no value of its type'):
        open_cargo(bad)


def test_virtuoso_has_no_default_graph_so_queries_see_the_version(trap, tmp_path):
    put(trap.target, write_graph(tmp_path / "a.ttl", 1, 2))
    assert numbers(trap) == [1, 2]
    assert ask_count(trap, "GRAPH ?g { ?s <http://example.org/says> ?o }") == 2


def test_virtuoso_inserts_nothing_where_only_an_optional_part_is_asked(trap):
    """Why the pointer is changed by a pattern that always matches something."""
    old = f"GRAPH <{GRAPH}> {{ <x:a> <x:b> ?o }}"
    trap.update(
        f"DELETE {{ {old} }} INSERT {{ GRAPH <{GRAPH}> {{ <x:a> <x:b> <x:c> }} }} WHERE {{ OPTIONAL {{ {old} }} }}"
    )
    assert ask_count(trap, f"GRAPH <{GRAPH}> {{ ?s ?p ?o }}") == 0


def test_a_reader_of_virtuoso_signs_in_by_digest_only_when_asked(trap):
    with Session(trap.query_url, credentials=Credentials(user="dba", password="wrong")) as session:  # noqa: S106
        assert select(session, trap.query_url, "ASK { ?s ?p ?o }").truth  # /sparql asks nobody


@pytest.mark.parametrize(
    ("datatype", "good", "bad"),
    [
        ("integer", ("1", "-07", "+3"), ("abc", "1.0", "", " 1")),
        ("decimal", ("0.86", "1.", ".5", "-3"), ("1e3", "abc", ".", "NaN")),
        ("boolean", ("true", "0"), ("TRUE", "yes", "")),
        ("gYear", ("2020", "-0044", "2020Z"), ("20", "abcd", "02020")),
        ("date", ("2020-02-29",), ("2020-13-01", "2020-2-1")),
        ("dateTime", ("2020-02-29T23:59:59Z",), ("2020-02-29",)),
        ("string", ("", "abc"), ()),
    ],
)
def test_literals_are_looked_at(datatype, good, bad):
    assert [text for text in good if not is_well_formed(text, XSD + datatype)] == []
    assert [text for text in bad if is_well_formed(text, XSD + datatype)] == []


def test_oxigraph_loads_a_file_whole_or_not_at_all(oxigraph, tmp_path):
    """What a first load into its default graph relies on."""
    bad = write_graph(tmp_path / "a.ttl", *range(50_000), more="<http://example.org/x> bogus .\n")
    headers = {"Content-Type": "text/turtle"}
    url = oxigraph.base + "/store?default&no_transaction"
    assert requests.post(url, data=bad.read_bytes(), headers=headers, timeout=60).status_code == 400
    assert ask_count(oxigraph, "?s ?p ?o") == 0
