"""The queries as data are the queries of the files."""

import pyoxigraph
import rdflib

from kg.graph import list_queries, write_executables
from kg.publish import Source, find_exporters
from kg.vocab import NAMESPACES, QUERY

SH = rdflib.Namespace(NAMESPACES["sh"])


def test_every_query_runs_as_it_stands_there(tmp_path):
    (path,) = find_exporters(["queries"])["queries"].write(Source(folder=tmp_path), tmp_path)
    graph = rdflib.Graph().parse(path)
    assert {str(s) for s in graph.subjects(rdflib.RDF.type, SH.SPARQLExecutable)} == {
        QUERY + query.name for query in list_queries()
    }
    texts = [str(o) for p in (SH.select, SH.ask, SH.construct) for o in graph.objects(None, p)]
    assert len(texts) == len(list_queries())
    for text in texts:
        pyoxigraph.Store().query(text)
    assert not [s for s in graph.subjects() if isinstance(s, rdflib.BNode)]


def test_the_same_bytes_each_time(tmp_path):
    write_executables(tmp_path / "a.ttl")
    write_executables(tmp_path / "b.ttl")
    assert (tmp_path / "a.ttl").read_bytes() == (tmp_path / "b.ttl").read_bytes()
